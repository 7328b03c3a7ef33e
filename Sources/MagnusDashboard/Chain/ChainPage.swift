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

/// The chain behind the view, as last answered.
public struct ChainHistory: Sendable, Equatable {
    public var report: ChainReport?
    /// Why there is none.
    public var refusal: String?
    /// The question that is on its way, and when it was asked, in seconds of the shell's own clock.
    var asked: ChainRequest?
    var askedAt = -Double.infinity
    /// When ``report`` came, on the same clock.
    var receivedAt = 0.0
    /// Why the last question about what is shown was refused; nil once one is answered.
    var failure: String?
    /// What is shown was not refreshed for ``DashboardReducer/viewLifeSeconds``, or its source failed: old, all of it.
    var isOld = false
    /// Trade built on it.
    public var draft = TradeDraft()

    public init() {}

    /// What is shown, as old as it is by now.
    func shown(asOf: Instant?) -> ChainReport? {
        report.map { report in
            report.aged(by: asOf.map { max(0, $0.seconds(since: report.retrievedAt)) } ?? 0, isOld: isOld)
        }
    }
}
