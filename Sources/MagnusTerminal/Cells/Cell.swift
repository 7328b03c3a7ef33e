/// One place of the grid.
public struct Cell: Hashable, Sendable {
    /// A cluster a terminal draws in one place: one spacing scalar and up to four combining marks. Empty in the second
    /// cell of a wide cluster.
    public let cluster: String
    /// Columns taken: 1, 2 for the first cell of a wide cluster, 0 for its second.
    public let width: UInt8
    public let style: Style

    /// A blank of the given style.
    public static func blank(_ style: Style = .plain) -> Cell {
        Cell(cluster: " ", width: 1, style: style.settled)
    }

    func restyled(_ style: Style) -> Cell {
        Cell(cluster: cluster, width: width, style: style)
    }
}
