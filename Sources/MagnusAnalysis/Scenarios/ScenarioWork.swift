import MagnusDomain
import MagnusQuant

/// A grid to be computed: everything of the book that it needs, legs apart from each other.
public struct ScenarioWork: Sendable {
    let asOf: Instant
    private(set) var request: ScenarioRequest
    let benchmark: String
    let netLiquidation: Total
    let rule: ScenarioRule
    let legs: [ScenarioLeg]
    let strategies: [ScenarioStrategy]
    let excluded: [ScenarioExclusion]

    /// The same book at another request; nil where its spots would move by another rule.
    public func asking(_ other: ScenarioRequest) -> ScenarioWork? {
        guard other.spotRule == request.spotRule else { return nil }
        var work = self
        work.request = other
        return work
    }

    /// How many legs there are to ``evaluate(_:)``.
    public var count: Int { legs.count }

    /// What came of one leg.
    public struct Part: Sendable {
        let outcome: ScenarioLegOutcome?
    }

    /// One leg in every shock; independent of all others.
    public func evaluate(_ leg: Int) -> Part { Part(outcome: legs[leg].outcome(request, rule: rule)) }

    /// All legs, one after the other.
    public func grid() -> ScenarioGrid { grid(legs.indices.map(evaluate)) }

    /// - Parameter parts: In the order of the legs.
    public func grid(_ parts: [Part]) -> ScenarioGrid {
        var positions: [ScenarioPosition] = []
        var outcomes: [(leg: ScenarioLeg, entries: [ScenarioLegOutcome.Entry])] = []
        var excluded = excluded
        var kinds: Set<ScenarioPricingKind> = []
        for (leg, part) in zip(legs, parts) {
            guard let outcome = part.outcome else {
                excluded.append(
                    ScenarioExclusion(id: leg.position.id, title: leg.position.title, reason: .unsupported))
                continue
            }
            positions.append(leg.position)
            outcomes.append((leg, outcome.entries))
            kinds.formUnion(outcome.kinds)
        }
        let value = positions.reduce(0) { $0 + $1.marketValue }
        let missing = excluded.map(\.reason)
        let cells = request.shocks.indices.map { cell($0, outcomes, missing: missing, base: value) }
        let methods = ScenarioPricingKind.allCases.filter(kinds.contains).map(\.text)
        return ScenarioGrid(
            asOf: asOf, request: request, benchmark: benchmark, netLiquidation: netLiquidation, value: value,
            trust: outcomes.reduce(.fresh) { Trust.worse($0, $1.leg.trust) }, positions: positions,
            strategies: strategies, excluded: excluded.sorted { $0.id < $1.id }, cells: cells,
            method: (["full revaluation of every leg at its own volatility"] + methods + floors(outcomes.map(\.leg)))
                .joined(separator: "; "),
            volatilityRule: request.followsVolatilityRule ? rule.text : nil)
    }

    /// Where a shock asks for less than there can be, in words.
    private func floors(_ legs: [ScenarioLeg]) -> [String] {
        var words: [String] = []
        let fallen = legs.filter { leg in request.shocks.contains(where: leg.losesAll) }
        if !fallen.isEmpty {
            let symbols = Set(fallen.map(\.position.symbol)).sorted().joined(separator: ", ")
            words.append("in some cells the whole price is lost: \(symbols)")
        }
        let groups = Set(
            request.shocks.map { shock in
                let factor =
                    request.followsVolatilityRule(in: shock) ? rule.volatilityFactor(shock.spotPercent / 100) : 1
                return ShockGroup(points: shock.volatilityPoints, factor: factor, days: 0)
            })
        let isHeldUp = legs.contains { leg in
            guard case .option(let option) = leg.kind else { return false }
            return groups.contains { $0.isHeldUp(option.terms.volatility) }
        }
        if isHeldUp { words.append("no volatility falls below a twentieth of itself") }
        return words
    }

    private func cell(
        _ index: Int, _ outcomes: [(leg: ScenarioLeg, entries: [ScenarioLegOutcome.Entry])], missing: [UnknownReason],
        base: Double
    ) -> ScenarioGridCell {
        var (delta, dollarDelta, gamma, theta, vega) = (
            FigureSum(), FigureSum(), FigureSum(), FigureSum(), FigureSum()
        )
        var profit = 0.0
        var drivers: [ScenarioDriver] = []
        var byStrategy = Array(repeating: 0.0, count: strategies.count)
        for (place, outcome) in outcomes.enumerated() {
            let entry = outcome.entries[index]
            profit += entry.profit
            drivers.append(ScenarioDriver(index: place, profit: entry.profit))
            byStrategy[outcome.leg.position.strategy] += entry.profit
            guard outcome.leg.hasGreeks else { continue }
            func figure(_ value: Double?) -> Figure {
                Figure(value, trust: outcome.leg.trust, else: .nearBoundary)
            }
            delta.add(figure(entry.delta))
            dollarDelta.add(figure(entry.delta.map { $0 * entry.spot }))
            gamma.add(figure(entry.gamma))
            theta.add(figure(entry.thetaPerDay))
            vega.add(figure(entry.vegaPerPoint))
        }
        // What is in no cell has Greeks all the same, which nobody knows.
        for reason in missing {
            delta.add(.unknown(reason))
            dollarDelta.add(.unknown(reason))
            gamma.add(.unknown(reason))
            theta.add(.unknown(reason))
            vega.add(.unknown(reason))
        }
        drivers = Self.ordered(drivers)
        let named = Self.ordered(byStrategy.enumerated().map { ScenarioDriver(index: $0, profit: $1) })
        let kept = drivers.prefix(max(0, request.driverLimit))
        return ScenarioGridCell(
            shock: request.shocks[index], value: base + profit, profit: profit, delta: delta.total,
            dollarDelta: dollarDelta.total, gamma: gamma.total, thetaPerDay: theta.total, vegaPerPoint: vega.total,
            drivers: Array(kept), otherProfit: drivers.dropFirst(kept.count).reduce(0) { $0 + $1.profit },
            strategies: Array(named.prefix(max(0, request.driverLimit))))
    }

    /// The largest amount first, equal ones as they stand in the book.
    private static func ordered(_ drivers: [ScenarioDriver]) -> [ScenarioDriver] {
        drivers.filter { $0.profit != 0 }.sorted { (abs($0.profit), $1.index) > (abs($1.profit), $0.index) }
    }
}
