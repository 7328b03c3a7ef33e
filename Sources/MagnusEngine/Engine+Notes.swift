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
        let history = await history(now: world.clock.now()).0
        return PositionNotes.openings(of: identifier, legs: [], in: history).isEmpty ? nil : identifier
    }

    /// Keeps a note; that of a position is also kept with the openings it is made of.
    func setNote(_ text: String, strategy: String, now: Instant) async -> DeskReply {
        let clean = HarmlessText.sanitised(text, maximumLength: Self.noteLimit)
        var openings: [String] = []
        if !JournalEntry.isNoteKey(strategy) {
            let legs = book?.strategies.first { $0.id == strategy }?.legs.map(\.position) ?? []
            openings = PositionNotes.openings(of: strategy, legs: legs, in: await history(now: now).0)
        }
        let former = notes[strategy] ?? ""
        var changes = [(key: strategy, text: clean)]
        for opening in openings {
            let key = JournalEntry.noteKey(of: opening)
            let present = notes[key] ?? ""
            let joined = PositionNotes.joined(present, former: former, now: clean)
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
