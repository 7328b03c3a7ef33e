import ArgumentParser
import MagnusDesk
import MagnusDomain
import MagnusEngine

extension Runtime {
    /// The history of the chosen accounts.
    func lifecycle() async throws -> LifecycleReport {
        guard let report = await engine.lifecycle() else {
            throw CommandFailure(.failed, code: "nothing_loaded", "the history could not be read")
        }
        return report
    }
}

extension Output {
    /// A table for other programs; `--json` answers with the document instead.
    func export(_ table: ExportTable, _ format: ExportTable.Format) {
        guard !isJSON else { return }
        raw(table.text(format))
    }
}

extension RealizedGrouping: ExpressibleByArgument {}

struct PerformanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "performance",
        abstract: "What was realised: totals, by group, win rate, expectancy, profit factor, drawdown, curve.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Option(
        help:
            "Rows of the table: strategy, symbol, month, tax_year, account, right, dte_at_entry, delta_at_entry, days_held, ending."
    )
    var by = RealizedGrouping.strategy

    @Option(help: "Print the table as csv or markdown.")
    var format: ExportTable.Format?

    func run() async throws {
        let runtime = try await Runtime.open(options, world, mode: .reading)
        let performance = try await runtime.lifecycle().performance
        let envelope = try await runtime.envelope()
        if let format, !options.json {
            options.output.export(PerformanceDocument.table(performance, by: by), format)
        } else {
            options.output.answer(
                PerformanceDocument.json(performance, envelope: envelope),
                PerformanceDocument.text(performance, by: by, format: options.format))
        }
    }
}

struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Every opening with what became of it, your notes and tags.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Option(help: "Only this underlying.")
    var symbol: String?

    @Option(help: "Only with this tag: a word of the note that begins with #.")
    var tag: String?

    @Option(help: "Only open, partly, closed, moved_out or expired_unresolved ones.")
    var state: String?

    @Option(parsing: .unconditional, help: "The latest so many.")
    var top: Int?

    @Option(help: "Print the table as csv or markdown.")
    var format: ExportTable.Format?

    func run() async throws {
        if let top, top < 1 {
            throw CommandFailure(.usage, code: "usage", "--top \(top): not allowed", hint: "1 or more")
        }
        var wanted: JournalEntry.State?
        if let state {
            wanted = JournalEntry.State(rawValue: state)
            guard wanted != nil else {
                throw CommandFailure(
                    .usage, code: "usage", "--state \(state): not understood",
                    hint: "open, partly, closed, moved_out or expired_unresolved")
            }
        }
        let runtime = try await Runtime.open(options, world, mode: .reading)
        let report = try await runtime.lifecycle()
        let envelope = try await runtime.envelope()
        let name = tag.map { ($0.hasPrefix("#") ? String($0.dropFirst()) : $0).lowercased() }
        let entries = report.journal.filter { entry in
            (symbol == nil || entry.symbol == symbol?.uppercased()) && (wanted == nil || entry.state == wanted)
                && name.map(entry.tags.contains) ?? true
        }
        let shown = top.map { Array(entries.prefix($0)) } ?? entries
        if let format, !options.json {
            options.output.export(JournalDocument.table(shown), format)
        } else {
            let isWhole = wanted == nil && name == nil && top == nil
            let stated = isWhole ? Self.stated(report.performance, symbol: symbol?.uppercased()) : StatedSum()
            let unopened = isWhole ? Self.unopened(report.performance, symbol: symbol?.uppercased()) : 0
            options.output.answer(
                JournalDocument.json(
                    shown, stated: stated, unopened: unopened, issues: report.issues, envelope: envelope),
                JournalDocument.text(
                    shown, stated: stated, unopened: unopened, filter: filter, total: report.journal.count,
                    format: options.format))
        }
    }

    /// The options that choose entries, as they were given.
    private var filter: String {
        [("--symbol", symbol), ("--tag", tag), ("--state", state)].compactMap { name, value in
            value.map { "\(name) \($0)" }
        }.joined(separator: " ")
    }

    /// What brokers state of closings that no entry opened, of everything or of one symbol.
    private static func stated(_ performance: LifecycleReport.Performance, symbol: String?) -> StatedSum {
        guard let symbol else { return performance.stated }
        let group = performance.realized[.symbol]?.first { $0.key == symbol }
        return StatedSum(count: group?.statedCount ?? 0, profit: group?.statedProfit ?? .zero)
    }

    /// Closings whose opening is in no file, of everything or of one symbol.
    private static func unopened(_ performance: LifecycleReport.Performance, symbol: String?) -> Int {
        guard let symbol else { return performance.unopenedCount }
        return performance.realized[.symbol]?.first { $0.key == symbol }?.unopenedCount ?? 0
    }
}

struct WheelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wheel", abstract: "Wheel campaigns: stage, broker, tax and wheel basis, premium, return a year.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Option(help: "Only this underlying.")
    var symbol: String?

    func run() async throws {
        let runtime = try await Runtime.open(options, world, mode: .reading)
        let envelope = try await runtime.envelope()
        let all = try await runtime.lifecycle().wheels
        let wheels = all.filter { symbol == nil || $0.campaign.symbol == symbol?.uppercased() }
        options.output.answer(
            WheelDocument.json(wheels, envelope: envelope),
            all.isEmpty || !wheels.isEmpty
                ? WheelDocument.text(wheels, format: options.format)
                : [DocumentText.line("No wheel of \(symbol ?? ""): magnus wheel shows those of other symbols.")])
    }
}

struct SettlementCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settlement", abstract: "After an expiry: expected against reported, new shares, then the week.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Option(help: "The expiry day, YYYY-MM-DD; the last one without it.")
    var expiry: String?

    func run() async throws {
        let runtime = try await Runtime.open(options, world, mode: .reading)
        let report = try await runtime.lifecycle()
        let envelope = try await runtime.envelope()
        var settlement = report.settlement
        if let day = try CalendarDate.option("--expiry", expiry) {
            settlement = await runtime.engine.settlement(of: day)
            guard settlement != nil else {
                throw CommandFailure(
                    .notFound, code: "unknown_expiry", "\(day): nothing of this account expired on that day",
                    hint: "magnus settlement shows the last expiry")
            }
        }
        let shown = settlement
        options.output.answer(
            SettlementDocument.json(shown, unresolved: report.expiredUnresolved, envelope: envelope),
            SettlementDocument.text(shown, unresolved: report.expiredUnresolved, format: options.format))
    }
}

struct IncomeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "income", abstract: "What came in by week and month, beside the benchmark and Treasury bills.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    func run() async throws {
        let runtime = try await Runtime.open(options, world, mode: .reading)
        let envelope = try await runtime.envelope()
        let income = try await runtime.lifecycle().income
        options.output.answer(
            IncomeDocument.json(income, benchmark: runtime.world.benchmark, envelope: envelope),
            IncomeDocument.text(income, benchmark: runtime.world.benchmark, format: options.format))
    }
}

struct TaxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tax",
        abstract: "A tax year: lots, section 1256, wash-sale candidates. Flags, not tax advice.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Argument(help: "The year; the last one with an entry without it.")
    var year: Int?

    @Flag(help: "Print the lots in the columns of Form 8949.")
    var csv = false

    @Option(help: "ACCOUNT=GAIN of its 1099-B, to see the difference; may be repeated.")
    var reported: [String] = []

    func run() async throws {
        let stated = try statedTotals()
        let runtime = try await Runtime.open(options, world, mode: .reading)
        let report = try await runtime.lifecycle()
        let envelope = try await runtime.envelope()
        let years = report.taxYears.map(\.year)
        if let year, !years.contains(year) {
            throw CommandFailure(
                .notFound, code: "unknown_year", "\(year): the ledger has no entry in that year",
                hint: years.isEmpty
                    ? "magnus import FILE reads a broker's export"
                    : "there are \(years.reversed().map(String.init).joined(separator: ", "))")
        }
        let shown = year.map { report.taxYear($0) } ?? report.taxYears.first
        if let other = stated.keys.sorted().first(where: { name in
            !(shown?.totals ?? []).contains { $0.account == name }
        }) {
            throw CommandFailure(
                .notFound, code: "unknown_account",
                "--reported \(other): no lot of that account in \(shown.map { String($0.year) } ?? "any year")",
                hint: Self.accountsHint(shown, selected: envelope.account))
        }
        if csv, !options.json {
            options.output.export(TaxDocument.table(shown), .csv)
            options.output.note(TaxDocument.notice)
            if let rounding = TaxDocument.roundingNote(shown) { options.output.note(rounding) }
        } else {
            options.output.answer(
                TaxDocument.json(shown, years: years.reversed(), reported: stated, envelope: envelope),
                TaxDocument.text(shown, reported: stated, format: options.format))
        }
    }

    /// Whose totals can be stated; where no account that is shown has a lot, another one may be meant.
    private static func accountsHint(_ year: LifecycleReport.TaxYear?, selected: String) -> String {
        let names = (year?.totals ?? []).map(\.account)
        guard names.isEmpty else { return "lots in that year are in \(names.joined(separator: ", "))" }
        return selected == "all"
            ? "no account has a lot in that year"
            : "\(selected) has no lot in that year; --account NAME or --account all shows others"
    }

    /// `ACCOUNT=GAIN` as money, exact to the cent.
    private func statedTotals() throws -> [String: Money] {
        var result: [String: Money] = [:]
        for text in reported {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, let amount = Double(parts[1]), amount.isFinite,
                let money = Money(dollars: amount)
            else {
                throw CommandFailure(
                    .usage, code: "usage", "--reported \(text): not understood",
                    hint: "ACCOUNT=GAIN, such as tastytrade=-324.88")
            }
            result[String(parts[0])] = money
        }
        return result
    }
}
