/// Where the cursor stands in a list whose rows come, go and change places. The cursor belongs to the row, not the line.
public struct ListCursor: Sendable, Equatable {
    /// Id of the row; nil until the cursor was moved: then it is the first row, whichever that is.
    public var selected: String?
    /// Line of the row when it was last seen, for when the row disappears.
    public var index = 0
    /// First line shown.
    public var offset = 0

    public init() {}

    /// Line of the cursor among rows, nil when there are none.
    public func line(in ids: [String]) -> Int? {
        guard !ids.isEmpty else { return nil }
        if let selected, let found = ids.firstIndex(of: selected) { return found }
        return min(max(0, index), ids.count - 1)
    }

    /// Id of the row under the cursor.
    public func current(in ids: [String]) -> String? {
        line(in: ids).map { ids[$0] }
    }

    /// Takes the present rows: keeps to its row, or to its line when the row is gone, and brings it into view.
    public mutating func settle(_ ids: [String], visible: Int) {
        guard let line = line(in: ids) else {
            index = 0
            offset = 0
            return
        }
        if selected != nil { selected = ids[line] }
        index = line
        offset = Self.offset(line: line, offset: offset, visible: visible, count: ids.count)
    }

    /// Takes the present rows of a list that the keys do not move in: what is in view stays, wherever its row is.
    mutating func rest(_ ids: [String], visible: Int) {
        let kept = offset
        settle(ids, visible: visible)
        offset = min(max(0, kept), max(0, ids.count - visible))
    }

    /// Moves by lines, stopping at both ends.
    public mutating func move(by lines: Int, in ids: [String]) {
        guard let line = line(in: ids) else { return }
        let (sum, overflow) = line.addingReportingOverflow(lines)
        let target = overflow ? (lines > 0 ? ids.count - 1 : 0) : min(max(0, sum), ids.count - 1)
        index = target
        selected = ids[target]
    }

    public mutating func select(_ id: String) {
        selected = id
    }

    /// First line to show so that `line` is in view, moving as little as possible.
    public static func offset(line: Int, offset: Int, visible: Int, count: Int) -> Int {
        guard visible > 0 else { return max(0, min(line, count - 1)) }
        let kept = min(max(0, offset), max(0, count - visible))
        if line < kept { return line }
        if line >= kept + visible { return line - visible + 1 }
        return kept
    }
}
