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
    private func reduce(_ block: Int) -> MonteCarloSimulation.BlockSums {
        var sums = MonteCarloSimulation.BlockSums(block: block)
        let expected = simulation.expectedSpot
        let steps = Double(simulation.steps)
        columns.withReading { view in
            func add(_ up: UnsafePointer<Double>, _ down: UnsafePointer<Double>, _ worth: (Lanes) -> Lanes) {
                var (value, control, squaredValue, squaredControl, product) = (
                    Lanes(), Lanes(), Lanes(), Lanes(), Lanes()
                )
                for first in stride(from: 0, to: columns.pairs, by: 8) {
                    let y = 0.5 * (worth(Lanes(up + first)) + worth(Lanes(down + first)))
                    let x = 0.5 * (Lanes(view.up + first) + Lanes(view.down + first)) - expected
                    value += y
                    control += x
                    squaredValue += y * y
                    squaredControl += x * x
                    product += x * y
                }
                sums.value = value.sum()
                sums.control = control.sum()
                sums.squaredValue = squaredValue.sum()
                sums.squaredControl = squaredControl.sum()
                sums.product = product.sum()
            }
            func option(_ right: OptionRight, _ strike: Double, _ share: Double) -> (Lanes) -> Lanes {
                let sign = right.sign
                return { spot in
                    let inside = (spot * share - strike) * sign
                    return inside.replacing(with: 0, where: inside .< 0)
                }
            }
            switch payoff {
            case .vanilla(let right, let strike):
                add(view.up, view.down, option(right, strike, 1))
            case .asian(let right, let strike):
                guard let up = view.upSum, let down = view.downSum else { return }
                add(up, down, option(right, strike, 1 / steps))
            case .touch(let level):
                // Above the first spot the highest spot decides, below it the lowest.
                let isAbove = level > simulation.spot
                guard let up = isAbove ? view.upHigh : view.upLow, let down = isAbove ? view.downHigh : view.downLow
                else { return }
                let sign: Double = isAbove ? 1 : -1
                add(up, down) { Lanes().replacing(with: 1, where: ($0 - level) * sign .>= 0) }
            case .function(let function):
                for index in 0..<columns.pairs {
                    let y =
                        0.5
                        * (function(view.path(index, steps, isUp: true))
                            + function(view.path(index, steps, isUp: false)))
                    let x = 0.5 * (view.up[index] + view.down[index]) - expected
                    sums.value += y
                    sums.control += x
                    sums.squaredValue += y * y
                    sums.squaredControl += x * x
                    sums.product += x * y
                }
            }
        }
        return sums
    }

    typealias Lanes = SIMD8<Double>
}

extension SIMD8<Double> {
    @inline(__always)
    fileprivate init(_ pointer: UnsafePointer<Double>) {
        self = UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Double>.self)
    }
}
