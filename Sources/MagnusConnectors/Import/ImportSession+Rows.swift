import MagnusDomain

/// Taking the rows of one file: new, known, or a more exact record of a known one.
extension ImportSession {
    /// What the duplicates of one file say otherwise than the records that are kept.
    private struct Differences {
        var corrected = 0
        var poorer = 0
        /// Trades that are now known to be the shares of an option.
        var delivered = 0
        /// Sales of shares that are now known to close.
        var closing = 0
        /// Rows whose result the broker states, stored without it.
        var stated = 0
        /// Rows stored as a dividend or a transfer that are a change of contracts or shares.
        var reread = 0
        /// Trades whose fees are now known, their cash unchanged.
        var charged = 0
        /// Trades and their cancellations that are now known to belong together.
        var cancelled = 0
        /// Kept record less the other one.
        var amounts = Money.zero
        var fees = Money.zero

        mutating func add(kept: LedgerEvent, other: LedgerEvent) {
            amounts += kept.amount - other.amount
            fees += kept.fees - other.fees
        }

        /// How many rows of each kind, the code of its warning, and its words.
        var kinds: [(count: Int, code: String, what: String)] {
            [
                (corrected, "more_exact", "rows known from a poorer export are replaced by this one's: " + words),
                (
                    delivered, "delivery_found",
                    "trades of shares that are known already are now booked as what an assigned or exercised option moved"
                ),
                (
                    closing, "closing_found",
                    "sales of shares that are known already are now booked as closing: none of them is a short sale"
                ),
                (
                    stated, "stated_result",
                    "rows that are known already are now booked with what the broker states they realised"
                ),
                (
                    reread, "change_found",
                    "rows that are known already are now booked as the change of a position that they are"
                ),
                (
                    charged, "fees_found",
                    "trades that are known already are now booked with their fees; their cash stays"
                ),
                (
                    cancelled, "cancellation_found",
                    "rows that are known already belong to trades that were taken back: they move nothing from now on"
                ),
                (
                    poorer, "less_exact",
                    "rows are known with other amounts or fees from a more exact export: those stay"
                ),
            ]
        }

        private var words: String {
            "cash differs by \(Self.signed(amounts + fees)), of it fees \(Self.signed(fees))"
        }

        private static func signed(_ money: Money) -> String { (money > .zero ? "+" : "") + money.text }
    }

    mutating func take(
        _ rows: ImportedRows, layout name: String, format: ImportFormat, into report: inout ImportReport.File
    ) {
        let layout = "\(format.rawValue)-\(name)"
        let rank = format.exactness(ofLayout: name)
        prepareCounterparts(of: layout)
        let number = index.layout(layout)
        let file = files.count
        // Of rows that are equal to an earlier one of the file: how many there were.
        var repeated: [RowKey: Int32] = [:]
        var differences = Differences()
        var days = 0...0
        var daysAreKnown = false
        var added: [Int32] = []
        var unread: [UnreadMark] = []
        for (place, found) in rows.enumerated() {
            if place & 4095 == 4095, isCancelled() { break }
            if found.event.kind == .unread {
                note(found, at: place, of: rows, layout: number, &unread)
                continue
            }
            let date = found.event.time.newYork.date
            if !daysAreKnown || !days.contains(date.daysSinceEpoch) {
                daysAreKnown = true
                report.firstDate = min(report.firstDate ?? date, date)
                report.lastDate = max(report.lastDate ?? date, date)
                if let first = report.firstDate, let last = report.lastDate {
                    days = first.daysSinceEpoch...last.daysSinceEpoch
                }
            }
            var key = key(of: found, layout: number, occurrence: 1)
            var record = index.record(key)
            if record?.file == file {
                repeated[key, default: 1] += 1
                key.occurrence = repeated[key] ?? 1
                record = index.record(key)
            }
            let entry = AcceptedRow(
                file: Int32(clamping: file), row: Int32(clamping: place), occurrence: key.occurrence, replaces: -1)
            if let known = record?.place {
                report.rows.duplicate += 1
                index.set(key, place: known, file: file)
                judge(found, entry, key, sameAs: known, into: &report, &differences)
                continue
            }
            if let (known, other) = takeCounterpart(of: found.event, layout: layout) {
                report.rows.duplicate += 1
                let stored = event(at: known)
                if rank > other {
                    added.append(Int32(clamping: replace(known, by: entry, key)))
                    differences.corrected += 1
                    differences.add(kept: found.event, other: stored)
                } else {
                    index.set(key, place: known, file: file)
                    if stored.amount != found.event.amount || stored.fees != found.event.fees {
                        differences.poorer += 1
                    }
                }
                continue
            }
            let fresh = existing.count + accepted.count
            index.set(key, place: fresh, file: file)
            added.append(Int32(clamping: fresh))
            accepted.append(entry)
            report.rows.imported += 1
        }
        settle(unread, against: added, layout: number, into: &report)
        places[layout, default: []] += added
        offer(added, of: layout)
        mention(differences, in: &report)
    }

    func key(of row: ImportedRow, layout: Int32, occurrence: Int32) -> RowKey {
        var identity = row.identity
        identity.combine(account)
        return RowKey(
            second: row.event.time.secondsSinceEpoch, identity: identity.value, occurrence: occurrence, layout: layout)
    }

    private func mention(_ differences: Differences, in report: inout ImportReport.File) {
        for (count, code, what) in differences.kinds where count > 0 {
            report.warnings.append(ImportReport.Warning(line: nil, code: code, message: "\(count) \(what)"))
        }
    }

    /// A row that has the id of a record: a record with figures to the cent gives way to one with their fractions.
    private mutating func judge(
        _ row: ImportedRow, _ entry: AcceptedRow, _ key: RowKey, sameAs place: Int,
        into report: inout ImportReport.File, _ differences: inout Differences
    ) {
        // A record that gave way in this batch is judged no more.
        guard !superseded.contains(place) else { return }
        let record = event(at: place)
        let event = row.event
        // The record may be one of another layout that stands for this row.
        guard
            record.amount != event.amount || record.fees != event.fees || record.kind != event.kind
                || record.effect != event.effect || (record.statedProfit == nil && event.statedProfit != nil),
            record.id == index.identifier(key)
        else { return }
        if record.kind == .trade, event.kind == .assignment || event.kind == .exercise, row.side == .stated,
            record.instrument == event.instrument, record.quantity == event.quantity
        {
            // Stored before the option was known, or by a program that did not look for it.
            replace(place, by: entry, key)
            differences.delivered += 1
            return
        }
        if Self.wasMistaken(record, for: event) || Self.wasUnnamed(record, for: event), row.side == .stated {
            replace(place, by: entry, key)
            differences.reread += 1
            return
        }
        // Taken back since it was stored; the other way round an older download has the trade alone.
        if record.isVoid || event.isVoid {
            guard !record.isVoid else { return }
            replace(place, by: entry, key)
            differences.cancelled += 1
            return
        }
        guard record.amount != event.amount || record.fees != event.fees else {
            // Stored by a program that did not read the broker's own result.
            if record.statedProfit == nil, event.statedProfit != nil, record.kind == event.kind,
                record.instrument == event.instrument, record.quantity == event.quantity, record.effect == event.effect
            {
                replace(place, by: entry, key)
                differences.stated += 1
                return
            }
            // Stored by a program that took every sale for a possible short sale.
            guard record.effect == .automatic, event.effect == .closing, record.kind == event.kind,
                record.instrument == event.instrument, record.quantity == event.quantity
            else { return }
            replace(place, by: entry, key)
            differences.closing += 1
            return
        }
        // Stored by a program that did not tell the fees from price and amount.
        if record.fees == .zero, event.fees != .zero, record.amount == event.amount + event.fees,
            record.kind == event.kind, record.quantity == event.quantity
        {
            replace(place, by: entry, key)
            differences.charged += 1
            return
        }
        let isRounding = Self.isRounding(record.amount, event.amount) && Self.isRounding(record.fees, event.fees)
        let stored = Self.hasFractions(record)
        let offered = Self.hasFractions(event)
        if isRounding, offered, !stored {
            replace(place, by: entry, key)
            differences.corrected += 1
            differences.add(kept: event, other: record)
        } else if !(isRounding && stored && !offered), report.warnings.count < ImportReport.listLimit {
            report.warnings.append(
                ImportReport.Warning(
                    line: event.line, code: "figures_differ",
                    message: "known with amount \(record.amount.text) and fees \(record.fees.text), here "
                        + "\(event.amount.text) and \(event.fees.text): the known figures stay"))
        }
    }

    /// Stored by a program that took adjusted contracts for a dividend, or a split in a former broker's words for a transfer.
    private static func wasMistaken(_ record: LedgerEvent, for event: LedgerEvent) -> Bool {
        (record.kind == .dividend || record.kind == .transfer)
            && [.adjustment, .split, .symbolChange, .merger].contains(event.kind)
            && record.instrument == event.instrument && record.quantity == event.quantity && !event.quantity.isZero
    }

    /// Stored by a program that did not say what the cash was paid for, or took tax withheld from a dividend for a fee.
    private static func wasUnnamed(_ record: LedgerEvent, for event: LedgerEvent) -> Bool {
        if record.kind == .fee, event.kind == .dividend {
            return record.amount + record.fees == event.amount + event.fees
        }
        return record.kind == .adjustment && event.kind == .otherAsset && record.instrument == nil
    }

    private static func isRounding(_ left: Money, _ right: Money) -> Bool {
        abs(left.tenThousandths - right.tenThousandths) <= 100
    }

    private static func hasFractions(_ event: LedgerEvent) -> Bool {
        event.amount.tenThousandths % 100 != 0 || event.fees.tenThousandths % 100 != 0
    }

    func event(at place: Int) -> LedgerEvent {
        place < existing.count ? existing[place] : row(of: accepted[place - existing.count]).event
    }

    /// A new row as it will be stored, what other rows know of it apart.
    func row(of entry: AcceptedRow) -> ImportedRow {
        let file = Int(entry.file)
        var row = sources[file][Int(entry.row)]
        // The report of the file that is being read is not there yet; only its time and figures are asked for then.
        guard file < files.count, let layout = index.layouts.firstIndex(of: files[file].qualifiedLayout) else {
            return row
        }
        let key = key(of: row, layout: Int32(layout), occurrence: entry.occurrence)
        row.event.id = index.identifier(key)
        row.event.account = account
        row.event.source = files[file].path
        return row
    }

    /// - Returns: where the record is from now on.
    @discardableResult
    private mutating func replace(_ place: Int, by entry: AcceptedRow, _ key: RowKey) -> Int {
        guard place < existing.count else {
            let number = place - existing.count
            let replaced = accepted[number].replaces
            accepted[number] = entry
            accepted[number].replaces = replaced
            index.set(key, place: place, file: Int(entry.file))
            return place
        }
        superseded.insert(place)
        let present = existing.count + accepted.count
        index.set(key, place: present, file: Int(entry.file))
        var replacing = entry
        replacing.replaces = Int32(clamping: place)
        accepted.append(replacing)
        return present
    }

    /// Indexes the records of other layouts, once each: what rows of this layout use up stays free for those of a third.
    private mutating func prepareCounterparts(of layout: String) {
        for (other, records) in places where other != layout && counterparts[layout]?[other] == nil {
            var found = CounterpartIndex()
            // Backwards: the first of equal ones is taken from the end.
            for place in records.reversed() where !superseded.contains(Int(place)) {
                let record = event(at: Int(place))
                guard Self.layout(ofIdentifier: record.id) == other else { continue }
                found.add(LooseKey(record), place: Int(place))
            }
            counterparts[layout, default: [:]][other] = found
        }
    }

    /// Records that a file of this layout brought may stand for rows of others from now on.
    private mutating func offer(_ added: [Int32], of layout: String) {
        guard !added.isEmpty else { return }
        for other in counterparts.keys where other != layout {
            // Those that are not indexed yet are as soon as the next file of that layout begins.
            guard var found = counterparts[other]?.removeValue(forKey: layout) else { continue }
            for place in added.reversed() { found.add(LooseKey(event(at: Int(place))), place: Int(place)) }
            counterparts[other]?[layout] = found
        }
    }

    /// The record of another layout that stands for this event, and how exact that layout is; it is used up then.
    private mutating func takeCounterpart(of event: LedgerEvent, layout: String) -> (place: Int, exactness: Int)? {
        // Taken out meanwhile: the comparison reads other parts of the session.
        guard var known = counterparts.removeValue(forKey: layout), !known.isEmpty else { return nil }
        defer { counterparts[layout] = known }
        let key = LooseKey(event)
        for other in known.keys.sorted() {
            let place = known[other]?.take(key) { place in
                // A record that gave way since is no counterpart any more.
                guard !superseded.contains(place) else { return false }
                let record = self.event(at: place)
                return LooseKey(record) == key && Self.layout(ofIdentifier: record.id) == other
            }
            guard let place else { continue }
            return (place, ImportFormat.exactness(ofQualifiedLayout: other))
        }
        return nil
    }
}
