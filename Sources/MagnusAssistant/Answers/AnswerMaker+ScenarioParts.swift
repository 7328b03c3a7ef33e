import MagnusDomain
import MagnusQuant

/// A supposed move, told for every row or every name.
extension AnswerMaker {
    /// More rows than a screen has are counted.
    private static let listedParts = 30

    var scenarioParts: ScenarioParts? { ScenarioParts.read(question.words) }

    /// - Parameters:
    ///   - items: rows that the move changes, the largest first.
    ///   - all: rows that could be revalued.
    func say(
        _ items: [(row: StrategyValuation, change: Total)], by parts: ScenarioParts, of all: Int, _ cite: Int
    ) {
        var lines: [(name: Fragment, key: String, change: Figure)] = []
        switch parts {
        case .rows:
            lines = items.map { (dated($0.row), $0.row.id, $0.change.figure) }
        case .names:
            var sums: [String: Figure] = [:]
            for item in items {
                sums[item.row.symbol] = (sums[item.row.symbol] ?? Figure(0)).combined(with: item.change.figure) {
                    $0 + $1
                }
            }
            lines = sums.map { (out.quote($0.key), $0.key, $0.value) }.sorted { left, right in
                (abs(right.change.value ?? 0), left.key) < (abs(left.change.value ?? 0), right.key)
            }
        }
        out.table(
            lines.prefix(Self.listedParts).map { line in
                ["\(line.name):", out.dollars(line.change, "change of value", cite, signed: true)]
            })
        if lines.count > Self.listedParts {
            out.line("\(out.counted(lines.count - Self.listedParts, "further one", cite)) not listed.")
        }
        if items.count < all { out.line("Unmoved: \(out.counted(all - items.count, "row", cite)).") }
    }
}
