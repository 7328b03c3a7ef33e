import MagnusDomain
import MagnusQuant

extension LedgerBook {
    /// A series of an account apart from its root.
    struct SeriesKey: Hashable, Sendable {
        private var account: String
        private var underlying: String
        private var expiry: CalendarDate
        private var right: OptionRight
        private var strikeThousandths: Int

        init(account: String, _ contract: OptionContract) {
            self.account = account
            underlying = contract.underlying
            expiry = contract.expiry
            right = contract.right
            strikeThousandths = contract.strikeThousandths
        }
    }

    /// An event as the events before it explain it; nil when it stays as it is.
    ///
    /// Files are imported in any order, so that a row may be stored before the rows that tell what it means. A closing row
    /// in an old root that holds nothing closes the adjusted series that took its place. An expiration that was stored
    /// when nothing was known to be held ends all that is: nothing of a series outlives it.
    mutating func explanation(of event: LedgerEvent) -> LedgerEvent? {
        guard case .option(let contract) = event.instrument else { return nil }
        // Of most events nothing is explained: none is copied before it is.
        var explained: LedgerEvent?
        if contract.isAdjusted {
            let key = SeriesKey(account: event.account, contract)
            if adjusted[key]?.contains(contract) != true { adjusted[key, default: []].append(contract) }
        } else if !adjusted.isEmpty, event.effect == .closing, event.kind != .split, event.kind != .symbolChange,
            !closes(event, contract),
            let other = adjusted[SeriesKey(account: event.account, contract)]?.first(where: { closes(event, $0) })
        {
            var moved = event
            moved.instrument = .option(other)
            explained = moved
        }
        if event.kind == .expiration, event.quantity.isZero, let instrument = (explained ?? event).instrument {
            let key = Key(account: event.account, instrument: instrument)
            if let held = holdings[key]?.quantity, !held.isZero {
                var ended = explained ?? event
                ended.quantity = -held
                explained = ended
            }
        }
        return explained
    }

    /// Whether all of a closing finds something to close in a series.
    private func closes(_ event: LedgerEvent, _ contract: OptionContract) -> Bool {
        let key = Key(account: event.account, instrument: .option(contract))
        guard let held = holdings[key]?.quantity, !held.isZero else { return false }
        if event.quantity.isZero { return event.kind == .expiration }
        return held.isShort != event.quantity.isShort
            && held.millionths.magnitude >= event.quantity.millionths.magnitude
    }
}
