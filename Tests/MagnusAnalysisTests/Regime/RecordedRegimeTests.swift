import MagnusAnalysis
import MagnusDomain
import Testing

/// The S&P 500 and VIX as they were. Rules recomputed with numpy, the model with hmmlearn 0.3.3 (full covariance, no
/// priors, best of 20 beginnings) and a forward filter by hand, from the same sessions.
@Suite("Regimes of real markets", .enabled(if: RecordedIndex.isPresent, "shared data is absent"))
struct RecordedRegimeTests {
    private static func regime(through day: String) throws -> RegimeReport {
        RegimeAnalyser.analyse(
            RegimeInput(
                symbol: "SPX", source: "recorded", kind: .index,
                bars: try RecordedIndex.bars("rates-and-indices/spx_ohlc_1990_2021-03.csv", through: day),
                volatilityIndex: try RecordedIndex.bars("rates-and-indices/vix-daily.csv", through: day)))
    }

    @Test func theCrashOf2020() throws {
        let report = try Self.regime(through: "2020-03-23")
        #expect(report.session == RecordedIndex.date("2020-03-23"))
        // The average of 50 was still above that of 200.
        #expect(report.trend.held?.value == .sideways && report.trend.held?.since == RecordedIndex.date("2020-03-09"))
        #expect(abs((report.trend.average50.value ?? 0) - 3093.0862) < 1e-6)
        #expect(abs((report.trend.average200.value ?? 0) - 3036.71035) < 1e-6)
        #expect(report.volatility.method == .volatilityIndex && report.volatility.level.value == 61.59)
        #expect(report.volatility.held?.value == .crisis)
        #expect(report.volatility.held?.since == RecordedIndex.date("2020-03-09"))
        let drawdown = try #require(report.risk.votes.first { $0.kind == .drawdown })
        #expect(abs((drawdown.value.value ?? 0) - 0.339249590) < 1e-8 && drawdown.saysOff == true)
        // VIX and drawdown: two of four, whatever the others would say.
        #expect(report.risk.held?.value == .off && report.risk.offVotes == 2 && report.risk.unknownVotes == 2)
        // The model is of February: it has not seen March, and knows it at once.
        #expect(report.model.fittedThrough == RecordedIndex.date("2020-02-28") && report.model.sessions == 2520)
        #expect(abs((report.model.logLikelihood.value ?? 0) + 4779.839909) < 1e-2, "\(report.model.logLikelihood)")
        #expect(report.model.likeliest == 2 && report.model.states[2].probability > 0.999_999)
        let volatilities = [0.0721383, 0.1129670, 0.2229076]
        let realised = [0.0680590, 0.1116576, 0.2044860]
        for (state, (volatility, usual)) in zip(report.model.states, zip(volatilities, realised)) {
            #expect(abs(state.volatility - volatility) < 2e-4 && abs(state.realisedVolatility - usual) < 2e-4)
        }
        #expect(report.rulesAgree == true)
    }

    @Test func theCalmOf2017() throws {
        let report = try Self.regime(through: "2017-10-31")
        #expect(report.trend.held?.value == .bull && report.trend.held?.since == RecordedIndex.date("2016-04-27"))
        #expect(report.volatility.held?.value == .low && report.volatility.level.value == 10.18)
        #expect(report.volatility.held?.since == RecordedIndex.date("2017-04-19"))
        // No vote of the two that are known says off; the other two could.
        #expect(report.risk.held?.value == .undetermined && report.risk.offVotes == 0)
        #expect(report.model.fittedThrough == RecordedIndex.date("2017-09-29"))
        #expect(abs((report.model.logLikelihood.value ?? 0) + 4323.921120) < 1e-2, "\(report.model.logLikelihood)")
        #expect(report.model.likeliest == 0 && report.model.states[0].probability > 0.999_999)
        let lasts = [46.242, 29.497, 68.719]
        for (state, expected) in zip(report.model.states, lasts) {
            #expect(abs(state.expectedSessions - expected) < 0.1, "\(state)")
        }
        #expect(abs(report.model.states[2].volatility - 0.36875) < 5e-4)
        #expect(abs(report.model.states.reduce(0) { $0 + $1.longRunShare } - 1) < 1e-9)
        #expect(report.rulesAgree == true)
    }

    @Test func theDayThatVixDoubledIsNoSwitchYet() throws {
        // 2018-02-05, VIX 37.32: one close alone.
        let report = try Self.regime(through: "2018-02-05")
        #expect(report.volatility.held?.value == .low || report.volatility.held?.value == .normal)
        #expect(report.volatility.held?.latest == .crisis && report.volatility.held?.pending == 1)
        let third = try Self.regime(through: "2018-02-08")
        #expect(third.volatility.held?.value == .high && third.volatility.held?.since == third.session)
    }
}
