import MagnusDesk
import MagnusDomain
import MagnusMonitors
import MagnusSimulation
import MagnusStore
import Synchronization
import Testing

@testable import MagnusEngine

/// Settings that live as long as the test.
actor MemorySettings: SettingsStore {
    private var snapshot = SettingsSnapshot(descriptors: SettingCatalogue.general)
    private let isWritable: Bool

    init(isWritable: Bool = true) { self.isWritable = isWritable }

    func load() async -> SettingsSnapshot { snapshot }

    func save(key: String, value: SettingValue) async throws(SettingError) {
        guard isWritable else { throw .cannotWrite(path: "config.toml", reason: "read-only") }
        snapshot.set(key, value, origin: .file)
    }
}

@Suite struct EngineCommandTests {
    let clock = TestClock()
    let database: MagnusDatabase

    init() throws { database = try EngineWorlds.database() }

    private func alerting() async throws -> (Engine, Alert) {
        let engine = try await EngineWorlds.opened(clock: clock, database: database)
        await engine.step()
        let alert = try #require(try await engine.shown().alerts.first { $0.finding.symbol == "AAPL" })
        return (engine, alert)
    }

    private func state(_ engine: Engine, _ id: String) async throws -> AlertState? {
        try await engine.shown().alerts.first { $0.id == id }?.state
    }

    @Test func acknowledgeSnoozeDismissAndUndo() async throws {
        let (engine, alert) = try await alerting()
        #expect(await engine.perform(.acknowledge(alert: alert.id)) == .done)
        #expect(try await state(engine, alert.id) == .acknowledged)
        #expect(try AlertRepository(database).open().first { $0.id == alert.id }?.state == .acknowledged)
        #expect(await engine.perform(.undo) == .message("taken back"))
        #expect(try await state(engine, alert.id) == .active)
        #expect(try AlertRepository(database).open().first { $0.id == alert.id }?.state == .active)

        #expect(await engine.perform(.snooze(alert: alert.id, .minutes(30))) == .done)
        let snoozed = try #require(try await engine.shown().alerts.first { $0.id == alert.id })
        #expect(snoozed.state == .snoozed && snoozed.snoozedUntil == clock.now().adding(seconds: 1800))
        #expect(await engine.perform(.undo) == .message("taken back"))

        #expect(await engine.perform(.snooze(alert: alert.id, .untilClose)) == .done)
        let close = try march(15, 16, 0)
        #expect(try await engine.shown().alerts.first { $0.id == alert.id }?.snoozedUntil == close)
        #expect(await engine.perform(.undo) == .message("taken back"))

        #expect(await engine.perform(.dismiss(alert: alert.id)) == .done)
        #expect(try await state(engine, alert.id) == nil)
        #expect(await engine.perform(.undo) == .message("taken back"))
        #expect(try await state(engine, alert.id) == .active)
        #expect(await engine.perform(.undo).refusal == "nothing to take back")
        // Every answer is in the audit log, and every one that was taken back.
        let entries = try AuditRepository(database).entries().filter { $0.action == "alert.answered" }
        let answers = [
            "acknowledged", "taken back", "snoozed", "taken back", "snoozed", "taken back", "dismissed", "taken back",
        ]
        #expect(entries.count == answers.count)
        for (entry, answer) in zip(entries, answers) {
            #expect(entry.data.contains("\"\(answer)\"") && entry.data.contains(alert.id), "\(entry.data)")
        }
        await engine.close()
    }

    @Test func commandsThatCannotBeAreRefusedInWords() async throws {
        let (engine, alert) = try await alerting()
        #expect(await engine.perform(.acknowledge(alert: "nothing")).refusal == "nothing: no such alert")
        for price in [Double.nan, 0, -1, .infinity] {
            #expect(await engine.perform(.snooze(alert: alert.id, .untilPrice(price))).refusal != nil)
        }
        #expect(await engine.perform(.snooze(alert: alert.id, .minutes(-5))).refusal != nil)
        #expect(await engine.perform(.setSpeed(.nan)).refusal != nil)
        #expect(await engine.perform(.setSpeed(3601)).refusal != nil)
        #expect(await engine.perform(.setSpeed(60)) == .message("speed x60") && clock.speed == 60)
        #expect(await engine.perform(.importFile(path: "x.csv", isDryRun: true)).refusal != nil)
        #expect(await engine.perform(.setSetting(key: "screen.theme", value: "nord")).refusal != nil)
        #expect(try await state(engine, alert.id) == .active)
        await engine.close()
    }

    @Test func mutingSilencesAMonitorForASymbolAlsoAfterARestart() async throws {
        let (engine, alert) = try await alerting()
        let monitor = alert.finding.monitor
        #expect(await engine.perform(.mute(monitor: monitor, symbol: "AAPL")) == .done)
        #expect(try await state(engine, alert.id) == nil)
        #expect(await engine.perform(.undo) == .message("taken back"))
        #expect(try await state(engine, alert.id) == .active)
        await engine.close()

        let other = try EngineWorlds.database()
        let quiet = try await EngineWorlds.opened(clock: clock, database: other)
        #expect(await quiet.perform(.mute(monitor: monitor, symbol: "AAPL")) == .done)
        await quiet.close()
        let reopened = try await EngineWorlds.opened(clock: clock, database: other)
        await reopened.step()
        let muted = try await reopened.shown().alerts
        #expect(!muted.contains { $0.finding.monitor == monitor && $0.finding.symbol == "AAPL" })
        #expect(muted.contains { $0.finding.symbol == "MO" })
        #expect(await reopened.perform(.unmute(monitor: monitor, symbol: "AAPL")) == .done)
        await reopened.runMonitors(Set(MonitorName.allCases))
        _ = await reopened.perform(.refresh)
        #expect(
            try await reopened.shown().alerts.contains {
                $0.finding.monitor == monitor && $0.finding.symbol == "AAPL" && $0.state == .active
            })
        await reopened.close()
        #expect(
            Engine.mutes(from: "nonsense X\n\ndelta\nassignment\n")
                == [MonitorMute(monitor: .assignment, symbol: nil): []])
    }

    @Test func intentsAndNotesAreKept() async throws {
        let engine = try await EngineWorlds.opened(clock: clock, database: database)
        let row = try await engine.shown().row("PLTR")
        #expect(await engine.perform(.setIntent(strategy: row.id, .avoid)) == .done)
        _ = await engine.perform(.refresh)
        #expect(try await engine.shown().row("PLTR").intent == .avoid)
        let hostile = "sell \u{1B}[2Jit\u{202E} at 3"
        #expect(await engine.perform(.setNote(strategy: row.id, text: hostile)) == .done)
        let note = try #require(await engine.note(of: row.id))
        #expect(note.contains("sell") && !note.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
        let again = try await EngineWorlds.opened(clock: clock, database: database)
        #expect(try await again.shown().row("PLTR").intent == .avoid)
        #expect(await again.note(of: row.id) == note)
        #expect(try await again.shown().row("PLTR").hasNote)
        #expect(await engine.perform(.undo) == .message("taken back"))
        #expect(await engine.perform(.undo) == .message("taken back"))
        _ = await engine.perform(.refresh)
        #expect(try await engine.shown().row("PLTR").intent == row.intent)
        #expect(try AnnotationRepository(database).intents()[row.id] == nil)
        let fresh = try await EngineWorlds.opened(clock: clock, database: database)
        #expect(await fresh.note(of: row.id) != note)
    }

    @Test func questionsAndAnswersAreStored() async throws {
        let engine = try await EngineWorlds.opened(clock: clock, database: database)
        guard case .answer(let answer) = await engine.perform(.ask(text: "what is my theta?", context: AskContext()))
        else {
            Issue.record("no answer")
            return
        }
        #expect(!answer.text.isEmpty && !answer.figures.isEmpty)
        let stored = try ConversationRepository(database).messages(session: "desk", limit: 10)
        #expect(stored.map(\.role) == [.user, .assistant] && stored.first?.text == "what is my theta?")
        #expect(stored.last?.answer?.text == answer.text)
        let again = try await EngineWorlds.opened(clock: clock, database: database)
        #expect(try await again.shown().transcript.messages.map(\.text) == stored.map(\.text))
        #expect(await again.perform(.clearConversation) == .done)
        #expect(try await again.shown().transcript.messages.isEmpty)
        #expect(try ConversationRepository(database).messages(session: "desk", limit: 10).isEmpty)
    }

    @Test func settingsAreAcceptedOrRefused() async throws {
        let engine = try await EngineWorlds.opened(clock: clock, database: database, settings: MemorySettings())
        #expect(await engine.perform(.setSetting(key: "screen.color", value: "256")) == .message("screen.color = 256"))
        #expect(try await engine.shown().settings.first { $0.key == "screen.color" }?.value == "256")
        let wrong = await engine.perform(.setSetting(key: "screen.color", value: "pink")).refusal
        #expect(wrong?.contains("allowed: auto, truecolor") == true)
        for value in ["0", "nan", "1e9", "", "five"] {
            #expect(await engine.perform(.setSetting(key: "scan.interval_minutes", value: value)).refusal != nil)
        }
        #expect(await engine.perform(.setSetting(key: "no.such", value: "1")).refusal == "no.such: no such setting")
        #expect(await engine.perform(.setSetting(key: "lists.own", value: "KO, MO")) == .message("lists.own = KO, MO"))
        #expect(await engine.ownList == ["KO", "MO"])
        // What was changed is in the audit log, what was refused is not.
        let changes = try AuditRepository(database).entries().filter { $0.action == "setting.changed" }
        #expect(changes.count == 2)
        #expect(changes.first?.data == #"{"from":"auto","setting":"screen.color","to":"256"}"#, "\(changes)")
        let full = try await EngineWorlds.opened(clock: clock, settings: MemorySettings(isWritable: false))
        let refusal = await full.perform(.setSetting(key: "screen.theme", value: "nord")).refusal
        #expect(refusal == "config.toml: cannot be written (read-only)")
    }

    @Test func theDisclaimerIsAcceptedOnce() async throws {
        let engine = try await EngineWorlds.opened(clock: clock, database: database)
        #expect(try await !engine.shown().isDisclaimerAccepted)
        #expect(await engine.perform(.acceptDisclaimer) == .done)
        #expect(try await engine.shown().isDisclaimerAccepted)
        #expect(try await EngineWorlds.opened(clock: clock, database: database).shown().isDisclaimerAccepted)
    }

    @Test func anyRowExplainsItself() async throws {
        let engine = try await EngineWorlds.opened(clock: clock, database: database)
        let snapshot = try await engine.shown()
        for row in snapshot.book.strategies {
            #expect(await engine.explain(row.id) != nil, "\(row.id)")
        }
        #expect(await engine.explain("account/paper#net_liquidation") != nil)
        for id in ["", "#", "nothing", "nothing#delta", "paper:P4#", "\u{1B}[2J#x"] {
            #expect(await engine.explain(id) == nil, "\(id)")
        }
    }
}
