import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// The full-screen views of the history, driven by keys.
@UIActor
@Suite struct LedgerViewTests {
    static func desk(
        _ size: String = "120x36", _ report: LifecycleReport? = SampleLifecycle.report(), keys: String
    ) throws -> TestDesk {
        let parts = size.split(separator: "x").compactMap { Int($0) }
        let desk = TestDesk(columns: parts[0], rows: parts[1])
        let chords = keys.split(separator: " ", maxSplits: 2)
        try desk.press(chords.prefix(2).joined(separator: " "))
        desk.feed(.lifecycle(report))
        if chords.count > 2 { try desk.press(String(chords[2])) }
        return desk
    }

    nonisolated static let views = [
        ("wheel", "g w"), ("wheel-steps", "g w <Enter>"), ("settlement", "g s"), ("settlement-shares", "g s ]"),
        ("settlement-week", "g s ] ]"), ("income", "g i"), ("income-months", "g i ]"), ("tax", "g x"),
        ("tax-lots", "g x <Enter>"), ("tax-1256", "g x ] ]"), ("tax-wash", "g x ] ] ]"), ("journal", "g j"),
        ("journal-entry", "g j j <Enter>"), ("journal-trades", "g j ]"), ("journal-review", "g j ] ]"),
        ("journal-chains", "g j ] ] ]"), ("journal-chain", "g j ] ] ] <Enter>"), ("journal-explain", "g j j x"),
        ("wheel-explain", "g w x"), ("performance-explain", "g p x"),
        ("performance", "g p"), ("performance-strategy", "g p ] ] ]"),
    ]

    @Test(arguments: views)
    func frames(name: String, keys: String) throws {
        for size in ["80x24", "120x36"] {
            let desk = try Self.desk(size, keys: keys)
            let surface = try #require(desk.backend.surface)
            FrameGolden.expect(surface.snapshot(names: desk.theme.scopeNames), named: "view-\(name)-\(size)")
        }
    }

    @Test(arguments: ["40x10", "200x60"])
    func otherSizes(size: String) throws {
        for (name, keys) in [("wheel", "g w"), ("tax-lots", "g x <Enter>"), ("performance", "g p")] {
            let desk = try Self.desk(size, keys: keys)
            let surface = try #require(desk.backend.surface)
            FrameGolden.expect(surface.snapshot(names: desk.theme.scopeNames), named: "view-\(name)-\(size)")
        }
    }

    @Test func loadingEmptyAndRefusedSayWhy() throws {
        let desk = TestDesk()
        try desk.press("g w")
        #expect(desk.effects.last == .fetchLifecycle)
        #expect(desk.screen.contains("Reading the ledger"))
        desk.feed(.lifecycle(nil))
        #expect(desk.screen.contains("The ledger could not be read. F5 tries again."))
        for (keys, words) in [
            ("g w", "No wheel yet"), ("g s", "Nothing has expired yet"), ("g i", "Nothing came in yet"),
            ("g x", "Nothing was sold or closed yet"), ("g j", "Nothing was traded yet"),
            ("g p", "Nothing was closed yet"),
        ] {
            let empty = try Self.desk("80x24", SampleLifecycle.empty(), keys: keys)
            #expect(empty.screen.contains(words), "\(keys)")
        }
    }

    @Test func whatCannotBeKnownIsSaid() throws {
        let desk = try Self.desk("160x45", SampleLifecycle.damaged(), keys: "g p")
        #expect(desk.screen.contains("expired_unresolved"))
        #expect(desk.screen.contains("trades.csv line 17"))
        let wheel = try Self.desk(keys: "g w <Enter>")
        #expect(wheel.screen.contains("— no event tells what was paid"))
    }

    @Test func escapeClosesTheFilterThenTheView() throws {
        let desk = try Self.desk(keys: "g j /")
        desk.type("#wheel")
        #expect(desk.screen.contains("KO"))
        #expect(!desk.screen.contains("bull put spread"))
        try desk.press("<Enter>")
        #expect(desk.screen.contains("1/1 of 3"))
        try desk.press("<Esc>")
        #expect(desk.screen.contains("bull put spread"))
        try desk.press("<Esc>")
        #expect(desk.state.overlays.isEmpty)
    }

    @Test func sortsByTheChosenColumnAndReverses() throws {
        func months(_ desk: TestDesk) -> [String] {
            (desk.backend.surface?.textRows() ?? []).compactMap { row in
                ["2027-03", "2027-02"].first { row.contains(" \($0) ") }
            }
        }
        let desk = try Self.desk(keys: "g i ]")
        #expect(months(desk) == ["2027-03", "2027-02"])
        try desk.press("l l s")
        #expect(desk.screen.contains("sort Premium in"))
        #expect(months(desk) == ["2027-02", "2027-03"])
        try desk.press("S")
        #expect(months(desk) == ["2027-03", "2027-02"])
    }

    @Test func aYearIsChosenWithEnter() throws {
        let desk = try Self.desk(keys: "g x j <Enter>")
        #expect(desk.screen.contains("2026: 3 lots"))
        #expect(desk.screen.contains("not tax advice"))
        #expect(desk.screen.contains("(1 unknown)"))
    }

    @Test func notesAreWrittenInTheJournal() throws {
        let desk = try Self.desk(keys: "g j j n")
        #expect(desk.effects.contains(.fetchNote(strategy: "trade/t1")))
        desk.feed(.note(strategy: "trade/t1", "wanted the shares #wheel"))
        desk.type(" #income")
        try desk.press("<Enter>")
        #expect(desk.commands.last == .setNote(strategy: "trade/t1", text: "wanted the shares #wheel #income"))
        #expect(desk.screen.contains("wanted the share"))
        desk.feed(.reply(.done, to: .setNote(strategy: "trade/t1", text: "wanted the shares #wheel #income")))
        #expect(desk.effects.last(where: { $0 == .fetchLifecycle }) != nil)
    }

    @Test func pairsToReviewAreConfirmedAndRejected() throws {
        let desk = try Self.desk(keys: "g j ] ]")
        var report = SampleLifecycle.report()
        let pair = try #require(report.review.last)
        #expect(desk.screen.contains("one roll") && desk.screen.contains("no roll"))
        try desk.press("A")
        #expect(desk.commands.last == .decideRoll(id: pair.id, .confirmed))
        try desk.press("D")
        #expect(desk.commands.last == .decideRoll(id: pair.id, .rejected))
        // What was decided stays in the list, and the same key takes it back.
        report.review.removeAll { $0.id == pair.id }
        var decided = pair
        decided.verdict = .rejected
        report.rejectedRolls = [decided]
        desk.feed(.reply(.done, to: .decideRoll(id: pair.id, .rejected)))
        #expect(desk.effects.last { $0 == .fetchLifecycle } != nil)
        desk.feed(.lifecycle(report))
        #expect(desk.screen.contains("1 rejected by you"))
        try desk.press("G D")
        #expect(desk.commands.last == .decideRoll(id: pair.id, nil))
        let journal = try Self.desk(keys: "g j A")
        #expect(journal.commands.allSatisfy { if case .decideRoll = $0 { false } else { true } })
    }

    /// From a row of Positions the journal and the wheel begin at that position.
    @Test func aPositionLeadsToItsLifecycle() throws {
        func desk(on symbol: String, _ keys: String) throws -> TestDesk {
            let desk = TestDesk(columns: 120, rows: 36)
            try desk.press("/")
            desk.type(symbol)
            try desk.press("<Enter> " + keys)
            desk.feed(.lifecycle(SampleLifecycle.report()))
            return desk
        }
        let journal = try desk(on: "KO", "g j")
        try journal.press("n")
        #expect(journal.effects.contains(.fetchNote(strategy: "trade/t1")))
        let spread = try desk(on: "SPY", "g j")
        try spread.press("n")
        #expect(spread.effects.contains(.fetchNote(strategy: "trade/t2")))
        let wheel = try desk(on: "KO", "g w")
        try wheel.press("<Enter>")
        #expect(wheel.screen.contains("Wheel KO"))
        // Nothing of it is in the ledger: the view begins at its first row.
        let other = try desk(on: "MU", "g w")
        try other.press("<Enter>")
        #expect(other.screen.contains("Wheel KO"))
    }

    /// A closed trade is not explained by a position of the same symbol that is held now.
    @Test func explainTellsHowTheFiguresOfTheRowComeAbout() throws {
        let desk = try Self.desk(keys: "g j j x")
        #expect(!desk.effects.contains { if case .explain = $0 { true } else { false } })
        #expect(desk.screen.contains("first in first out") && desk.screen.contains("+91"))
        #expect(desk.screen.contains("KO cash secured put"))
    }

    /// A page is called by what the row is, not by its first figures, and sends nobody to a command without the answer.
    @Test func explanationsAreNamedByWords() throws {
        let writer = LedgerWriter(format: FigureFormat(), today: SampleBook.date(2027, 3, 15))
        for view in LedgerView.allCases {
            for (index, kind) in view.pages.enumerated() {
                var page = LedgerPage(view)
                (page.page, page.year) = (index, 2027)
                let report = SampleLifecycle.report()
                for row in LedgerContent.table(page, report, writer).rows {
                    let told = try #require(
                        LedgerContent.explanation(LedgerRowPage(page, id: row.id, isExplanation: true), report, writer))
                    #expect(!told.title.isEmpty && !told.title.hasSuffix("%"), "\(kind.rawValue): \(told.title)")
                    let figures = row.cells.filter { $0.order != nil && $0.plain != $0.text }.map(\.text)
                    #expect(
                        Set(told.title.split(separator: " ").map(String.init)).isDisjoint(with: figures),
                        "\(kind.rawValue): \(told.title)")
                    #expect(told.lines.contains { $0.text.contains("magnus trades --json tells file and line") })
                }
            }
        }
    }

    /// An opening of which no file states fees and of which nothing has ended has none to tell: no zero.
    @Test func feesOfAnOpeningAreNotZero() throws {
        let desk = try Self.desk(keys: "g j <Enter>")
        #expect(try #require(desk.state.ledger.report).journal.first?.endings.isEmpty == true)
        #expect(desk.screen.contains("none stated of the opening"))
        let lines = desk.screen.split(separator: "\n").filter { $0.contains(" Fees ") }
        #expect(!lines.isEmpty && lines.allSatisfy { !$0.contains("0.00") }, "\(lines)")
    }

    /// Every column with figures says what it is, on every page.
    @Test func everyFigureOfEveryPageIsExplained() throws {
        let writer = LedgerWriter(format: FigureFormat(), today: SampleBook.date(2027, 3, 15))
        for view in LedgerView.allCases {
            for (index, kind) in view.pages.enumerated() {
                var page = LedgerPage(view)
                page.page = index
                page.year = 2027
                let table = LedgerContent.table(page, SampleLifecycle.report(), writer)
                for column in table.columns where column.alignment == .right {
                    #expect(LedgerMeaning.text(kind, column.title) != nil, "\(column.title) of \(kind.rawValue)")
                }
                if let row = table.rows.first {
                    let lines = LedgerContent.explanation(
                        LedgerRowPage(page, id: row.id, isExplanation: true), SampleLifecycle.report(), writer)?.lines
                    #expect((lines?.count ?? 0) > 4, "\(kind.rawValue)")
                }
            }
        }
    }

    /// A contract without its strike or expiry is another one: what a lot is called is whole on the smallest common screen.
    @Test func namesOfLotsAreWhole() throws {
        let desk = try Self.desk("80x24", keys: "g x <Enter>")
        let lines = try #require(SampleLifecycle.report().taxYear(2027)).lines
        let screen = desk.screen
        #expect(!lines.isEmpty && lines.allSatisfy { screen.contains($0.description) })
    }

    /// What ended without a row is neither open nor running, and its days end with it.
    @Test func whatEndedWithoutARowIsSaid() throws {
        let journal = try Self.desk("120x36", SampleLifecycle.damaged(), keys: "g j")
        #expect(journal.screen.contains("unreported") && journal.screen.contains("1 ended without a report"))
        let wheel = try Self.desk("120x36", SampleLifecycle.damaged(), keys: "g w")
        #expect(wheel.screen.contains("unreported"))
    }

    /// Lines under a table are whole sentences or not there.
    @Test func noFootEndsInTheMiddle() throws {
        for (name, keys) in Self.views where !name.contains("explain") {
            let desk = try Self.desk("80x24", keys: keys)
            guard
                let page = desk.state.overlays.compactMap({ if case .ledger(let page) = $0 { page } else { nil } })
                    .first,
                let table = desk.state.ledger.shown?.table
            else { continue }
            let foot = LedgerLayout(page, table, size: desk.state.size).foot.map(\.text).joined(separator: " ")
            let whole = table.foot.map(\.text).filter { foot.contains($0) }.joined(separator: " ")
            #expect(foot == whole, "\(name)")
        }
    }

    /// A heading names no figure without telling it, on any screen: whole parts or a mark.
    @Test(arguments: [(40, 10), (44, 12), (52, 16), (60, 14), (80, 24), (100, 20)])
    func noHeadEndsInTheMiddle(_ columns: Int, _ rows: Int) throws {
        for (name, keys) in Self.views where !name.contains("explain") {
            let desk = try Self.desk("\(columns)x\(rows)", keys: keys)
            guard
                let page = desk.state.overlays.compactMap({ if case .ledger(let page) = $0 { page } else { nil } })
                    .first,
                let table = desk.state.ledger.shown?.table
            else { continue }
            let head = LedgerLayout(page, table, size: desk.state.size).head.map(\.text).joined(separator: " ")
            let parts = table.head.flatMap { $0.text.split(separator: " · ").map(String.init) }
            let shown = head.split(separator: " · ").map(String.init)
            let isCut = head.hasSuffix("…")
            #expect(
                isCut || shown.allSatisfy { text in parts.contains { $0 == text } || table.head.count > 1 },
                "\(name): \(head)")
            // The last words are the end of a part.
            #expect(isCut || head.isEmpty || parts.contains { head.hasSuffix($0) }, "\(name): \(head)")
        }
    }

    /// All columns and the filtered rows, exact; never while money is hidden, and never without a view.
    @Test func theOpenViewIsExported() throws {
        let desk = try Self.desk("80x24", keys: "g j")
        func export(_ desk: TestDesk, _ name: String) throws {
            try desk.press(":")
            desk.type("export " + name)
            try desk.press("<Enter>")
        }
        try export(desk, "journal.csv")
        guard case .export(let table)? = desk.effects.last else {
            Issue.record("\(desk.effects)")
            return
        }
        let (headings, rows) = (table.headings, table.rows)
        #expect(table.path == "journal.csv" && headings.contains("P/L") && headings.contains("Account"))
        #expect(rows.count == 3 && rows.allSatisfy { $0.count == headings.count })
        let profit = try #require(headings.firstIndex(of: "P/L"))
        #expect(rows.map { $0[profit] } == ["", "90.70", "unknown (no_basis)"])
        try desk.press("$")
        try export(desk, "other.csv")
        #expect(desk.screen.contains("Money is hidden"))
        let panes = TestDesk()
        try export(panes, "x.csv")
        #expect(panes.screen.contains("Open a view first"))
        #expect(!panes.effects.contains { if case .export = $0 { true } else { false } })
    }

    private func exported(_ report: LifecycleReport, keys: String, to path: String) throws -> LedgerExport {
        let desk = try Self.desk("80x24", report, keys: keys)
        try desk.press(":")
        desk.type("export " + path)
        try desk.press("<Enter>")
        guard case .export(let table)? = desk.effects.last else { throw NoExport() }
        return table
    }

    private struct NoExport: Error {}

    private func column(_ title: String, _ table: LedgerExport) throws -> [String] {
        let index = try #require(table.headings.firstIndex(of: title), "\(title) of \(table.headings)")
        return table.rows.map { $0[index] }
    }

    /// A file holds what the screen cuts: notes, years, cents; what is estimated or unknown says so.
    @Test func anExportIsExact() throws {
        var report = SampleLifecycle.damaged()
        let note = "sold into the spike after earnings, wanted the shares at 75 anyway; 1,250 more if it dips #wheel"
        report.journal[0].note = note
        for index in report.journal.indices { report.journal[index].deltaAtEntry = .unknown(.noSource) }
        report.journal[1].deltaAtEntry = .known(0.2477, .estimated)
        report.journal[2].deltaAtEntry = .unknown(.notApplicable)
        report.journal[0].isProfitKnown = false
        report.journal[0].endings = [.expired]
        let csv = try exported(report, keys: "g j", to: "journal.csv")
        #expect(csv.format == .csv && csv.rows.allSatisfy { $0.count == csv.headings.count })
        #expect(try column("Note", csv).contains(note))
        #expect(try column("Delta", csv) == ["unknown (no_source)", "0.2477", ""])
        #expect(try column("Delta trust", csv) == ["", "estimated", ""])
        #expect(try column("P/L", csv).first == "unknown (no_basis)")
        #expect(try column("Held", csv).allSatisfy { Int($0) != nil })
        for (entry, legs) in zip(report.journal, try column("Legs", csv)) {
            for leg in entry.legs where !leg.opened.isZero {
                #expect(legs.contains("\(leg.opened.signedText) \(LedgerWriter.name(leg.instrument))"), "\(legs)")
            }
        }
        // For reading: the marks of the screen, amounts to the cent.
        let markdown = try exported(report, keys: "g j", to: "journal.MD")
        #expect(markdown.format == .markdown && !markdown.headings.contains("Delta trust"))
        #expect(try column("Note", markdown).contains(note))
        #expect(try column("Delta", markdown) == ["— no source tells it", "≈0.25", ""])
        let unpaid = "— no event tells what was paid"
        #expect(try column("P/L", markdown) == [unpaid, "+90.70", unpaid])
        // A note is cut on the screen with a mark.
        let desk = try Self.desk("400x40", report, keys: "g j")
        #expect(desk.screen.contains("sold into the spike after earni…"))
    }

    /// Every figure of every page is a plain number, says that it is unknown, or has nothing to tell.
    @Test func figuresOfFilesAreNumbers() throws {
        let (writer, report) = (
            LedgerWriter(format: FigureFormat(), today: SampleBook.date(2027, 3, 15)), SampleLifecycle.damaged()
        )
        for view in LedgerView.allCases {
            for (index, kind) in view.pages.enumerated() {
                var page = LedgerPage(view)
                (page.page, page.year) = (index, 2027)
                let table = LedgerContent.table(page, report, writer)
                let export = LedgerExport(table, rows: table.rows, path: "x.csv", marks: .unicode)
                for column in table.columns {
                    for (row, text) in zip(table.rows, try self.column(column.title, export)) {
                        let isWords = text.isEmpty || text == "EXPIRED" || text.hasPrefix("unknown (")
                        if column.alignment == .right {
                            #expect(Double(text) != nil || isWords, "\(column.title) of \(kind.rawValue): \(text)")
                            #expect(!text.contains(",") && !text.hasPrefix("+"))
                        }
                        let cell = row.cells[table.columns.firstIndex(of: column) ?? 0]
                        #expect(!cell.text.contains("…") && !text.contains("…"))
                        #expect(!cell.isUnknown || text.isEmpty || text.hasPrefix("unknown"), "\(text)")
                        #expect(cell.text != "—" || text.hasPrefix("unknown ("), "\(column.title): \(text)")
                    }
                }
            }
        }
    }

    @Test func asksAboutTheSymbol() throws {
        let desk = try Self.desk(keys: "g w a")
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.state.chat.isTyping)
        #expect(desk.state.chat.context?.symbol == "KO")
    }

    @Test(arguments: views)
    func maskLeaksNoMoney(name: String, keys: String) throws {
        let desk = try Self.desk("200x60", keys: keys)
        try desk.press("$")
        for amount in ["+159", "+91", "91.35", "-312", "1,204", "3,120", "1,804", "377", "90.70", "+1,160", "1,080"] {
            #expect(!desk.screen.contains(amount), "\(amount) in \(name)")
        }
    }

    @Test(arguments: views)
    func asciiShowsNothingElse(name: String, keys: String) throws {
        let desk = try Self.desk("120x36", keys: keys)
        let frame = DashboardRenderer.render(
            desk.state, desk.world, theme: Shipped.theme("monochrome", .none), glyphs: .ascii)
        #expect(frame.surface.textRows().allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }, "\(name)")
    }

    @Test func theWhichKeyWindowShowsTheViews() throws {
        let desk = TestDesk()
        try desk.press("g")
        desk.feed(.timer(.whichKey(generation: desk.state.generation)))
        for word in ["wheel", "settlement", "income", "tax", "journal", "performance"] {
            #expect(desk.screen.contains(word), "\(word)")
        }
    }

    @Test func paletteOpensAView() throws {
        let desk = TestDesk()
        try desk.press(":")
        desk.type("settlement")
        try desk.press("<Enter>")
        desk.feed(.lifecycle(SampleLifecycle.report()))
        #expect(desk.screen.contains("Expiry 2027-03-12"))
    }

    @Test func anotherAccountReadsTheHistoryAgain() throws {
        let desk = try Self.desk(keys: "g p")
        desk.feed(.reply(.done, to: .selectAccount("ira")))
        #expect(desk.effects.last { $0 == .fetchLifecycle } != nil)
        try desk.press("<Esc>")
        desk.feed(.reply(.done, to: .selectAccount("paper")))
        #expect(desk.state.ledger.report == nil)
    }

    @Test func aClickChoosesADoubleClickOpens() throws {
        let desk = try Self.desk(keys: "g w")
        let row = try #require((desk.backend.surface?.textRows() ?? []).firstIndex { $0.contains(" F ") })
        let click = DashboardEvent.input(.mouse(MouseEvent(kind: .press(.left), column: 4, row: row)))
        desk.feed(click)
        desk.feed(click)
        #expect(desk.screen.contains("Wheel F"))
    }
}
