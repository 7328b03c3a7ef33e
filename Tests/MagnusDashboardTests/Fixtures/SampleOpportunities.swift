import MagnusDesk
import MagnusDomain

/// Candidates of the sample screen.
enum SampleOpportunities {
    static func board() -> OpportunityBoard {
        let candidates = [
            candidate("XLE", 90, .put, 85, 1.29, 0.133, 0.77, 0.044, 0.26, 62, 3),
            candidate("UBER", 77.5, .put, 79, 1.59, 0.191, 0.78, 0.080, 0.23, 55, 2, isCapped: true),
            candidate("DIS", 115, .call, 76, 1.59, 0.136, nil, 0.061, 0.29, 58, 2),
            candidate("WMT", 99, .put, 71, 1.12, 0.106, 0.78, 0.044, 0.24, 48, 2),
        ]
        var miss = candidate("GOOGL", 165, .put, 82, 2.10, 0.168, 0.74, 0.052, 0.27, 71, 3)
        miss.failures = [
            GateFailure(gate: "event", text: "earnings Apr 22 AMC inside (unconfirmed)", remedy: "passes after Apr 22")
        ]
        let scan = ScanResult(
            strategy: .cashSecuredPut, watchlist: "watch", scannedAt: SampleBook.now.adding(seconds: -127),
            symbolsScanned: 40, contractsScanned: 412, candidates: candidates, nearestMisses: [miss],
            rejected: ["market": 187, "event": 96, "premium": 61, "place": 64],
            room: "11.4k + SGOV 30.1k; tech full 41>35%")
        return OpportunityBoard(
            scans: [scan], candidates: candidates, scannedAt: scan.scannedAt, oldestQuoteSeconds: 9, room: scan.room)
    }

    private static func candidate(
        _ symbol: String, _ strike: Double, _ right: OptionKind, _ score: Double, _ fill: Double, _ income: Double,
        _ profit: Double?, _ away: Double, _ delta: Double, _ percentile: Double, _ liquidity: Int,
        isCapped: Bool = false
    ) -> Candidate {
        let contract = right.contract(symbol, strike, SampleBook.date(2027, 4, 23))
        let parts: [(String, Double, Double)] = [
            ("edge", 25, 25), ("pay", 20, 14.6), ("cushion", 15, 10), ("liquidity", 15, 13.3), ("IV percentile", 10, 7),
            ("fit", 10, 9.8), ("trend", 5, 5),
        ]
        return Candidate(
            id: "csp:\(contract.osi)", strategy: right == .put ? .cashSecuredPut : .coveredCall, symbol: symbol,
            contract: contract, daysToExpiry: 39, spot: strike * 1.045, bid: fill - 0.02, ask: fill + 0.06,
            fill: Figure(fill), periodReturn: Figure(income * 39 / 365), annualizedReturn: Figure(income),
            breakeven: Figure(strike - fill), cushion: Figure(away + 0.01), expectedMove: Figure(6.1),
            outOfTheMoney: Figure(away), delta: Figure(-delta), impliedVolatility: Figure(0.27),
            volatilityRank: Figure(51), volatilityPercentile: Figure(percentile),
            probabilityOfProfit: Figure(profit, else: .notApplicable), probabilityOfTouch: Figure(0.45),
            collateral: Figure(strike * 100), openInterest: 2140, volume: 310, spreadFraction: Figure(0.031),
            earningsDate: nil, exDividendDate: nil, liquidity: liquidity, score: score, isCapped: isCapped,
            cap: isCapped ? "not on the own list: at most 79" : nil,
            parts: parts.map {
                ScorePart(
                    name: $0.0, weight: $0.1, points: $0.2, isMissing: false,
                    explanation: "0 at 0, full at 0.20; is 0.21")
            }, failures: [], quoteAgeSeconds: 9)
    }
}
