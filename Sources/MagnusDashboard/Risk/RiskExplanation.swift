import MagnusDesk
import MagnusDomain

/// How the figures of the risk view come about, from the report alone.
struct RiskExplanation {
    /// What every id begins with.
    static let prefix = "risk/"

    let report: RiskReport

    /// - Returns: nil for what the engine explains, and for what is no longer there.
    func explanation(_ figure: RiskFigure) -> Explanation? {
        switch figure {
        case .valueAtRisk(let index): measure(index, isShortfall: false)
        case .shortfall(let index): measure(index, isShortfall: true)
        case .day(let index): day(index)
        case .share(let index): share(index)
        case .concentration: concentration(report.concentration, .concentration, "what is at risk")
        case .deltaConcentration: concentration(report.deltaConcentration, .deltaConcentration, "dollar delta")
        case .account(let index): account(index)
        case .marginClass(let place, let index): marginClass(place, index)
        case .event(let index): event(index)
        case .assignment(let index): assignment(index)
        case .hedge(let index): hedge(index)
        case .engine: nil
        }
    }

    /// The id of a figure; one of the engine's is its own.
    static func identifier(_ figure: RiskFigure) -> String {
        switch figure {
        case .valueAtRisk(let index): "\(prefix)measure/\(index)#value_at_risk"
        case .shortfall(let index): "\(prefix)measure/\(index)#expected_shortfall"
        case .day(let index): "\(prefix)day/\(index)#pnl"
        case .share(let index): "\(prefix)share/\(index)#net_liquidation_fraction"
        case .concentration: "\(prefix)concentration#herfindahl_index"
        case .deltaConcentration: "\(prefix)delta_concentration#herfindahl_index"
        case .account(let index): "\(prefix)account/\(index)#portfolio_margin"
        case .marginClass(let place, let index): "\(prefix)account/\(place)/\(index)#requirement"
        case .event(let index): "\(prefix)event/\(index)#dollars"
        case .assignment(let index): "\(prefix)assignment/\(index)#expected_assigned"
        case .hedge(let index): "\(prefix)hedge/\(index)#cost"
        case .engine(let id): id
        }
    }

    /// Every figure of the view, for the list behind a second `x`.
    func figures(_ format: FigureFormat) -> [ScreenFigure] {
        let exposure = report.exposure
        let own = everything.compactMap { figure in
            explanation(figure).map {
                ScreenFigure(
                    id: Self.identifier(figure), title: $0.title, value: format.isMasked ? "" : $0.value)
            }
        }
        let engine = exposure.accounts.flatMap { account in
            [
                ("margin_requirement", "requirement", account.marginRequirement),
                ("buying_power", "buying power", account.buyingPower),
            ].map { key, words, figure in
                ScreenFigure(
                    id: "account/\(account.account.name)#\(key)", title: "\(account.account.name) \(words)",
                    value: format.dollars(figure))
            }
        }
        return own + engine
    }

    /// The figure of an id; nil for one of something else.
    func figure(_ id: String) -> RiskFigure? { everything.first { Self.identifier($0) == id } }

    private var everything: [RiskFigure] {
        let exposure = report.exposure
        var all: [RiskFigure] = report.measures.indices.flatMap { [.valueAtRisk($0), .shortfall($0)] }
        all += report.worst.indices.map { .day($0) } + [.concentration, .deltaConcentration]
        all += exposure.shares.indices.map { .share($0) } + exposure.accounts.indices.map { .account($0) }
        all += exposure.portfolioMargins.enumerated().flatMap { place, margin in
            margin.classes.indices.map { .marginClass(place, $0) }
        }
        all += exposure.events.indices.map { .event($0) } + exposure.assignments.indices.map { .assignment($0) }
        return all + (exposure.hedges?.suggestions.indices.map { .hedge($0) } ?? [])
    }

    // MARK: What a session costs

    private func measure(_ index: Int, isShortfall: Bool) -> Explanation? {
        guard report.measures.indices.contains(index) else { return nil }
        let measure = report.measures[index]
        let figure = isShortfall ? measure.expectedShortfall : measure.valueAtRisk
        let percent = DecimalText.text(measure.confidence * 100) ?? "?"
        let tail = measure.tail.prefix(measure.rank)
        var inputs = tail.enumerated().map { place, loss in
            let day = measure.tailDays.indices.contains(place) ? ", \(measure.tailDays[place].iso8601)" : ""
            return input("loss \(place + 1)\(day)", DecimalText.text(loss, decimals: 2), "USD", measure.method.words)
        }
        if measure.rank > tail.count, !tail.isEmpty {
            let others = CountedNoun.text(measure.rank - tail.count, "loss", plural: "losses")
            inputs += [
                input(
                    "the next \(others)", DecimalText.text(measure.tailRest, decimals: 2), "USD",
                    "their sum, the last with its fraction"),
                input("loss \(measure.rank)", dollars(measure.valueAtRisk), "USD", measure.method.words),
            ]
        }
        inputs += [
            input("outcomes", String(measure.outcomes), "", "n"),
            input("part", DecimalText.text(measure.part, decimals: 4), "", "p = (1 - confidence) n"),
            input("rank", String(measure.rank), "", "k = (1 - confidence) n, rounded up"),
        ]
        for (name, end) in [("low end", measure.valueAtRiskLow), ("high end", measure.valueAtRiskHigh)] {
            inputs.append(input("\(name) of the 95 % interval", dollars(end), "USD", "order of the losses"))
        }
        var notes = ["net liquidation \(dollars(report.netLiquidation.figure) ?? "unknown")"]
        if measure.rank > tail.count, !tail.isEmpty {
            notes.append("the \(tail.count) greatest of the \(measure.rank) losses in the tail are listed one by one")
        }
        notes += report.assumptions.map { assumption in
            let words = [
                assumption.usesBeta ? "prices by beta" : nil,
                assumption.borrowsVolatility ? "volatility of \(report.benchmark)" : nil,
            ].compactMap { $0 }
            return "\(assumption.symbol): \(words.joined(separator: ", "))"
        }
        notes += report.excluded.map { "not in it: \($0.title), \($0.reason.rawValue)" }
        return make(
            isShortfall ? .shortfall(index) : .valueAtRisk(index),
            "\(percent) % \(isShortfall ? "expected shortfall" : "value at risk") of a session, \(measure.method.words)",
            figure,
            formula: isShortfall
                ? "sum of the worst p losses / p, the last with its fraction p - whole losses before it"
                : "the k-th greatest loss of n outcomes",
            inputs: inputs, method: Self.outcomes(measure.method) + "; " + report.method, notes: notes)
    }

    private static func outcomes(_ method: RiskMethod) -> String {
        switch method {
        case .historical: "moves of past sessions as they were, all names on the same day"
        case .filteredHistorical:
            "the same moves scaled from the volatility of their day to that of now (Hull and White 1998)"
        case .monteCarlo: "draws from the joint normal distribution with the covariances of those sessions"
        }
    }

    private func day(_ index: Int) -> Explanation? {
        guard report.worst.indices.contains(index) else { return nil }
        let day = report.worst[index]
        var inputs = day.drivers.map {
            input($0.symbol, DecimalText.text($0.profit, decimals: 2), "USD", "revaluation")
        }
        if let rest = day.rest() {
            let others = CountedNoun.text(rest.symbols, "other symbol")
            inputs.append(input(others, DecimalText.text(rest.profit, decimals: 2), "USD", "their sum"))
        }
        inputs.append(
            input(
                report.benchmark, DecimalText.text(day.benchmarkMove * 100, decimals: 4), "%",
                "closes of two sessions"))
        return make(
            .day(index), "\(day.date.iso8601) happening again", Figure(day.profit),
            formula: "sum over the positions of [V(moves of that day) - V(now)]",
            inputs: inputs, method: report.method,
            notes: day.others > 0 ? ["the symbols that add most are listed one by one"] : [])
    }

    // MARK: Limits

    private func share(_ index: Int) -> Explanation? {
        guard report.exposure.shares.indices.contains(index) else { return nil }
        let share = report.exposure.shares[index]
        let members = Set(share.key.split(separator: " ").map(String.init))
        let inputs: [ExplanationInput] =
            share.kind == .group
            ? report.exposure.shares.filter { $0.kind == .name && members.contains($0.key) }.map {
                input($0.key, DecimalText.text($0.amount, decimals: 2), "USD", "at risk")
            } : []
        return Explanation(
            id: Self.identifier(.share(index)), title: "\(share.kind.rawValue) \(share.key) of net liquidation",
            value: share.share.value.flatMap { DecimalText.text($0 * 100, decimals: 2) }.map { "\($0) %" }
                ?? "unknown (\(share.share.reason?.rawValue ?? "no_source"))",
            formula: "at risk / net liquidation",
            inputs: inputs + [
                input("at risk", DecimalText.text(share.amount, decimals: 2), "USD", "rows of the book"),
                input("net liquidation", dollars(report.netLiquidation.figure), "USD", "accounts"),
                input("limit", DecimalText.text(share.limit * 100), "%", "settings"),
            ],
            method: share.kind == .group
                ? "names whose daily moves of the \(report.sessions) sessions correlate by more than "
                    + "\(DecimalText.text(RiskLimits.groupCorrelation, decimals: 1) ?? "?") with the largest of them"
                : "collateral of shorts, market value of shares, else the most that can be lost; bill funds are no risk",
            origin: origin, trust: share.share.trust ?? .fresh)
    }

    private func concentration(
        _ part: RiskConcentration, _ figure: RiskFigure, _ words: String
    ) -> Explanation {
        Explanation(
            id: Self.identifier(figure), title: "HHI of \(words) by name",
            value: part.index.value.flatMap { DecimalText.text($0, decimals: 4) } ?? "unknown",
            formula: "sum of w^2, w = amount / sum of amounts; effective names = 1 / HHI",
            inputs: part.weights.map {
                input(
                    $0.symbol, DecimalText.text($0.amount, decimals: 2), "USD",
                    "share "
                        + "\(DecimalText.text($0.share * 100, decimals: 2) ?? "?") %")
            }, method: "under 0.15 spread, over 0.25 concentrated", origin: origin,
            notes: part.unmeasured.isEmpty ? [] : ["not measured: \(part.unmeasured.joined(separator: ", "))"],
            trust: part.index.trust ?? .fresh)
    }

    // MARK: Parts

    func make(
        _ figure: RiskFigure, _ title: String, _ value: Figure, unit: String = "USD", formula: String,
        inputs: [ExplanationInput], method: String, notes: [String]
    ) -> Explanation {
        Explanation(
            id: Self.identifier(figure), title: title,
            value: value.value.flatMap { DecimalText.text($0, decimals: 2, isGrouped: true) }.map { "\($0) \(unit)" }
                ?? "unknown (\(value.reason?.rawValue ?? "no_source"))",
            formula: formula, inputs: inputs, method: method, origin: origin, notes: notes,
            trust: value.trust ?? .fresh)
    }

    var origin: String { "book of \(report.asOf.newYork.clock) New York time" }

    func input(_ name: String, _ value: String?, _ unit: String, _ source: String) -> ExplanationInput {
        ExplanationInput(
            name: name, value: value ?? "unknown", unit: value == nil ? "" : unit, source: source, ageSeconds: nil)
    }

    func dollars(_ figure: Figure) -> String? { figure.value.flatMap { DecimalText.text($0, decimals: 2) } }
}
