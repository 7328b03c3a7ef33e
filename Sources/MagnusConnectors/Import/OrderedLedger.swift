import MagnusDomain

/// The ledger as it is after an import, by time, then id: what was there without the corrected entries, what took their
/// place, and the new entries. Each entry is read when it is asked for.
public struct OrderedLedger: Sequence, Sendable {
    private struct Place: Sendable {
        var time: Int64
        /// Places of ``existing``, then of ``corrections``, then of ``entries``.
        var number: Int32
    }

    private let existing: LedgerEventList
    private let corrections: LedgerEventList
    private let entries: LedgerEventList
    private let places: [Place]

    init(
        existing: LedgerEventList, gone: Set<Int32>, corrections: LedgerEventList, entries: LedgerEventList
    ) {
        var places: [Place] = []
        places.reserveCapacity(existing.count + corrections.count + entries.count)
        for (list, first) in [
            (existing, 0), (corrections, existing.count), (entries, existing.count + corrections.count),
        ] {
            for (place, event) in list.enumerated() {
                let number = Int32(clamping: first + place)
                guard !gone.contains(number) else { continue }
                places.append(Place(time: event.time.nanosecondsSinceEpoch, number: number))
            }
        }
        places.sort { $0.time < $1.time }
        (self.existing, self.corrections, self.entries, self.places) = (existing, corrections, entries, places)
    }

    public struct Iterator: IteratorProtocol {
        private let ledger: OrderedLedger
        private var position = 0
        /// Entries of one moment, in the order of their ids, last first.
        private var moment: [LedgerEvent] = []

        init(_ ledger: OrderedLedger) {
            self.ledger = ledger
        }

        public mutating func next() -> LedgerEvent? {
            if let event = moment.popLast() { return event }
            guard position < ledger.places.count else { return nil }
            let first = ledger.event(ledger.places[position].number)
            let time = ledger.places[position].time
            position += 1
            guard position < ledger.places.count, ledger.places[position].time == time else { return first }
            moment = [first]
            while position < ledger.places.count, ledger.places[position].time == time {
                moment.append(ledger.event(ledger.places[position].number))
                position += 1
            }
            moment.sort { $0.id > $1.id }
            return moment.popLast()
        }
    }

    public func makeIterator() -> Iterator { Iterator(self) }

    private func event(_ number: Int32) -> LedgerEvent {
        var place = Int(number)
        if place < existing.count { return existing[place] }
        place -= existing.count
        return place < corrections.count ? corrections[place] : entries[place - corrections.count]
    }
}
