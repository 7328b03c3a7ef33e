/// Divides a length or a rectangle among parts.
public enum Layout {
    public enum Axis: Hashable, Sendable {
        /// Parts stand side by side.
        case horizontal
        /// Parts lie below each other.
        case vertical
    }

    /// Wish of one part.
    public enum Extent: Hashable, Sendable {
        /// Exactly so many cells while there is room.
        case fixed(Int)
        /// A share of what the fixed parts leave, proportional to `weight` (> 0), at least `minimum` cells.
        case share(weight: Double, minimum: Int)

        var minimum: Int {
            switch self {
            case .fixed(let cells): return max(0, cells)
            case .share(_, let minimum): return max(0, minimum)
            }
        }
    }

    /// Lengths that sum to `length` whenever there is a share, or fixed parts need it all. Minimums hold while they fit
    /// together; when they do not, the last parts give way first, down to nothing.
    public static func lengths(of length: Int, _ extents: [Extent]) -> [Int] {
        var room = max(0, length)
        var result = extents.map { extent -> Int in
            let given = min(extent.minimum, room)
            room -= given
            return given
        }
        guard room > 0 else { return result }
        var open = extents.indices.filter { index in
            if case .share(let weight, _) = extents[index] { return weight > 0 && weight.isFinite }
            return false
        }
        var total = open.reduce(room) { $0 + result[$1] }
        // Parts whose minimum exceeds their share keep it and leave the distribution.
        var settled = false
        while !settled {
            settled = true
            let weights = open.reduce(0.0) { $0 + weight(extents[$1]) }
            for index in open
            where weights > 0 && Double(total) * weight(extents[index]) / weights < Double(result[index]) {
                total -= result[index]
                open.removeAll { $0 == index }
                settled = false
                break
            }
        }
        var weights = open.reduce(0.0) { $0 + weight(extents[$1]) }
        for index in open {
            let own = weight(extents[index])
            let cells = weights > own ? Int((Double(total) * own / weights).rounded()) : total
            result[index] = cells
            total -= cells
            weights -= own
        }
        return result
    }

    /// The parts of `rectangle` along `axis`, in order.
    public static func split(_ rectangle: Rectangle, _ axis: Axis, _ extents: [Extent]) -> [Rectangle] {
        var parts: [Rectangle] = []
        var offset = 0
        for cells in lengths(of: axis == .horizontal ? rectangle.columns : rectangle.rows, extents) {
            switch axis {
            case .horizontal:
                parts.append(
                    Rectangle(
                        column: rectangle.column + offset, row: rectangle.row, columns: cells, rows: rectangle.rows))
            case .vertical:
                parts.append(
                    Rectangle(
                        column: rectangle.column, row: rectangle.row + offset, columns: rectangle.columns, rows: cells))
            }
            offset += cells
        }
        return parts
    }

    private static func weight(_ extent: Extent) -> Double {
        if case .share(let weight, _) = extent { return weight }
        return 0
    }
}
