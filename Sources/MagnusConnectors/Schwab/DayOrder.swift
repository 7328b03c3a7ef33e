import MagnusDomain

/// The moments of rows of which only the day is stated.
///
/// Every row happened at 16:00:00 New York time; fractions of that second keep the rows of a day in a sensible order,
/// which is all they mean. First what changes shares by decree (splits, mergers, new symbols: in force from the opening)
/// and the shares of options that ended on an earlier day: they are there when the day begins. Then what opens (stated openings, purchases, deliveries in), then what closes, then cash, then what ends options with
/// the shares that go with it. Openings before closings within a day is what first-in-first-out needs, and an export may
/// list a day in either direction. Rows of one step keep the file's order, the oldest first.
///
/// The second is the same for all, so that the id of a row depends on its content alone.
enum DayOrder {
    /// The moment of a row of that day before ``settle(_:)`` has ordered it.
    static func moment(on date: CalendarDate) -> Instant { NewYorkTime.instant(on: date, hour: 16, minute: 0) }

    private enum Step: Int64 {
        case decree, arrival, opening, closing, cash, ending
    }

    /// Orders the rows of a file.
    /// - Parameter rows: in the file's order, all stamped 16:00:00 of their day; a file of one day is taken to be newest
    ///   first, as these brokers print them.
    static func settle(_ rows: inout ImportedRows) {
        guard let first = rows.first?.event.time, let last = rows.last?.event.time else { return }
        let isNewestFirst = first >= last
        let order = isNewestFirst ? Array(rows.indices.reversed()) : Array(rows.indices)
        let endings = endings(in: rows)
        var counts: [Key: Int64] = [:]
        var former: Int?
        for index in order {
            let event = rows[index].event
            let step = step(of: event, endings)
            let key = Key(second: event.time.secondsSinceEpoch, step: step.rawValue)
            var place = counts[key] ?? 0
            if step == .decree, let previous = former, isPair(rows[previous].event, event) {
                // The two halves of a change meet in the book by their moment.
                place = max(0, place - 1)
                former = nil
            } else {
                counts[key] = place + 1
                former = step == .decree ? index : nil
            }
            // An ending and the shares it moves meet in the same way.
            if step == .ending || step == .arrival { place = 0 }
            let fraction = step.rawValue * 100_000_000 + min(place, 99_999) * 1000
            rows[index].event.time = Instant(
                nanosecondsSinceEpoch: event.time.secondsSinceEpoch * 1_000_000_000 + fraction)
        }
    }

    private struct Key: Hashable {
        var second: Int64
        var step: Int64
    }

    private struct Ending: Hashable {
        var second: Int64
        var symbol: String
    }

    /// The days on which options of an underlying were assigned or exercised.
    private static func endings(in rows: ImportedRows) -> Set<Ending> {
        var found: Set<Ending> = []
        for row in rows where row.event.kind == .assignment || row.event.kind == .exercise {
            guard case .option(let contract) = row.event.instrument else { continue }
            found.insert(Ending(second: row.event.time.secondsSinceEpoch, symbol: contract.underlying))
        }
        return found
    }

    private static func step(of event: LedgerEvent, _ endings: Set<Ending>) -> Step {
        switch event.kind {
        case .split, .symbolChange, .merger: return .decree
        case .assignment, .exercise:
            guard case .stock(let symbol) = event.instrument else { return .ending }
            let ending = Ending(second: event.time.secondsSinceEpoch, symbol: symbol)
            return endings.contains(ending) ? .ending : .arrival
        case .expiration, .cashSettlement: return .ending
        default: break
        }
        if event.quantity.isZero { return .cash }
        switch event.effect {
        case .opening: return .opening
        case .closing: return .closing
        case .automatic: return event.quantity.isShort ? .closing : .opening
        }
    }

    /// One takes away, the other brings, of the same kind on the same day.
    static func isPair(_ left: LedgerEvent, _ right: LedgerEvent) -> Bool {
        left.kind == right.kind && left.time.secondsSinceEpoch == right.time.secondsSinceEpoch
            && !left.quantity.isZero && !right.quantity.isZero && left.quantity.isShort != right.quantity.isShort
    }
}
