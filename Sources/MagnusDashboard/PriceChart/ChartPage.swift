import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// What the open price chart remembers.
public struct ChartPage: Sendable, Equatable {
    /// What fills a screen that cannot show both.
    public enum Section: String, Sendable, Hashable, CaseIterable {
        case chart
        case figures

        var title: String {
            switch self {
            case .chart: "Chart"
            case .figures: "Figures"
            }
        }
    }

    public var request: ChartRequest
    public var section = Section.chart
    var window = ChartWindow()
    /// Chosen figure of the side column, and its first line shown.
    public var row = 0
    var offset = 0
    /// Strikes and breakevens of the shown accounts, and how many contracts have no strike a share; kept current while the
    /// view is open.
    var levels: [ChartLevel] = []
    var adjusted = 0

    public init(_ request: ChartRequest) {
        self.request = request
    }

    mutating func nextSection() {
        section = section == .chart ? .figures : .chart
    }
}

extension ChartPage: OnDemandPage {
    static var inquiry: WritableKeyPath<DashboardState, Inquiry<ChartRequest, ChartReport>> { \.chart }
    /// Sessions that are over stay; the price of now does not.
    static let pace = InquiryPace(refresh: 10)
    static let upkeep = OnDemandUpkeep.onTop
    static let hints: [(DashboardAction, String)] = [
        (.columnLeft, "earlier"), (.columnRight, "later"), (.shrink, "more sessions"), (.grow, "fewer"),
        (.explain, "explain"), (.moveDown, "down"), (.pageNext, "figures"), (.refresh, "refresh"), (.copy, "copy"),
        (.back, "close"),
    ]

    static func effect(_ question: ChartRequest, number: Int) -> DashboardEffect { .fetchChart(question) }

    var overlay: Overlay { .chart(self) }

    func question(_ snapshot: DeskSnapshot?) -> ChartRequest { request }

    func paint(_ painter: inout FramePainter) { painter.paint(self) }
}

extension ChartReport: AgingReport {}

extension ChartAnswer {
    var outcome: InquiryOutcome<ChartReport> {
        switch self {
        case .report(let report): .report(report)
        case .refused(let reason): .refused(reason)
        }
    }
}
