/// What a key can do on the screen. The raw values are the names in keymap files; actions of text fields are
/// `EditAction`s of the terminal kit.
public enum DashboardAction: String, Sendable, Hashable, CaseIterable {
    case moveDown = "move-down"
    case moveUp = "move-up"
    case halfPageDown = "half-page-down"
    case halfPageUp = "half-page-up"
    case pageDown = "page-down"
    case pageUp = "page-up"
    case goTop = "go-top"
    case goBottom = "go-bottom"
    case columnLeft = "column-left"
    case columnRight = "column-right"
    case pagePrevious = "page-previous"
    case pageNext = "page-next"
    case pane1 = "pane-1"
    case pane2 = "pane-2"
    case pane3 = "pane-3"
    case pane4 = "pane-4"
    case pane5 = "pane-5"
    case focusNext = "focus-next"
    case focusPrevious = "focus-previous"
    case maximise
    case zoom
    case grow
    case shrink
    case resizeWider = "resize-wider"
    case resizeNarrower = "resize-narrower"
    case resizeTaller = "resize-taller"
    case resizeShorter = "resize-shorter"
    case open
    case back
    case mark
    case copy
    case undo
    case filter
    case sortNext = "sort-next"
    case sortReverse = "sort-reverse"
    case chooseColumns = "choose-columns"
    case wide
    case mask
    case explain
    case ask
    case whyNot = "why-not"
    case type
    case accounts
    case viewToday = "view-today"
    case viewExpiry = "view-expiry"
    case viewCalendar = "view-calendar"
    case viewWheel = "view-wheel"
    case viewSettlement = "view-settlement"
    case viewIncome = "view-income"
    case viewTax = "view-tax"
    case viewJournal = "view-journal"
    case viewPerformance = "view-performance"
    case viewScenario = "view-scenario"
    case viewRisk = "view-risk"
    case viewChart = "view-chart"
    case viewMarket = "view-market"
    case chain
    case payoff
    case volatility
    case roll
    case mouse
    case refresh
    case redraw
    case pause
    case theme
    case keymap
    case settings
    case palette
    case help
    case cancel
    case suspend
    case quit
    case expand
    case collapse
    case intent
    case note
    case acknowledge
    case snooze
    case dismiss
    case mute
    case buy
    case sell
    case removeLeg = "remove-leg"
    case clearDraft = "clear-draft"
    case submit
    case leave
    case complete
    case completeBack = "complete-back"

    /// The view it opens, of the history or of what comes.
    var ledgerView: LedgerView? {
        switch self {
        case .viewExpiry: .expiry
        case .viewCalendar: .calendar
        case .viewWheel: .wheel
        case .viewSettlement: .settlement
        case .viewIncome: .income
        case .viewTax: .tax
        case .viewJournal: .journal
        case .viewPerformance: .performance
        default: nil
        }
    }

    /// The pane a number key goes to.
    var pane: Pane? {
        switch self {
        case .pane1: .positions
        case .pane2: .greeks
        case .pane3: .chat
        case .pane4: .alerts
        case .pane5: .opportunities
        default: nil
        }
    }
}
