/// Rows of figures kept by column within blocks of rows: what a vector kernel reads and writes. The columns of one block
/// stay in a first-level cache while the kernel works on it.
struct ColumnBlocks: Sendable {
    /// Rows of one block.
    static let rows = 256
    /// Figures of a row.
    let columns: Int
    private var storage: [Double] = []
    /// Number of rows.
    private(set) var count = 0

    init(columns: Int) { self.columns = columns }

    /// Room for so many rows, so that growing to them takes no more memory.
    mutating func reserveCapacity(_ rows: Int) {
        storage.reserveCapacity((max(rows, 0) + Self.rows - 1) / Self.rows * Self.rows * columns)
    }

    /// A row of zeros.
    mutating func grow() {
        if count % Self.rows == 0 { storage.append(contentsOf: repeatElement(0, count: Self.rows * columns)) }
        count += 1
    }

    mutating func append(_ row: some Sequence<Double>) {
        grow()
        for (column, value) in row.enumerated() { self[count - 1, column] = value }
    }

    /// - Precondition: `row` is below `count`, `column` below `columns`.
    subscript(row: Int, column: Int) -> Double {
        @inline(__always) get { storage[(row / Self.rows * columns + column) * Self.rows + row % Self.rows] }
        @inline(__always) set { storage[(row / Self.rows * columns + column) * Self.rows + row % Self.rows] = newValue }
    }

    /// Runs a kernel over every block of terms, which fills the block of figures beside it, and asks for the rows it could
    /// not do.
    ///
    /// - Parameters:
    ///   - figures: As many rows as here.
    ///   - kernel: Gets the first column of the terms and of the figures, a column for the marks of the rows and their
    ///     number; columns follow each other at a distance of ``rows``. A row whose mark is 0 was not done.
    /// - Returns: The rows that were not done, in order.
    func fill(
        _ figures: inout ColumnBlocks,
        by kernel: (UnsafePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
    ) -> [Int] {
        let stride = figures.columns
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.rows) { marks in
            marks.initialize(repeating: 0)
            return storage.withUnsafeBufferPointer { source in
                figures.storage.withUnsafeMutableBufferPointer { target in
                    var undone: [Int] = []
                    guard let from = source.baseAddress, let to = target.baseAddress, let mark = marks.baseAddress
                    else { return undone }
                    for first in Swift.stride(from: 0, to: count, by: Self.rows) {
                        let size = min(Self.rows, count - first)
                        kernel(from + first * columns, to + first * stride, mark, size)
                        for row in 0..<size where mark[row] == 0 { undone.append(first + row) }
                    }
                    return undone
                }
            }
        }
    }
}
