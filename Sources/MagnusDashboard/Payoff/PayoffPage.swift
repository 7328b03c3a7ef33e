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

/// The payoff behind the view, as last answered.
public struct PayoffHistory: Sendable, Equatable {
    public var report: PayoffReport?
    /// Why there is none.
    public var refusal: String?
    /// The question that is on its way, and when it was asked, in seconds of the shell's own clock.
    var asked: PayoffRequest?
    var askedAt = -Double.infinity

    public init() {}
}
