import MagnusDesk
import MagnusDomain

/// What the open risk view remembers.
public struct RiskPage: Sendable, Equatable {
    /// One table each.
    public enum Section: String, Sendable, Hashable, CaseIterable {
        case measures
        case days
        case limits
        case margin
        case events
        case assignment
        case attribution
        case greeks
        case hedges

        /// On its tab.
        var tab: String {
            switch self {
            case .measures: "VaR"
            case .days: "Worst days"
            case .limits: "Limits"
            case .margin: "Margin"
            case .events: "Events"
            case .assignment: "Assignment"
            case .attribution: "Today"
            case .greeks: "Greeks"
            case .hedges: "Hedges"
            }
        }

        /// In the list of all of them.
        var title: String {
            switch self {
            case .measures: "Value at risk, expected shortfall"
            case .days: "Worst sessions and their drivers"
            case .limits: "Concentration and limits"
            case .margin: "Margin and buying power"
            case .events: "Earnings and ex-dates"
            case .assignment: "Assignment by expiry"
            case .attribution: "Profit of the day by Greek"
            case .greeks: "Greeks of the book"
            case .hedges: "Hedges and their cost"
            }
        }
    }

    public var section = Section.measures
    /// Chosen row of each section; the first where nothing was chosen.
    var rows: [Section: Int] = [:]
    /// First row shown of each section.
    var offsets: [Section: Int] = [:]

    public init() {}

    public var row: Int { rows[section] ?? 0 }

    mutating func turn(by step: Int) {
        let all = Section.allCases
        let here = all.firstIndex(of: section) ?? 0
        section = all[((here + step) % all.count + all.count) % all.count]
    }
}

extension RiskPage: OnDemandPage {
    static var inquiry: WritableKeyPath<DashboardState, Inquiry<WholeBook, RiskReport>> { \.risk }
    /// A year of sessions and a revaluation of every leg thousands of times are work.
    static let pace = InquiryPace(refresh: 60, retry: 1, patience: .infinity, life: 180, isFromAnswer: true)
    static let upkeep = OnDemandUpkeep.whileOpen
    static let hints: [(DashboardAction, String)] = [
        (.pageNext, "next table"), (.explain, "explain"), (.open, "go there"), (.moveDown, "down"), (.moveUp, "up"),
        (.refresh, "refresh"), (.mask, "mask"), (.copy, "copy"), (.back, "close"),
    ]

    static func effect(_ question: WholeBook, number: Int) -> DashboardEffect { .fetchRisk(number: number) }

    /// Nobody looks any more: the work ends.
    static func closed(_ reducer: inout DashboardReducer) {
        guard reducer.state.risk.awaited != nil else { return }
        reducer.state.risk.forget()
        reducer.effects.append(.perform(.cancelWork(id: RiskAnswer.workIdentifier)))
    }

    var overlay: Overlay { .risk(self) }

    func question(_ snapshot: DeskSnapshot?) -> WholeBook { WholeBook() }
}

extension RiskAnswer {
    /// Figures of another book would be taken for those of this one.
    var outcome: InquiryOutcome<RiskReport> {
        InquiryOutcome(
            report: report, account: account, refusal: refusal, isCancelled: isCancelled, keepsReport: true)
    }
}
