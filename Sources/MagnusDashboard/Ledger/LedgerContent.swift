import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Which part of the report each page shows.
enum LedgerContent {
    static func table(_ page: LedgerPage, _ report: LifecycleReport, _ writer: LedgerWriter) -> LedgerTable {
        let tax = page.year.flatMap(report.taxYear)
        var table: LedgerTable
        switch page.kind {
        case .board, .cashLadder, .deadlines: return LedgerTable()
        case .campaigns: table = WheelPage.table(report.wheels, writer)
        case .expiry: table = SettlementPage.expiry(report.settlement, writer)
        case .newShares: table = SettlementPage.newShares(report.settlement, writer)
        case .week: table = SettlementPage.week(report.settlement, writer)
        case .incomeWeeks: table = IncomePage.table(report.income.weeks, isMonthly: false, writer)
        case .incomeMonths: table = IncomePage.table(report.income.months, isMonthly: true, writer)
        case .taxYears: table = TaxPage.years(report.taxYears, writer)
        case .taxLots: table = TaxPage.lots(tax, writer)
        case .taxIndex: table = TaxPage.mixed(tax, writer)
        case .washSales: table = TaxPage.washSales(tax, writer)
        case .coveredCalls: table = TaxPage.coveredCalls(tax, writer)
        case .dividendTests: table = TaxPage.dividendTests(tax, writer)
        case .strategies:
            table = JournalPage.strategies(
                report.journal, stated: report.performance.stated, unopened: report.performance.unopenedCount, writer)
        case .trades: table = JournalPage.trades(report, writer)
        case .rollReview: table = JournalPage.review(report, writer)
        case .rollChains: table = RollChainPage.table(report, writer)
        case .byMonth: table = PerformancePage.table(report.performance, by: .month, title: "Month", writer)
        case .byDaysToExpiry:
            table = PerformancePage.table(report.performance, by: .daysToExpiryAtEntry, title: "DTE at entry", writer)
        case .byDelta:
            table = PerformancePage.table(report.performance, by: .deltaAtEntry, title: "Delta at entry", writer)
        case .byStrategy: table = PerformancePage.table(report.performance, by: .strategy, title: "Strategy", writer)
        case .bySymbol: table = PerformancePage.table(report.performance, by: .symbol, title: "Symbol", writer)
        }
        if let warning = warning(report) { table.foot.insert(.text(warning, .alertMedium), at: 0) }
        return table
    }

    /// What no figure of the views can know.
    private static func warning(_ report: LifecycleReport) -> String? {
        var parts: [String] = []
        if !report.expiredUnresolved.isEmpty {
            parts.append(
                "\(CountedNoun.text(report.expiredUnresolved.count, "contract line")) ended without a closing row (expired_unresolved): in no result"
            )
        }
        if let first = report.issues.first {
            let place = first.line.map { "\(first.source) line \($0)" } ?? first.source
            parts.append(
                "\(CountedNoun.text(report.issues.count, "row")) of the ledger do not add up, first \(place): \(first.text)"
            )
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    /// How each figure of a row comes about; nil when the row is gone.
    static func explanation(
        _ page: LedgerRowPage, _ report: LifecycleReport, _ writer: LedgerWriter
    ) -> (title: String, lines: [PageLine])? {
        var source = LedgerPage(page.view)
        source.page = page.view.pages.firstIndex(of: page.kind) ?? 0
        source.year = page.year
        let table = Self.table(source, report, writer)
        guard let row = table.rows.first(where: { $0.id == page.id }) else { return nil }
        var lines = meanings(of: row, table, page.kind)
        let made = details(page, report, writer)
        if let parts = made?.lines, !parts.isEmpty { lines += [.blank, .heading("Made of"), .blank] + parts }
        lines += [
            .blank, .heading("Origin"),
            .text(
                "The ledger of \(row.account ?? report.account) up to \(report.asOf.newYork.description): \(CountedNoun.text(report.eventCount, "entry", plural: "entries")) as imported or booked, none of them estimated. magnus trades --json tells file and line of each."
            ),
        ]
        return (made?.title ?? name(row, table), lines)
    }

    /// Each cell of a row that has a meaning to tell, and that meaning.
    static func meanings(of row: LedgerTable.Row, _ table: LedgerTable, _ kind: LedgerPageKind) -> [PageLine] {
        var lines: [PageLine] = []
        for (column, cell) in zip(table.columns, row.cells) {
            guard let meaning = LedgerMeaning.text(kind, column.title), !cell.text.isEmpty || cell.isUnknown else {
                continue
            }
            lines += [
                .pair(column.title, cell.text.isEmpty ? "nothing to tell" : cell.text, cell.scope),
                .text(meaning, .textDim),
            ]
        }
        return lines
    }

    /// What a row is called: its first words, never a figure.
    static func name(_ row: LedgerTable.Row, _ table: LedgerTable) -> String {
        zip(table.columns, row.cells).filter { $0.0.alignment == .left }.prefix(2).map(\.1.text)
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Title and lines of the page of a row; nil when the row is gone.
    static func details(
        _ page: LedgerRowPage, _ report: LifecycleReport, _ writer: LedgerWriter
    ) -> (title: String, lines: [PageLine])? {
        let tax = page.year.flatMap(report.taxYear)
        switch page.kind {
        case .campaigns:
            return report.wheels.first { $0.campaign.id == page.id }.map {
                ("Wheel \($0.campaign.symbol)", WheelPage.details($0, writer))
            }
        case .expiry:
            guard let settlement = report.settlement else { return nil }
            return settlement.lines.first { SettlementPage.id($0) == page.id }.map {
                (LedgerWriter.name($0.contract), SettlementPage.details($0, settlement, writer))
            }
        case .board, .cashLadder, .deadlines: return nil
        case .newShares, .week, .taxYears, .taxIndex, .coveredCalls, .dividendTests: return nil
        case .incomeWeeks, .incomeMonths:
            let isMonthly = page.kind == .incomeMonths
            let all = isMonthly ? report.income.months : report.income.weeks
            return all.first { $0.begins.iso8601.hasPrefix(page.id) }.map {
                ("\(isMonthly ? "Month" : "Week of") \(page.id)", IncomePage.details($0, writer))
            }
        case .taxLots:
            return tax?.lines.first { $0.lot == page.id }.map { ($0.description, TaxPage.details($0, writer)) }
        case .washSales:
            return tax?.washSales.first { $0.lot == page.id }.map {
                (LedgerWriter.name($0.instrument), TaxPage.details($0, writer))
            }
        case .strategies:
            return report.journal.first { $0.id == page.id }.map {
                ("\($0.symbol) \(LedgerWriter.strategy($0.strategy))", JournalPage.details($0, report, writer))
            }
        case .trades:
            return report.trades.first { $0.id == page.id }.map {
                ("\($0.underlying) \($0.time.newYork.date.iso8601)", JournalPage.details($0, writer))
            }
        case .rollChains:
            return report.chains.first { $0.id == page.id }.map {
                ("\($0.underlying) roll chain", RollChainPage.details($0, writer))
            }
        case .rollReview:
            return JournalPage.reviewed(report).first { $0.id == page.id }.map {
                ("\($0.underlying) roll?", JournalPage.details($0, writer))
            }
        case .byMonth, .byDaysToExpiry, .byDelta, .byStrategy, .bySymbol:
            guard let grouping = grouping(page.kind) else { return nil }
            return report.performance.realized[grouping]?.first { $0.key == page.id }.map {
                (PerformancePage.name($0.key, grouping), PerformancePage.details($0, writer))
            }
        }
    }

    private static func grouping(_ kind: LedgerPageKind) -> RealizedGrouping? {
        switch kind {
        case .byMonth: .month
        case .byDaysToExpiry: .daysToExpiryAtEntry
        case .byDelta: .deltaAtEntry
        case .byStrategy: .strategy
        case .bySymbol: .symbol
        default: nil
        }
    }
}
