import MagnusDesk
import MagnusQuant
import Synchronization

/// How long simulated expectations take: the workloads of the peer programs.
enum SimulationBenchmarks {
    /// A call on 1,000,000 last spots.
    static func terminal() throws -> [BenchmarkResult] {
        try measure("mc_terminal", .vanilla(.call, strike: 100), steps: 1, paths: 1_000_000)
    }

    /// A call on the mean of 252 steps of 100,000 paths.
    static func path() throws -> [BenchmarkResult] {
        try measure("mc_path", .asian(.call, strike: 100), steps: 252, paths: 100_000)
    }

    private static func measure(
        _ id: String, _ payoff: PathPayoff, steps: Int, paths: Int
    ) throws -> [BenchmarkResult] {
        let simulation = try MonteCarloSimulation(
            spot: 100, years: 1, rate: 0.03, dividendYield: 0.01, model: .geometricBrownianMotion(volatility: 0.25),
            steps: steps, paths: paths, seed: 1)
        let single = try simulation.estimate(payoff)
        return try [1, 2].map { threads in
            let sums = Mutex<[MonteCarloSimulation.BlockSums]>([])
            let times = Stopwatch.passes(PricingBenchmarks.runs, threads: threads) { part in
                if part == 0 { sums.withLock { $0.removeAll() } }
                let range = part * simulation.blocks / threads..<(part + 1) * simulation.blocks / threads
                let own = (try? simulation.sums(payoff, blocks: range)) ?? []
                sums.withLock { all in
                    // A part of the pass before, where another thread began first.
                    all.removeAll { range.contains($0.block) }
                    all += own
                }
            }
            let estimate = try simulation.estimate(payoff, from: sums.withLock { $0 })
            guard estimate == single else { throw BenchmarkFailure("\(id): the result depends on the threads") }
            return BenchmarkResult(
                id: id, value: Double(estimate.paths) / times.median, unit: "paths/s", threads: threads,
                runs: times.count,
                details: [
                    .init("paths", .integer(estimate.paths)), .init("steps", .integer(steps)),
                    .init("milliseconds", JSONValue(times.median * 1000)), .init("mean", JSONValue(estimate.mean)),
                    .init("standard_error", JSONValue(estimate.standardError)),
                ], quickest: times.quantile(0))
        }
    }
}
