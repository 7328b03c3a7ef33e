import CKernels

/// The columns a block of pairs of paths is simulated in: what the kernel keeps for each pair.
struct PathColumns {
    let pairs: Int
    let hasAverage: Bool
    let hasRange: Bool
    private var numbers: [Double]

    init(pairs: Int, hasAverage: Bool, hasRange: Bool) {
        self.pairs = pairs
        self.hasAverage = hasAverage
        self.hasRange = hasRange
        numbers = [Double](repeating: 0, count: 9 * pairs)
    }

    /// The columns to be written. Those of means and ranges are there where they were asked for.
    mutating func withBlock(_ body: (UnsafePointer<magnus_path_block>) -> Void) {
        let (pairs, hasAverage, hasRange) = (pairs, hasAverage, hasRange)
        numbers.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            func column(_ number: Int, _ isThere: Bool) -> UnsafeMutablePointer<Double>? {
                isThere ? start + number * pairs : nil
            }
            var block = magnus_path_block(
                count: pairs, walk: start, up: start + pairs, down: start + 2 * pairs,
                up_sum: column(3, hasAverage), down_sum: column(4, hasAverage), up_low: column(5, hasRange),
                down_low: column(6, hasRange), up_high: column(7, hasRange), down_high: column(8, hasRange))
            body(&block)
        }
    }

    /// The columns of a simulated block: last spots, sums over the steps, extremes.
    struct Reading {
        let up: UnsafePointer<Double>
        let down: UnsafePointer<Double>
        let upSum: UnsafePointer<Double>?
        let downSum: UnsafePointer<Double>?
        let upLow: UnsafePointer<Double>?
        let downLow: UnsafePointer<Double>?
        let upHigh: UnsafePointer<Double>?
        let downHigh: UnsafePointer<Double>?

        /// What is known of one path; without a column the last spot stands for it.
        func path(_ index: Int, _ steps: Double, isUp: Bool) -> PathSummary {
            let terminal = isUp ? up[index] : down[index]
            let sum = isUp ? upSum : downSum
            let low = isUp ? upLow : downLow
            let high = isUp ? upHigh : downHigh
            return PathSummary(
                terminal: terminal, average: sum.map { $0[index] / steps } ?? terminal,
                lowest: low?[index] ?? terminal, highest: high?[index] ?? terminal)
        }
    }

    func withReading(_ body: (Reading) -> Void) {
        numbers.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            func column(_ number: Int, _ isThere: Bool) -> UnsafePointer<Double>? {
                isThere ? start + number * pairs : nil
            }
            body(
                Reading(
                    up: start + pairs, down: start + 2 * pairs, upSum: column(3, hasAverage),
                    downSum: column(4, hasAverage), upLow: column(5, hasRange), downLow: column(6, hasRange),
                    upHigh: column(7, hasRange), downHigh: column(8, hasRange)))
        }
    }
}
