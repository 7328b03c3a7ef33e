import MagnusDomain

/// What one leg adds to the sums of the book. Whole-position units as in ``GreeksRow``.
struct LegContribution: Sendable {
    var delta = Figure.unknown(.noSource)
    var gamma = Figure.unknown(.noSource)
    var thetaPerDay = Figure.unknown(.noSource)
    var vegaPerPoint = Figure.unknown(.noSource)
    var rhoPerPoint = Figure.unknown(.noSource)
    var dollarDelta = Figure.unknown(.noSource)
    var dollarGamma = Figure.unknown(.noSource)
    var betaDelta = Figure.unknown(.noSource)
    var vega30 = Figure.unknown(.noSource)
    var openProfit = Figure.unknown(.noSource)
    var dayProfit = Figure.unknown(.noSource)
    var marketValue = Figure.unknown(.noSource)
    /// Dollars above intrinsic at the price to buy back; not applicable for longs and shares.
    var shortExtrinsic = Figure.unknown(.noSource)
    /// Expires within the near days.
    var isNear = false
    /// Whether the leg belongs in sums of Greeks at all: T-bill funds are collateral, neither added nor counted.
    var hasGreeks = true
    /// Profit of each scenario move, in the rule's order; empty when all are unknown.
    var scenarios: [Double] = []
    var scenarioTrust = Trust.fresh

    /// Without a part in sums of risk; what is unknown keeps its reason.
    var withoutRisk: LegContribution {
        var result = self
        let risks: [WritableKeyPath<LegContribution, Figure>] = [
            \.delta, \.gamma, \.thetaPerDay, \.vegaPerPoint, \.rhoPerPoint, \.dollarDelta, \.dollarGamma, \.betaDelta,
            \.vega30,
        ]
        for risk in risks where self[keyPath: risk].value != nil { result[keyPath: risk] = .unknown(.incomplete) }
        result.scenarios = []
        return result
    }
}

/// A row of Greeks in the making.
struct GreeksSum: RunningSum {
    private var positions = 0
    private var counted = 0
    private var delta = FigureSum()
    private var gamma = FigureSum()
    private var theta = FigureSum()
    private var vega = FigureSum()
    private var rho = FigureSum()
    private var dollarDelta = FigureSum()
    private var dollarGamma = FigureSum()
    private var betaDelta = FigureSum()
    private var vega30 = FigureSum()

    mutating func add(_ leg: LegContribution) {
        positions += 1
        guard leg.hasGreeks else { return }
        counted += 1
        delta.add(leg.delta)
        gamma.add(leg.gamma)
        theta.add(leg.thetaPerDay)
        vega.add(leg.vegaPerPoint)
        rho.add(leg.rhoPerPoint)
        dollarDelta.add(leg.dollarDelta)
        dollarGamma.add(leg.dollarGamma)
        betaDelta.add(leg.betaDelta)
        vega30.add(leg.vega30)
    }

    mutating func add(_ other: GreeksSum) {
        positions += other.positions
        counted += other.counted
        delta.add(other.delta)
        gamma.add(other.gamma)
        theta.add(other.theta)
        vega.add(other.vega)
        rho.add(other.rho)
        dollarDelta.add(other.dollarDelta)
        dollarGamma.add(other.dollarGamma)
        betaDelta.add(other.betaDelta)
        vega30.add(other.vega30)
    }

    /// - Returns: Figures that do not apply where every position is collateral; 0 without positions.
    func row(key: String) -> GreeksRow {
        if positions > 0, counted == 0 {
            let nothing = Total(figure: .unknown(.notApplicable), unknownCount: 0)
            return GreeksRow(
                key: key, positions: positions, delta: nothing, gamma: nothing, thetaPerDay: nothing,
                vegaPerPoint: nothing, rhoPerPoint: nothing, dollarDelta: nothing, dollarGammaOnePercent: nothing,
                betaWeightedDelta: nothing, vega30: nothing)
        }
        return GreeksRow(
            key: key, positions: positions, delta: delta.total, gamma: gamma.total, thetaPerDay: theta.total,
            vegaPerPoint: vega.total, rhoPerPoint: rho.total, dollarDelta: dollarDelta.total,
            dollarGammaOnePercent: dollarGamma.total, betaWeightedDelta: betaDelta.total, vega30: vega30.total)
    }
}
