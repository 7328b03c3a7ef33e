import MagnusDomain

/// Taking the rows of one file: new, known, or a more exact record of a known one.
extension ImportSession {
    /// What the duplicates of one file say otherwise than the records that are kept.
    private struct Differences {
        var corrected = 0
        var poorer = 0
        /// Kept record less the other one.
        var amounts = Money.zero
        var fees = Money.zero

        mutating func add(kept: LedgerEvent, other: LedgerEvent) {
            amounts += kept.amount - other.amount
            fees += kept.fees - other.fees
        }

        var words: String {
            "cash differs by \(Self.signed(amounts + fees)), of it fees \(Self.signed(fees))"
        }

        private static func signed(_ money: Money) -> String { (money > .zero ? "+" : "") + money.text }
    }

    mutating func take(
        _ rows: inout [ImportedRow], layout name: String, format: ImportFormat, into report: inout ImportReport.File
    ) {
        let layout = "\(format.rawValue)-\(name)"
        let rank = format.exactness(ofLayout: name)
        prepareCounterparts(of: layout)
        // Exports list the newest row first; within one second the order of the rows is all there is.
        let isDescending = (rows.first?.event.time).map { $0 > (rows.last?.event.time ?? $0) } ?? false
        let file = files.count
        var occurrences: [RowKey: Int32] = [:]
        var differences = Differences()
        var days = 0...0
        var daysAreKnown = false
        var added: [Int] = []
        for index in rows.indices {
            if index & 4095 == 4095, isCancelled() { break }
            var row = rows[index]
            // A large file's rows are held once: from here on by the session.
            rows[index] = .none
            let date = row.event.time.newYork.date
            if !daysAreKnown || !days.contains(date.daysSinceEpoch) {
                daysAreKnown = true
                report.firstDate = min(report.firstDate ?? date, date)
                report.lastDate = max(report.lastDate ?? date, date)
                if let first = report.firstDate, let last = report.lastDate {
                    days = first.daysSinceEpoch...last.daysSinceEpoch
                }
            }
            var identity = row.identity
            identity.combine(account)
            let key = RowKey(second: row.event.time.secondsSinceEpoch, identity: identity)
            let occurrence = (occurrences[key] ?? 0) + 1
            occurrences[key] = occurrence
            var named = row.event
            named.id = "\(layout)-\(key.second)-\(key.identity.text)-\(occurrence)"
            named.account = account
            named.source = report.path
            row.event = named
            let sequence = isDescending ? -(row.event.line ?? 0) : row.event.line ?? 0
            if let place = known[row.event.id] {
                report.rows.duplicate += 1
                judge(row, sequence: sequence, sameAs: place, file: file, into: &report, &differences)
                continue
            }
            if let (place, other) = takeCounterpart(of: row.event, layout: layout) {
                report.rows.duplicate += 1
                let record = event(at: place)
                if rank > other {
                    replace(place, by: row, sequence: sequence, file: file)
                    added.append(place)
                    differences.corrected += 1
                    differences.add(kept: row.event, other: record)
                } else {
                    known[row.event.id] = place
                    if record.amount != row.event.amount || record.fees != row.event.fees { differences.poorer += 1 }
                }
                continue
            }
            let place = existing.count + accepted.count
            known[row.event.id] = place
            added.append(place)
            accepted.append(AcceptedRow(row: row, file: file, sequence: sequence))
            report.rows.imported += 1
        }
        places[layout, default: []] += added
        counterparts[layout] = nil
        mention(differences, in: &report)
    }

    private struct RowKey: Hashable {
        var second: Int64
        var identity: RowIdentity
    }

    private func mention(_ differences: Differences, in report: inout ImportReport.File) {
        if differences.corrected > 0 {
            report.warnings.append(
                ImportReport.Warning(
                    line: nil, code: "more_exact",
                    message: "\(differences.corrected) rows known from a poorer export are replaced by this one's: "
                        + differences.words))
        }
        if differences.poorer > 0 {
            report.warnings.append(
                ImportReport.Warning(
                    line: nil, code: "less_exact",
                    message: "\(differences.poorer) rows are known with other amounts or fees from a more exact "
                        + "export: those stay"))
        }
    }

    /// A row that has the id of a record: a record with figures to the cent gives way to one with their fractions.
    private mutating func judge(
        _ row: ImportedRow, sequence: Int, sameAs place: Int, file: Int, into report: inout ImportReport.File,
        _ differences: inout Differences
    ) {
        let record = event(at: place)
        // The record may be one of another layout that stands for this row.
        guard record.id == row.event.id, record.amount != row.event.amount || record.fees != row.event.fees else {
            return
        }
        let isRounding =
            Self.isRounding(record.amount, row.event.amount) && Self.isRounding(record.fees, row.event.fees)
        let stored = Self.hasFractions(record)
        let offered = Self.hasFractions(row.event)
        if isRounding, offered, !stored {
            replace(place, by: row, sequence: sequence, file: file)
            differences.corrected += 1
            differences.add(kept: row.event, other: record)
        } else if !(isRounding && stored && !offered), report.warnings.count < ImportReport.listLimit {
            report.warnings.append(
                ImportReport.Warning(
                    line: row.event.line, code: "figures_differ",
                    message: "known with amount \(record.amount.text) and fees \(record.fees.text), here "
                        + "\(row.event.amount.text) and \(row.event.fees.text): the known figures stay"))
        }
    }

    private static func isRounding(_ left: Money, _ right: Money) -> Bool {
        abs(left.tenThousandths - right.tenThousandths) <= 100
    }

    private static func hasFractions(_ event: LedgerEvent) -> Bool {
        event.amount.tenThousandths % 100 != 0 || event.fees.tenThousandths % 100 != 0
    }

    func event(at place: Int) -> LedgerEvent {
        place < existing.count ? existing[place] : accepted[place - existing.count].row.event
    }

    private mutating func replace(_ place: Int, by row: ImportedRow, sequence: Int, file: Int) {
        guard place < existing.count else {
            let index = place - existing.count
            accepted[index].row = row
            accepted[index].file = file
            accepted[index].sequence = sequence
            known[row.event.id] = place
            return
        }
        superseded.insert(place)
        known[row.event.id] = existing.count + accepted.count
        accepted.append(AcceptedRow(row: row, file: file, sequence: sequence, replaces: place))
    }

    /// Indexes the records of other layouts, once each.
    private mutating func prepareCounterparts(of layout: String) {
        for (other, records) in places where other != layout && counterparts[other] == nil {
            var index: [LooseKey: [Int]] = [:]
            // Backwards: the first of equal ones is taken from the end.
            for place in records.reversed() where !superseded.contains(place) {
                let record = event(at: place)
                guard Self.layout(ofIdentifier: record.id) == other else { continue }
                index[LooseKey(record), default: []].append(place)
            }
            counterparts[other] = index
        }
    }

    /// The record of another layout that stands for this event, and how exact that layout is; it is used up then.
    private mutating func takeCounterpart(of event: LedgerEvent, layout: String) -> (place: Int, exactness: Int)? {
        guard counterparts.keys.contains(where: { $0 != layout }) else { return nil }
        let key = LooseKey(event)
        for other in counterparts.keys.sorted() where other != layout {
            guard let place = counterparts[other]?[key]?.popLast() else { continue }
            return (place, ImportFormat.exactness(ofQualifiedLayout: other))
        }
        return nil
    }
}
