import MagnusAnalysis
import MagnusConnectors
import MagnusDesk
import MagnusDomain
import MagnusEngine
import MagnusStore

/// Puts broker files into the ledger of the home.
struct LedgerImporter: FileImporter {
    let database: MagnusDatabase

    /// What one import did.
    struct Outcome {
        var report: ImportReport
        /// The accounts that were imported into, at least one.
        var accounts: [String]
        /// Realised profit of those accounts after the import, dollars.
        var realizedProfit: Money
        var isDryRun: Bool

        /// For one line: the account, or how many.
        var accountText: String { accounts.joined(separator: ", ") }
    }

    /// Reads every file before anything is stored; the new events of all of them are stored in one transaction.
    /// - Throws: ``CommandFailure`` naming the file.
    func run(
        paths: [String], format: ImportFormat?, account: String?, isDryRun: Bool
    ) throws -> Outcome {
        let ledger = LedgerRepository(database)
        let known = Dictionary(try ledger.accounts().map { ($0.name, $0) }) { first, _ in first }
        if let account, let found = known[account] { try requireReal(found) }
        var batch = ImportBatch(account: account)
        for path in paths {
            do throws(ImportError) {
                try batch.add(path: path, format: format)
            } catch {
                let shown = HarmlessText.sanitised(path, maximumLength: 400)
                throw CommandFailure(
                    error == .notFound ? .notFound : .failed, code: error.code, "\(shown): \(error.message)",
                    hint: error.hint)
            }
        }
        var existing: [String: [LedgerEvent]] = [:]
        for target in batch.accounts {
            if let found = known[target.name] { try requireReal(found) }
            existing[target.name] = try ledger.events(account: target.name)
        }
        let imported = batch.finish(existing: existing)
        var realized = Money.zero
        for booking in imported.bookings {
            let name = booking.target.name
            let after = LedgerBook(booking.result.ledger(after: existing[name] ?? []))
            realized += after.realizedProfit(of: name)
        }
        if !isDryRun {
            // All accounts or none: a failure half way must not leave an import nobody can name.
            try database.together {
                for booking in imported.bookings { try store(booking, known: known[booking.target.name], in: ledger) }
            }
        }
        return Outcome(
            report: imported.report, accounts: imported.bookings.map(\.target.name), realizedProfit: realized,
            isDryRun: isDryRun)
    }

    private func requireReal(_ account: Account) throws {
        guard !account.kind.isReal else { return }
        throw CommandFailure(
            .refused, code: "paper_account", "\(account.name): a paper account takes no imported trades",
            hint: "choose another name with --account")
    }

    private func store(_ booking: ImportBatch.Booking, known: Account?, in ledger: LedgerRepository) throws {
        let account =
            known
            ?? Account(
                name: booking.target.name, broker: booking.target.broker, kind: .imported, rules: .regulationT)
        let replacements = booking.result.replacements.map {
            LedgerImport.Replacement(formerIdentifier: $0.former.id, event: $0.event)
        }
        _ = try ledger.record(
            LedgerImport(account: account, events: booking.result.events, replacements: replacements),
            now: WallEngineClock().now())
    }

    func importFile(path: String, isDryRun: Bool) async throws -> ImportSummary {
        do {
            let expanded = PathCompletion.expanded(path)
            return ImportSummary(try run(paths: [expanded], format: nil, account: nil, isDryRun: isDryRun))
        } catch let failure as CommandFailure {
            throw ImportRefusal(description: failure.message + (failure.hint.isEmpty ? "" : "; \(failure.hint)"))
        }
    }
}

/// One line for the screen.
struct ImportRefusal: Error, CustomStringConvertible {
    var description: String
}
