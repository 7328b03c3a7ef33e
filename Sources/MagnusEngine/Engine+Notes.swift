import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// The owner's words on positions and on trades of the journal.
extension Engine {
    public func note(of strategy: String) async -> String? {
        notes[strategy] ?? keeper.group(of: strategy, in: book).flatMap { world.standardNotes[$0] }
    }

    /// Under what the note of a position, held or closed, or of an opening of the journal is kept; nil where the shown
    /// accounts have neither.
    /// - Parameter identifier: as `magnus positions` and `magnus journal` give it.
    public func noteKey(of identifier: String) async -> String? {
        if book?.strategies.contains(where: { $0.id == identifier }) == true { return identifier }
        guard let report = await lifecycle() else { return nil }
        if let entry = report.journal.first(where: { $0.id == identifier }) { return entry.noteKey }
        return await openings(of: identifier, legs: [], now: world.clock.now()).isEmpty ? nil : identifier
    }

    /// Ids of the openings that a row is made of. No market is asked: a note is kept at once.
    private func openings(of row: String, legs: [Position], now: Instant) async -> [String] {
        await Self.openings(of: row, legs: legs, in: keeper.events(through: now))
    }

    @concurrent
    private nonisolated static func openings(
        of row: String, legs: [Position], in events: [LedgerEvent]
    ) async -> [String] {
        let book = LedgerBook(events)
        return PositionNotes.openings(of: row, legs: legs, in: book, trades: TradeBlotter(book.allEvents).trades)
    }

    /// Keeps a note; that of a position is also kept with the openings it is made of.
    func setNote(_ text: String, strategy: String, now: Instant) async -> DeskReply {
        let clean = HarmlessText.sanitised(text, maximumLength: Self.noteLimit)
        var openings: [String] = []
        if !JournalEntry.isNoteKey(strategy) {
            let legs = book?.strategies.first { $0.id == strategy }?.legs.map(\.position) ?? []
            openings = await self.openings(of: strategy, legs: legs, now: now)
        }
        let former = notes[strategy] ?? ""
        var changes = [(key: strategy, text: clean)]
        for opening in openings {
            let key = JournalEntry.noteKey(of: opening)
            let present = notes[key] ?? ""
            let joined = PositionNotes.joined(present, former: former, now: clean)
            // Words that leave no room for more stay as they are.
            if joined != present, joined.count <= Self.noteLimit { changes.append((key, joined)) }
        }
        remember(.notes(before: Dictionary(uniqueKeysWithValues: changes.map { ($0.key, notes[$0.key]) })))
        for change in changes { notes[change.key] = change.text }
        store { [changes] repositories in
            for change in changes {
                try repositories.annotations.setNote(change.text, strategy: change.key, now: now)
            }
        }
        applyAnnotations()
        return .done
    }

    private static var noteLimit: Int { 2000 }
}
