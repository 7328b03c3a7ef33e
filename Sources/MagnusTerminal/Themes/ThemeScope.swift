/// What a style is for. Screens name scopes, never colours. The raw values are the names used in theme files.
public enum ThemeScope: String, Hashable, Sendable, CaseIterable {
    /// Ground of the whole screen: only its background counts.
    case background
    case text
    case textDim = "text.dim"
    case textStrong = "text.strong"
    /// Column headings of a table.
    case header
    /// Heading of the column the table is sorted by.
    case headerSorted = "header.sorted"
    /// Row of totals.
    case total
    case accent
    /// Frames where no account gives a colour: overlays, help.
    case frame
    case frameFocus = "frame.focus"
    /// Frames while a paper account is shown, and the one that has the keys.
    case framePaper = "frame.paper"
    case framePaperFocus = "frame.paper.focus"
    /// Frames while a real account is shown, and the one that has the keys.
    case frameLive = "frame.live"
    case frameLiveFocus = "frame.live.focus"
    case title
    case titleFocus = "title.focus"
    case titleInfo = "title.info"
    case pnlUp = "pnl.up"
    case pnlDown = "pnl.down"
    case pnlFlat = "pnl.flat"
    case alertCritical = "alert.critical"
    case alertHigh = "alert.high"
    case alertMedium = "alert.medium"
    case alertLow = "alert.low"
    case dataStale = "data.stale"
    case dataEstimated = "data.estimated"
    case dataUnknown = "data.unknown"
    case dataSimulated = "data.simulated"
    case greekDelta = "greek.delta"
    case greekGamma = "greek.gamma"
    case greekTheta = "greek.theta"
    case greekVega = "greek.vega"
    case greekRho = "greek.rho"
    case chartLine = "chart.line"
    case chartAxis = "chart.axis"
    case chartUp = "chart.up"
    case chartDown = "chart.down"
    case meterFull = "meter.full"
    case meterEmpty = "meter.empty"
    case selection
    case selectionUnfocused = "selection.unfocused"
    case marked
    case input
    case inputPrompt = "input.prompt"
    case inputPlaceholder = "input.placeholder"
    case hintKey = "hint.key"
    case hintText = "hint.text"
    case status
    case statusLabel = "status.label"
    case statusModePaper = "status.mode.paper"
    case statusModeLive = "status.mode.live"
    case statusHalt = "status.halt"
    case notification
    case notificationError = "notification.error"
    case searchMatch = "search.match"
    case scrollbar
    case scrollbarThumb = "scrollbar.thumb"
    /// Text and ground of windows over the panes.
    case overlay
    case chatQuestion = "chat.question"
    case chatAnswer = "chat.answer"
    case chatCitation = "chat.citation"

    /// The scope whose style is taken where a theme has none: the name without its last part, at last `text`.
    var parent: ThemeScope? {
        if self == .text || self == .background { return nil }
        var parts = rawValue.split(separator: ".")
        while parts.count > 1 {
            parts.removeLast()
            if let scope = ThemeScope(rawValue: parts.joined(separator: ".")) { return scope }
        }
        return .text
    }

    /// Scopes that are told from text beneath by their background; without colours they are shown in reverse.
    var isBlock: Bool {
        switch self {
        case .selection, .searchMatch, .statusModePaper, .statusModeLive, .statusHalt, .notificationError: return true
        default: return false
        }
    }

    /// Scopes that hold words or figures to be read, and so need contrast. The others are lines and ornaments.
    public var isText: Bool {
        switch self {
        case .background, .frame, .frameFocus, .framePaper, .framePaperFocus, .frameLive, .frameLiveFocus, .chartAxis,
            .meterEmpty, .scrollbar, .scrollbarThumb:
            return false
        default: return true
        }
    }
}
