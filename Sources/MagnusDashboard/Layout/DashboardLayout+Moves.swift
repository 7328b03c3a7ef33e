import MagnusTerminal

/// Moving borders.
extension DashboardLayout {
    /// The border that a place of the screen belongs to.
    func border(column: Int, row: Int) -> Border? {
        borders.first { $0.area.contains(column: column, row: row) }
    }

    /// The share a border has after being dragged to a place.
    static func share(_ border: Border, column: Int, row: Int) -> Double {
        let (length, offset) =
            border.axis == .horizontal
            ? (border.whole.columns, column - border.whole.column) : (border.whole.rows, row - border.whole.row)
        guard length > 0 else { return 0.5 }
        let share = Double(offset) / Double(length)
        // The lower part of these is what the share counts.
        let value = border.key == .middleRows ? 1 - share : share
        return min(max(value, 0.1), 0.9)
    }

    /// The border beside or below a pane that a resize key moves, with the sign that makes the pane larger.
    func resizing(_ pane: Pane, _ axis: Layout.Axis) -> (key: SplitKey, sign: Double, share: Double)? {
        let wanted: [(SplitKey, Pane, Double)] =
            axis == .horizontal
            ? [
                (.topColumns, .positions, 1), (.topColumns, .alerts, -1), (.wideColumns, .positions, 1),
                (.wideColumns, .alerts, -1), (.wideColumns, .chat, -1), (.middleColumns, .greeks, 1),
                (.middleColumns, .opportunities, -1),
            ]
            : [
                (.topRows, .positions, 1), (.topRows, .alerts, 1), (.middleRows, .chat, 1), (.topRows, .greeks, -1),
                (.topRows, .opportunities, -1), (.wideRows, .positions, 1), (.wideRows, .greeks, -1),
                (.wideRows, .opportunities, -1), (.sideRows, .alerts, 1), (.sideRows, .chat, -1),
                (.stackRows, .positions, 1), (.stackRows, .alerts, -1),
            ]
        for (key, owner, sign) in wanted where owner == pane {
            guard let border = borders.first(where: { $0.key == key }) else { continue }
            return (key, sign, Self.present(border))
        }
        return nil
    }

    /// The share a border has now.
    private static func present(_ border: Border) -> Double {
        let end = border.axis == .horizontal ? border.area.column + 1 : border.area.row + (border.area.rows > 1 ? 1 : 0)
        return share(border, column: end, row: end)
    }
}
