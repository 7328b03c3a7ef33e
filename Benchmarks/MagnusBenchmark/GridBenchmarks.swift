import MagnusDesk
import MagnusQuant

/// How long the table of a whole book takes.
enum GridBenchmarks {
    /// 1,000 American positions at 21 spots and 9 volatilities within 20 % of today's, boundaries solved each time.
    static func book() throws -> [BenchmarkResult] {
        let positions = OptionSample.american(1000, seed: 5)
        let spotShifts = (0..<21).map { 0.8 + 0.02 * Double($0) }
        let volatilityShifts = (0..<9).map { 0.8 + 0.05 * Double($0) }
        @Sendable func prices(_ terms: OptionTerms) throws -> [Double] {
            try OptionPriceGrid(terms, volatilities: volatilityShifts.map { $0 * terms.volatility })
                .prices(spots: spotShifts.map { $0 * terms.spot })
        }
        let (worst, squares, checked) = try error(positions, spotShifts, volatilityShifts, prices)
        let count = positions.count * spotShifts.count * volatilityShifts.count
        return [1, 2].map { threads in
            let times = Stopwatch.passes(PricingBenchmarks.runs, threads: threads) { part in
                var sum = 0.0
                for terms in positions[part * positions.count / threads..<(part + 1) * positions.count / threads] {
                    let table = (try? prices(terms)) ?? [.nan]
                    sum += table.reduce(0, +)
                }
                precondition(sum.isFinite)
            }
            return BenchmarkResult(
                id: "book_grid", value: Double(count) / times.median, unit: "prices/s", threads: threads,
                runs: times.count,
                details: [
                    .init("positions", .integer(positions.count)), .init("prices", .integer(count)),
                    .init("milliseconds", JSONValue(times.median * 1000)),
                    .init("rms_error", JSONValue((squares / Double(checked)).squareRoot())),
                    .init("max_error", JSONValue(worst)), .init("max_error_share_of_spot", JSONValue(worst / 100)),
                    .init("checked", .integer(checked)),
                ], quickest: times.quantile(0))
        }
    }

    /// The difference to the exact method, each cell solved anew: corners, middle and edges of every tenth table. Strikes
    /// are 100.
    private static func error(
        _ positions: [OptionTerms], _ spotShifts: [Double], _ volatilityShifts: [Double],
        _ prices: (OptionTerms) throws -> [Double]
    ) throws -> (worst: Double, squares: Double, checked: Int) {
        var (worst, squares, checked) = (0.0, 0.0, 0)
        for index in stride(from: 0, to: positions.count, by: 10) {
            let table = try prices(positions[index])
            for (row, volatilityShift) in volatilityShifts.enumerated() where row % 4 == 0 {
                for (column, spotShift) in spotShifts.enumerated() where column % 5 == 0 {
                    var cell = positions[index]
                    cell.spot *= spotShift
                    cell.volatility *= volatilityShift
                    let exact = try AmericanPricing.price(cell, accuracy: .exact)
                    let difference = abs(table[row * spotShifts.count + column] - exact)
                    worst = max(worst, difference)
                    squares += difference * difference
                    checked += 1
                }
            }
        }
        return (worst, squares, checked)
    }
}
