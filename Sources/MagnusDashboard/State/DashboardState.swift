import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Everything the screen remembers besides the snapshot. A value: the reducer makes a new one from each event, the
/// renderer only reads it.
public struct DashboardState: Sendable, Equatable {
    public var size: TerminalSize
    public var focus: Pane = .positions
    /// Kept per pane; in force for the pane with the focus.
    public var zoom: [Pane: ZoomLevel] = [:]
    /// Borders that were moved.
    public var splits: [SplitKey: Double] = [:]
    /// The border that the mouse holds.
    public var draggedSplit: SplitKey?
    /// The row that was clicked last and when, in seconds of the shell's own clock: a second click soon after opens it.
    public var lastClick: RowClick?

    public var positions = PositionsView()
    public var greeks = GreeksView()
    public var alerts = AlertsView()
    public var opportunities = OpportunitiesView()
    public var chat = ChatView()

    /// The history behind the full-screen views.
    public var ledger = LedgerHistory()
    /// The board behind the views of what comes.
    public var expiry = Inquiry<ExpiryRequest, ExpiryBoard>()
    /// The grid behind the scenario view.
    public var scenario = Inquiry<ScenarioRequest, ScenarioCells>()
    /// The chain behind its view.
    public var chain = Inquiry<ChainRequest, ChainReport>()
    /// Trade built on a chain.
    public var draft = TradeDraft()
    /// The payoff behind its view.
    public var payoff = Inquiry<PayoffRequest, PayoffReport>()
    /// The volatility behind its view.
    public var volatility = Inquiry<VolatilityRequest, VolatilityReport>()
    /// The sessions behind the price chart.
    public var chart = Inquiry<ChartRequest, ChartReport>()
    /// The report behind the market view.
    public var market = Inquiry<WholeBook, MarketReport>()
    /// The card behind its view.
    public var today = Inquiry<WholeBook, TodayCard>()
    /// The report behind the risk view.
    public var risk = Inquiry<WholeBook, RiskReport>()
    /// The rolls behind their grid.
    public var roll = Inquiry<RollRequest, RollReport>()

    /// Lying over the panes, the last on top; keys go there.
    public var overlays: [Overlay] = []
    public var isMasked = false
    public var isMouseEnabled = true
    /// Bell on new critical alerts.
    public var isBellEnabled = true
    /// Desktop notification on new critical alerts.
    public var isNotificationEnabled = true
    /// The snapshot that stays on the screen while drawing is paused.
    public var pausedSnapshot: DeskSnapshot?
    public var themeName: String
    public var keymapName: String

    /// Keys pressed so far of a longer sequence.
    public var keys = KeyDispatcher()
    /// The hint window for `keys` is open.
    public var isWhichKeyShown = false
    /// Counts key events, so that a timer of an earlier one is told apart.
    public var generation = 0
    /// Shown in the hint line until a key is pressed or its time is over.
    public var toast: Toast?
    /// Counts what was shown there: a timer ends the one it was started for.
    var toastNumber = 0
    /// When `cancel` was pressed last, in seconds of the shell's own clock.
    public var lastCancelAt: Double?
    /// Alerts that were there before: only new ones ring. nil before the first snapshot.
    public var knownAlerts: Set<String>?
    /// Expiry day on which the board was offered last.
    var offeredExpiry: CalendarDate?
    /// Day on which the card of the day opened by itself last, as a date; nil for never.
    var cardDay: String?
    /// Whether this attach has looked if the card is to open by itself.
    var isAttachSeen = false
    /// Settings of the screen as the last snapshot had them: a change there is taken over, nothing else.
    var seenSettings: [String: String] = [:]
    /// Newest notice shown.
    public var lastNotice: Int?
    public var isQuitting = false

    /// - Parameters:
    ///   - preferences: what a former session kept.
    ///   - settings: what `config.toml` says of the screen.
    ///   - showsTour: the first run on this home.
    public init(
        size: TerminalSize, preferences: DashboardPreferences = DashboardPreferences(),
        settings: ScreenSettings = ScreenSettings(), showsTour: Bool = false
    ) {
        self.size = size
        themeName = settings.theme
        keymapName = settings.keymap
        isMasked = preferences.isMasked
        isMouseEnabled = settings.isMouseEnabled
        zoom = preferences.zoom
        splits = preferences.splits
        positions.columnOrder = preferences.columnOrder
        positions.hiddenColumns = preferences.hiddenColumns
        positions.isWide = preferences.isWide
        positions.sort = preferences.sort
        positions.isReversed = preferences.isReversed
        opportunities.sort = preferences.opportunitySort
        cardDay = preferences.cardDay
        if showsTour { overlays = [.tour(step: 0)] }
    }

    /// What is worth keeping for the next session.
    public var preferences: DashboardPreferences {
        var kept = DashboardPreferences()
        kept.isMasked = isMasked
        kept.zoom = zoom.filter { $0.value != .normal }
        kept.splits = splits
        kept.columnOrder = positions.columnOrder
        kept.hiddenColumns = positions.hiddenColumns
        kept.isWide = positions.isWide
        kept.sort = positions.sort
        kept.isReversed = positions.isReversed
        kept.opportunitySort = opportunities.sort
        kept.cardDay = cardDay
        return kept
    }

    /// The snapshot to draw: the newest, or the one on which the screen was paused.
    public func shown(_ newest: DeskSnapshot?) -> DeskSnapshot? { pausedSnapshot ?? newest }

    public func zoomLevel(of pane: Pane) -> ZoomLevel { zoom[pane] ?? .normal }
}

/// A click on a row.
public struct RowClick: Sendable, Equatable {
    public var id: String
    public var uptime: Double

    public init(id: String, uptime: Double) {
        self.id = id
        self.uptime = uptime
    }
}

/// A line that reports what has just happened.
public struct Toast: Sendable, Equatable {
    public var text: String
    public var isError: Bool

    public init(text: String, isError: Bool = false) {
        self.text = text
        self.isError = isError
    }
}
