import MagnusDomain

/// Expirations that were reported after the moment a book is asked for.
public enum LateExpirations {
    /// A report that comes later than this is looked at as none.
    public static let span = 10.0 * 86_400

    /// What had happened by a moment: the events up to it, and those expirations reported later whose series had ended by
    /// then, at the end of its last day. What the report pays or costs belongs to its own day: with cash it stays there.
    /// - Parameter events: up to ``span`` beyond the moment, by time then id.
    public static func known(_ events: [LedgerEvent], at moment: Instant) -> [LedgerEvent] {
        // Almost all of a long history came before the moment and is in order: only what came after is looked at.
        let later = events.reversed().prefix { $0.time > moment }
        let early = later.compactMap { (event) -> LedgerEvent? in
            guard event.kind == .expiration, event.amount == .zero, event.fees == .zero,
                case .option(let contract) = event.instrument
            else { return nil }
            var ended = event
            ended.time = NewYorkTime.instant(on: contract.expiry, secondsOfDay: 86_399)
            return ended.time <= moment ? ended : nil
        }
        let before = later.isEmpty ? events : Array(events.dropLast(later.count))
        return early.isEmpty ? before : (before + early).sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    }
}
