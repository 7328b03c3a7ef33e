import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// What every expiry takes of the cash, and what is free once it is over.
enum CashLadderPage {
    static func table(_ board: ExpiryBoard, _ writer: LedgerWriter) -> LedgerTable {
        let format = writer.format
        let isSeveral = board.accounts.count > 1
        var table = LedgerTable()
        table.columns = [
            .words("Exp", 0), .figure("DTE", 3), .words("Rows", 4, isFlexible: true), .figure("For shares", 1),
            .figure("At risk", 2), .figure("From calls", 5), .figure("Cash left", 0), .figure("Free if out", 0),
        ]
        if isSeveral { table.columns.append(.words("Account", 1)) }
        table.rows = board.accounts.flatMap { account in
            account.ladder.map { step in
                var cells: [LedgerTable.Cell] = [
                    LedgerTable.Cell(
                        text: ExpiryPage.day(step.day), order: Double(step.day.daysSinceEpoch), plain: step.day.iso8601),
                    LedgerTable.Cell(text: String(step.daysToExpiry), order: Double(step.daysToExpiry)),
                    .words(step.rows.isEmpty ? "covered calls" : step.rows.joined(separator: ", ")),
                    amount(step.forShares, writer), amount(step.atRisk, writer), amount(step.fromCalls, writer),
                    left(step.cashLeft, writer), left(step.freeIfOut, writer),
                ]
                if isSeveral { cells.append(.words(account.name, .textDim)) }
                return LedgerTable.Row(id: id(account, step), cells: cells, account: account.name)
            }
        }
        table.head = board.accounts.map { account in
            let name = isSeveral ? "\(account.name): " : ""
            let parts = [
                "cash \(format.dollars(account.cash))", "settled \(format.dollars(account.settledCash))",
                "reserved \(format.dollars(account.reserved))", "free \(format.dollars(account.free))",
                "T-bill funds \(format.dollars(account.treasuryBillFunds))",
            ]
            return .text(name + parts.joined(separator: " · "))
        }
        table.foot = [
            .text(
                "Cash left: after everything through the day took what it reserves. Free if out: after all of it expired worthless.",
                .textDim)
        ]
        table.empty = "No expiry takes cash."
        return table
    }

    /// Zero is nothing to tell here.
    private static func amount(_ figure: Figure, _ writer: LedgerWriter) -> LedgerTable.Cell {
        guard figure.value != 0 else { return LedgerTable.Cell(text: "", order: 0) }
        return writer.figure(figure, writer.format.dollars)
    }

    /// Cash that is missing is what the page is for.
    private static func left(_ figure: Figure, _ writer: LedgerWriter) -> LedgerTable.Cell {
        var cell = writer.figure(figure, writer.format.dollars)
        if let value = figure.value, value < -0.005 { cell.scope = .alertCritical }
        return cell
    }

    private static func id(_ account: ExpiryAccount, _ step: CashStep) -> String {
        "\(account.name)/\(step.day.iso8601)"
    }

    static func step(_ id: String, _ board: ExpiryBoard) -> (account: ExpiryAccount, step: CashStep)? {
        for account in board.accounts {
            if let step = account.ladder.first(where: { Self.id(account, $0) == id }) { return (account, step) }
        }
        return nil
    }

    static func details(_ step: CashStep, _ account: ExpiryAccount, _ writer: LedgerWriter) -> [PageLine] {
        let format = writer.format
        func told(_ figure: Figure) -> String { writer.told(figure, format.dollars) }
        return [
            .pair("Account", account.name), .pair("Cash", told(account.cash)),
            .pair("Settled", told(account.settledCash)),
            .pair("Reserved by all", told(account.reserved)), .pair("Free now", told(account.free)),
            .pair("T-bill funds", told(account.treasuryBillFunds)), .blank,
            .heading("\(ExpiryPage.day(step.day)), \(CountedNoun.text(max(0, step.daysToExpiry), "day"))"),
            .pair("For shares", told(step.forShares)), .pair("At risk", told(step.atRisk)),
            .pair("From covered calls", told(step.fromCalls)), .pair("Cash left", told(step.cashLeft)),
            .pair("Free if out", told(step.freeIfOut)), .blank, .heading("Rows"),
        ] + (step.rows.isEmpty ? [.text("Covered calls alone: they take no cash.")] : step.rows.map { .text($0) })
    }
}
