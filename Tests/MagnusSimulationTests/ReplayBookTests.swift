import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusSimulation

@Suite struct ReplayBookTests {
    private static let open = Worlds.at(12, 23, 9, 45, year: 2015)
    private static let strikes = stride(from: 80.0, through: 120, by: 1).map { $0 }

    /// A chain at 30 % a year around 100, two cents wide.
    private func recordings(
        _ expiries: [(month: Int, day: Int)] = [(1, 29)], rights: [OptionRight] = OptionRight.allCases,
        width: Double = 0.02
    ) throws -> [Recording] {
        try expiries.flatMap { expiry in
            try rights.flatMap { right in
                try Self.strikes.map { strike in
                    let contract = try Worlds.option("KO", expiry.month, expiry.day, right, strike, year: 2016)
                    let middle = try BlackScholes.price(terms(contract))
                    let bar = Recording.QuoteBar(
                        end: Self.open, bid: middle - width / 2, ask: middle + width / 2, bidSize: 5, askSize: 6)
                    return Recording(instrument: .option(contract), quotes: [bar])
                }
            }
        } + [
            Recording(
                instrument: .stock(symbol: "KO"),
                quotes: [.init(end: Self.open, bid: 99.99, ask: 100.01, bidSize: 1, askSize: 1)])
        ]
    }

    private func terms(_ contract: OptionContract) -> OptionTerms {
        OptionTerms(
            right: contract.right, style: .european, spot: 100, strike: contract.strike,
            years: contract.yearsToExpiry(from: Self.open, calendar: .standard), rate: 0, dividendYield: 0,
            volatility: 0.3)
    }

    private func opening(_ recordings: [Recording], dollars: Int64 = 100_000) async -> [LedgerEvent] {
        await ReplayBook(market: ReplayMarket(recordings: recordings), account: "replay").opening(
            at: Self.open, cash: Money(tenThousandths: dollars * 10_000))
    }

    private func contract(_ event: LedgerEvent) throws -> OptionContract {
        guard case .option(let contract)? = event.instrument else { throw Missing() }
        return contract
    }

    private struct Missing: Error {}

    @Test func aPutAndACondorAreOpenedNearTheirDeltas() async throws {
        let events = await opening(try recordings())
        #expect(events.map(\.orderIdentifier) == ["R1", "R2", "R2", "R2", "R2"])
        let wanted = [0.25, 0.20, 0.08, 0.20, 0.08]
        for (event, delta) in zip(events, wanted) {
            let contract = try contract(event)
            let value = abs(try #require(try BlackScholes.valuation(terms(contract)).delta))
            let next = try Self.strikes.map { strike in
                var other = terms(contract)
                other.strike = strike
                return abs(abs(try #require(try BlackScholes.valuation(other).delta)) - delta)
            }
            #expect(abs(abs(value - delta) - (next.min() ?? 1)) < 1e-9, "\(contract) of \(value) for \(delta)")
        }
        #expect(events.map { $0.quantity } == [-1, -1, 1, -1, 1].map { Quantity($0) })
        #expect(Set(events.map(\.instrument)).count == 5, "no contract belongs to two strategies")
    }

    @Test func fillsAreOnTheWorseSide() async throws {
        for event in await opening(try recordings()) {
            let middle = try BlackScholes.price(terms(try contract(event)))
            let price = try #require(event.price).dollars
            let isSale = event.quantity < .zero
            #expect(abs(price - (middle + (isSale ? -0.01 : 0.01))) <= 0.00005 + 1e-9)
            #expect(abs(event.amount.dollars - (isSale ? 100 : -100) * price) < 1e-9 && event.fees == .zero)
            #expect(event.time == Self.open && event.effect == .opening)
        }
    }

    @Test func theCashLimitsWhatIsOpened() async throws {
        let all = try recordings()
        let small = await opening(all, dollars: 6_000)
        #expect(small.allSatisfy { $0.quantity > .zero || $0.orderIdentifier == "R1" })
        #expect(!small.isEmpty, "a narrow condor fits")
        let strikes = try small.map { try contract($0).strike }
        #expect((strikes.max() ?? 0) < 120 && small.count == 4)
        #expect(await opening(all, dollars: 50).isEmpty)
    }

    @Test func anExpiryInsideTheRecordingIsLeftOut() async throws {
        let events = await opening(try recordings([(1, 8), (1, 29), (6, 17)]))
        #expect(try events.allSatisfy { try contract($0).expiry == .on(2016, 1, 29) })
        let later = Recording(
            instrument: .stock(symbol: "KO"),
            quotes: [
                .init(end: Worlds.at(2, 1, 9, 45, year: 2016), bid: 99, ask: 101, bidSize: 1, askSize: 1)
            ])
        #expect(await opening(try recordings() + [later]).isEmpty)
    }

    @Test func withoutCallsThereAreOnlyPuts() async throws {
        let events = await opening(try recordings(rights: [.put]))
        #expect(try events.map { try contract($0).right } == [.put, .put, .put])
    }

    @Test func aThinRecordingGivesACalendarOrABoughtPut() async throws {
        func only(_ strike: Double, _ recordings: [Recording]) -> [Recording] {
            recordings.filter {
                guard case .option(let contract) = $0.instrument else { return true }
                return contract.strike == strike
            }
        }
        let two = only(95, try recordings([(1, 29), (2, 19)], rights: [.put]))
        let small = await opening(two, dollars: 5_000)
        #expect(try small.map { try contract($0).expiry } == [.on(2016, 1, 29), .on(2016, 2, 19)])
        #expect(small.map(\.quantity) == [Quantity(-1), Quantity(1)])
        let one = await opening(only(90, try recordings(rights: [.put])), dollars: 5_000)
        #expect(one.map(\.quantity) == [Quantity(1)])
        #expect(await opening(only(90, try recordings(rights: [.put])), dollars: 100).isEmpty)
    }

    @Test func wideMarketsAreNoPrices() async throws {
        #expect(await opening(try recordings(width: 6)).isEmpty)
    }
}
