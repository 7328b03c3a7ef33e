import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// What the open market view remembers.
public struct MarketPage: Sendable, Equatable {
    /// One page each.
    public enum Section: String, Sendable, Hashable, CaseIterable {
        case regime
        case correlation
        case sectors

        var title: String {
            switch self {
            case .regime: "Regime"
            case .correlation: "Correlation"
            case .sectors: "Sectors"
            }
        }
    }

    public var section = Section.regime
    /// Chosen row of each section; the first where nothing was chosen.
    var rows: [Section: Int] = [:]
    /// First row shown of each section.
    var offsets: [Section: Int] = [:]
    /// Chosen column of the matrix, and the first one shown.
    var column = 0
    var columnOffset = 0

    public init() {}

    public var row: Int { rows[section] ?? 0 }
    var offset: Int { offsets[section] ?? 0 }

    mutating func turn(by step: Int) {
        let all = Section.allCases
        let here = all.firstIndex(of: section) ?? 0
        section = all[((here + step) % all.count + all.count) % all.count]
    }
}

extension MarketPage: OnDemandPage {
    static var inquiry: WritableKeyPath<DashboardState, Inquiry<WholeBook, MarketReport>> { \.market }
    /// Closes change once a day and the model is work; what the book has in each sector moves with its prices.
    static let pace = InquiryPace(refresh: 60, retry: 1, patience: 120, life: 180, isFromAnswer: true)
    static let upkeep = OnDemandUpkeep.whileOpen
    static let hints: [(DashboardAction, String)] = [
        (.pageNext, "next page"), (.moveDown, "down"), (.moveUp, "up"), (.columnRight, "column"),
        (.explain, "explain"), (.refresh, "refresh"), (.mask, "mask"), (.copy, "copy"), (.back, "close"),
    ]

    static func effect(_ question: WholeBook, number: Int) -> DashboardEffect { .fetchMarket(number: number) }

    var overlay: Overlay { .market(self) }

    func question(_ snapshot: DeskSnapshot?) -> WholeBook { WholeBook() }

    func paint(_ painter: inout FramePainter) { painter.paint(self) }
}

extension MarketReport: AgingReport {}

extension MarketAnswer {
    /// Sectors of another book would be taken for those of this one.
    var outcome: InquiryOutcome<MarketReport> {
        InquiryOutcome(report: report, account: account, refusal: refusal, keepsReport: true)
    }
}
