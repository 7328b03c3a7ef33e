import Testing

@testable import MagnusTerminal

@Suite struct LayoutTests {
    @Test(arguments: [
        (100, [Layout.Extent.share(weight: 2, minimum: 10), .share(weight: 1, minimum: 10)], [67, 33]),
        (100, [.fixed(1), .share(weight: 1, minimum: 0), .fixed(2)], [1, 97, 2]),
        (30, [.share(weight: 9, minimum: 0), .share(weight: 1, minimum: 20)], [10, 20]),
        (15, [.share(weight: 1, minimum: 10), .share(weight: 1, minimum: 10)], [10, 5]),
        (0, [.fixed(3), .share(weight: 1, minimum: 1)], [0, 0]),
        (-4, [.fixed(3)], [0]),
        (
            10, [.share(weight: 0, minimum: 3), .share(weight: .nan, minimum: 2), .share(weight: 1, minimum: 0)],
            [3, 2, 5]
        ),
    ])
    func lengths(_ length: Int, _ extents: [Layout.Extent], _ expected: [Int]) {
        #expect(Layout.lengths(of: length, extents) == expected)
    }

    @Test func partsCoverTheWholeWithoutOverlap() {
        let whole = Rectangle(column: 3, row: 2, columns: 77, rows: 21)
        for axis in [Layout.Axis.horizontal, .vertical] {
            let parts = Layout.split(
                whole, axis, [.share(weight: 3, minimum: 5), .fixed(4), .share(weight: 1.7, minimum: 0)])
            #expect(parts.reduce(0) { $0 + $1.columns * $1.rows } == whole.columns * whole.rows)
            #expect(parts.allSatisfy { $0.intersection(whole) == $0 })
        }
    }

    @Test func rectanglesNeverGoNegative() {
        let small = Rectangle(column: 0, row: 0, columns: 1, rows: 1)
        #expect(small.inset().isEmpty && small.split(top: 5).rest.isEmpty && small.split(bottom: -1).bottom.isEmpty)
        #expect(small.intersection(Rectangle(column: 5, row: 5, columns: 1, rows: 1)).isEmpty)
        #expect(small.centered(columns: 10, rows: 10) == small)
    }
}
