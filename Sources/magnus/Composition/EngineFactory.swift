import Logging
import MagnusDomain
import MagnusEngine
import MagnusSimulation
import MagnusStore

/// Makes engines for the accounts of one opened home.
struct EngineFactory: Sendable {
    let request: WorldRequest
    let layout: HomeLayout
    let database: MagnusDatabase
    let settingsFile: ConfigurationFile
    let settings: SettingsSnapshot
    let isWritable: Bool
    /// Whether clocks run.
    let isRunning: Bool
    /// What is gone on with; nil for a question that stands alone.
    let conversation: String?
    let log: Logger

    /// An engine on the world the account lives in, not yet open.
    func make(account: String) async throws -> (engine: Engine, world: EngineWorld) {
        let builder = WorldBuilder(
            request: request, layout: layout, database: database, isWritable: isWritable, isRunning: isRunning)
        let world = try await builder.world(account: account)
        var configuration = EngineConfiguration()
        configuration.session = conversation ?? EngineConfiguration.singleQuestions
        configuration.resumesConversation = conversation != nil
        var generator = SystemRandomNumberGenerator()
        configuration.process = String(generator.next() as UInt64, radix: 36)
        configuration.account = account == "paper" && request.account == nil ? nil : account
        // A command hands on what it found; a screen that only reads has nobody who could store it.
        if isRunning, !isWritable {
            let path = database.path
            configuration.storeProblem = database.isOnFullDisk ? .diskFull(path: path) : .readOnly(path: path)
        }
        configuration.apply(settings)
        let engine = Engine(
            world: world, configuration: configuration, database: database, settings: settingsFile,
            importer: LedgerImporter(database: database), log: log)
        return (engine, world)
    }

    /// Every account of the home: those with a ledger, and the paper accounts that are always there.
    func accounts() -> [Account] {
        guard request.replay.isEmpty else { return [] }
        let stored: [Account]
        do {
            stored = try LedgerRepository(database).accounts()
        } catch {
            // The list is for choosing; the store's trouble is reported where it is used.
            stored = []
        }
        let known = Set(stored.map(\.name))
        return stored + PaperBroker.standardAccounts.filter { !known.contains($0.name) }
    }
}
