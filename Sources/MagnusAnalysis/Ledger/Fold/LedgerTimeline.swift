import MagnusDomain
import MagnusQuant

/// A ledger that can be turned back to any moment.
///
/// The fold keeps a bounded number of checkpoints; a moment is reached from the one before it. What the book was is
/// exactly what folding the events up to then gives.
public struct LedgerTimeline: Sendable {
    /// The book after the last event.
    public let latest: LedgerBook
    private var checkpoints: [(count: Int, book: LedgerBook)] = []

    /// - Parameters:
    ///   - events: in any order; known ids count once.
    ///   - limit: most checkpoints kept; the distance between them doubles when there would be more.
    public init(_ events: [LedgerEvent], checkpoints limit: Int = 32) {
        self.init(LedgerBook(events), checkpoints: limit)
    }

    public init(_ book: LedgerBook, checkpoints limit: Int = 32) {
        latest = book
        var folding = LedgerBook()
        var distance = 1024
        let events = book.allEvents
        guard events.count > distance, limit > 1 else { return }
        for event in events {
            folding.fold(event)
            guard folding.eventCount % distance == 0 else { continue }
            checkpoints.append((folding.eventCount, folding.withoutHistory))
            if checkpoints.count >= limit {
                distance *= 2
                checkpoints.removeAll { $0.count % distance != 0 }
            }
        }
    }

    /// The book with every event up to a moment, that moment included.
    public func book(at moment: Instant) -> LedgerBook {
        let events = latest.events
        let end = moment.endOfSecond
        var low = 0
        var high = events.count
        while low < high {
            let middle = (low + high) / 2
            if events[middle].time <= end { low = middle + 1 } else { high = middle }
        }
        guard low < events.count else { return latest }
        let start = checkpoints.last { $0.count <= low }
        var book = LedgerBook()
        var folded = 0
        if let start, let history = latest.records(before: start.count) {
            book = start.book
            book.events = Array(events[..<start.count])
            book.records = history
            folded = start.count
        }
        book.events.reserveCapacity(low)
        for event in events[folded..<low] { book.fold(event) }
        return book
    }

    /// Options past their expiry that no event has closed, with the session for the report over.
    public func expiredUnresolved(
        at moment: Instant, calendar: ExchangeCalendar = .standard
    ) -> [Position] {
        book(at: moment).expiredUnresolved(at: moment, calendar: calendar)
    }
}

extension LedgerBook {
    /// Options past their expiry that no event has closed, from two sessions after it.
    public func expiredUnresolved(at moment: Instant, calendar: ExchangeCalendar = .standard) -> [Position] {
        positions.filter { position in
            guard case .option(let contract) = position.instrument else { return false }
            let instants = contract.expiryInstants(calendar: calendar)
            guard instants.state(at: moment) == .awaitingBroker else { return false }
            let report = calendar.adding(sessions: 2, to: instants.day)
            return moment >= NewYorkTime.instant(on: report, hour: 16, minute: 0)
        }
    }

    /// The state alone, so that checkpoints do not each keep the ledger.
    fileprivate var withoutHistory: LedgerBook {
        var copy = self
        copy.events = []
        copy.records = []
        return copy
    }

    /// Closed lots of the first `count` events; nil when a later event changed one of them.
    fileprivate func records(before count: Int) -> [ClosedLotRecord]? {
        let place = Int32(clamping: count)
        var low = 0
        var high = records.count
        while low < high {
            let middle = (low + high) / 2
            if records[middle].closing < place { low = middle + 1 } else { high = middle }
        }
        let history = Array(records[..<low])
        return history.contains { $0.premiumFrom >= place } ? nil : history
    }
}
