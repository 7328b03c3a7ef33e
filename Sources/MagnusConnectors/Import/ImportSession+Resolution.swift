import MagnusDomain
import MagnusQuant

extension ImportSession {
    struct Resolution {
        var events = LedgerEventList()
        var counts = ImportReport.EventCounts()
        /// Events that take the place of stored ones, and the places of those.
        var replacements = LedgerEventList()
        var replaced: [Int32] = []
        var warnings: [(file: Int, warning: ImportReport.Warning)] = []
        /// The day of the import in New York; nil where nobody says it.
        var today: CalendarDate?
        /// Quantities in millionths after everything; those of nothing are left out.
        var holdings: [Instrument: Int64] = [:]
        /// Adjusted contracts among them, by the series they came from.
        var adjusted: [SeriesKey: Set<OptionContract>] = [:]
        /// Assigned and exercised options against the shares they moved.
        var balance = DeliveryBalance()
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

    /// Where a new row stands among the others: by time, within a moment by file and line.
    private struct Order: Comparable {
        var time: Int64
        var file: Int32
        /// The line; in a file that lists the newest row first, its negative: within one second the order of the rows
        /// is all there is.
        var sequence: Int32
        /// The row's place in ``ImportSession/accepted``.
        var index: Int32

        static func < (left: Order, right: Order) -> Bool {
            if left.time != right.time { return left.time < right.time }
            if left.file != right.file { return left.file < right.file }
            return left.sequence < right.sequence
        }
    }

    /// Gives the rows what other rows know: the side of an expired holding, the option behind delivered shares, the
    /// adjusted series behind an old root.
    func resolve() -> Resolution {
        var result = Resolution()
        result.today = now?.newYork.date
        let deliveries = deliveries()
        let past = existingByTime()
        var next = past.startIndex
        for (number, order) in sorted().enumerated() {
            if number & 4095 == 4095, isCancelled() { break }
            let entry = accepted[Int(order.index)]
            let row = row(of: entry)
            while next < past.endIndex, past[next].time <= order.time {
                result.book(known: existing[Int(past[next].place)])
                next += 1
            }
            let kind = row.side == .delivers ? Self.kind(of: row.event, in: deliveries) : nil
            result.take(row, entry, kind: kind)
            // What takes the place of a mark is new.
            if entry.replaces >= 0, existing[Int(entry.replaces)].kind == .unread { result.counts.count(row.event) }
        }
        for (_, place) in past[next...] {
            result.book(known: existing[Int(place)])
        }
        result.warnOfDeliveries()
        return result
    }

    private func sorted() -> [Order] {
        let isDescending = sources.map { rows in
            (rows.first?.event.time).map { $0 > (rows.last?.event.time ?? $0) } ?? false
        }
        var order: [Order] = []
        order.reserveCapacity(accepted.count)
        for (index, entry) in accepted.enumerated() {
            let event = sources[Int(entry.file)][Int(entry.row)].event
            let line = Int32(clamping: event.line ?? 0)
            order.append(
                Order(
                    time: event.time.nanosecondsSinceEpoch, file: entry.file,
                    sequence: isDescending[Int(entry.file)] ? -line : line, index: Int32(clamping: index)))
        }
        // Nearly sorted, mostly newest first: turned round there is little left to sort.
        if let first = order.first, let last = order.last, first.time > last.time { order.reverse() }
        order.sort()
        return order
    }

    /// The places of the entries that stay, by time.
    private func existingByTime() -> [(time: Int64, place: Int32)] {
        var past: [(time: Int64, place: Int32)] = []
        past.reserveCapacity(existing.count - superseded.count)
        var isSorted = true
        for (place, event) in existing.enumerated() where !superseded.contains(place) {
            let time = event.time.nanosecondsSinceEpoch
            if let last = past.last, last.time > time { isSorted = false }
            past.append((time, Int32(clamping: place)))
        }
        if !isSorted { past.sort { $0 < $1 } }
        return past
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
        for (place, event) in existing.enumerated() where !superseded.contains(place) { add(event) }
        for entry in accepted { add(sources[Int(entry.file)][Int(entry.row)].event) }
        return found
    }

    /// Assignment or exercise, nil when no option of that day and side explains the shares.
    private static func kind(of event: LedgerEvent, in deliveries: [DayKey: [Delivery]]) -> LedgerEventKind? {
        guard let underlying = event.instrument?.underlying else { return nil }
        let key = DayKey(date: event.time.newYork.date, underlying: underlying)
        let fitting = (deliveries[key] ?? []).filter { $0.isReceived != event.quantity.isShort }
        let exact = fitting.first { abs($0.strike - (event.price?.dollars ?? .infinity)) < 0.0005 }
        return (exact ?? fitting.first)?.kind
    }
}

extension ImportSession.Resolution {
    /// - Parameter excess: Of its quantity, what closes nothing and so changes no holding.
    mutating func book(_ event: LedgerEvent, excess: Int64 = 0) {
        guard let instrument = event.instrument else { return }
        if event.kind == .statement {
            if !event.quantity.isZero { holdings[instrument] = event.quantity.millionths }
            return
        }
        let held = (holdings[instrument] ?? 0) &+ event.quantity.millionths &- excess
        holdings[instrument] = held == 0 ? nil : held
        if case .option(let contract) = instrument, contract.isAdjusted {
            adjusted[ImportSession.SeriesKey(contract), default: []].insert(contract)
        }
    }

    /// Books an entry of the ledger as its book will: rows of this import may tell what it means, see
    /// `LedgerBook.explanation(of:)`.
    mutating func book(known entry: LedgerEvent) {
        var event = entry
        let isSideKnown = !event.quantity.isZero
        if isSideKnown || event.kind == .expiration, let series = adjustedSeries(of: event, isSideKnown: isSideKnown) {
            event.instrument = .option(series)
        }
        if event.kind == .expiration, event.quantity.isZero, let instrument = event.instrument {
            event.quantity = Quantity(millionths: 0 &- (holdings[instrument] ?? 0))
        }
        book(event, excess: excess(of: event))
        balance.take(event, file: nil)
    }

    mutating func take(_ row: ImportedRow, _ entry: ImportSession.AcceptedRow, kind deliveredBy: LedgerEventKind?) {
        var event = row.event
        if row.side == .delivers {
            event.kind = deliveredBy ?? .adjustment
            if deliveredBy == nil {
                warn(event, entry, "delivery_unexplained", "shares moved without an assignment or exercise on that day")
            }
        }
        if let series = adjustedSeries(of: event, isSideKnown: row.side == .stated),
            case .option(let former) = event.instrument
        {
            event.instrument = .option(series)
            warn(event, entry, "adjusted_contract", "\(former.osi) was adjusted: booked as \(series.osi)")
        }
        warnOfDay(event, entry)
        if row.side == .removesHolding { settleSide(&event, entry) }
        let excess = excess(of: event)
        if excess != 0 {
            let part = Quantity(millionths: abs(excess)).signedText.drop { $0 == "+" }
            if event.kind == .transfer {
                warn(
                    event, entry, "more_than_held",
                    "moves out \(part) that no earlier row brought: no short position is made of it")
            } else {
                warn(
                    event, entry, "closing_without_opening",
                    "closes \(part) that no earlier row opened: its cash is booked, what it realised is "
                        + (event.statedProfit == nil ? "unknown" : "as the broker states"))
            }
        }
        book(event, excess: excess)
        balance.take(event, file: entry.file)
        if entry.replaces >= 0 {
            replaced.append(entry.replaces)
            replacements.append(event)
        } else {
            counts.count(event)
            events.append(event)
        }
    }

    /// What a closing trade closes beyond what is held, signed as the trade: the book takes its cash and knows no profit
    /// of it. Shares that are moved out are closed without cash; those that a merger takes for cash are as good as sold.
    func excess(of event: LedgerEvent) -> Int64 {
        let isSold = event.kind == .trade || event.kind == .merger && event.amount > .zero
        guard isSold || event.kind == .transfer, event.effect == .closing,
            let instrument = event.instrument
        else { return 0 }
        let held = holdings[instrument] ?? 0
        let size = event.quantity.millionths
        let closed = (held < 0) == (size < 0) ? 0 : min(held.magnitude, size.magnitude)
        let excess = Int64(clamping: size.magnitude - closed)
        return size < 0 ? -excess : excess
    }

    /// A closing row in an old root that holds nothing closes the adjusted series that took its place: that series.
    private func adjustedSeries(of event: LedgerEvent, isSideKnown: Bool) -> OptionContract? {
        guard event.effect == .closing, event.kind != .split, event.kind != .symbolChange,
            let instrument = event.instrument, case .option(let contract) = instrument, !contract.isAdjusted
        else { return nil }
        func closes(_ held: Int64) -> Bool {
            guard held != 0, held.magnitude >= event.quantity.millionths.magnitude else { return false }
            return !isSideKnown || (held < 0) != event.quantity.isShort
        }
        if closes(holdings[instrument] ?? 0) { return nil }
        let candidates = adjusted[ImportSession.SeriesKey(contract)] ?? []
        return candidates.first { closes(holdings[.option($0)] ?? 0) }
    }

    /// A day that cannot be: nothing is dropped for it, but whoever looks for the row should know where it went.
    private mutating func warnOfDay(_ event: LedgerEvent, _ entry: ImportSession.AcceptedRow) {
        let day = event.time.newYork.date
        if let today, day > today {
            warn(
                event, entry, "dated_in_future",
                "\(day.iso8601) is after today: it counts in no view before that day")
        }
        guard event.kind == .trade, case .option(let contract) = event.instrument, day > contract.expiry else { return }
        warn(
            event, entry, "traded_after_expiry",
            "a trade on \(day.iso8601) of an option whose last day was \(contract.expiry.iso8601): it counts as stated")
    }

    /// Options whose shares nobody booked: who reads the book later sees them nowhere.
    mutating func warnOfDeliveries() {
        for (file, line, message) in balance.missing() {
            guard warnings.count < ImportReport.listLimit else { return }
            warnings.append(
                (Int(file), ImportReport.Warning(line: line, code: "delivery_missing", message: message)))
        }
    }

    /// An expiration does not say whether it removed a long or a short holding.
    private mutating func settleSide(_ event: inout LedgerEvent, _ entry: ImportSession.AcceptedRow) {
        guard let instrument = event.instrument else { return }
        let held = holdings[instrument] ?? 0
        if held == 0 {
            warn(event, entry, "nothing_held", "an option expired that no earlier row opened: no holding is changed")
            event.quantity = .zero
            return
        }
        if held.magnitude < event.quantity.millionths.magnitude {
            warn(event, entry, "more_than_held", "more contracts expired than earlier rows opened")
        }
        event.quantity = held > 0 ? -event.quantity : event.quantity
    }

    private mutating func warn(
        _ event: LedgerEvent, _ entry: ImportSession.AcceptedRow, _ code: String, _ message: String
    ) {
        guard warnings.count < ImportReport.listLimit else { return }
        warnings.append(
            (Int(entry.file), ImportReport.Warning(line: event.line, code: code, message: message)))
    }
}
