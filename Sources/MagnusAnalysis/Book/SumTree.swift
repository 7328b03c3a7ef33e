/// Something that adds up.
protocol RunningSum: Sendable {
    init()
    mutating func add(_ other: Self)
}

/// The sum of many parts of which few change at a time: what one change costs grows with the logarithm of their number.
///
/// The order of the additions is given by the places of the parts alone, so a sum that was followed change by change is
/// the one that would be made at once, to the last bit.
struct SumTree<Sum: RunningSum>: Sendable {
    /// Parts of a sum of the lowest level, and sums of one of the next.
    private static var width: Int { 16 }

    let count: Int
    /// The lowest first; the last has one sum.
    private var levels: [[Sum]] = []
    private var isMarked: [Bool]
    /// Sums of the lowest level to be made anew.
    private var marked: [Int]

    /// All parts are to be added.
    init(count: Int = 0) {
        self.count = count
        var width = count
        while width > 1 || (levels.isEmpty && width > 0) {
            width = (width + Self.width - 1) / Self.width
            levels.append(Array(repeating: Sum(), count: width))
        }
        let lowest = levels.first?.count ?? 0
        isMarked = Array(repeating: true, count: lowest)
        marked = Array(0..<lowest)
    }

    /// A part has changed.
    mutating func mark(_ part: Int) {
        let sum = part / Self.width
        guard !isMarked[sum] else { return }
        isMarked[sum] = true
        marked.append(sum)
    }

    /// Brings the sums above marked parts up to date.
    /// - Parameter add: Adds the part of this number to a sum.
    /// - Returns: How many additions that took.
    @discardableResult
    mutating func update(_ add: (Int, inout Sum) -> Void) -> Int {
        guard !marked.isEmpty else { return 0 }
        var additions = 0
        for index in marked {
            isMarked[index] = false
            var sum = Sum()
            let parts = (index * Self.width)..<min(count, (index + 1) * Self.width)
            for part in parts { add(part, &sum) }
            additions += parts.count
            levels[0][index] = sum
        }
        var changed = marked
        marked.removeAll(keepingCapacity: true)
        for level in levels.indices.dropFirst() {
            changed.sort()
            var above: [Int] = []
            for index in changed where above.last != index / Self.width { above.append(index / Self.width) }
            for index in above {
                var sum = Sum()
                let parts = (index * Self.width)..<min(levels[level - 1].count, (index + 1) * Self.width)
                for part in parts { sum.add(levels[level - 1][part]) }
                additions += parts.count
                levels[level][index] = sum
            }
            changed = above
        }
        return additions
    }

    var total: Sum { levels.last?.first ?? Sum() }
}
