import MagnusDesk

/// What the open view of a payoff remembers.
public struct PayoffPage: Sendable, Equatable {
    public var request: PayoffRequest
    /// Line of the cursor among the figures: what explain means.
    public var line = 0

    public init(_ subject: PayoffSubject) {
        request = PayoffRequest(subject: subject)
    }

    /// Percent of the spot, points of volatility, days: how far the keys may move.
    static let spotRange = -90...200
    static let volatilityRange = -90...200
}

extension PayoffPage: OnDemandPage {
    static var inquiry: WritableKeyPath<DashboardState, Inquiry<PayoffRequest, PayoffReport>> { \.payoff }
    /// It tells the age of its spot.
    static let pace = InquiryPace(refresh: 2, life: .infinity)
    static let upkeep = OnDemandUpkeep.topmost
    static let hints: [(DashboardAction, String)] = [
        (.columnRight, "spot up"), (.grow, "vol up"), (.pageNext, "day on"), (.maximise, "as it is"),
        (.chain, "chain"), (.explain, "explain"), (.mask, "mask"), (.copy, "copy"), (.back, "close"),
    ]

    static func effect(_ question: PayoffRequest, number: Int) -> DashboardEffect { .fetchPayoff(question) }

    var overlay: Overlay { .payoff(self) }

    func question(_ snapshot: DeskSnapshot?) -> PayoffRequest { request }

    func ask(_ reducer: inout DashboardReducer) { reducer.askPayoff(request) }
}

extension PayoffAnswer {
    var outcome: InquiryOutcome<PayoffReport> {
        switch self {
        case .payoff(let report): .report(report)
        case .refused(let reason): .refused(reason)
        }
    }
}
