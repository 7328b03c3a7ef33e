import MagnusTerminal

/// Where everything stands for one size of the screen. Pure: drawing and the mouse read the same rectangles.
struct DashboardLayout: Equatable {
    enum Kind: Equatable {
        /// Frames in rows, as at 120x36.
        case framed
        /// Alerts and Chat in a column of their own, from 160x45.
        case wide
        /// Rules instead of frames, some panes on one line, as at 80x24.
        case stack
        /// One pane with tabs, from 40x10.
        case tabs
        case tooSmall
    }

    /// How much of a pane is shown.
    enum Form: Equatable {
        case full
        /// A rule above rows, each on one line.
        case ruled
        /// A rule above one line.
        case line
    }

    struct Place: Equatable {
        var pane: Pane
        /// With its frame or rule.
        var area: Rectangle
        var form: Form
        var isFramed: Bool

        /// Without frame or rule.
        var inside: Rectangle { isFramed ? area.inset() : area.split(top: 1).rest }
    }

    /// A border that the mouse can drag.
    struct Border: Equatable {
        var key: SplitKey
        var area: Rectangle
        /// What the share is of.
        var whole: Rectangle
        var axis: Layout.Axis
    }

    var kind: Kind
    var status: Rectangle
    var tabs = Rectangle.empty
    var footer = Rectangle.empty
    var hints: Rectangle
    var places: [Place] = []
    var borders: [Border] = []

    static let smallest = TerminalSize(columns: 40, rows: 10)
    private static let footerRows = 16
    private static let middleRows = 8
    private static let chatRows = 9

    /// - Parameter hasFooter: the disclaimer takes a line of its own.
    init(_ state: DashboardState, hasFooter: Bool) {
        let size = state.size
        let screen = Rectangle(column: 0, row: 0, columns: size.columns, rows: size.rows)
        status = screen.split(top: 1).top
        hints = screen.split(bottom: 1).bottom
        guard size.columns >= Self.smallest.columns, size.rows >= Self.smallest.rows else {
            kind = .tooSmall
            return
        }
        var main = screen.split(top: 1).rest.split(bottom: 1).rest
        // On a small screen rows are worth more; the disclaimer stays in the tour and the palette.
        if hasFooter, size.rows >= Self.footerRows {
            let parts = main.split(bottom: 1)
            main = parts.rest
            footer = parts.bottom
        }
        kind = .framed
        if size.columns < 80 || size.rows < 24 {
            kind = .tabs
            tabs = main.split(top: 1).top
            places = [Place(pane: state.focus, area: main, form: .full, isFramed: false)]
            return
        }
        if size.columns < 112 || size.rows < 30 { kind = .stack }
        if size.columns >= 160, size.rows >= 45 { kind = .wide }
        if state.zoomLevel(of: state.focus) == .full {
            places = [Place(pane: state.focus, area: main, form: .full, isFramed: kind != .stack)]
            return
        }
        switch kind {
        case .stack: stack(main, state)
        case .wide where state.zoomLevel(of: state.focus) == .normal: wide(main, state)
        case _ where state.zoomLevel(of: state.focus) == .half: half(main, state)
        default: framed(main, state)
        }
    }

    func place(of pane: Pane) -> Place? { places.first { $0.pane == pane } }

    // MARK: Frames

    private mutating func framed(_ main: Rectangle, _ state: DashboardState) {
        // The lower rows have a natural height; the upper one takes the rest, and the lower ones grow on tall screens.
        let chat = max(
            5, share(state, .middleRows, of: main.rows) ?? min(12, Self.chatRows + max(0, main.rows - 34) / 4))
        let middle = min(12, Self.middleRows + max(0, main.rows - 34) / 4)
        let top = clamp(
            share(state, .topRows, of: main.rows) ?? main.rows - chat - middle, 6,
            main.rows - 6 - min(chat, main.rows - 12))
        let (upper, below) = main.split(top: top)
        let (mid, low) = below.split(bottom: min(chat, below.rows - 5))
        row(upper, .topColumns, .positions, .alerts, state, natural: max(79, upper.columns * 79 / 120), least: 34)
        row(mid, .middleColumns, .greeks, .opportunities, state, natural: 52 + max(0, mid.columns - 120) / 3, least: 40)
        add(.chat, low)
        border(
            .topRows, Rectangle(column: main.column, row: upper.endRow - 1, columns: main.columns, rows: 2), main,
            .vertical)
        border(
            .middleRows, Rectangle(column: main.column, row: mid.endRow - 1, columns: main.columns, rows: 2), main,
            .vertical)
    }

    private mutating func wide(_ main: Rectangle, _ state: DashboardState) {
        let side =
            share(state, .wideColumns, of: main.columns).map { main.columns - $0 }
            // At least what the panes of 120 columns have stays on the left, every column of theirs with it.
            ?? max(40, min(100, main.columns * 28 / 100, main.columns - 120))
        let (left, right) = main.split(left: main.columns - clamp(side, 30, main.columns - 100))
        let lower = share(state, .wideRows, of: main.rows).map { main.rows - $0 } ?? max(12, main.rows * 46 / 100)
        let (top, bottom) = left.split(bottom: clamp(lower, 6, main.rows - 8))
        add(.positions, top)
        row(
            bottom, .middleColumns, .greeks, .opportunities, state, natural: max(52, bottom.columns * 43 / 100),
            least: 40)
        let alerts = share(state, .sideRows, of: main.rows) ?? main.rows * 45 / 100
        let (upper, chat) = right.split(top: clamp(alerts, 6, main.rows - 8))
        add(.alerts, upper)
        add(.chat, chat)
        border(
            .wideColumns, Rectangle(column: left.endColumn - 1, row: main.row, columns: 2, rows: main.rows), main,
            .horizontal)
        border(
            .wideRows, Rectangle(column: left.column, row: top.endRow - 1, columns: left.columns, rows: 2), main,
            .vertical)
        border(
            .sideRows, Rectangle(column: right.column, row: upper.endRow - 1, columns: right.columns, rows: 2), main,
            .vertical)
    }

    /// The pane with the focus above, the others in two rows below.
    private mutating func half(_ main: Rectangle, _ state: DashboardState) {
        let (upper, lower) = main.split(top: main.rows * 3 / 5)
        add(state.focus, upper)
        let others = Pane.allCases.filter { $0 != state.focus }
        let (first, second) = lower.split(top: lower.rows / 2)
        for (area, pair) in [(first, others.prefix(2)), (second, others.suffix(2))] {
            let (left, right) = area.split(left: area.columns / 2)
            for (rectangle, pane) in zip([left, right], pair) { add(pane, rectangle) }
        }
    }

    private mutating func row(
        _ area: Rectangle, _ key: SplitKey, _ left: Pane, _ right: Pane, _ state: DashboardState, natural: Int,
        least: Int
    ) {
        let wanted = share(state, key, of: area.columns) ?? natural
        let (first, second) = area.split(left: clamp(wanted, 30, area.columns - least))
        add(left, first)
        add(right, second)
        border(
            key, Rectangle(column: first.endColumn - 1, row: area.row, columns: 2, rows: area.rows), area, .horizontal)
    }

    // MARK: Rules

    private mutating func stack(_ main: Rectangle, _ state: DashboardState) {
        let focus = state.focus
        let zoomed = state.zoomLevel(of: focus) == .half
        // Positions and Alerts keep rows; the pane with the focus takes those of Positions.
        let isAccordion = focus == .greeks || focus == .opportunities || focus == .chat
        var open: [Pane] = isAccordion ? [focus, .alerts] : [.positions, .alerts]
        if zoomed { open = [focus] }
        let lines = Pane.allCases.count - open.count
        let rows = main.rows - 2 * lines
        let natural = max(5, rows * 3 / 10)
        let alerts = share(state, .stackRows, of: main.rows).map { rows - $0 } ?? natural
        let second = open.count == 2 ? clamp(alerts, 3, rows - 5) : 0
        var top = main.row
        for pane in [Pane.positions, .alerts, .greeks, .opportunities, .chat] {
            let height = open.first == pane ? rows - second : open.last == pane ? second : 2
            let area = Rectangle(column: main.column, row: top, columns: main.columns, rows: height)
            let form: Form = !open.contains(pane) ? .line : pane == .alerts && focus != .alerts ? .ruled : .full
            places.append(Place(pane: pane, area: area, form: form, isFramed: false))
            top += height
            if pane == .positions, !isAccordion {
                border(.stackRows, Rectangle(column: 0, row: top, columns: main.columns, rows: 1), main, .vertical)
            }
        }
    }

    // MARK: Parts

    private mutating func add(_ pane: Pane, _ area: Rectangle) {
        places.append(Place(pane: pane, area: area, form: .full, isFramed: true))
    }

    private mutating func border(_ key: SplitKey, _ area: Rectangle, _ whole: Rectangle, _ axis: Layout.Axis) {
        borders.append(Border(key: key, area: area, whole: whole, axis: axis))
    }

    private func share(_ state: DashboardState, _ key: SplitKey, of length: Int) -> Int? {
        state.splits[key].map { Int(($0 * Double(length)).rounded()) }
    }

    private func clamp(_ value: Int, _ least: Int, _ most: Int) -> Int {
        min(max(value, least), max(most, least))
    }
}
