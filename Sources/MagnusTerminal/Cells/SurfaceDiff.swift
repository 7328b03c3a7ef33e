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
        var runs: [ChangedRun] = []
        for row in 0..<new.rows {
            let before = Array(old.rowCells(row))
            let after = Array(new.rowCells(row))
            if before == after { continue }
            var start: Int?
            var column = 0
            while column < new.columns {
                let width = max(1, Int(after[column].width))
                let end = min(column + width, new.columns)
                if before[column..<end] != after[column..<end] {
                    if start == nil { start = column }
                } else if let begin = start {
                    runs.append(ChangedRun(row: row, columns: begin..<column))
                    start = nil
                }
                column = end
            }
            if let begin = start { runs.append(ChangedRun(row: row, columns: begin..<new.columns)) }
        }
        return runs
    }
}
