import MagnusDesk
import MagnusDomain

/// How the figures of the market view come about, from the report alone.
struct MarketExplanation {
    /// What every id begins with.
    static let prefix = "market/"

    let report: MarketReport
    /// Without a mask: the page of an explanation hides what is money.
    private let text = MarketText(format: FigureFormat(), glyphs: .unicode)

    init(report: MarketReport) {
        self.report = report
    }

    static func identifier(_ figure: MarketFigure) -> String {
        switch figure {
        case .trend: "\(prefix)trend"
        case .volatility: "\(prefix)volatility"
        case .risk: "\(prefix)risk"
        case .vote(let index): "\(prefix)vote/\(index)"
        case .state(let index): "\(prefix)state/\(index)"
        case .model: "\(prefix)model"
        case .pair(let row, let column): "\(prefix)pair/\(row)/\(column)"
        case .sector(let index): "\(prefix)sector/\(index)#net_liquidation_fraction"
        }
    }

    /// - Returns: nil for what is no longer there.
    func explanation(_ figure: MarketFigure) -> Explanation? {
        switch figure {
        case .trend: report.regime.map(trend)
        case .volatility: report.regime.map(volatility)
        case .risk: report.regime.map(risk)
        case .vote(let index): report.regime.flatMap { vote(index, $0) }
        case .state(let index): report.regime.flatMap { state(index, $0) }
        case .model: report.regime.map(model)
        case .pair(let row, let column): report.correlation.flatMap { pair(row, column, $0) }
        case .sector(let index): report.sectors.flatMap { sector(index, $0) }
        }
    }

    func explanation(of id: String) -> Explanation? {
        everything.first { Self.identifier($0) == id }.flatMap(explanation)
    }

    /// Every figure of the view but the pairs of the matrix, for the list behind a second `x`.
    func figures(_ format: FigureFormat) -> [ScreenFigure] {
        listed.compactMap { figure in
            explanation(figure).map {
                let isHidden = if case .sector = figure { format.isMasked } else { false }
                return ScreenFigure(id: Self.identifier(figure), title: $0.title, value: isHidden ? "" : $0.value)
            }
        }
    }

    private var listed: [MarketFigure] {
        let regime = report.regime
        let rules: [MarketFigure] = regime == nil ? [] : [.trend, .volatility, .risk]
        let states = regime?.model.states.indices.map { MarketFigure.state($0) } ?? []
        return rules + (regime?.risk.votes.indices.map { .vote($0) } ?? []) + states
            + (report.sectors?.rows.indices.map { .sector($0) } ?? [])
    }

    private var everything: [MarketFigure] {
        let members = report.correlation?.members.indices
        let pairs = members.map { members in members.flatMap { row in members.map { MarketFigure.pair(row, $0) } } }
        return listed + [.model] + (pairs ?? [])
    }

    // MARK: Regime

    private func origin(_ regime: RegimeReport) -> String {
        "sessions of \(regime.source) through \(regime.session?.iso8601 ?? "none")"
    }

    private func trend(_ regime: RegimeReport) -> Explanation {
        let trend = regime.trend
        return Explanation(
            id: Self.identifier(.trend), title: "\(regime.symbol) trend",
            value: trend.held.map { "\($0.value.rawValue) since \($0.since.iso8601)" } ?? "unknown (too few sessions)",
            formula: "bull: close > average of 200 and average of 50 > average of 200; bear: both below; else sideways",
            inputs: [
                input("close price", trend.close, "USD a share"),
                input("average price of 50", trend.average50, "USD a share"),
                input("average price of 200", trend.average200, "USD a share"),
            ], method: Self.switching, origin: origin(regime), notes: pending(trend.held, \.rawValue))
    }

    private func volatility(_ regime: RegimeReport) -> Explanation {
        let part = regime.volatility
        let isIndex = part.method == .volatilityIndex
        let inputs =
            isIndex
            ? [input("VIX", part.level, "points")]
            : [
                input("30-day volatility", part.level, "a year"), input("percentile", part.percentile, ""),
                fact("past sessions", String(part.sessions)),
            ]
        return Explanation(
            id: Self.identifier(.volatility), title: "\(regime.symbol) volatility",
            value: part.held.map { "\($0.value.rawValue) since \($0.since.iso8601)" } ?? "unknown",
            formula: isIndex
                ? "VIX < 15 low, < 25 normal, < 35 high, else crisis"
                : "percentile < 30 low, to 80 normal, to 97 high, else crisis",
            inputs: inputs, method: Self.switching, origin: origin(regime), notes: pending(part.held, \.rawValue))
    }

    private func risk(_ regime: RegimeReport) -> Explanation {
        let part = regime.risk
        let value = part.held?.value ?? .undetermined
        return Explanation(
            id: Self.identifier(.risk), title: "\(regime.symbol) risk appetite",
            value: value == .undetermined ? "unknown (votes that are not known could turn it)" : MarketText.word(value),
            formula: "off where \(RiskRegime.votesNeeded) of \(part.votes.count) votes say off",
            inputs: part.votes.map { vote in
                let says = vote.saysOff.map { $0 ? "off" : "on" } ?? "unknown"
                return ExplanationInput(
                    name: vote.kind.rawValue, value: says, unit: "", source: text.words(vote), ageSeconds: nil)
            }, method: Self.switching, origin: origin(regime), notes: pending(part.held, MarketText.word))
    }

    private func vote(_ index: Int, _ regime: RegimeReport) -> Explanation? {
        guard regime.risk.votes.indices.contains(index) else { return nil }
        let vote = regime.risk.votes[index]
        let formula =
            switch vote.kind {
            case .volatilityIndex: "off: VIX >= limit"
            case .termStructure: "off: VIX / VIX3M > limit"
            case .drawdown: "off: 1 - close / highest close of 252 sessions > limit"
            case .credit: "off: HYG / IEF < its average of 100 sessions"
            }
        return Explanation(
            id: Self.identifier(.vote(index)), title: "vote \(vote.kind.rawValue)",
            value: vote.saysOff.map { $0 ? "off" : "on" } ?? "unknown", formula: formula,
            inputs: [input("value", vote.value, ""), input("limit", vote.limit, "")],
            method: "at the last close alone", origin: origin(regime))
    }

    private func state(_ index: Int, _ regime: RegimeReport) -> Explanation? {
        let model = regime.model
        guard model.states.indices.contains(index), RegimeModel.names.indices.contains(index) else { return nil }
        let state = model.states[index]
        return Explanation(
            id: Self.identifier(.state(index)), title: "probability of the state \(RegimeModel.names[index])",
            value: "\(number(state.probability * 100, 2)) %",
            formula: "P(state | sessions up to the last close), filtered",
            inputs: [
                fact("mean return a day", "\(number(state.meanReturn * 100, 4)) %"),
                fact("volatility of the returns a year", "\(number(state.volatility * 100, 2)) %"),
                fact("usual realised volatility of 21 sessions", "\(number(state.realisedVolatility * 100, 2)) %"),
                fact("sessions it lasts on average", number(state.expectedSessions, 1)),
                fact("share of all time", "\(number(state.longRunShare * 100, 1)) %"),
                fact("log likelihood", model.logLikelihood.value.map { number($0, 2) } ?? "unknown"),
            ],
            method: "hidden Markov model of three states (Baum-Welch), the best of \(model.restarts) random "
                + "beginnings, seed \(model.seed)", origin: origin(regime),
            notes: [
                "fitted to \(model.sessions) sessions through \(model.fittedThrough?.iso8601 ?? "none"): the end of a "
                    + "month, so that it stays the same through the next"
            ])
    }

    private func model(_ regime: RegimeReport) -> Explanation {
        Explanation(
            id: Self.identifier(.model), title: "model of three states", value: "none",
            formula: "fitted from \(RegimeModel.sessionMinimum) sessions on",
            inputs: [fact("sessions", String(regime.model.sessions))],
            method: "hidden Markov model of daily return and realised volatility", origin: origin(regime),
            notes: regime.model.missing.map { ["missing: \($0.rawValue)"] } ?? [])
    }

    // MARK: Correlation and sectors

    private func pair(_ row: Int, _ column: Int, _ matrix: CorrelationReport) -> Explanation? {
        guard matrix.members.indices.contains(row), matrix.members.indices.contains(column) else { return nil }
        let figure = matrix.coefficients[row][column]
        let members = [matrix.members[row], matrix.members[column]]
        return Explanation(
            id: Self.identifier(.pair(row, column)),
            title: "correlation of \(members[0].name) and \(members[1].name)",
            value: figure.value.map { number($0, 4) } ?? "unknown (\(figure.reason?.rawValue ?? ""))",
            formula: "covariance of the daily log returns / product of their standard deviations",
            inputs: [fact("joint returns", String(matrix.jointReturns[row][column]))]
                + members.map { fact("\($0.name) returns", String($0.returns)) },
            method: "Pearson's coefficient of the sessions that both have, nothing shrunk",
            origin: "\(matrix.sessions) sessions of \(matrix.source), \(matrix.first?.iso8601 ?? "none") to "
                + (matrix.last?.iso8601 ?? "none"),
            notes: members.compactMap { member in
                member.missing.isEmpty
                    ? nil : "\(member.name): \(CountedNoun.text(member.missing.count, "session")) without a bar"
            })
    }

    private func sector(_ index: Int, _ sectors: SectorReport) -> Explanation? {
        guard sectors.rows.indices.contains(index) else { return nil }
        let row = sectors.rows[index]
        let returns = zip(SectorReport.windows, row.returns).map { sessions, figure in
            fact("return of \(sessions) sessions", figure.value.map { "\(number($0 * 100, 2)) %" } ?? "unknown")
        }
        return Explanation(
            id: Self.identifier(.sector(index)), title: "sector \(text.name(row)) of net liquidation",
            value: row.share.value.map { "\(number($0 * 100, 2)) %" }
                ?? "unknown (\(row.share.reason?.rawValue ?? UnknownReason.noSource.rawValue))",
            formula: "at risk / net liquidation",
            inputs: [
                input("at risk", row.atRisk.figure, "USD"),
                input("net liquidation", sectors.netLiquidation, "USD"),
                fact("limit", row.isLimited ? "\(number(sectors.limit * 100, 1)) %" : "none"),
            ] + returns,
            method: "market value of shares, collateral, else the most that can be lost",
            origin: "book of \(sectors.asOf.newYork.clock) New York time",
            notes: [text.sheet(.sectors, report).rows[index].detail], trust: row.share.trust ?? .fresh)
    }

    // MARK: Parts

    private static let switching = "it switches at the third close in a row that says so"

    private func pending<Value>(_ held: HeldClass<Value>?, _ word: (Value) -> String) -> [String] {
        guard let held, held.pending > 0 else { return [] }
        return ["closes in a row that say \(word(held.latest)): \(held.pending)"]
    }

    private func number(_ value: Double, _ decimals: Int) -> String {
        DecimalText.text(value, decimals: decimals) ?? "?"
    }

    private func fact(_ name: String, _ value: String) -> ExplanationInput {
        ExplanationInput(name: name, value: value, unit: "", source: "report", ageSeconds: nil)
    }

    private func input(_ name: String, _ figure: Figure, _ unit: String) -> ExplanationInput {
        ExplanationInput(
            name: name,
            value: figure.value.map { number($0, 4) }
                ?? "unknown (\(figure.reason?.rawValue ?? UnknownReason.noSource.rawValue))",
            unit: figure.value == nil ? "" : unit, source: "last close", ageSeconds: nil, trust: figure.trust ?? .fresh)
    }
}
