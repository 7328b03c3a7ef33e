import MagnusDesk
import MagnusDomain

/// What the open view of a chain remembers.
public struct ChainPage: Sendable, Equatable {
    public var request: ChainRequest
    /// Strike of the cursor, thousandths of a dollar; nil until it was moved: then the one nearest to the spot.
    public var strike: Int?
    public var side = OptionRightSide.put
    /// Column that the cursor is on: what explain means; nil until one was chosen.
    public var column: ChainColumn?
    public var columnSet = ChainColumnSet.market
    /// First line shown.
    var offset = 0

    public init(_ request: ChainRequest) {
        self.request = request
    }
}

/// Calls on the left, puts on the right of the strikes.
public enum OptionRightSide: String, Sendable, Hashable, CaseIterable {
    case call
    case put

    var other: OptionRightSide { self == .call ? .put : .call }
}

extension ChainPage: OnDemandPage {
    static var inquiry: WritableKeyPath<DashboardState, Inquiry<ChainRequest, ChainReport>> { \.chain }
    static let pace = InquiryPace(refresh: 2)
    static let upkeep = OnDemandUpkeep.topmost
    static let hints: [(DashboardAction, String)] = [
        (.pageNext, "next expiry"), (.buy, "buy"), (.sell, "sell"), (.open, "payoff"), (.explain, "explain"),
        (.wide, "columns"), (.focusNext, "call/put"), (.removeLeg, "no leg"), (.clearDraft, "clear"),
        (.copy, "copy"), (.back, "close"),
    ]

    static func effect(_ question: ChainRequest, number: Int) -> DashboardEffect { .fetchChain(question) }

    var overlay: Overlay { .chain(self) }

    func question(_ snapshot: DeskSnapshot?) -> ChainRequest { request }

    /// With the price of the draft.
    func ask(_ reducer: inout DashboardReducer) {
        reducer.ask(self)
        reducer.refreshDraft()
    }
}

extension ChainAnswer {
    /// - Parameter shown: what is there goes on aging in sight, where it is of the same symbol.
    func outcome(of request: ChainRequest, shown: ChainReport?) -> InquiryOutcome<ChainReport> {
        switch self {
        case .chain(let report): .report(report)
        case .refused(let reason):
            InquiryOutcome(refusal: reason, keepsReport: shown?.symbol == request.symbol)
        }
    }
}

extension Inquiry where Report == ChainReport {
    /// What is shown, as old as it is by now.
    func shown(asOf: Instant?) -> ChainReport? {
        report.map { report in
            report.aged(by: asOf.map { max(0, $0.seconds(since: report.retrievedAt)) } ?? 0, isOld: isOld)
        }
    }
}
