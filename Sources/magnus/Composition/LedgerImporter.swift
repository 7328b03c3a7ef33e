import MagnusAnalysis
import MagnusConnectors
import MagnusDesk
import MagnusDomain
import MagnusEngine
import MagnusSimulation
import MagnusStore
import Synchronization

/// Puts broker files into the ledger of the home.
struct LedgerImporter: FileImporter {
    let database: MagnusDatabase
    /// Told how far a long import is; empty at its end.
    var tell: @Sendable (String) -> Void = { _ in }
    /// The same for the screen.
    var progress: @Sendable (ImportStep) -> Void = { _ in }

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
                    say(ImportStep(.reading, completed: progress.lines, total: progress.expectedLines))
                }
            } catch {
                if error == .cancelled { throw Self.cancelled }
                let shown = HarmlessText.sanitised(path, maximumLength: 400)
                throw CommandFailure(
                    error == .notFound ? .notFound : .failed, code: error.code, "\(shown): \(error.message)",
                    hint: error.hint)
            }
        }
        var existing: [String: LedgerEventList] = [:]
        for target in batch.accounts {
            try requireName(target.name, known)
            try requireSameAccount(target, known[target.name])
            existing[target.name] = try ledger.reduceEvents(account: target.name, into: LedgerEventList()) {
                $0.append($1)
            }
        }
        say(ImportStep(.comparing))
        let imported: ImportBatch.Outcome
        let now = WallEngineClock().now()
        do throws(ImportError) {
            imported = try (consume batch).finish(existing: existing, now: now, isCancelled: isCancelled)
        } catch { throw Self.failure(error) }
        existing = [:]
        var realized = Money.zero
        var report = imported.report
        // The readers only count along what their rows say; what is held is what the ledger makes of it.
        report.openPositions = 0
        for booking in imported.bookings {
            let sums = try sums(booking, now: now, isCancelled)
            realized += sums.realized[booking.target.name] ?? .zero
            report.openPositions += sums.positions
            for issue in sums.issues where Self.isToldOf(issue.kind) {
                guard let line = issue.line else { continue }
                report.warn(
                    path: issue.source, account: issue.account, line: line, code: issue.kind.rawValue,
                    message: issue.text)
            }
        }
        if !isDryRun {
            // All accounts or none: a failure half way must not leave an import nobody can name.
            let total = imported.report.totals.imported
            say(ImportStep(.storing, total: total))
            let stored = Mutex(0)
            try database.together {
                for booking in imported.bookings {
                    try store(booking, known: known[booking.target.name], in: ledger) {
                        let done = stored.withLock {
                            $0 = min(total, $0 + LedgerRepository.entriesBetweenQuestions)
                            return $0
                        }
                        progress(ImportStep(.storing, completed: done, total: total))
                        return isCancelled()
                    }
                    if let reason = booking.result.failure { throw Self.failure(.spoolFailed(reason)) }
                }
                if isCancelled() { throw CancellationError() }
            }
        }
        return Outcome(
            report: report, accounts: imported.bookings.map(\.target.name), realizedProfit: realized,
            isDryRun: isDryRun)
    }

    private static func failure(_ error: ImportError) -> CommandFailure {
        error == .cancelled ? cancelled : CommandFailure(.failed, code: error.code, error.message, hint: error.hint)
    }

    private func say(_ step: ImportStep) {
        progress(step)
        switch step.phase {
        case .reading:
            tell("reading: \(step.completed) rows" + (step.total.map { " of about \($0)" } ?? ""))
        case .comparing: tell("comparing with the ledger")
        case .storing: tell("storing \(step.total ?? 0) rows")
        }
    }

    /// What an account has realised after the import, what of its history does not add up, and how many positions it holds
    /// now.
    private func sums(
        _ booking: ImportBatch.Booking, now: Instant, _ isCancelled: @escaping () -> Bool
    ) throws -> (realized: [String: Money], issues: [LedgerIssue], positions: Int) {
        var number = 0
        let events = booking.result.ledger.lazy.prefix { _ in
            number += 1
            return number & 4095 != 0 || !isCancelled()
        }
        let sums = LedgerBook.sums(after: events, issueLimit: 1000, now: now)
        if isCancelled() { throw CancellationError() }
        return sums
    }

    /// Whoever imports hears of rows that close, take away or change what no row brought; the readers and the comparison
    /// with the ledger tell of most of them, the fold of the rest. What is only not known is told where it is shown.
    private static func isToldOf(_ kind: LedgerIssue.Kind) -> Bool {
        switch kind {
        case .closingWithoutOpening, .removalWithoutPosition, .unpairedChange, .invalidSplit, .moreThanListed,
            .unadjustedOption:
            true
        default: false
        }
    }

    /// Numbers may end alike: what one broker reports is not booked to the account of another, nor what one account did to
    /// the other of that broker.
    private func requireSameAccount(_ target: ImportBatch.Target, _ known: Account?) throws {
        guard target.isOfNumber, let known else { return }
        guard known.broker == target.broker else {
            throw CommandFailure(
                .refused, code: "indistinct_accounts",
                "\(target.name) is an account of \(HarmlessText.sanitised(known.broker, maximumLength: 60)), this file is "
                    + "of \(target.broker)", hint: "name its account with --account")
        }
        guard let mark = target.numberMark, let stored = known.numberMark, mark != stored,
            mark.prefix(while: { $0 != ":" }) == stored.prefix(while: { $0 != ":" })
        else { return }
        throw CommandFailure(
            .refused, code: "indistinct_accounts",
            "\(target.name) holds another account whose number ends alike", hint: "name this account with --account")
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
        var account =
            known
            ?? Account(
                name: booking.target.name, broker: booking.target.broker, kind: .imported, rules: .regulationT)
        account.numberMark = account.numberMark ?? booking.target.numberMark
        _ = try ledger.record(
            account, events: booking.result.entries,
            replacements: StoredReplacements(corrections: booking.result.corrections),
            now: WallEngineClock().now(), isCancelled: isCancelled)
    }

    func importFile(
        path: String, isDryRun: Bool, progress: @escaping @Sendable (ImportStep) -> Void
    ) async throws -> ImportSummary {
        do {
            let expanded = PathCompletion.expanded(path)
            var importer = self
            importer.progress = progress
            return ImportSummary(
                try importer.run(
                    paths: [expanded], format: nil, account: nil, isDryRun: isDryRun,
                    isCancelled: { Task.isCancelled }))
        } catch let failure as CommandFailure {
            throw ImportRefusal(description: failure.message + (failure.hint.isEmpty ? "" : "; \(failure.hint)"))
        }
    }
}

/// Corrections as the store takes them, one after the other.
private struct StoredReplacements: RandomAccessCollection, Sendable {
    let corrections: ImportResult.ReplacementList

    var startIndex: Int { 0 }
    var endIndex: Int { corrections.count }
    subscript(position: Int) -> LedgerImport.Replacement {
        let correction = corrections[position]
        return LedgerImport.Replacement(formerIdentifier: correction.former.id, event: correction.event)
    }
}

/// One line for the screen.
struct ImportRefusal: Error, CustomStringConvertible {
    var description: String
}
