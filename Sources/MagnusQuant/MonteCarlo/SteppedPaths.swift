import CKernels
import Glibc

/// Paths of the models that are simulated step by step: jumps, and a variance that moves.
struct SteppedPaths {
    private let pairs: Int
    private var first: [Double]
    private var second: [Double]
    /// ln of the spot over the first one, of both paths of every pair.
    private var up: [Double]
    private var down: [Double]
    private var upVariance: [Double]
    private var downVariance: [Double]

    init(pairs: Int) {
        self.pairs = pairs
        first = [Double](repeating: 0, count: pairs)
        second = first
        up = first
        down = first
        upVariance = first
        downVariance = first
    }

    /// A draw of two standard normals, or uniforms, for every pair; each draw of a block has a number of its own.
    private mutating func draw(_ simulation: MonteCarloSimulation, _ block: UInt32, _ number: Int, isNormal: Bool) {
        let draw = UInt32(truncatingIfNeeded: number)
        if isNormal {
            magnus_random_normals(simulation.seed, block, draw, &first, &second, pairs)
        } else {
            magnus_random_uniforms(simulation.seed, block, draw, &first, &second, pairs)
        }
    }

    private mutating func begin(_ variance: Double) {
        for index in 0..<pairs {
            up[index] = 0
            down[index] = 0
            upVariance[index] = variance
            downVariance[index] = variance
        }
    }

    /// The number of jumps in a step is the same for both paths of a pair, so that each has the right law.
    mutating func jumpDiffusion(
        _ simulation: MonteCarloSimulation, volatility: Double, _ jumps: JumpLaw, block: UInt32,
        into columns: inout PathColumns
    ) {
        let span = simulation.years / Double(simulation.steps)
        let drift =
            (simulation.rate - simulation.dividendYield - 0.5 * volatility * volatility
                - jumps.intensity * jumps.expectedJump) * span
        let deviation = volatility * span.squareRoot()
        let expected = jumps.intensity * span
        begin(0)
        var counts = [Double](repeating: 0, count: pairs)
        for step in 0..<simulation.steps {
            draw(simulation, block, 2 * step, isNormal: false)
            for index in 0..<pairs { counts[index] = Self.poisson(expected, at: first[index]) }
            draw(simulation, block, 2 * step + 1, isNormal: true)
            for index in 0..<pairs {
                let certain = drift + counts[index] * jumps.mean
                let random = deviation * first[index] + counts[index].squareRoot() * jumps.deviation * second[index]
                up[index] += certain + random
                down[index] += certain - random
            }
            record(simulation, isFirst: step == 0, into: &columns)
        }
    }

    /// The count whose distribution function first reaches a probability in (0, 1).
    static func poisson(_ mean: Double, at probability: Double) -> Double {
        var term = exp(-mean)
        var total = term
        var count = 0.0
        while total < probability, term > 0 {
            count += 1
            term *= mean / count
            let next = total + term
            if next == total && count > mean { break }
            total = next
        }
        return count
    }

    mutating func heston(
        _ simulation: MonteCarloSimulation, _ law: HestonLaw, block: UInt32, into columns: inout PathColumns
    ) {
        let step = HestonStep(
            law, span: simulation.years / Double(simulation.steps),
            carry: simulation.rate - simulation.dividendYield)
        begin(law.variance)
        for number in 0..<simulation.steps {
            draw(simulation, block, number, isNormal: true)
            for index in 0..<pairs {
                step.advance(&up[index], &upVariance[index], first[index], second[index])
                step.advance(&down[index], &downVariance[index], -first[index], -second[index])
            }
            record(simulation, isFirst: number == 0, into: &columns)
        }
    }

    /// Carries the spots of a step over to the columns.
    private func record(_ simulation: MonteCarloSimulation, isFirst: Bool, into columns: inout PathColumns) {
        let spot = simulation.spot
        columns.withBlock { block in
            let out = block.pointee
            for (logs, last, sum, low, high) in [
                (up, out.up, out.up_sum, out.up_low, out.up_high),
                (down, out.down, out.down_sum, out.down_low, out.down_high),
            ] {
                for index in 0..<pairs {
                    guard let last else { return }
                    let now = spot * exp(logs[index])
                    last[index] = now
                    if let sum { sum[index] = isFirst ? now : sum[index] + now }
                    if let low { low[index] = min(isFirst ? spot : low[index], now) }
                    if let high { high[index] = max(isFirst ? spot : high[index], now) }
                }
            }
        }
    }
}

/// One step of the quadratic-exponential scheme with martingale correction (Andersen 2008, sections 3.2, 4.2 and 4.3).
struct HestonStep {
    private let meanVariance: Double
    private let decay: Double
    private let carry: Double
    private let variancePart: Double
    private let meanPart: Double
    private let plain: Double
    private let before: Double
    private let after: Double
    private let spread: Double

    init(_ law: HestonLaw, span: Double, carry: Double) {
        meanVariance = law.meanVariance
        decay = exp(-law.reversion * span)
        let lost = -expm1(-law.reversion * span)
        self.carry = carry * span
        let volatility = law.volatilityOfVariance
        let rho = law.correlation
        variancePart = volatility * volatility * decay * lost / law.reversion
        meanPart = law.meanVariance * volatility * volatility * lost * lost / (2 * law.reversion)
        let pull = 0.5 * span * (law.reversion * rho / volatility - 0.5)
        plain = -rho * law.reversion * law.meanVariance * span / volatility
        before = pull - rho / volatility
        after = pull + rho / volatility
        spread = 0.5 * span * (1 - rho * rho)
    }

    /// Moves ln S and the variance by two independent normals: that of the variance, that of the rest of the spot.
    @inline(__always)
    func advance(_ logSpot: inout Double, _ variance: inout Double, _ normal: Double, _ other: Double) {
        let mean = meanVariance + (variance - meanVariance) * decay
        let weight = after + 0.5 * spread
        let drag = (before + 0.5 * spread) * variance
        var next = 0.0
        var correction = plain
        if mean > 0 {
            let ratio = (variance * variancePart + meanPart) / (mean * mean)
            if ratio <= 1.5 {
                let inverse = 2 / max(ratio, 1e-12)
                let square = max(0, inverse - 1 + (inverse * (inverse - 1)).squareRoot())
                let scale = mean / (1 + square)
                let root = square.squareRoot() + normal
                next = scale * root * root
                let room = 1 - 2 * weight * scale
                if room > 0 { correction = -weight * square * scale / room + 0.5 * log(room) - drag }
            } else {
                let mass = (ratio - 1) / (ratio + 1)
                let slope = (1 - mass) / mean
                let below = NormalDistribution.cumulative(normal)
                let beyond = NormalDistribution.cumulative(-normal)
                if below > mass, beyond > 0 { next = log((1 - mass) / beyond) / slope }
                if weight < slope { correction = -log(mass + slope * (1 - mass) / (slope - weight)) - drag }
            }
        }
        let deviation = max(0, spread * (variance + next)).squareRoot()
        logSpot += carry + correction + before * variance + after * next + deviation * other
        variance = next
    }
}
