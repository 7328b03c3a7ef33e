import MagnusAnalysis
import MagnusConnectors
import MagnusDesk
import MagnusDomain
import MagnusEngine
import MagnusSimulation
import MagnusStore

/// Puts broker files into the ledger of the home.
struct LedgerImporter: FileImporter {
    let database: MagnusDatabase
    /// Told how far a long import is; empty at its end.
    var tell: @Sendable (String) -> Void = { _ in }

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
    /// - Parameter isCancelled: asked every few thousand rows until everything is stored.
    /// - Throws: ``CommandFailure`` naming the file; one of ``CommandFailure/Exit/interrupted`` when it was cancelled.
    func run(
        paths: [String], format: ImportFormat?, account: String?, isDryRun: Bool,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> Outcome {
        defer { tell("") }
        do {
            return try runWhole(
                paths: paths, format: format, account: account, isDryRun: isDryRun, isCancelled: isCancelled)
        } catch is CancellationError {
            throw Self.cancelled
        }
    }

    private static let cancelled = CommandFailure(
        .interrupted, code: ImportError.cancelled.code, ImportError.cancelled.message)

    private func runWhole(
        paths: [String], format: ImportFormat?, account: String?, isDryRun: Bool,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws -> Outcome {
        let ledger = LedgerRepository(database)
        let known = Dictionary(try ledger.accounts().map { ($0.name, $0) }) { first, _ in first }
        if let account { try requireName(account, known) }
        var batch = ImportBatch(account: account)
        for path in paths {
            do throws(ImportError) {
                try batch.add(path: path, format: format) { (progress) throws(ImportError) in
                    if isCancelled() { throw .cancelled }
                    tell(Self.words(progress))
                }
            } catch {
                if error == .cancelled { throw Self.cancelled }
                let shown = HarmlessText.sanitised(path, maximumLength: 400)
                throw CommandFailure(
                    error == .notFound ? .notFound : .failed, code: error.code, "\(shown): \(error.message)",
                    hint: error.hint)
            }
        }
        var existing: [String: [LedgerEvent]] = [:]
        for target in batch.accounts {
            try requireName(target.name, known)
            existing[target.name] = try ledger.events(account: target.name)
        }
        tell("comparing with the ledger")
        let imported: ImportBatch.Outcome
        do throws(ImportError) {
            imported = try (consume batch).finish(existing: existing, isCancelled: isCancelled)
        } catch { throw Self.cancelled }
        var realized = Money.zero
        for booking in imported.bookings {
            realized += try realizedProfit(booking, after: existing[booking.target.name] ?? [], isCancelled)
        }
        existing = [:]
        if !isDryRun {
            // All accounts or none: a failure half way must not leave an import nobody can name.
            tell("storing \(imported.report.totals.imported) rows")
            try database.together {
                for booking in imported.bookings {
                    try store(booking, known: known[booking.target.name], in: ledger, isCancelled)
                }
                if isCancelled() { throw CancellationError() }
            }
        }
        return Outcome(
            report: imported.report, accounts: imported.bookings.map(\.target.name), realizedProfit: realized,
            isDryRun: isDryRun)
    }

    private static func words(_ progress: ImportProgress) -> String {
        "reading: \(progress.lines) rows" + (progress.expectedLines.map { " of about \($0)" } ?? "")
    }

    /// What an account has realised after the import. A new account's rows come in order: they are folded in portions,
    /// so that a large file's rows are not copied as a whole.
    private func realizedProfit(
        _ booking: ImportBatch.Booking, after existing: [LedgerEvent], _ isCancelled: () -> Bool
    ) throws -> Money {
        let name = booking.target.name
        guard existing.isEmpty, booking.result.replacements.isEmpty else {
            return LedgerBook(booking.result.ledger(after: existing)).realizedProfit(of: name)
        }
        let events = booking.result.events
        var book = LedgerBook()
        var begin = 0
        while begin < events.count {
            var end = min(begin + 16_384, events.count)
            // Rows of one moment stay together: among them the book has an order of its own.
            while end < events.count, events[end].time == events[end - 1].time { end += 1 }
            book.apply(Array(events[begin..<end]))
            if isCancelled() { throw CancellationError() }
            begin = end
        }
        return book.realizedProfit(of: name)
    }

    /// An account of the simulated world or of a replay takes no imported trades, whether it is stored already or not: one
    /// of its name would hide it. `all` names every account.
    private func requireName(_ name: String, _ known: [String: Account]) throws {
        guard name.contains(where: { !$0.isWhitespace }) else {
            throw CommandFailure(
                .usage, code: "usage", "an account needs a name", hint: "choose one with --account")
        }
        if let found = known[name], found.kind.isReal { return }
        let lowercased = name.lowercased()
        let shown = HarmlessText.sanitised(name, maximumLength: 80)
        guard lowercased != "all" else {
            throw CommandFailure(
                .refused, code: "reserved_name", "\(shown): this word means every account",
                hint: "choose another name with --account")
        }
        let taken = PaperBroker.standardAccounts.map(\.name) + [WorldBuilder.replayAccount]
        guard known[name] == nil, !taken.contains(lowercased) else {
            throw CommandFailure(
                .refused, code: "paper_account", "\(shown): a paper account takes no imported trades",
                hint: "choose another name with --account")
        }
    }

    private func store(
        _ booking: ImportBatch.Booking, known: Account?, in ledger: LedgerRepository,
        _ isCancelled: @escaping @Sendable () -> Bool
    ) throws {
        let account =
            known
            ?? Account(
                name: booking.target.name, broker: booking.target.broker, kind: .imported, rules: .regulationT)
        let replacements = booking.result.replacements.map {
            LedgerImport.Replacement(formerIdentifier: $0.former.id, event: $0.event)
        }
        _ = try ledger.record(
            LedgerImport(account: account, events: booking.result.events, replacements: replacements),
            now: WallEngineClock().now(), isCancelled: isCancelled)
    }

    func importFile(path: String, isDryRun: Bool) async throws -> ImportSummary {
        do {
            let expanded = PathCompletion.expanded(path)
            return ImportSummary(
                try run(
                    paths: [expanded], format: nil, account: nil, isDryRun: isDryRun,
                    isCancelled: { Task.isCancelled }))
        } catch let failure as CommandFailure {
            throw ImportRefusal(description: failure.message + (failure.hint.isEmpty ? "" : "; \(failure.hint)"))
        }
    }
}

/// One line for the screen.
struct ImportRefusal: Error, CustomStringConvertible {
    var description: String
}
