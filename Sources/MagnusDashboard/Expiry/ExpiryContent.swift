import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Which part of the board each page of what comes shows.
enum ExpiryContent {
    static func table(_ page: LedgerPage, _ board: ExpiryBoard, _ writer: LedgerWriter) -> LedgerTable {
        switch page.kind {
        case .board: ExpiryPage.table(board, writer)
        case .cashLadder: CashLadderPage.table(board, writer)
        case .deadlines: DeadlinePage.table(board, writer)
        default: LedgerTable()
        }
    }

    /// Title and lines of the page of a row; nil when the row is gone.
    static func details(
        _ page: LedgerRowPage, _ board: ExpiryBoard, _ writer: LedgerWriter
    ) -> (title: String, lines: [PageLine])? {
        switch page.kind {
        case .board:
            board.rows.first { $0.id == page.id }.map {
                ("\($0.symbol) \($0.title)", ExpiryPage.details($0, board, writer))
            }
        case .cashLadder:
            CashLadderPage.step(page.id, board).map {
                ("Cash through \($0.step.day.iso8601)", CashLadderPage.details($0.step, $0.account, writer))
            }
        case .deadlines:
            board.deadlines.first { $0.id == page.id }.map {
                ("\($0.symbol.map { $0 + " " } ?? "")\($0.kind.words)", DeadlinePage.details($0, writer))
            }
        default: nil
        }
    }

    /// How each figure of a row comes about; nil when the row is gone.
    static func explanation(
        _ page: LedgerRowPage, _ board: ExpiryBoard, _ writer: LedgerWriter
    ) -> (title: String, lines: [PageLine])? {
        var source = LedgerPage(page.view)
        source.page = page.view.pages.firstIndex(of: page.kind) ?? 0
        let table = Self.table(source, board, writer)
        guard let row = table.rows.first(where: { $0.id == page.id }) else { return nil }
        let made = details(page, board, writer)
        var lines = LedgerContent.meanings(of: row, table, page.kind)
        if let parts = made?.lines, !parts.isEmpty { lines += [.blank, .heading("Made of"), .blank] + parts }
        lines += [
            .blank, .heading("Origin"),
            .text(
                "Contracts and cash of the book, prices of its sources, days of the exchange calendar, at "
                    + "\(board.asOf.newYork.description). magnus explain tells source and age of every input of a "
                    + "position's figures."),
        ]
        return (made?.title ?? LedgerContent.name(row, table), lines)
    }
}
