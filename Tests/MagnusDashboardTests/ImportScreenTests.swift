import MagnusDashboard
import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

/// Importing from the screen: path, preview, agreement, result.
@UIActor
@Suite struct ImportScreenTests {
    static let path = "~/schwab-2026.csv"

    static func preview(_ size: (Int, Int) = (120, 36)) throws -> TestDesk {
        let desk = TestDesk(columns: size.0, rows: size.1)
        try desk.press(":")
        desk.type("import " + path)
        try desk.press("<Enter>")
        return desk
    }

    @Test func nothingIsStoredBeforeThePersonAgrees() throws {
        let desk = try Self.preview()
        #expect(desk.commands == [.importFile(path: Self.path, isDryRun: true)])
        #expect(desk.screen.contains("Reading ~/schwab-2026.csv"))
        desk.feed(.reply(.imported(SampleImport.summary()), to: .importFile(path: Self.path, isDryRun: true)))
        #expect(desk.screen.contains("nothing is stored yet"))
        #expect(desk.screen.contains("2 x unknown action \"Journaled\" (first in line 17)"))
        try desk.press("<Esc>")
        #expect(desk.commands.count == 1)
        #expect(desk.state.overlays.isEmpty)
    }

    @Test func agreeingImportsAndShowsTheAccount() throws {
        let desk = try Self.preview()
        desk.feed(.reply(.imported(SampleImport.summary()), to: .importFile(path: Self.path, isDryRun: true)))
        try desk.press("<Enter>")
        #expect(desk.commands.last == .importFile(path: Self.path, isDryRun: false))
        #expect(desk.screen.contains("Importing ~/schwab-2026.csv"))
        desk.feed(
            .reply(
                .imported(SampleImport.summary(isDryRun: false)), to: .importFile(path: Self.path, isDryRun: false)))
        #expect(desk.screen.contains("Imported"))
        try desk.press("<Enter>")
        #expect(desk.commands.last == .selectAccount("schwab-1234"))
        #expect(desk.state.overlays.isEmpty)
    }

    @Test func aFileThatIsKnownStoresNothing() throws {
        let desk = try Self.preview()
        desk.feed(
            .reply(.imported(SampleImport.summary(imported: 0)), to: .importFile(path: Self.path, isDryRun: true)))
        #expect(desk.screen.contains("Every row is known already"))
        try desk.press("<Enter>")
        #expect(desk.commands.count == 1)
    }

    @Test func aReadOnlyHomeKeepsNothing() throws {
        let desk = try Self.preview()
        desk.snapshot?.isReadOnly = true
        desk.feed(.snapshotArrived)
        desk.feed(.reply(.imported(SampleImport.summary()), to: .importFile(path: Self.path, isDryRun: true)))
        try desk.press("<Enter>")
        #expect(desk.commands.count == 1)
        #expect(desk.screen.contains("read only"))
    }

    /// F40: the status line says what is wrong, not only what follows from it.
    @Test func aFullDiskIsNamedInTheStatusLine() throws {
        let desk = try Self.preview()
        desk.snapshot?.isReadOnly = true
        desk.feed(.snapshotArrived)
        #expect(desk.screen.contains("READ ONLY") && !desk.screen.contains("DISK FULL"))
        desk.snapshot?.isDiskFull = true
        desk.feed(.snapshotArrived)
        #expect(desk.screen.contains("DISK FULL") && !desk.screen.contains("READ ONLY"))
        desk.snapshot?.isDiskFull = false
        desk.snapshot?.isDiskFailed = true
        desk.feed(.snapshotArrived)
        #expect(desk.screen.contains("DISK FAILED") && !desk.screen.contains("READ ONLY"))
    }

    @Test func aRefusalGivesThePathBack() throws {
        let desk = try Self.preview()
        desk.feed(
            .reply(.refused("~/schwab-2026.csv: no such file"), to: .importFile(path: Self.path, isDryRun: true)))
        #expect(desk.screen.contains("no such file"))
        guard case .prompt(let prompt)? = desk.state.overlays.last else {
            Issue.record("no prompt")
            return
        }
        #expect(prompt.field.text == Self.path)
        #expect(prompt.refusal != nil)
    }

    @Test func aLongImportSaysHowFarItIsAndEscEndsIt() throws {
        let desk = try Self.preview()
        desk.snapshot?.work = [
            WorkProgress(
                id: "import", title: "Reading", completed: 120_000, total: 1_000_000, perSecond: nil,
                remainingSeconds: nil)
        ]
        desk.feed(.snapshotArrived)
        #expect(desk.screen.contains("120,000 of about 1,000,000 rows"))
        try desk.press("<Esc>")
        #expect(desk.commands.last == .cancelWork(id: "import"))
        #expect(desk.state.overlays.isEmpty)
        // What ended on purpose asks for no other path.
        desk.feed(.reply(.done, to: .cancelWork(id: "import")))
        desk.feed(
            .reply(
                .refused("import cancelled: nothing was imported"),
                to: .importFile(path: Self.path, isDryRun: true)))
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.screen.contains("nothing was imported"))
    }

    /// Why a file was refused stands in the field's window to its last word.
    @Test func aLongRefusalIsReadWhole() throws {
        let desk = TestDesk(columns: 80, rows: 24)
        try desk.press(":")
        desk.type("import x.csv")
        try desk.press("<Enter>")
        let words =
            "/home/me/exports/broker/x.csv: no known export begins with \"a,b,c\"; readable are tastytrade, Robinhood, Schwab, thinkorswim and a plain table with a header: end"
        desk.feed(.reply(.refused(words), to: .importFile(path: "x.csv", isDryRun: true)))
        let flat = desk.screen.split(whereSeparator: { " \n│".contains($0) }).joined(separator: " ")
        #expect(flat.contains("table with a header: end"))
    }

    /// Files of several accounts: what they come to is seen first, and all of them are shown afterwards.
    @Test func severalAccountsAreSummedUpFirst() throws {
        let desk = try Self.preview()
        var summary = SampleImport.summary()
        var other = summary.files[0]
        other.account = "schwab-5678"
        summary.files.append(other)
        summary.accounts.append("schwab-5678")
        desk.feed(.reply(.imported(summary), to: .importFile(path: Self.path, isDryRun: true)))
        let lines = desk.screen.split(separator: "\n").map(String.init)
        let total = try #require(lines.firstIndex { $0.contains("Imports 398 rows for good") })
        let first = try #require(lines.firstIndex { $0.contains("Schwab · schwab-2026.csv") })
        #expect(total < first)
        #expect(desk.screen.contains("371 trades, 4 assignments"))
        try desk.press("<Enter>")
        summary.isDryRun = false
        desk.feed(.reply(.imported(summary), to: .importFile(path: Self.path, isDryRun: false)))
        #expect(desk.screen.contains("Shows all accounts"))
        try desk.press("<Enter>")
        #expect(desk.commands.last == .selectAccount("all"))
    }

    @Test func aWindowThatWasLeftStaysClosed() throws {
        let desk = try Self.preview()
        try desk.press("<Esc>")
        desk.feed(.reply(.imported(SampleImport.summary()), to: .importFile(path: Self.path, isDryRun: true)))
        #expect(desk.state.overlays.isEmpty)
    }

    @Test func tabCompletesThePath() throws {
        let asking = try Self.asking()
        asking.type("/ho")
        try asking.press("<Tab>")
        #expect(asking.effects.last == .completePath("/ho"))
        asking.feed(.paths(typed: "/ho", ["/home/"]))
        #expect(asking.screen.contains("/home/"))
        asking.feed(.paths(typed: "/home/", ["/home/me/a-2025.csv", "/home/me/a-2026.csv"]))
        guard case .prompt(let prompt)? = asking.state.overlays.last else {
            Issue.record("no prompt")
            return
        }
        #expect(prompt.field.text == "/home/me/a-202")
        #expect(prompt.completions == ["a-2025.csv", "a-2026.csv"])
        #expect(asking.screen.contains("a-2025.csv  a-2026.csv"))
        // An answer to what is no longer in the field changes nothing.
        asking.feed(.paths(typed: "/ho", ["/hotel/"]))
        #expect(asking.screen.contains("/home/me/a-202"))
    }

    /// The tour of a first run, ended with one's own positions.
    static func asking() throws -> TestDesk {
        let desk = TestDesk(showsTour: true)
        try desk.press("<Enter> <Enter> <Enter> <Enter> <Enter> <Enter>")
        #expect(desk.screen.contains("my own positions"))
        #expect(desk.screen.contains("the paper account"))
        try desk.press("<Enter>")
        #expect(desk.screen.contains("Import a broker's file"))
        return desk
    }

    @Test func theTourEndsWithOnesOwnPositionsOrPaper() throws {
        _ = try Self.asking()
        let desk = TestDesk(showsTour: true)
        try desk.press("<Enter> <Enter> <Enter> <Enter> <Enter> <Enter> j <Enter>")
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.commands.isEmpty)
    }

    @Test func frames() throws {
        for (columns, rows) in [(80, 24), (120, 36), (40, 10)] {
            let desk = try Self.preview((columns, rows))
            desk.feed(.reply(.imported(SampleImport.summary()), to: .importFile(path: Self.path, isDryRun: true)))
            let surface = try #require(desk.backend.surface)
            FrameGolden.expect(
                surface.snapshot(names: desk.theme.scopeNames), named: "import-preview-\(columns)x\(rows)")
        }
    }
}
