import MagnusDesk
import MagnusDomain
import Testing

/// What candidates are called and what they earn, as rows write it.
@Suite struct CandidateFormatTests {
    private static func contract(_ symbol: String) throws -> OptionContract { try OptionContract(text: symbol) }

    private static func candidate(
        _ strategy: ScanStrategy, _ kind: StrategyKind?, _ legs: [(OptionContract, Int)], width: Double? = nil
    ) -> Candidate {
        let unknown = Figure.unknown(.notApplicable)
        let sold = legs.first { $0.1 < 0 }?.0 ?? legs[0].0
        var candidate = Candidate(
            id: "x", strategy: strategy, symbol: "AAA", contract: sold, daysToExpiry: 39, spot: 100, bid: 1, ask: 1.1,
            fill: Figure(1), periodReturn: Figure(0.1149), annualizedReturn: Figure(0.133), breakeven: unknown,
            cushion: unknown, expectedMove: unknown, outOfTheMoney: unknown, delta: unknown,
            impliedVolatility: unknown, volatilityRank: unknown, volatilityPercentile: unknown,
            probabilityOfProfit: unknown, probabilityOfTouch: unknown, collateral: unknown, openInterest: nil,
            volume: nil, spreadFraction: unknown, earningsDate: nil, exDividendDate: nil, liquidity: 0, score: 0,
            isCapped: false, cap: nil, parts: [], failures: [], quoteAgeSeconds: nil)
        guard let kind else { return candidate }
        candidate.spread = CandidateSpread(
            kind: kind,
            legs: legs.map {
                CandidateSpread.Leg(
                    contract: $0.0, quantity: $0.1, bid: nil, ask: nil, price: unknown, impliedVolatility: unknown,
                    delta: unknown, openInterest: nil, volume: nil, quoteAgeSeconds: nil, terms: nil)
            }, width: width, naturalCredit: unknown, midCredit: unknown, creditToWidth: unknown,
            maximumProfit: unknown, maximumLoss: unknown, breakevens: [], expectedValue: unknown,
            positionDelta: unknown)
        return candidate
    }

    @Test func names() throws {
        let put = try Self.contract("AAA270423P00090000")
        let single = Self.candidate(.cashSecuredPut, nil, [(put, -1)])
        #expect(single.typeWord == "CSP" && single.shortName == "90P" && single.action == "sell put")
        let spread = Self.candidate(
            .vertical, .bullPutSpread, [(try Self.contract("AAA270423P00085000"), 1), (put, -1)], width: 5)
        #expect(spread.typeWord == "PCS" && spread.shortName == "90/85P" && spread.action == "sell put spread")
        let call = Self.candidate(
            .vertical, .bearCallSpread,
            [(try Self.contract("AAA270423C00107500"), -1), (try Self.contract("AAA270423C00110000"), 1)], width: 2.5)
        #expect(call.typeWord == "CCS" && call.shortName == "107.5/110C")
        let condor = Self.candidate(
            .condor, .ironCondor,
            [
                (try Self.contract("AAA270423P00205000"), 1), (try Self.contract("AAA270423P00210000"), -1),
                (try Self.contract("AAA270423C00235000"), -1), (try Self.contract("AAA270423C00240000"), 1),
            ], width: 5)
        // As Positions calls it: IC 210/235+5.
        #expect(condor.typeWord == "IC" && condor.shortName == "210/235+5" && condor.action == "sell condor")
        let calendar = Self.candidate(
            .calendar, .callCalendar,
            [(try Self.contract("AAA270416C00525000"), -1), (try Self.contract("AAA270521C00525000"), 1)])
        #expect(calendar.typeWord == "CAL" && calendar.shortName == "525C" && calendar.action == "buy calendar")
        #expect(calendar.expiries.map(\.iso8601) == ["2027-04-16", "2027-05-21"])
        let diagonal = Self.candidate(
            .diagonal, .callDiagonal,
            [(try Self.contract("AAA270416C00105000"), -1), (try Self.contract("AAA270618C00090000"), 1)], width: 15)
        #expect(diagonal.typeWord == "DIA" && diagonal.shortName == "105/90C" && diagonal.action == "buy call diagonal")
        #expect(diagonal.expiries.map(\.iso8601) == ["2027-04-16", "2027-06-18"])
    }

    /// trader.md section 4: spreads show the return on risk for the period, `11%rk`.
    @Test func whatTheyEarn() throws {
        let format = FigureFormat()
        let put = try Self.contract("AAA270423P00090000")
        #expect(format.income(Self.candidate(.cashSecuredPut, nil, [(put, -1)])) == "13.3%")
        var spread = Self.candidate(.vertical, .bullPutSpread, [(put, -1)], width: 5)
        #expect(format.income(spread) == "11%rk" && format.income(spread, columns: 6) == "11%rk")
        spread.periodReturn = .unknown(.oneSided)
        #expect(format.income(spread) == format.marks.unknown)
    }
}
