/// The largest error / tolerance ratio met per category, with the row that gave it.
struct WorstRatio {
    private(set) var worst: [String: (ratio: Double, row: String)] = [:]

    /// Records |actual - expected| / tolerance and returns it; a NaN counts as infinitely wrong.
    @discardableResult
    mutating func add(
        _ category: String, _ row: String, actual: Double, expected: Double, tolerance: Double
    ) -> Double {
        let error = abs(actual - expected)
        var ratio = error == 0 ? 0 : error / tolerance
        if ratio.isNaN { ratio = .infinity }
        if ratio > (worst[category]?.ratio ?? -1) { worst[category] = (ratio, row) }
        return ratio
    }

    var maximum: Double { worst.values.map(\.ratio).max() ?? 0 }

    /// One line per category, worst first.
    var summary: String {
        worst.sorted { $0.value.ratio > $1.value.ratio }
            .map { "\($0.key): \($0.value.ratio) at \($0.value.row)" }.joined(separator: "\n")
    }
}
