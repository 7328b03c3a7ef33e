import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Draws one frame. The facets hold one part of the screen each.
struct FramePainter {
    var surface: Surface
    var cursor: CursorPosition?
    let state: DashboardState
    let world: DashboardWorld
    let snapshot: DeskSnapshot?
    let theme: ResolvedTheme
    let glyphs: GlyphSet
    let format: FigureFormat
    let layout: DashboardLayout
    let now: Instant
    let today: CalendarDate
    let cache: FrameCache

    init(
        _ state: DashboardState, _ world: DashboardWorld, theme: ResolvedTheme, glyphs: GlyphSet, cache: FrameCache
    ) {
        self.state = state
        self.cache = cache
        self.world = world
        self.theme = theme
        self.glyphs = glyphs
        snapshot = state.shown(world.snapshot)
        format = FigureFormat(isMasked: state.isMasked, marks: glyphs.isUnicode ? .unicode : .ascii)
        layout = DashboardLayout(state, hasFooter: snapshot?.isDisclaimerAccepted == false)
        let shown = snapshot?.asOf ?? Instant(secondsSinceEpoch: 0)
        // A paused screen shows the moment at which it was paused.
        now = state.pausedSnapshot == nil ? max(world.now ?? shown, shown) : shown
        today = now.newYork.date
        surface = Surface(columns: state.size.columns, rows: state.size.rows, style: theme.ground)
    }

    mutating func paint() {
        guard layout.kind != .tooSmall else {
            paintTiny()
            return
        }
        for place in layout.places { paint(place) }
        paintStatus()
        if layout.kind == .tabs { paintTabs() }
        paintFooter()
        paintHints()
        for overlay in state.overlays { paint(overlay) }
        if state.isWhichKeyShown { paintWhichKey() }
    }

    private mutating func paint(_ place: DashboardLayout.Place) {
        paintEdge(place)
        guard let snapshot else {
            say("Loading the book...", at: place.inside, style: theme[.textDim])
            return
        }
        let inside = place.inside
        guard !inside.isEmpty else { return }
        switch (place.pane, place.form) {
        case (.positions, .line): paintPositionsLine(inside, snapshot)
        case (.positions, _): paintPositions(inside, snapshot, isFocused: isFocused(.positions))
        case (.alerts, .full): paintAlerts(inside, snapshot, isTwoLines: layout.kind != .stack)
        case (.alerts, _): paintAlerts(inside, snapshot, isTwoLines: false)
        case (.greeks, .line): paintGreeksLine(inside, snapshot)
        case (.greeks, _): paintGreeks(inside, snapshot)
        case (.opportunities, .line): paintOpportunitiesLine(inside, snapshot)
        case (.opportunities, _): paintOpportunities(inside, snapshot)
        case (.chat, .line): paintChatInput(inside, snapshot)
        case (.chat, _): paintChat(inside, snapshot)
        }
    }

    func isFocused(_ pane: Pane) -> Bool {
        state.focus == pane && !state.overlays.contains { !$0.isFilterLine }
    }

    // MARK: Text

    /// Text of ours or of the engine as this terminal can show it.
    func adapted(_ text: String) -> String { glyphs.adapted(text) }

    /// Says a text on one row; one that is too long ends with the mark of what is cut.
    @discardableResult
    mutating func say(_ text: String, at area: Rectangle, style: Style) -> Int {
        surface.put(
            fitted(text, area.columns), column: area.column, row: area.row, style: style, limit: area.columns,
            clip: area)
    }

    private func fitted(_ text: String, _ columns: Int) -> String {
        let text = adapted(text)
        // Bytes are never fewer than columns: most texts need no measuring.
        guard text.utf8.count > columns else { return text }
        return TextFitting.truncated(HarmlessText.sanitised(text), to: max(0, columns), ellipsis: glyphs.ellipsis)
    }

    /// Wraps a text into an area from its first row.
    /// - Returns: rows used.
    @discardableResult
    mutating func sayWrapped(_ text: String, in area: Rectangle, style: Style) -> Int {
        let lines = TextFitting.wrapped(HarmlessText.sanitised(adapted(text)), to: area.columns)
        for (offset, line) in lines.prefix(area.rows).enumerated() {
            surface.put(line, column: area.column, row: area.row + offset, style: style, clip: area)
        }
        return min(lines.count, area.rows)
    }

    /// A field of a row; the trust mark of a figure that fills its field stands in the gap before it.
    mutating func field(
        _ text: String, column: Int, row: Int, width: Int, alignment: TextAlignment = .left, style: Style,
        clip: Rectangle
    ) {
        let text = adapted(text)
        if alignment == .right, TextWidth.width(of: text) == width + 1, column > clip.column {
            surface.put(text, column: column - 1, row: row, style: style, clip: clip)
            return
        }
        surface.putField(
            text, column: column, row: row, columns: width, alignment: alignment, style: style,
            ellipsis: glyphs.ellipsis, clip: clip)
    }

    /// Puts a text at the right end of a row.
    mutating func sayRight(_ text: String, at area: Rectangle, style: Style) {
        let text = fitted(text, area.columns)
        let width = min(TextWidth.width(of: HarmlessText.sanitised(text)), area.columns)
        surface.put(text, column: area.endColumn - width, row: area.row, style: style, limit: width, clip: area)
    }

    // MARK: Severities

    func glyph(_ priority: AlertPriority) -> String {
        switch priority {
        case .critical: glyphs.severityCritical
        case .high: glyphs.severityHigh
        case .medium: glyphs.severityMedium
        case .low: glyphs.severityLow
        }
    }

    static func word(_ priority: AlertPriority) -> String {
        switch priority {
        case .critical: "CRIT"
        case .high: "HIGH"
        case .medium: "MED"
        case .low: "LOW"
        }
    }

    /// `■3 ▲8 ●3` as runs; sleeping alerts do not count.
    func severityCounts(_ snapshot: DeskSnapshot) -> [Span] {
        var counts: [AlertPriority: Int] = [:]
        for alert in snapshot.alerts where alert.state == .active || alert.state == .acknowledged {
            counts[alert.finding.priority, default: 0] += 1
        }
        var spans: [Span] = []
        for priority in AlertPriority.allCases.reversed() {
            guard let count = counts[priority] else { continue }
            if !spans.isEmpty { spans.append(Span(" ")) }
            spans.append(Span("\(glyph(priority))\(count)", theme[FigureScope.severity(priority)]))
        }
        return spans
    }

    var selectionStyle: (Pane) -> Style {
        { pane in self.theme[self.isFocused(pane) ? .selection : .selectionUnfocused] }
    }

    /// Marks the row of the cursor. Without colours the panes without focus show no cursor: reverse video means "here".
    mutating func select(_ area: Rectangle, _ pane: Pane) {
        guard state.focus == pane else { return }
        highlight(area, with: selectionStyle(pane))
    }

    /// Puts the ground of a chosen row under it. Colours that would be hard to read there move towards the strong text.
    mutating func highlight(_ area: Rectangle, with overlay: Style) {
        let strong = theme[.textStrong].foreground
        var known: [Style: Style] = [:]
        surface.restyle(area) { style in
            if let done = known[style] { return done }
            var result = overlay.over(style)
            result.foreground = Contrast.readable(result.foreground, on: result.background, towards: strong)
            // What is dim in reverse is a grey on the colour of the text.
            if result.attributes.contains(.reverse) { result.attributes.remove(.dim) }
            known[style] = result
            return result
        }
    }
}
