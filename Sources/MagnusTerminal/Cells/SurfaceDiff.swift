import Glibc

/// Cells of one row that differ from what was shown before.
public struct ChangedRun: Equatable, Sendable {
    public let row: Int
    /// Columns to be drawn again. Never starts or ends inside a wide cluster.
    public let columns: Range<Int>
}

/// What changed between two frames.
public enum SurfaceDiff {
    /// The runs of `new` that differ from `old`, by row, then column. With another size (or no `old`) all rows change.
    public static func runs(from old: Surface?, to new: Surface) -> [ChangedRun] {
        guard new.columns > 0, new.rows > 0 else { return [] }
        guard let old, old.columns == new.columns, old.rows == new.rows else {
            return (0..<new.rows).map { ChangedRun(row: $0, columns: 0..<new.columns) }
        }
        return old.withCells { before in
            new.withCells { after in runs(from: before, to: after, columns: new.columns, rows: new.rows) }
        }
    }

    private static func runs(
        from before: UnsafeBufferPointer<Cell>, to after: UnsafeBufferPointer<Cell>, columns: Int, rows: Int
    ) -> [ChangedRun] {
        guard let old = before.baseAddress, let new = after.baseAddress, old != new else { return [] }
        var runs: [ChangedRun] = []
        for row in 0..<rows {
            let (old, new) = (old + row * columns, new + row * columns)
            // Most rows of most frames are the same bytes. Other bytes may still be equal cells.
            if memcmp(old, new, columns * MemoryLayout<Cell>.stride) == 0 { continue }
            var start: Int?
            var column = 0
            while column < columns {
                let end = min(column + max(1, Int(new[column].width)), columns)
                let isChanged = (column..<end).contains { old[$0] != new[$0] }
                if isChanged {
                    if start == nil { start = column }
                } else if let begin = start {
                    runs.append(ChangedRun(row: row, columns: begin..<column))
                    start = nil
                }
                column = end
            }
            if let begin = start { runs.append(ChangedRun(row: row, columns: begin..<columns)) }
        }
        return runs
    }
}
