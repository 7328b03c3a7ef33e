import MagnusDesk
import MagnusDomain

/// What reading a broker's file of 412 rows brought.
enum SampleImport {
    static func summary(isDryRun: Bool = true, imported: Int = 398) -> ImportSummary {
        let rows = ImportSummary.Rows(read: 412, imported: imported, duplicate: 409 - imported, skipped: 3)
        var summary = ImportSummary(
            isDryRun: isDryRun,
            files: [
                ImportSummary.File(
                    path: "/home/me/schwab-2026.csv", broker: "Schwab", account: "schwab-1234",
                    firstDate: SampleBook.date(2025, 1, 6), lastDate: SampleBook.date(2026, 12, 18), rows: rows,
                    skipped: [
                        ImportSummary.Reason(text: "unknown action \"Journaled\"", count: 2, firstLine: 17),
                        ImportSummary.Reason(text: "no date", count: 1, firstLine: 301),
                    ],
                    warnings: [
                        ImportSummary.Reason(
                            text: "closes 1 AMD 150P that was never opened: the history begins later", count: 1,
                            firstLine: 44)
                    ])
            ], totals: rows, accounts: ["schwab-1234"], openPositions: 9,
            realizedProfit: Money(tenThousandths: 48_213_500))
        summary.events = [.init(name: "trades", count: 371), .init(name: "assignments", count: 4)]
        return summary
    }
}
