import MagnusDomain

/// What files tell that the ledger cannot hold: rows that no rule reads, and what is no position here.
extension LedgerBook {
    /// The cash is not known from here on, until a statement states it: what the row moved is in no sum. One that states no
    /// cash leaves it known.
    mutating func bookUnread(_ event: LedgerEvent) {
        var sum = totals[event.account] ?? AccountTotals()
        sum.unread += 1
        if event.price != .zero {
            sum.isCashKnown = false
            sum.statedBalance = nil
        }
        totals[event.account] = sum
        found.append(LedgerIssue(.unreadRow, event, event.details))
    }

    /// Counts what the account holds beside its positions. The cash is booked already; what it paid for has no value here.
    mutating func bookOtherAsset(_ event: LedgerEvent) {
        let name = event.orderIdentifier ?? event.details
        let held = totals[event.account]?.otherAssets[name] ?? 0
        let left = held.addingReportingOverflow(event.quantity.millionths)
        // What is repaid or sold was held: its purchase may lie before the files.
        let isBeyond = event.effect == .closing && (held == 0 || (held < 0) != (left.partialValue < 0))
        let isGone = event.quantity.isZero || left.partialValue == 0 || isBeyond
        // A number that cannot be counted is still something that is held.
        totals[event.account, default: AccountTotals()].otherAssets[name] =
            isGone ? nil : left.overflow ? held : left.partialValue
    }

    /// Rows of an account's files that no rule reads: what they moved is in no sum.
    public func unreadCount(of account: String) -> Int { totals[account]?.unread ?? 0 }

    /// What an account holds that is no position here, by its name at the broker, sorted: net liquidation lacks it.
    public func otherAssets(of account: String) -> [String] { (totals[account]?.otherAssets ?? [:]).keys.sorted() }
}
