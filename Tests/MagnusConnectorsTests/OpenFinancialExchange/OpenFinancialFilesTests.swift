import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Files of Fidelity, Vanguard and TD Ameritrade, read where they are.
@Suite(.enabled(if: SharedData.has("broker-exports/copyleft"), "real data is absent"))
struct OpenFinancialFilesTests {
    private static let root = "broker-exports/copyleft/beancount-import-gpl2/ofx/"

    private func outcome(_ names: String..., existing: [String: [LedgerEvent]] = [:]) throws -> ImportBatch.Outcome {
        var batch = ImportBatch()
        for name in names { try batch.add(path: SharedData.path(Self.root + name + ".ofx")) }
        return batch.finish(existing: existing)
    }

    @Test(arguments: ["fidelity", "investment_buy_sell_income", "td_ameritrade", "vanguard"])
    func everyEntryIsAccountedFor(name: String) throws {
        let text = try SharedData.text(Self.root + name + ".ofx")
        func count(_ pattern: Regex<Substring>) -> Int { text.matches(of: pattern).count }
        let entries = count(
            /<(?:BUYSTOCK|SELLSTOCK|BUYMF|SELLMF|INCOME|INVBANKTRAN|BUYOPT|SELLOPT|CLOSUREOPT|TRANSFER|SPLIT)>/)
        let reinvested = count(/<REINVEST>/)
        let found = try outcome(name)
        let totals = found.report.totals
        // What a statement lists and its entries do not lead to stands beside them.
        let listed = found.bookings.flatMap(\.result.events).count { $0.kind == .statement }
        #expect(totals.read == entries + 2 * reinvested + listed)
        #expect(totals.read == totals.imported + totals.duplicate + totals.skipped && totals.duplicate == 0)
        #expect(totals.skipped == 0, "\(found.report.files.flatMap(\.skipped))")
        // Each total, and each amount of money moved, is in the ledger with its costs.
        let stated = text.matches(of: /<(?:TOTAL|TRNAMT)>\s*([-+]?[0-9.]+)/).compactMap { Double($0.output.1) }
        let booked = found.bookings.flatMap(\.result.events).map { ($0.amount + $0.fees).dollars }
        #expect(abs(booked.reduce(0, +) - stated.reduce(0, +)) < 0.01 || reinvested > 0)
        // Fidelity: the cash, and RHT of which no entry tells; Vanguard: two funds, no cash stated.
        let expected = ["fidelity": 2, "vanguard": 2]
        #expect(expected[name].map { $0 == listed } ?? true, "\(listed)")
        let again = try outcome(
            name,
            existing: Dictionary(uniqueKeysWithValues: found.bookings.map { ($0.target.name, $0.result.events) }))
        #expect(again.report.totals.imported == 0 && again.report.totals.duplicate == totals.imported)
    }
}
