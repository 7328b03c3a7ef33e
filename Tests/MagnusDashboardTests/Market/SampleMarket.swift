import MagnusDesk
import MagnusDomain

/// A market report that never changes; figures made up, round where they can be.
enum SampleMarket {
    static let last = SampleBook.date(2027, 3, 12)
    static let names = ["SPY", "QQQ", "IWM", "AAPL", "KO", "MU", "PLTR", "TLT"]

    static func report() -> MarketReport {
        MarketReport(
            regime: regime(), correlation: correlation(), sectors: sectors(), lastSession: last, asOf: SampleBook.now)
    }

    static func regime() -> RegimeReport {
        let votes = [
            RiskRegime.Vote(kind: .volatilityIndex, value: Figure(17.20), limit: Figure(25), saysOff: false),
            RiskRegime.Vote(
                kind: .termStructure, value: .unknown(.noSource), limit: Figure(1), saysOff: nil),
            RiskRegime.Vote(kind: .drawdown, value: Figure(0.118), limit: Figure(0.10), saysOff: true),
            RiskRegime.Vote(kind: .credit, value: Figure(0.85), limit: Figure(0.83), saysOff: false),
        ]
        func state(_ probability: Double, _ volatility: Double, _ sessions: Double, _ share: Double)
            -> RegimeModel.State
        {
            RegimeModel.State(
                probability: probability, meanReturn: 0.0008, volatility: volatility, realisedVolatility: volatility,
                expectedSessions: sessions, longRunShare: share)
        }
        return RegimeReport(
            symbol: "SPY", source: "simulated", session: last,
            trend: TrendReading(
                held: HeldClass(
                    value: .bull, since: SampleBook.date(2026, 11, 4), latest: .sideways, pending: 1),
                close: Figure(597.85), average50: Figure(601.20), average200: Figure(575.40)),
            volatility: VolatilityRegime(
                held: HeldClass(value: .normal, since: SampleBook.date(2027, 2, 8), latest: .normal, pending: 0),
                method: .volatilityIndex, level: Figure(17.20), percentile: .unknown(.notApplicable), sessions: 252),
            risk: RiskRegime(
                held: HeldClass(value: .undetermined, since: last, latest: .undetermined, pending: 0), votes: votes),
            model: RegimeModel(
                states: [state(0.945, 0.096, 41, 0.52), state(0.05, 0.17, 26, 0.35), state(0.005, 0.38, 18, 0.13)],
                missing: nil, sessions: 2520, fittedThrough: SampleBook.date(2027, 2, 26),
                logLikelihood: Figure(-4321.5), restarts: 20, seed: 1),
            history: HistoryQuality(
                first: SampleBook.date(2017, 3, 1), last: last, missing: [], unsound: [], seam: nil))
    }

    /// 0.9 between neighbours, less by 0.15 for each further; TLT goes against all; MU has too few sessions.
    static func correlation() -> CorrelationReport {
        let young = names.firstIndex(of: "MU")
        func coefficient(_ row: Int, _ column: Int) -> Figure {
            if row == young || column == young { return .unknown(.insufficientHistory) }
            if row == column { return Figure(1) }
            if names[row] == "TLT" || names[column] == "TLT" { return Figure(-0.25) }
            return Figure(0.9 - 0.15 * Double(abs(row - column) - 1))
        }
        return CorrelationReport(
            members: names.enumerated().map { index, name in
                CorrelationReport.Member(
                    name: name, returns: index == young ? 40 : 252, missing: [], seam: nil,
                    reason: index == young ? .insufficientHistory : nil)
            },
            coefficients: names.indices.map { row in names.indices.map { coefficient(row, $0) } },
            jointReturns: names.indices.map { row in
                names.indices.map { row == young || $0 == young ? 40 : 252 }
            }, sessions: 252, first: SampleBook.date(2026, 3, 12), last: last, source: "simulated")
    }

    static func sectors() -> SectorReport {
        func total(_ value: Double, unknown: Int = 0) -> Total { Total(figure: Figure(value), unknownCount: unknown) }
        func row(
            _ sector: String, _ held: [String], _ amount: Double, _ share: Double, returns: [Double]
        ) -> SectorReport.Row {
            SectorReport.Row(
                sector: sector, held: held, positions: held.count, atRisk: total(amount), share: Figure(share),
                isLimited: true, dollarDelta: total(amount / 2), betaWeightedDelta: total(amount / 1000),
                unrealizedProfit: total(-amount / 100), dayProfit: total(amount / 500),
                listed: held.isEmpty ? ["XOM"] : held, returns: returns.map { Figure($0) })
        }
        return SectorReport(
            rows: [
                row("Technology", ["AAPL", "MU", "PLTR"], 76_000, 0.42, returns: [0.004, -0.012, 0.031, 0.08, 0.24]),
                row("Consumer Staples", ["KO", "MO"], 26_500, 0.15, returns: [-0.002, 0.006, 0.012, 0.03, 0.09]),
                row("Energy", [], 0, 0, returns: [0.001, 0.002, -0.020, -0.05, -0.11]),
            ], limit: 0.30, netLiquidation: Figure(180_000), correlation: correlation(), source: "simulated",
            asOf: SampleBook.now)
    }
}
