import MagnusDomain

/// Rows that could not be read, and how they are taken back: `LedgerEventKind.unread`.
///
/// A mark goes when a file of its layout reads the row: the file reaches the mark's day and has every row that is known of
/// it, has no such mark itself, and brings a row of about that day that nobody knew, with the same cash and of the same symbol where the mark states them. That
/// row takes the mark's place. A file that cannot read a row which an earlier one did brings no mark, by the same rule
/// turned round.
extension ImportSession {
    struct UnreadMark: Sendable {
        var entry: AcceptedRow
        var key: RowKey
        /// New York days, since 1970: its own, and those on which the same row may be dated where it can be read.
        var day: Int
        var span: ClosedRange<Int>
        /// Whether ``day`` is what the row states.
        var isDated: Bool
        /// What it states; nil where that could not be read.
        var cash: Money?
        var symbol: String?
    }

    /// A row that may be the one behind a mark.
    private struct Candidate {
        var place: Int
        var day: Int
        var cash: Money
        /// Before costs: what some brokers state, and a mark with it.
        var gross: Money
        /// nil where it may differ from what an earlier file calls it.
        var symbol: String?
        var isOfThisFile: Bool

        init(place: Int, _ event: LedgerEvent, isOfThisFile: Bool) {
            self.place = place
            self.isOfThisFile = isOfThisFile
            day = ImportSession.day(event)
            cash = (try? event.amount.adding(event.fees)) ?? event.amount
            gross = event.amount
            symbol = [.symbolChange, .merger].contains(event.kind) ? nil : event.instrument?.underlying
        }
    }

    /// Booked and effective days differ by a weekend and its holiday.
    private static let daySpan = 4
    /// A row whose day could not be read is dated as its neighbour, which may be as far away as an account is quiet.
    private static let undatedSpan = 400

    /// Takes the mark of a row of the file that is being read.
    mutating func note(
        _ row: ImportedRow, at place: Int, of rows: ImportedRows, layout: Int32, _ marks: inout [UnreadMark]
    ) {
        var key = key(of: row, layout: layout, occurrence: 1)
        while marks.contains(where: { $0.key == key }) { key.occurrence += 1 }
        let day = Self.day(row.event)
        var span = day - Self.daySpan...day + Self.daySpan
        let isDated = row.event.orderIdentifier != LedgerEvent.undated
        if !isDated { span = Self.span(ofUndated: place, in: rows, day: day) }
        marks.append(
            UnreadMark(
                entry: AcceptedRow(
                    file: Int32(clamping: files.count), row: Int32(clamping: place), occurrence: key.occurrence,
                    replaces: -1),
                key: key, day: day, span: span, isDated: isDated, cash: row.event.price,
                symbol: row.event.instrument?.underlying))
    }

    /// Where a row without a day may lie: between its neighbours; at an end of the file beyond the last one, on both sides
    /// where the file does not show which end is the newer.
    private static func span(ofUndated place: Int, in rows: ImportedRows, day: Int) -> ClosedRange<Int> {
        func dated(_ row: ImportedRow?) -> Int? { row.map { Self.day($0.event) } }
        let before = dated(rows[..<place].last { $0.event.kind != .unread })
        let after = dated(rows[(place + 1)...].first { $0.event.kind != .unread })
        if let before, let after { return min(before, after)...max(before, after) }
        let first = dated(rows.first { $0.event.kind != .unread }) ?? day
        let last = dated(rows.last { $0.event.kind != .unread }) ?? day
        // Whether what lies beyond is later.
        let isLater = first == last ? nil : (first < last) == (before != nil)
        return (isLater == true ? day : day - undatedSpan)...(isLater == false ? day : day + undatedSpan)
    }

    /// Judges the marks of a file against what is known, and what is marked against its new rows.
    /// - Parameter added: places of the rows that the file added.
    mutating func settle(
        _ marks: [UnreadMark], against added: [Int32], layout: Int32, into report: inout ImportReport.File
    ) {
        let file = files.count
        let known = Set(marks.map(\.key).filter { index.record($0) != nil })
        for mark in marks where known.contains(mark.key) { index.set(mark.key, place: -1, file: file) }
        let fresh = marks.filter { !known.contains($0.key) }
        let open = openMarks(of: layout, besides: file)
        guard !fresh.isEmpty || !open.isEmpty else { return }
        var (others, mine) = candidates(
            on: (fresh.map(\.span) + open.map(\.mark.span)), added: added, layout: layout)
        var readNow = 0
        var unsettled: [UnreadMark] = []
        let days = (report.firstDate?.daysSinceEpoch ?? .max, report.lastDate?.daysSinceEpoch ?? .min)
        for (place, mark) in open {
            let isReached = (days.0...max(days.0, days.1)).contains(mark.day) && isWhole(others, on: mark.day)
            guard isReached, let found = take(mark, from: &mine) else {
                unsettled.append(mark)
                continue
            }
            readNow += 1
            if let place {
                superseded.insert(place)
                accepted[found.place - existing.count].replaces = Int32(clamping: place)
            } else {
                unread.removeAll { $0.key == mark.key }
            }
        }
        others.removeAll { $0.isOfThisFile }
        var left = 0
        for var mark in fresh {
            // What the ledger has of days that this file does not reach is no row of it.
            if mark.isDated { mark.span = mark.span.clamped(to: min(days.0, mark.day)...max(days.1, mark.day)) }
            if take(mark, from: &others) != nil || isTwin(mark, of: &unsettled) { continue }
            unread.append(mark)
            index.set(mark.key, place: -1, file: file)
            left += 1
        }
        warn(
            left, "unread_rows",
            "rows could not be booked: what they moved is in no sum, cash that they state makes that of the account unknown",
            &report)
        warn(readNow, "read_now", "rows that could not be booked before are booked now", &report)
    }

    private func warn(_ count: Int, _ code: String, _ what: String, _ report: inout ImportReport.File) {
        guard count > 0 else { return }
        report.warnings.append(ImportReport.Warning(line: nil, code: code, message: "\(count) \(what)"))
    }

    /// Marks of a layout that this file has not; nil where one is no entry of the ledger yet.
    private mutating func openMarks(of layout: Int32, besides file: Int) -> [(place: Int?, mark: UnreadMark)] {
        var open: [(place: Int?, mark: UnreadMark)] = []
        for place in storedUnread where !superseded.contains(place) {
            let event = existing[place]
            guard let key = index.key(ofIdentifier: event.id), key.layout == layout, index.record(key)?.file != file
            else {
                continue
            }
            let isDated = event.orderIdentifier != LedgerEvent.undated
            let span = isDated ? Self.daySpan : Self.undatedSpan
            let day = Self.day(event)
            let entry = AcceptedRow(file: -1, row: -1, occurrence: key.occurrence, replaces: -1)
            open.append(
                (
                    place,
                    UnreadMark(
                        entry: entry, key: key, day: day, span: day - span...day + span, isDated: isDated,
                        cash: event.price, symbol: event.instrument?.underlying)
                ))
        }
        return open + unread.filter { $0.key.layout == layout && index.record($0.key)?.file != file }.map { (nil, $0) }
    }

    /// Rows of a layout on some days: those known before this file, and those it brought.
    private mutating func candidates(
        on spans: [ClosedRange<Int>], added: [Int32], layout: Int32
    ) -> (others: [Candidate], mine: [Candidate]) {
        let file = files.count
        var others: [Candidate] = []
        var mine: [Candidate] = []
        func isNear(_ day: Int) -> Bool { spans.contains { $0.contains(day) } }
        for (place, event) in existing.enumerated() where !superseded.contains(place) && Self.isRow(event) {
            let day = Self.day(event)
            guard isNear(day), let key = index.key(ofIdentifier: event.id), key.layout == layout else { continue }
            others.append(Candidate(place: place, event, isOfThisFile: index.record(key)?.file == file))
        }
        let brought = Set(added)
        for (number, entry) in accepted.enumerated() where entry.replaces < 0 {
            let place = existing.count + number
            let row = sources[Int(entry.file)][Int(entry.row)]
            let day = Self.day(row.event)
            guard isNear(day), Self.isRow(row.event) else { continue }
            if Int(entry.file) == file {
                guard brought.contains(Int32(clamping: place)) else { continue }
                mine.append(Candidate(place: place, row.event, isOfThisFile: true))
            } else {
                let key = key(of: row, layout: layout, occurrence: entry.occurrence)
                guard files[Int(entry.file)].qualifiedLayout == index.layouts[Int(layout)] else { continue }
                others.append(Candidate(place: place, row.event, isOfThisFile: index.record(key)?.file == file))
            }
        }
        return (others, mine)
    }

    /// Whether this file has every row that was known of a day.
    private func isWhole(_ others: [Candidate], on day: Int) -> Bool {
        others.allSatisfy { $0.day != day || $0.isOfThisFile }
    }

    /// The row nearest to a mark that may be its own; it is used up then.
    private func take(_ mark: UnreadMark, from candidates: inout [Candidate]) -> Candidate? {
        let fitting = candidates.indices.filter { number in
            let candidate = candidates[number]
            return mark.span.contains(candidate.day) && UnreadSymbol.agree(mark.symbol, candidate.symbol)
                && (mark.cash == nil || mark.cash == candidate.cash || mark.cash == candidate.gross)
        }
        let nearest = fitting.min { abs(candidates[$0].day - mark.day) < abs(candidates[$1].day - mark.day) }
        return nearest.map { candidates.remove(at: $0) }
    }

    /// Whether a mark may be the row of another file's mark of that day, damaged otherwise: that one is used up then. A file
    /// that reads a day reads all of it, so that one mark does where they are two rows.
    private func isTwin(_ mark: UnreadMark, of open: inout [UnreadMark]) -> Bool {
        let twin = open.firstIndex { other in
            mark.isDated && other.isDated && mark.day == other.day && UnreadSymbol.agree(mark.symbol, other.symbol)
                && (mark.cash == nil || other.cash == nil || mark.cash == other.cash)
        }
        guard let twin else { return false }
        open.remove(at: twin)
        return true
    }

    /// Whether an entry is a row of a file that another file may have: not a mark, and not what a statement lists where its
    /// rows do not lead there.
    private static func isRow(_ event: LedgerEvent) -> Bool { event.kind != .unread && event.kind != .statement }

    fileprivate static func day(_ event: LedgerEvent) -> Int { event.time.newYork.date.daysSinceEpoch }
}
