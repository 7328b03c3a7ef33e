import MagnusDesk
import MagnusDomain
import MagnusStore
import Testing

@testable import MagnusEngine

/// A conversation goes on after the program has ended, and knows the notes that the screen shows.
@Suite struct EngineConversationTests {
    let database: MagnusDatabase
    let clock = TestClock()

    init() throws { database = try EngineWorlds.database() }

    private func ask(_ engine: Engine, _ text: String) async throws -> String {
        guard case .answer(let answer) = await engine.perform(.ask(text: text, context: AskContext())) else {
            Issue.record("no answer to \(text)")
            return ""
        }
        return answer.text
    }

    @Test func aStoredConversationIsContinued() async throws {
        let engine = try await EngineWorlds.opened(clock: clock, database: database)
        #expect(try await ask(engine, "show my position in PLTR").contains("PLTR -2 80P"))
        let again = try await EngineWorlds.opened(clock: clock, database: database)
        let answer = try await ask(again, "when does it expire")
        #expect(answer.contains("PLTR -2 80P") && !answer.contains("KO"), "\(answer)")
    }

    /// In a world that stands still the next process begins at the same moment, and counts from the same latest messages:
    /// its questions are stored all the same.
    @Test func noQuestionOfALaterProcessIsTakenForAnEarlierOne() async throws {
        let first = try await EngineWorlds.opened(clock: clock, database: database)
        for number in 0..<26 { _ = try await ask(first, "what is my theta \(number)") }
        for process in ["one", "two"] {
            let later = try EngineWorlds.engine(clock: clock, database: database, process: process)
            try await later.open()
            _ = try await ask(later, "what is my delta, \(process)?")
        }
        let stored = try ConversationRepository(database).messages(session: "desk", limit: 1000)
        #expect(stored.count == 2 * (26 + 2))
        #expect(stored.filter { $0.text.hasPrefix("what is my delta") }.count == 2)
        #expect(Set(stored.map(\.id)).count == stored.count)
    }

    @Test func notesAreThoseOfTheScreen() async throws {
        let engine = try await EngineWorlds.opened(clock: clock, database: database)
        let row = try await engine.shown().row("PLTR")
        let note = try #require(await engine.note(of: row.id))
        let answer = try await ask(engine, "what is my note on PLTR?")
        #expect(row.hasNote && answer.contains(note.prefix(20)), "\(answer)")
        #expect(try await !ask(engine, "list my notes").contains("No notes"))
    }

    @Test func rowsOfAOneShotCarryWhatItsMonitorsFound() async throws {
        let engine = try await EngineWorlds.opened(clock: clock, database: database)
        await engine.completeOnce()
        let shown = try await engine.shown()
        #expect(try shown.row("MO").severity == .critical)
        #expect(shown.alerts.contains { $0.finding.symbol == "MO" && $0.finding.priority == .critical })
    }
}
