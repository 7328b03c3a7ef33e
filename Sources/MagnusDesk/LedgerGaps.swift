import MagnusDomain

/// What the files of an account have that its sums lack, in words.
public struct LedgerGaps: Sendable {
    private let unread: Int
    private let otherAssets: [String]
    private let isCashKnown: Bool

    public init(_ account: AccountValuation) {
        self.init(
            unread: account.unreadCount, otherAssets: account.otherAssets, isCashKnown: account.cashReason == nil)
    }

    /// - Parameters:
    ///   - unread: rows that no rule reads.
    ///   - otherAssets: names of what is held and is no position here.
    ///   - isCashKnown: whether the rows move no cash, or a statement states it since.
    public init(unread: Int, otherAssets: [String], isCashKnown: Bool) {
        (self.unread, self.otherAssets, self.isCashKnown) = (unread, otherAssets, isCashKnown)
    }

    /// A sentence for each; none where nothing is lacking.
    public var words: [String] {
        var words: [String] = []
        if unread > 0 {
            words.append(
                "\(CountedNoun.text(unread, "row")) of its files could not be booked: "
                    + (isCashKnown ? "realised profit lacks" : "cash and realised profit lack") + " what "
                    + (unread == 1 ? "it" : "they") + " moved")
        }
        if !otherAssets.isEmpty {
            let shown = otherAssets.prefix(3).joined(separator: ", ")
            let more = otherAssets.count > 3 ? " and \(otherAssets.count - 3) more" : ""
            words.append("net liquidation lacks what is no position here: \(shown)\(more)")
        }
        return words
    }

    /// What to do about rows that could not be booked.
    public static let remedy =
        "import the mended file again, or a plain CSV with a statement row that states the cash (Docs/import.md)"
}
