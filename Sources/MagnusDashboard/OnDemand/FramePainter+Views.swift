import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// What full-screen views draw alike.
extension FramePainter {
    /// The ground of a view, and its frame or rule in the colour of the world.
    mutating func paintView(_ edge: ViewArea, left: [Span], right: [Span]) {
        surface.fill(edge.area, style: theme.ground)
        let style = theme[isPaper ? .framePaperFocus : .frameLiveFocus]
        if edge.isFramed {
            surface.frame(edge.area, border: glyphs.border, style: style, titleLeft: left, titleRight: right)
        } else {
            surface.rule(edge.area, border: glyphs.border, style: style, titleLeft: left, titleRight: right)
        }
    }

    /// Behind a title: that the market is no live one.
    var worldTitle: [Span] {
        guard let kind = snapshot?.world.kind, kind != .live else { return [] }
        return [Span(adapted(" " + kind.rawValue.lowercased()), theme[.dataSimulated])]
    }

    /// One of a row of tabs.
    mutating func paintTab(_ text: String, _ columns: Range<Int>, _ area: Rectangle, isChosen: Bool) {
        surface.put(
            text, column: columns.lowerBound, row: area.row, style: theme[isChosen ? .titleFocus : .textDim], clip: area
        )
        guard isChosen else { return }
        highlight(
            Rectangle(column: columns.lowerBound, row: area.row, columns: columns.count, rows: 1),
            with: theme[.selection])
    }
}
