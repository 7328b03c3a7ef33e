import MagnusDomain

/// A grid with made-up figures that behave like a book of short puts: smooth, concave, worse with volatility.
enum SampleScenario {
    static let positions = [
        ScenarioPosition(
            id: "paper:PLTR270416P00080000", symbol: "PLTR", title: "PLTR -2 80P 04-16", marketValue: -1405, strategy: 0
        ),
        ScenarioPosition(
            id: "paper:KO270319P00075000", symbol: "KO", title: "KO -2 75P 03-19", marketValue: -109, strategy: 1),
        ScenarioPosition(
            id: "paper:SPY270521P00540000", symbol: "SPY", title: "SPY +1 540P 05-21", marketValue: 362, strategy: 2),
        ScenarioPosition(id: "paper:DIS", symbol: "DIS", title: "DIS +100 sh", marketValue: 10_840, strategy: 3),
    ]

    static let strategies = [
        ScenarioStrategy(id: "paper:pltr", title: "PLTR -2 80P"), ScenarioStrategy(id: "paper:ko", title: "KO -2 75P"),
        ScenarioStrategy(id: "paper:spy", title: "SPY +1 540P"), ScenarioStrategy(id: "paper:dis", title: "DIS 100 sh"),
    ]

    static func profit(_ position: Int, _ shock: ScenarioShock) -> Double {
        let (s, v, d) = (shock.spotPercent / 100, shock.volatilityPoints, Double(shock.days))
        switch position {
        case 0: return 21_000 * s - 42_000 * s * s - 28 * v + 15 * d
        case 1: return 9_000 * s - 30_000 * s * s - 9 * v + 13 * d
        case 2: return -5_000 * s + 24_000 * s * s + 11 * v - 4 * d
        default: return 11_382 * s
        }
    }

    static func grid(
        _ request: ScenarioRequest, trust: Trust = .fresh, asOf: Instant, excluded: [ScenarioExclusion] = excluded
    ) -> ScenarioGrid {
        func total(_ value: Double) -> Total { Total(figure: Figure(value, trust: trust), unknownCount: 0) }
        let cells = request.shocks.map { shock in
            let drivers = positions.indices.map { ScenarioDriver(index: $0, profit: profit($0, shock)) }
                .filter { $0.profit != 0 }.sorted { abs($0.profit) > abs($1.profit) }
            let sum = drivers.reduce(0) { $0 + $1.profit }
            return ScenarioGridCell(
                shock: shock, value: 9688 + sum, profit: sum, delta: total(163 + 2 * shock.spotPercent),
                dollarDelta: total(84_100), gamma: total(-12.5), thetaPerDay: total(123), vegaPerPoint: total(-45),
                drivers: Array(drivers.prefix(request.driverLimit)), otherProfit: 0,
                strategies: Array(drivers.prefix(request.driverLimit)))
        }
        return ScenarioGrid(
            asOf: asOf, request: request, benchmark: "SPY", netLiquidation: total(169_360), value: 9688, trust: trust,
            positions: positions, strategies: strategies, excluded: excluded, cells: cells,
            method: "full revaluation of every leg at its own volatility; shares at the moved spot", volatilityRule: nil
        )
    }

    static let excluded = [ScenarioExclusion(id: "paper:LCID1", title: "LCID1 -1 2.5P 06-18", reason: .adjusted)]
}
