import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// A full-screen view whose report is asked of the desk while it is open: what the open view remembers, and all in which
/// it differs from the others. Opening, asking, answers, growing old and closing are the same for all
/// (`DashboardReducer+OnDemand`).
///
/// A new view is a page that conforms, a painter, and its lines of registration: an ``Overlay`` case named in
/// ``Overlay/onDemand``, an ``Inquiry`` in ``DashboardState``, a line in ``OnDemandViews/all``, an effect and an event with
/// the line that carries each out, and the action or command that opens it.
protocol OnDemandPage: Sendable, Equatable {
    associatedtype Question: Sendable, Equatable
    associatedtype Report: Sendable, Equatable

    /// Where the state keeps what was asked and what has come.
    static var inquiry: WritableKeyPath<DashboardState, Inquiry<Question, Report>> { get }
    static var pace: InquiryPace { get }
    static var upkeep: OnDemandUpkeep { get }
    /// Keys worth knowing, most useful first.
    static var hints: [(DashboardAction, String)] { get }
    /// What asks the desk.
    static func effect(_ question: Question, number: Int) -> DashboardEffect
    /// After every event while no page of the kind is open.
    static func closed(_ reducer: inout DashboardReducer)

    var overlay: Overlay { get }

    /// What is shown is the answer to it.
    func question(_ snapshot: DeskSnapshot?) -> Question
    /// Asks for the report, and for what else the view shows.
    func ask(_ reducer: inout DashboardReducer)
    /// Whether an answer to the same question can be another one by now; for views that are kept while they are open.
    func isWorthAsking(_ reducer: DashboardReducer) -> Bool
    /// After every event while it is open: brings cursors and scrolling into the bounds of what is there now.
    func settle(_ reducer: inout DashboardReducer)
    /// Does what a key asks for; closing it and going to a pane are done for it.
    func perform(_ action: DashboardAction, _ reducer: inout DashboardReducer)
    func press(_ event: MouseEvent, _ reducer: inout DashboardReducer)
    /// How one of its figures comes about, from the report itself; nil for figures of others and of the engine.
    func explanation(of id: String, _ state: DashboardState) -> Explanation?
    /// Its figures, offered on the page that explains one.
    func figures(explaining id: String, _ reducer: DashboardReducer, _ format: FigureFormat) -> [ScreenFigure]
    func paint(_ painter: inout FramePainter)
}

extension OnDemandPage {
    /// Tells the views apart.
    var kind: any OnDemandPage.Type { Self.self }

    static func closed(_ reducer: inout DashboardReducer) {}
    func ask(_ reducer: inout DashboardReducer) { reducer.ask(self) }
    func isWorthAsking(_ reducer: DashboardReducer) -> Bool { reducer.state.pausedSnapshot == nil }
    func settle(_ reducer: inout DashboardReducer) {}
    func press(_ event: MouseEvent, _ reducer: inout DashboardReducer) {}
    func explanation(of id: String, _ state: DashboardState) -> Explanation? { nil }
    func figures(explaining id: String, _ reducer: DashboardReducer, _ format: FigureFormat) -> [ScreenFigure] { [] }
}

/// When an open view is kept current.
enum OnDemandUpkeep: Sendable, Equatable {
    /// With a new snapshot, while it is on top of everything; a paused screen stands still.
    case onTop
    /// The same, also while a window lies over it: the topmost of these views.
    case topmost
    /// With every event, wherever it lies, and at once when what it asks for or the account is another one: what is
    /// computed from the book. It is asked for anew after commands that change the book.
    case whileOpen
}

/// The views, in the order in which they settle.
enum OnDemandViews {
    static var all: [any OnDemandPage.Type] {
        [
            ScenarioPage.self, RiskPage.self, ChainPage.self, PayoffPage.self, RollPage.self, VolatilityPage.self,
            ChartPage.self, MarketPage.self, TodayPage.self,
        ]
    }
}

/// The question of a view that shows the whole book as it is: there is nothing to choose.
public struct WholeBook: Sendable, Hashable {
    public init() {}
}
