import MagnusAnalysis
import MagnusDomain
import Testing

@Suite("Rules of regimes")
struct RegimeRuleTests {
    private static func input(
        _ bars: [DailyBar], symbol: String = "SPY", volatilities: [Double] = [], index: [Double] = [],
        threeMonths: [Double] = [], weak: [Double] = [], strong: [Double] = []
    ) -> RegimeInput {
        let days = bars.map(\.date)
        func series(_ closes: [Double]) -> [DailyBar] {
            zip(days.suffix(closes.count), closes).map {
                DailyBar(date: $0, open: $1, high: $1, low: $1, close: $1, volume: 0)
            }
        }
        return RegimeInput(
            symbol: symbol, source: "test", kind: .stock, bars: bars,
            volatilities: zip(days.suffix(volatilities.count), volatilities).map {
                VolatilityObservation(date: $0, impliedVolatility: $1)
            },
            volatilityIndex: series(index), threeMonthIndex: series(threeMonths), weakCredit: series(weak),
            strongCredit: series(strong))
    }

    private static let rise = Sessions.bars(closes: (0..<300).map { 100 * (1 + 0.001 * Double($0)) })

    @Test(arguments: [
        (14.99, VolatilityClass.low), (15, .normal), (24.99, .normal), (25, .high), (34.99, .high), (35, .crisis),
    ])
    func classesOfVix(_ level: Double, _ expected: VolatilityClass) {
        let report = RegimeAnalyser.analyse(
            Self.input(Self.rise, index: [Double](repeating: level, count: 300)))
        #expect(report.volatility.held?.value == expected && report.volatility.level.value == level)
    }

    @Test func otherNamesAreJudgedByTheirOwnPast() {
        // 100 sessions at 0.20 to 0.299, then one above 85 of them.
        let past = (0..<100).map { 0.2 + 0.001 * Double($0) }
        func report(_ last: Double) -> VolatilityRegime {
            let values = past + [last, last, last]
            return RegimeAnalyser.analyse(Self.input(Self.rise, symbol: "KO", volatilities: values)).volatility
        }
        let high = report(0.2845)
        // The last one is compared with the hundred and the two before it, which are equal: 85 of 102.
        #expect(abs((high.percentile.value ?? 0) - 100 * 85 / 102) < 1e-9 && high.held?.value == .high)
        #expect(high.sessions == 102 && high.method == .ownPercentile)
        #expect(report(0.5).held?.latest == .crisis && report(0.2005).held?.latest == .low)
        let few = RegimeAnalyser.analyse(
            Self.input(Self.rise, symbol: "KO", volatilities: [Double](repeating: 0.2, count: 40))
        ).volatility
        #expect(few.held == nil && few.percentile == .unknown(.insufficientHistory) && few.level.value == 0.2)
        let none = RegimeAnalyser.analyse(Self.input(Self.rise, symbol: "KO")).volatility
        #expect(none.held == nil && none.level == .unknown(.noSource))
    }

    @Test func anOldObservationIsNotThatOfTheLastClose() {
        var input = Self.input(Self.rise, symbol: "KO", volatilities: [Double](repeating: 0.2, count: 100))
        input.volatilities.removeLast()
        let report = RegimeAnalyser.analyse(input).volatility
        #expect(report.level == .unknown(.stale) && report.held == nil)
    }

    @Test func twoVotesOfFour() {
        func report(
            index: Double?, threeMonths: Double?, credit: Double?, fall: Double = 0
        ) -> RiskRegime {
            var bars = Self.rise
            for place in 297..<300 {
                let close = bars[place].close * (1 - fall)
                (bars[place].open, bars[place].close) = (close, close)
                (bars[place].high, bars[place].low) = (close, close)
            }
            func level(_ value: Double?) -> [Double] { value.map { [Double](repeating: $0, count: 300) } ?? [] }
            return RegimeAnalyser.analyse(
                Self.input(
                    bars, index: level(index), threeMonths: level(threeMonths),
                    // Flat but for the last three sessions.
                    weak: credit.map { [Double](repeating: 80, count: 297) + [$0, $0, $0] } ?? [],
                    strong: credit == nil ? [] : [Double](repeating: 100, count: 300))
            ).risk
        }
        let calm = report(index: 14, threeMonths: 17, credit: 81)
        #expect(calm.held?.value == .on && calm.offVotes == 0 && calm.unknownVotes == 0)
        // Backwardation alone is one vote; with weak credit it is two.
        #expect(report(index: 20, threeMonths: 19, credit: 81).held?.value == .on)
        #expect(report(index: 20, threeMonths: 19, credit: 79).held?.value == .off)
        #expect(report(index: 26, threeMonths: 30, credit: 81, fall: 0.11).held?.value == .off)
        #expect(report(index: 14, threeMonths: 17, credit: 81, fall: 0.09).offVotes == 0)
        // One vote known to say off and one unknown: nothing is decided. One unknown and none off: on.
        #expect(report(index: 26, threeMonths: 30, credit: nil).held?.value == .undetermined)
        #expect(report(index: 14, threeMonths: 17, credit: nil).held?.value == .on)
        let blind = report(index: nil, threeMonths: nil, credit: nil)
        #expect(blind.held?.value == .undetermined && blind.unknownVotes == 3)
        #expect(blind.votes.first?.value == .unknown(.noSource))
    }

    @Test func theModelIsRefusedWithTooFewSessions() {
        let report = RegimeAnalyser.analyse(Self.input(Sessions.walk(900, seed: 1)))
        #expect(report.model.missing == .insufficientHistory && report.model.states.isEmpty)
        #expect(report.model.sessions < 900 && report.model.logLikelihood == .unknown(.insufficientHistory))
        #expect(report.rulesAgree == nil)
        let flat = RegimeAnalyser.analyse(Self.input(Sessions.bars(closes: [Double](repeating: 5, count: 1200))))
        #expect(flat.model.missing != nil, "returns that do not differ have no volatility")
        let none = RegimeAnalyser.analyse(Self.input([]))
        #expect(none.session == nil && none.model.missing == .noSource && none.risk.held == nil)
    }

    /// The same through a month, and the same for the same seed: only the filter goes on.
    @Test func theModelOfAMonthStaysThroughIt() {
        let bars = Sessions.walk(1300, seed: 8)
        let whole = RegimeAnalyser.analyse(Self.input(bars)).model
        #expect(whole == RegimeAnalyser.analyse(Self.input(bars)).model)
        let before = RegimeAnalyser.analyse(Self.input(Array(bars.dropLast()))).model
        if bars[1299].date.month == bars[1298].date.month {
            #expect(before.logLikelihood == whole.logLikelihood && before.fittedThrough == whole.fittedThrough)
            #expect(before.states.map(\.volatility) == whole.states.map(\.volatility))
        }
        #expect(abs(whole.states.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
        let volatilities = whole.states.map(\.volatility)
        #expect(volatilities == volatilities.sorted() && volatilities.count == 3)
    }
}
