/// Rows of figures kept in groups of eight, the columns of a group one after the other: what a kernel of eight lanes reads
/// and writes. It goes through memory in one direction, which the processor fetches ahead.
struct LaneColumns: Sendable {
    /// Rows of one group.
    static let lanes = 8
    /// Figures of a row.
    let columns: Int
    private var storage: [SIMD8<Double>] = []
    /// Number of rows.
    private(set) var count = 0

    init(columns: Int) { self.columns = columns }

    /// Room for so many rows, so that growing to them takes no more memory.
    mutating func reserveCapacity(_ rows: Int) {
        storage.reserveCapacity((max(rows, 0) + Self.lanes - 1) / Self.lanes * columns)
    }

    /// A row of zeros.
    mutating func grow() {
        if count % Self.lanes == 0 { storage.append(contentsOf: repeatElement(.zero, count: columns)) }
        count += 1
    }

    mutating func append(_ row: some Sequence<Double>) {
        grow()
        for (column, value) in row.enumerated() { self[count - 1, column] = value }
    }

    /// - Precondition: `row` is below `count`, `column` below `columns`.
    subscript(row: Int, column: Int) -> Double {
        @inline(__always) get { storage[row / Self.lanes * columns + column][row % Self.lanes] }
        @inline(__always) set { storage[row / Self.lanes * columns + column][row % Self.lanes] = newValue }
    }

    /// Runs a kernel over all rows of terms, which fills the rows of figures, and asks for those it could not do.
    ///
    /// - Parameters:
    ///   - figures: As many rows as here.
    ///   - kernel: Gets the first group of the terms and of the figures, a byte of marks for every group and the number of
    ///     rows. Row i of a group was not done where bit i of its byte is 0.
    /// - Returns: The rows that were not done, in order.
    func fill(
        _ figures: inout LaneColumns,
        by kernel: (UnsafePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<UInt8>, Int) -> Void
    ) -> [Int] {
        let groups = (count + Self.lanes - 1) / Self.lanes
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: groups) { marks in
            marks.initialize(repeating: 0)
            storage.withUnsafeBytes { source in
                figures.storage.withUnsafeMutableBytes { target in
                    guard let from = source.assumingMemoryBound(to: Double.self).baseAddress,
                        let to = target.assumingMemoryBound(to: Double.self).baseAddress,
                        let mark = marks.baseAddress
                    else { return }
                    kernel(from, to, mark, count)
                }
            }
            var undone: [Int] = []
            for group in 0..<groups where marks[group] != .max {
                for row in group * Self.lanes..<min((group + 1) * Self.lanes, count)
                where marks[group] >> UInt8(row % Self.lanes) & 1 == 0 { undone.append(row) }
            }
            return undone
        }
    }
}
