import Foundation
import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Genuine layouts beside the project. Expected values come from a separate recount of the files by a script.
@Suite(.enabled(if: SharedData.has("broker-exports/copyleft/reds-importers-gpl3"), "shared data is absent"))
struct FidelityFilesTests {
    static let folder = "broker-exports/copyleft/reds-importers-gpl3/"
    static let single = "History_for_Account_X8YYYYYYY.csv"
    static let all = "fidelity_csv_all_accounts_transactions_20251204.csv"

    private func outcome(_ names: [String], existing: [String: [LedgerEvent]] = [:]) throws -> ImportBatch.Outcome {
        var batch = ImportBatch()
        for name in names { try batch.add(path: SharedData.path(Self.folder + name)) }
        return batch.finish(existing: existing)
    }

    private func cash(_ events: [LedgerEvent]) -> String {
        events.reduce(Money.zero) { $0 + $1.amount + $1.fees }.text
    }

    @Test func oneAccount() throws {
        let outcome = try outcome([Self.single])
        #expect(outcome.bookings.map(\.target.name) == ["fidelity"] && outcome.bookings[0].target.broker == "Fidelity")
        let file = try #require(outcome.report.files.first)
        #expect(file.rows.read == 11 && file.rows.imported == 11 && file.rows.skipped == 0)
        #expect(file.format == .fidelity && file.formatConfidence == 1 && file.warnings.isEmpty)
        #expect(file.preambleLines == 0 && file.footerLines == 9)
        #expect(file.firstDate?.iso8601 == "2023-01-05" && file.lastDate?.iso8601 == "2023-01-27")
        let events = outcome.bookings[0].result.events
        #expect(outcome.report.events.transfers == 11 && cash(events) == "-7,671.75")
        #expect(holdings(events).isEmpty)
    }

    @Test func allAccountsOfOneFile() throws {
        let outcome = try outcome([Self.all])
        let cashByAccount = Dictionary(
            uniqueKeysWithValues: outcome.bookings.map { ($0.target.name, cash($0.result.events)) })
        // Of the account 3333 the file states 16,077.02; 30,246.04 of it are the value of shares of a merger.
        #expect(
            cashByAccount == [
                "fidelity-1111": "0.00", "fidelity-2222": "0.66", "fidelity-3333": "-14,169.02",
                "fidelity-4444": "46,353.54", "fidelity-5555": "-37,592.63",
            ])
        #expect(outcome.report.totals.read == 21 && outcome.report.totals.imported == 21)
        #expect(outcome.report.totals.skipped == 0)
        let events = outcome.bookings.flatMap(\.result.events)
        #expect(holdings(events) == ["BND": 9.598, "VTEB": 73.459, "WM": 18, "LSEGY": 1060, "VVV": -341])
        let counts = outcome.report.events
        #expect(counts.dividends == 8 && counts.trades == 4 && counts.interest == 1 && counts.mergers == 1)
        #expect(counts.transfers == 5 && counts.fees == 0 && counts.adjustments == 2)
        // VVV was bought before the history begins: its sale is no short position.
        #expect(
            Set(outcome.report.files.flatMap(\.warnings).map(\.code))
                == ["value_not_cash", "bond_cash", "closing_without_opening"])
        #expect(events.first { $0.instrument == .stock(symbol: "VVV") }?.effect == .closing)
        // Lines 16, 17 and 21 are rows of the account 333333333.
        #expect(
            outcome.report.files.filter { !$0.warnings.isEmpty }.map(\.account) == ["fidelity-3333"])
        #expect(outcome.report.files.flatMap(\.warnings).map(\.line) == [16, 17, 21])
        #expect(outcome.report.files.flatMap(\.warnings).allSatisfy { $0.brokerAccount == nil })
        // Withheld from the dividend.
        let tax = try #require(events.first { $0.kind == .dividend && $0.amount < .zero })
        #expect(tax.instrument == .stock(symbol: "TSM") && tax.amount.text == "-32.93" && tax.fees == .zero)
    }

    @Test func twiceChangesNothing() throws {
        let first = try outcome([Self.all, Self.single])
        let existing = Dictionary(uniqueKeysWithValues: first.bookings.map { ($0.target.name, $0.result.events) })
        let again = try outcome([Self.single, Self.all], existing: existing)
        #expect(again.report.totals.imported == 0 && again.report.totals.duplicate == 32)
        #expect(again.bookings.allSatisfy { $0.result.events.isEmpty && $0.result.replacements.isEmpty })
    }

    /// Whatever byte a download ends with, the rows before are there and the cut one is told.
    @Test func cutAtEveryByte() throws {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: SharedData.path(Self.folder + Self.all))))
        for length in stride(from: 300, to: bytes.count, by: 7) {
            var batch = ImportBatch()
            var file = ImportFile(path: "cut.csv")
            try file.read(bytes[..<length])
            try batch.add(file)
            let outcome = batch.finish()
            let totals = outcome.report.totals
            #expect(totals.read == totals.imported + totals.duplicate + totals.skipped)
            #expect(totals.skipped <= 1, "cut at \(length)")
        }
    }
}
