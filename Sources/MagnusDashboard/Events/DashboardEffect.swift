import MagnusDesk
import MagnusDomain

/// What the shell around the reducer has to do.
public enum DashboardEffect: Sendable, Equatable {
    /// Give to the desk; answer with ``DashboardEvent/reply(_:to:)``.
    case perform(DeskCommand)
    /// Ask the desk; answer with ``DashboardEvent/explanation(id:_:)``.
    case explain(id: String)
    /// Ask the desk; answer with ``DashboardEvent/note(strategy:_:)``.
    case fetchNote(strategy: String)
    /// Ask the desk for the history; answer with ``DashboardEvent/lifecycle(_:)``.
    case fetchLifecycle
    /// Ask the desk to revalue the book; answer with ``DashboardEvent/scenario(number:_:)`` and the same number.
    case fetchScenario(ScenarioRequest, number: Int)
    /// Ask the desk for a chain; answer with ``DashboardEvent/chain(_:_:)``.
    case fetchChain(ChainRequest)
    /// Ask the desk for a payoff; answer with ``DashboardEvent/payoff(_:_:)``.
    case fetchPayoff(PayoffRequest)
    /// Ask the desk for a volatility report; answer with ``DashboardEvent/volatility(_:_:)``.
    case fetchVolatility(VolatilityRequest)
    /// Ask the desk for a price chart; answer with ``DashboardEvent/chart(_:_:)``.
    case fetchChart(ChartRequest)
    /// Ask the desk for the card of the day; answer with ``DashboardEvent/today(number:_:)`` and the same number.
    case fetchToday(number: Int)
    /// Ask the desk for the market; answer with ``DashboardEvent/market(number:_:)`` and the same number.
    case fetchMarket(number: Int)
    /// Ask the desk for the expiry board; answer with ``DashboardEvent/expiry(_:_:)``.
    case fetchExpiry(ExpiryRequest)
    /// Ask the desk for the risk of the book; answer with ``DashboardEvent/risk(number:_:)`` and the same number.
    case fetchRisk(number: Int)
    /// Ask the desk for the rolls of a position; answer with ``DashboardEvent/roll(_:_:)``.
    case fetchRoll(RollRequest)
    /// Look which paths begin so; answer with ``DashboardEvent/paths(_:_:)``.
    case completePath(String)
    /// Write a table to a new file; answer with ``DashboardEvent/report(_:isError:)``.
    case export(LedgerExport)
    /// Put on the clipboard (OSC 52).
    case copy(String)
    case bell
    /// Desktop notification.
    case notify(title: String, body: String)
    /// Read again which themes and keymaps there are; answer with ``DashboardEvent/resourcesRead`` where others are.
    case readResources
    /// Load the theme and draw with it from now on.
    case setTheme(String)
    /// Load the keymap and use it from now on.
    case setKeymap(String)
    case setMouse(Bool)
    case savePreferences(DashboardPreferences)
    /// The tour was left: it does not come by itself again.
    case keepTourSeen
    /// Send ``DashboardEvent/timer(_:)`` after so many seconds.
    case startTimer(DashboardTimer, seconds: Double)
    /// Draw every cell again.
    case redraw
    case suspend
    case quit
}
