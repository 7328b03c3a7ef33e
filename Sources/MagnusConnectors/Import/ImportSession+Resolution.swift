import MagnusDomain
import MagnusQuant

extension ImportSession {
    struct Resolution {
        var events: [LedgerEvent] = []
        /// Events that take the place of stored ones.
        var replacements: [(place: Int, event: LedgerEvent)] = []
        var warnings: [(file: Int, warning: ImportReport.Warning)] = []
        /// Quantities in millionths after everything.
        var holdings: [Instrument: Int64] = [:]
        /// Adjusted contracts among them, by the series they came from.
        var adjusted: [SeriesKey: Set<OptionContract>] = [:]
    }

    /// An option row of a day that delivers or receives shares.
    private struct Delivery {
        var kind: LedgerEventKind
        var strike: Double
        /// Whether shares come in: an assigned put, an exercised call.
        var isReceived: Bool
    }

    private struct DayKey: Hashable {
        var date: CalendarDate
        var underlying: String
    }

    /// A series apart from its root.
    struct SeriesKey: Hashable {
        var underlying: String
        var expiry: CalendarDate
        var right: OptionRight
        var strikeThousandths: Int

        init(_ contract: OptionContract) {
            underlying = contract.underlying
            expiry = contract.expiry
            right = contract.right
            strikeThousandths = contract.strikeThousandths
        }
    }

    /// Gives the rows what other rows know: the side of an expired holding, the option behind delivered shares, the
    /// adjusted series behind an old root.
    mutating func resolve() -> Resolution {
        var result = Resolution()
        let deliveries = deliveries()
        // Indices are sorted, not rows: rows are large.
        let order = accepted.map { ($0.row.event.time.nanosecondsSinceEpoch, $0.file, $0.sequence) }
        // Nearly sorted, mostly newest first: turned round there is little left to sort.
        let isDescending = (order.first?.0 ?? 0) > (order.last?.0 ?? 0)
        let indices = isDescending ? Array(accepted.indices.reversed()) : Array(accepted.indices)
        let rows = indices.sorted { order[$0] < order[$1] }
        result.events.reserveCapacity(rows.count)
        let past = existing.indices.filter { !superseded.contains($0) }.sorted { existing[$0].time < existing[$1].time }
        var next = past.startIndex
        for (number, index) in rows.enumerated() {
            if number & 4095 == 4095, isCancelled() { break }
            let entry = accepted[index]
            accepted[index].row = .none
            while next < past.endIndex, existing[past[next]].time <= entry.row.event.time {
                result.book(existing[past[next]])
                next += 1
            }
            result.take(entry, kind: entry.row.side == .delivers ? Self.kind(of: entry, in: deliveries) : nil)
        }
        for place in past[next...] { result.book(existing[place]) }
        return result
    }

    private func deliveries() -> [DayKey: [Delivery]] {
        var found: [DayKey: [Delivery]] = [:]
        func add(_ event: LedgerEvent) {
            guard event.kind == .assignment || event.kind == .exercise, case .option(let contract) = event.instrument
            else { return }
            let key = DayKey(date: event.time.newYork.date, underlying: contract.underlying)
            found[key, default: []].append(
                Delivery(
                    kind: event.kind, strike: contract.strike,
                    isReceived: (event.kind == .assignment) == (contract.right == .put)))
        }
        for place in existing.indices where !superseded.contains(place) { add(existing[place]) }
        for entry in accepted { add(entry.row.event) }
        return found
    }

    /// Assignment or exercise, nil when no option of that day and side explains the shares.
    private static func kind(of entry: AcceptedRow, in deliveries: [DayKey: [Delivery]]) -> LedgerEventKind? {
        let event = entry.row.event
        guard let underlying = event.instrument?.underlying else { return nil }
        let key = DayKey(date: event.time.newYork.date, underlying: underlying)
        let fitting = (deliveries[key] ?? []).filter { $0.isReceived != event.quantity.isShort }
        let exact = fitting.first { abs($0.strike - (event.price?.dollars ?? .infinity)) < 0.0005 }
        return (exact ?? fitting.first)?.kind
    }
}

extension ImportSession.Resolution {
    mutating func book(_ event: LedgerEvent) {
        guard let instrument = event.instrument else { return }
        holdings[instrument, default: 0] &+= event.quantity.millionths
        if case .option(let contract) = instrument, contract.isAdjusted {
            adjusted[ImportSession.SeriesKey(contract), default: []].insert(contract)
        }
    }

    mutating func take(_ entry: ImportSession.AcceptedRow, kind deliveredBy: LedgerEventKind?) {
        var event = entry.row.event
        if entry.row.side == .delivers {
            event.kind = deliveredBy ?? .adjustment
            if deliveredBy == nil {
                warn(entry, "delivery_unexplained", "shares moved without an assignment or exercise on that day")
            }
        }
        if event.effect == .closing, event.kind != .split, event.kind != .symbolChange {
            linkAdjusted(&event, entry)
        }
        if entry.row.side == .removesHolding { settleSide(&event, entry) }
        book(event)
        if let place = entry.replaces { replacements.append((place, event)) } else { events.append(event) }
    }

    /// A closing row in an old root that holds nothing closes the adjusted series that took its place.
    private mutating func linkAdjusted(_ event: inout LedgerEvent, _ entry: ImportSession.AcceptedRow) {
        guard let instrument = event.instrument, case .option(let contract) = instrument, !contract.isAdjusted else {
            return
        }
        let isSideKnown = entry.row.side == .stated
        func closes(_ held: Int64) -> Bool {
            guard held != 0, held.magnitude >= event.quantity.millionths.magnitude else { return false }
            return !isSideKnown || (held < 0) != event.quantity.isShort
        }
        if closes(holdings[instrument] ?? 0) { return }
        let candidates = adjusted[ImportSession.SeriesKey(contract)] ?? []
        guard let adjusted = candidates.first(where: { closes(holdings[.option($0)] ?? 0) }) else { return }
        event.instrument = .option(adjusted)
        warn(entry, "adjusted_contract", "\(contract.osi) was adjusted: booked as \(adjusted.osi)")
    }

    /// An expiration does not say whether it removed a long or a short holding.
    private mutating func settleSide(_ event: inout LedgerEvent, _ entry: ImportSession.AcceptedRow) {
        guard let instrument = event.instrument else { return }
        let held = holdings[instrument] ?? 0
        if held == 0 {
            warn(entry, "nothing_held", "an option expired that no earlier row opened: no holding is changed")
            event.quantity = .zero
            return
        }
        if held.magnitude < event.quantity.millionths.magnitude {
            warn(entry, "more_than_held", "more contracts expired than earlier rows opened")
        }
        event.quantity = held > 0 ? -event.quantity : event.quantity
    }

    private mutating func warn(_ entry: ImportSession.AcceptedRow, _ code: String, _ message: String) {
        guard warnings.count < ImportReport.listLimit else { return }
        warnings.append(
            (entry.file, ImportReport.Warning(line: entry.row.event.line, code: code, message: message)))
    }
}
