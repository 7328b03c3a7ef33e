import CKernels
import Glibc

/// Simulates blocks of pairs of paths, one after the other, in columns of its own.
struct BlockSimulator {
    let simulation: MonteCarloSimulation
    let payoff: PathPayoff
    private var columns: PathColumns
    private var stepped: SteppedPaths?

    init(_ simulation: MonteCarloSimulation, _ payoff: PathPayoff) {
        self.simulation = simulation
        self.payoff = payoff
        columns = PathColumns(
            pairs: MonteCarloSimulation.pairs, hasAverage: payoff.needsAverage, hasRange: payoff.needsRange)
        if case .geometricBrownianMotion = simulation.model {
            stepped = nil
        } else {
            stepped = SteppedPaths(pairs: MonteCarloSimulation.pairs)
        }
    }

    mutating func sums(_ block: Int) -> MonteCarloSimulation.BlockSums {
        let seed = simulation.seed
        let number = UInt32(truncatingIfNeeded: block)
        let carry = simulation.rate - simulation.dividendYield
        let span = simulation.years / Double(simulation.steps)
        switch simulation.model {
        case .geometricBrownianMotion(let volatility):
            var terms = magnus_path_terms(
                steps: Int32(simulation.steps), spot: simulation.spot,
                drift: (carry - 0.5 * volatility * volatility) * span, deviation: volatility * span.squareRoot())
            columns.withBlock { block in magnus_gaussian_paths(seed, number, &terms, block) }
        case .jumpDiffusion(let volatility, let jumps):
            stepped?.jumpDiffusion(simulation, volatility: volatility, jumps, block: number, into: &columns)
        case .heston(let law):
            stepped?.heston(simulation, law, block: number, into: &columns)
        }
        return reduce(block)
    }

    /// The means of the pairs, summed in a fixed order.
    private mutating func reduce(_ block: Int) -> MonteCarloSimulation.BlockSums {
        switch payoff {
        case .vanilla(let right, let strike): return option(block, right, strike, isMean: false)
        case .asian(let right, let strike): return option(block, right, strike, isMean: true)
        case .touch(let level):
            // Above the first spot the highest spot decides, below it the lowest.
            let isAbove = level > simulation.spot
            return each(block) { path in
                (isAbove ? path.highest >= level : path.lowest <= level) ? 1 : 0
            }
        case .function(let function): return each(block, function)
        }
    }

    private mutating func option(
        _ block: Int, _ right: OptionRight, _ strike: Double, isMean: Bool
    ) -> MonteCarloSimulation.BlockSums {
        var terms = magnus_payoff_terms(
            sign: right.sign, share: isMean ? 1 / Double(simulation.steps) : 1, strike: strike,
            expected: simulation.expectedSpot)
        var totals = [Double](repeating: 0, count: 5)
        columns.withBlock { block in
            let up = isMean ? block.pointee.up_sum : block.pointee.up
            let down = isMean ? block.pointee.down_sum : block.pointee.down
            guard let up, let down else { return }
            magnus_option_sums(up, down, block, &terms, &totals)
        }
        var sums = MonteCarloSimulation.BlockSums(block: block)
        (sums.value, sums.control) = (totals[0], totals[1])
        (sums.squaredValue, sums.squaredControl, sums.product) = (totals[2], totals[3], totals[4])
        return sums
    }

    private func each(_ block: Int, _ worth: (PathSummary) -> Double) -> MonteCarloSimulation.BlockSums {
        var sums = MonteCarloSimulation.BlockSums(block: block)
        let expected = simulation.expectedSpot
        let steps = Double(simulation.steps)
        columns.withReading { view in
            for index in 0..<columns.pairs {
                let y = 0.5 * (worth(view.path(index, steps, isUp: true)) + worth(view.path(index, steps, isUp: false)))
                let x = 0.5 * (view.up[index] + view.down[index]) - expected
                sums.value += y
                sums.control += x
                sums.squaredValue += y * y
                sums.squaredControl += x * x
                sums.product += x * y
            }
        }
        return sums
    }
}
