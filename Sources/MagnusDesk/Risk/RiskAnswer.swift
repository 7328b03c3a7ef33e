import MagnusDomain

/// What a session may cost, and whose book it is: the shown account may have changed since the question.
public struct RiskAnswer: Sendable, Hashable {
    /// Name of the account, `all` for every one.
    public var account: String
    /// nil while that book has not been valued, when the work was cancelled, and for what ``refusal`` tells.
    public var report: RiskReport?
    /// What could not be had, and why, in a sentence.
    public var refusal: String?
    /// Somebody stopped the work: it is not begun again by itself.
    public var isCancelled: Bool

    public init(account: String, report: RiskReport?, refusal: String? = nil, isCancelled: Bool = false) {
        self.account = account
        self.report = report
        self.refusal = refusal
        self.isCancelled = isCancelled
    }

    /// Of the work behind it, as ``DeskCommand/cancelWork(id:)`` takes it.
    public static let workIdentifier = "risk"
}
