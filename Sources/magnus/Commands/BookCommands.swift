import ArgumentParser
import MagnusConnectors
import MagnusDesk
import MagnusDomain
import MagnusEngine
import MagnusSimulation
import MagnusStore

extension Runtime {
    /// Time, simulation and account of every document.
    ///
    /// The last thing before a command answers: one whose changes could not be stored fails instead.
    func envelope() async throws -> DocumentEnvelope {
        if session.isWritable { try await engine.requireStored() }
        let snapshot = await engine.snapshot
        return DocumentEnvelope(
            asOf: snapshot?.asOf ?? world.clock.now(), isSimulated: world.kind == .simulated,
            account: snapshot?.selectedAccount ?? "")
    }

    /// The valued book.
    func book() async throws -> BookValuation {
        guard let book = await engine.snapshot?.book else {
            throw CommandFailure(.failed, code: "nothing_loaded", "the book could not be valued")
        }
        return book
    }
}

extension Output {
    /// The document with `--json`, the lines without.
    func answer(_ document: @autoclosure () -> JSONValue, _ lines: @autoclosure () -> [String]) {
        if isJSON {
            self.document(document())
        } else {
            for text in lines() { line(text) }
        }
    }
}

struct PositionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "positions", abstract: "Every position with its value, Greeks and risk.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    func run() async throws {
        let runtime = try await Runtime.open(options, world, mode: .reading)
        // For reading the rows stand as on the screen, and that order rests on what the monitors find.
        if !options.output.isJSON { await runtime.engine.judgeOnce(textsAreRead: false) }
        let book = try await runtime.book()
        let alerts = await runtime.engine.snapshot?.alerts ?? []
        let envelope = try await runtime.envelope()
        options.output.answer(
            PositionsDocument.json(book, envelope: envelope),
            PositionsDocument.text(book, alerts: alerts, in: runtime.world.kind, format: options.format))
    }
}

extension GreeksDocument.Grouping: ExpressibleByArgument {}

struct GreeksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "greeks", abstract: "Greeks summed by position, symbol, strategy, sector or over the book.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Option(help: "position, symbol, strategy, sector or book.")
    var by = GreeksDocument.Grouping.symbol

    func run() async throws {
        let runtime = try await Runtime.open(options, world, mode: .reading)
        let book = try await runtime.book()
        let envelope = try await runtime.envelope()
        options.output.answer(
            GreeksDocument.json(book, by: by, envelope: envelope),
            GreeksDocument.text(book, by: by, format: options.format))
    }
}

struct BalancesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balances", abstract: "Cash, net liquidation, buying power and margin of each account.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    func run() async throws {
        let runtime = try await Runtime.open(options, world, mode: .reading)
        let book = try await runtime.book()
        let envelope = try await runtime.envelope()
        options.output.answer(
            BalancesDocument.json(book, envelope: envelope), BalancesDocument.text(book, format: options.format))
    }
}

struct TradesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trades",
        abstract: "What was traded, legs together, with rolls and what was realised; --entries prints the ledger.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Option(help: "Only this underlying.")
    var symbol: String?

    @Option(parsing: .unconditional, help: "The latest so many.")
    var top: Int?

    @Flag(help: "Entry by entry, with cash movements, instead of legs together.")
    var entries = false

    @Option(help: "plain: every entry as the CSV that import reads.")
    var format: String?

    func run() async throws {
        guard format == nil || format == "plain" else {
            throw CommandFailure(
                .usage, code: "usage", "--format \(format ?? ""): unknown format", hint: "plain")
        }
        let span = try TradeSpan(world)
        let runtime = try await Runtime.open(options, world, mode: .reading)
        if let top, top < 1 {
            throw CommandFailure(.usage, code: "usage", "--top \(top): not allowed", hint: "1 or more")
        }
        let envelope = try await runtime.envelope()
        var events = await runtime.engine.ledgerEvents().filter { span.contains($0.time) }
        if let symbol { events = events.filter { $0.instrument?.underlying == symbol.uppercased() } }
        if let top { events = Array(events.suffix(max(0, top))) }
        let shown = events
        if format != nil, !options.json {
            options.output.raw(PlainExport.text(shown))
            return
        }
        let report = try await runtime.lifecycle()
        let wanted = symbol?.uppercased()
        let isIncluded: (Trade) -> Bool = {
            (wanted == nil || $0.underlying == wanted) && span.contains($0.time)
        }
        options.output.answer(
            TradesDocument.json(shown, report: report, isIncluded: isIncluded, limit: top, envelope: envelope),
            entries
                ? TradesDocument.text(shown, format: options.format)
                : TradesDocument.text(report: report, isIncluded: isIncluded, limit: top, format: options.format))
    }
}

struct AccountsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts", abstract: "List accounts, choose the one shown first, remove one.",
        subcommands: [List.self, Use.self, Remove.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "All accounts of this home.")

        @OptionGroup var options: GlobalOptions
        @OptionGroup var world: WorldOptions

        func run() async throws {
            let runtime = try await Runtime.open(options, world, mode: .reading)
            let envelope = try await runtime.envelope()
            let own = await runtime.engine.snapshot?.accounts ?? []
            let others = runtime.factory.accounts().filter { account in !own.contains { $0.name == account.name } }
            let all = own + others
            options.output.answer(
                AccountsDocument.json(all, selected: envelope.account, envelope: envelope),
                AccountsDocument.text(all, selected: envelope.account, format: options.format))
        }
    }

    struct Use: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show this account first from now on.")

        @OptionGroup var options: GlobalOptions

        @Argument(help: "Account name.")
        var name: String

        func run() async throws {
            let session = try HomeSession(layout: options.layout, need: .writing(process: "accounts-use"))
            let known = try AccountChoice.known(LedgerRepository(session.database))
            guard let name = AccountChoice.resolved(name, among: known) else {
                throw CommandFailure(
                    .notFound, code: "unknown_account", "\(name): no such account", hint: "magnus accounts")
            }
            let key = SettingCatalogue.Key.account
            let file = options.configurationFile
            let former = await file.load().value(key)?.text ?? ""
            do throws(SettingError) {
                try await file.save(key: key, value: .text(name))
            } catch {
                throw CommandFailure(.failed, code: "not_saved", error.description)
            }
            try AuditRepository(session.database).append(
                .settingChanged, ["setting": key, "from": former, "to": name], now: WallEngineClock().now())
            let envelope = DocumentEnvelope(asOf: WallEngineClock().now(), isSimulated: false, account: name)
            options.output.document(envelope.document(DocumentObject()))
            options.output.line("\(name) is shown first")
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove an imported account with its ledger; a backup is written first.")

        @OptionGroup var options: GlobalOptions

        @Argument(help: "Account name.")
        var name: String

        func run() async throws {
            let session = try HomeSession(layout: options.layout, need: .writing(process: "accounts-remove"))
            let ledger = LedgerRepository(session.database)
            let known = try ledger.accounts().first { $0.name == name }
            // Paper accounts are of the simulated world: they are in the database only once something was stored of them.
            guard let account = known ?? PaperBroker.standardAccounts.first(where: { $0.name == name }) else {
                throw CommandFailure(
                    .notFound, code: "unknown_account", "\(name): no such account", hint: "magnus accounts")
            }
            guard account.kind == .imported else {
                throw CommandFailure(
                    .refused, code: "not_imported",
                    "\(name): \(Self.reason(account.kind)); only imported accounts can be removed",
                    hint: "magnus accounts use NAME shows another one first")
            }
            let stamp = WallEngineClock().now().rfc3339.filter { $0 != ":" }
            let copy = "\(session.layout.backups)/before-removing-\(stamp).db"
            try DatabaseCare.backup(session.database, to: copy)
            // The setting first: an account that is there without being chosen is no mistake, a chosen one that is not
            // there is.
            let cleared = try await clearSetting()
            _ = try ledger.remove(account: name, now: WallEngineClock().now())
            options.output.document([
                "removed": .string(name), "backup": .string(copy), "setting_cleared": .bool(cleared),
            ])
            options.output.line("\(name) removed; a copy is in \(copy)")
            if cleared { options.output.line("the setting account named it and is empty now") }
        }

        private static func reason(_ kind: AccountKind) -> String {
            kind == .paper
                ? "the program's own practice account holds nothing of yours" : "it is read from its broker"
        }

        /// - Returns: whether the configuration named the account.
        private func clearSetting() async throws -> Bool {
            let file = options.configurationFile
            guard await file.load().value(SettingCatalogue.Key.account)?.string == name else { return false }
            do throws(SettingError) {
                try await file.save(key: SettingCatalogue.Key.account, value: .text(""))
            } catch {
                throw CommandFailure(.failed, code: "not_saved", error.description)
            }
            return true
        }
    }
}
