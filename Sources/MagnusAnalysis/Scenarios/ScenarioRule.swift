import Glibc

/// One column of the scenario strip.
public struct ScenarioMove: Sendable, Hashable {
    /// Move of the benchmark, fraction.
    public var benchmarkMove: Double
    /// Calendar days that pass, >= 0.
    public var days: Int

    public init(benchmarkMove: Double, days: Int = 0) {
        self.benchmarkMove = benchmarkMove
        self.days = days
    }
}

/// How a move of the benchmark moves everything else.
///
/// A spot moves by beta times the benchmark's move; every volatility is multiplied by 1 + 4 m for a fall of m and by
/// 1 - 2 m for a rise, m being the benchmark's move (trader.md section 4, Greeks).
public struct ScenarioRule: Sendable, Hashable {
    public var moves: [ScenarioMove]
    /// Relative rise of volatility per unit of fall.
    public var fallFactor: Double
    /// Relative fall of volatility per unit of rise.
    public var riseFactor: Double

    public init(moves: [ScenarioMove] = ScenarioRule.strip, fallFactor: Double = 4, riseFactor: Double = 2) {
        self.moves = moves
        self.fallFactor = fallFactor
        self.riseFactor = riseFactor
    }

    /// -10, -5, -2, 0 after seven days, +2 and +5 %.
    public static let strip = [
        ScenarioMove(benchmarkMove: -0.10), ScenarioMove(benchmarkMove: -0.05), ScenarioMove(benchmarkMove: -0.02),
        ScenarioMove(benchmarkMove: 0, days: 7), ScenarioMove(benchmarkMove: 0.02), ScenarioMove(benchmarkMove: 0.05),
    ]

    /// What a volatility is multiplied with; never below a twentieth.
    public func volatilityFactor(_ benchmarkMove: Double) -> Double {
        let factor = benchmarkMove < 0 ? 1 - fallFactor * benchmarkMove : 1 - riseFactor * benchmarkMove
        return max(0.05, factor)
    }

    /// A spot after a move of the benchmark, never below a millionth of itself.
    public func spot(_ spot: Double, beta: Double, benchmarkMove: Double) -> Double {
        spot * max(1e-6, 1 + beta * benchmarkMove)
    }

    /// For the title of the strip: `IV rule: -1% = x1.04`.
    public var text: String {
        let hundredths = Int((volatilityFactor(-0.01) * 100).rounded())
        let fraction = hundredths % 100
        return "IV rule: -1% = x\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
