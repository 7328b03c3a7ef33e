import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// What reaches the screen.
public enum DashboardEvent: Sendable, Equatable {
    case input(InputEvent)
    case resized(TerminalSize)
    /// The world has a new snapshot; it is the one in ``DashboardWorld``.
    case snapshotArrived
    /// A timer that an effect asked for has run.
    case timer(DashboardTimer)
    /// The answer to ``DashboardEffect/explain(id:)``.
    case explanation(id: String, Explanation?)
    /// The answer to ``DashboardEffect/perform(_:)``.
    case reply(DeskReply, to: DeskCommand)
    /// The answer to ``DashboardEffect/fetchNote(strategy:)``.
    case note(strategy: String, String?)
    /// The answer to ``DashboardEffect/fetchLifecycle``.
    case lifecycle(LifecycleReport?)
    /// The answer to ``DashboardEffect/fetchScenario(_:number:)``.
    case scenario(number: Int, ScenarioAnswer)
    /// The answer to ``DashboardEffect/fetchChain(_:)``.
    case chain(ChainRequest, ChainAnswer)
    /// The answer to ``DashboardEffect/fetchPayoff(_:)``.
    case payoff(PayoffRequest, PayoffAnswer)
    /// The answer to ``DashboardEffect/fetchVolatility(_:)``.
    case volatility(VolatilityRequest, VolatilityAnswer)
    /// The answer to ``DashboardEffect/fetchChart(_:)``.
    case chart(ChartRequest, ChartAnswer)
    /// The answer to ``DashboardEffect/fetchToday(number:)``.
    case today(number: Int, TodayAnswer)
    /// The answer to ``DashboardEffect/fetchMarket(number:)``.
    case market(number: Int, MarketAnswer)
    /// The answer to ``DashboardEffect/fetchExpiry(_:)``; nil where there is none.
    case expiry(ExpiryRequest, ExpiryBoard?)
    /// The answer to ``DashboardEffect/fetchRisk(number:)``.
    case risk(number: Int, RiskAnswer)
    /// The answer to ``DashboardEffect/fetchRoll(_:)``.
    case roll(RollRequest, RollAnswer)
    /// The answer to ``DashboardEffect/completePath(_:)``: whole paths, folders with a slash behind.
    case paths(typed: String, [String])
    /// The answer to ``DashboardEffect/readResources``: the names are those in ``DashboardWorld``.
    case resourcesRead
    /// A line to show, for example a mistake in a theme file.
    case report(String, isError: Bool)
}

/// Timers of the screen. The generation tells an outdated one.
public enum DashboardTimer: Sendable, Hashable {
    /// A key sequence has waited long enough for its hints.
    case whichKey(generation: Int)
    /// The line of the last report has been up long enough.
    case toast(generation: Int)
}
