import MagnusDomain

/// Which of a file's order numbers tell orders apart. Exports that were made anonymous repeat one number everywhere.
struct OrderTrust {
    private struct Key: Hashable {
        var account: String
        var order: String
    }

    private struct Use {
        var underlying: String
        var day: CalendarDate
        var days = 1
        var isRepeated = false
    }

    /// An order is of one underlying, and hardly filled on so many days.
    private static let dayLimit = 10

    private var repeatedNumbers: Set<Key> = []

    /// - Parameter events: by time.
    init(_ events: [LedgerEvent]) {
        var uses: [Key: Use] = [:]
        for event in events where event.kind == .trade {
            guard let order = event.orderIdentifier else { continue }
            let day = event.time.newYork.date
            var use = uses[Key(account: event.account, order: order)] ?? Use(underlying: event.underlying, day: day)
            if use.underlying != event.underlying { use.isRepeated = true }
            if use.day != day { (use.day, use.days) = (day, use.days + 1) }
            if use.days >= Self.dayLimit { use.isRepeated = true }
            uses[Key(account: event.account, order: order)] = use
        }
        for (key, use) in uses where use.isRepeated { repeatedNumbers.insert(key) }
    }

    /// The order of an event; nil when none is stated or the number stands for no order.
    func order(of event: LedgerEvent) -> String? {
        guard let order = event.orderIdentifier else { return nil }
        guard !repeatedNumbers.isEmpty else { return order }
        return repeatedNumbers.contains(Key(account: event.account, order: order)) ? nil : order
    }
}
