import MagnusAnalysis
import MagnusConnectors
import MagnusDomain
import MagnusEngine
import MagnusStore

/// Puts broker files into the ledger of the home.
struct LedgerImporter: FileImporter {
    let database: MagnusDatabase

    /// What one import did.
    struct Outcome {
        var report: ImportReport
        var account: String
        /// Realised profit of the account after the import, dollars.
        var realizedProfit: Money
        var isDryRun: Bool
    }

    /// Reads every file before anything is stored; the new events of all of them are stored together.
    /// - Throws: ``CommandFailure`` naming the file.
    func run(
        paths: [String], format: ImportFormat?, account: String?, isDryRun: Bool
    ) throws -> Outcome {
        let ledger = LedgerRepository(database)
        let broker = format ?? .tastytrade
        let name = account ?? broker.defaultAccount
        let known = try ledger.accounts().first { $0.name == name }
        if let known, !known.kind.isReal {
            throw CommandFailure(
                .refused, code: "paper_account", "\(name): a paper account takes no imported trades",
                hint: "choose another name with --account")
        }
        let existing = try ledger.events(account: name)
        var session = ImportSession(account: name, existing: existing)
        for path in paths {
            do throws(ImportError) {
                try session.add(path: path, format: format)
            } catch {
                let shown = HarmlessText.sanitised(path, maximumLength: 400)
                throw CommandFailure(
                    error == .notFound ? .notFound : .failed, code: error.code, "\(shown): \(error.message)",
                    hint: error.hint)
            }
        }
        let result = session.finish()
        let book = LedgerBook(result.ledger(after: existing))
        if !isDryRun {
            let now = WallEngineClock().now()
            let account = Account(name: name, broker: broker.broker, kind: .imported, rules: .regulationT)
            let replacements = result.replacements.map {
                LedgerImport.Replacement(formerIdentifier: $0.former.id, event: $0.event)
            }
            _ = try ledger.record(
                LedgerImport(account: known ?? account, events: result.events, replacements: replacements), now: now)
        }
        return Outcome(
            report: result.report, account: name, realizedProfit: book.realizedProfit(of: name), isDryRun: isDryRun)
    }

    func importFile(path: String, isDryRun: Bool) async throws -> String {
        do {
            let outcome = try run(paths: [path], format: nil, account: nil, isDryRun: isDryRun)
            let rows = outcome.report.totals
            let verb = isDryRun ? "would import" : "imported"
            return "\(outcome.account): \(verb) \(rows.imported) of \(rows.read) rows, \(rows.duplicate) known, "
                + "\(rows.skipped) skipped; :accounts shows it"
        } catch let failure as CommandFailure {
            throw ImportRefusal(description: failure.message + (failure.hint.isEmpty ? "" : "; \(failure.hint)"))
        }
    }
}

/// One line for the screen.
struct ImportRefusal: Error, CustomStringConvertible {
    var description: String
}
