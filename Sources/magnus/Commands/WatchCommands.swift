import ArgumentParser
import MagnusDesk
import MagnusDomain
import MagnusEngine
import MagnusMonitors

struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "List, acknowledge, snooze and dismiss alerts.",
        subcommands: [List.self, Acknowledge.self, Snooze.self, Dismiss.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Open alerts, worst first.")

        @OptionGroup var options: GlobalOptions
        @OptionGroup var world: WorldOptions

        func run() async throws {
            let runtime = try await Runtime.open(options, world, mode: .reading)
            // Silence means that monitors looked and found nothing, never that nobody looked.
            await runtime.engine.completeOnce()
            // So that an alert can be acknowledged by the id that is printed here.
            if let problem = await runtime.storeFindings() {
                options.output.note("alerts found now are not stored, their ids are not known later: \(problem)")
            }
            let envelope = try await runtime.envelope()
            let alerts = await runtime.engine.snapshot?.alerts ?? []
            options.output.answer(
                AlertsDocument.json(alerts, envelope: envelope), AlertsDocument.text(alerts, format: options.format))
        }
    }

    struct Acknowledge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "ack", abstract: "I have seen it.")

        @OptionGroup var options: GlobalOptions
        @OptionGroup var world: WorldOptions

        @Argument(help: "Alert id.")
        var identifier: String

        func run() async throws {
            try await AlertChange(options: options, world: world).perform(.acknowledge(alert: identifier))
        }
    }

    struct Snooze: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Silence it for a while.")

        @OptionGroup var options: GlobalOptions
        @OptionGroup var world: WorldOptions

        @Argument(help: "Alert id.")
        var identifier: String

        @Option(help: "Minutes, close, expiry, or price:X.")
        var until = "15"

        func run() async throws {
            let length: SnoozeLength
            if let minutes = Int(until), minutes > 0 {
                length = .minutes(minutes)
            } else if until == "close" {
                length = .untilClose
            } else if until == "expiry" {
                length = .untilExpiry
            } else if until.hasPrefix("price:"), let price = Double(until.dropFirst(6)) {
                length = .untilPrice(price)
            } else {
                throw CommandFailure(
                    .usage, code: "usage", "--until \(until): not understood",
                    hint: "minutes, close, expiry, or price:X")
            }
            try await AlertChange(options: options, world: world).perform(.snooze(alert: identifier, length))
        }
    }

    struct Dismiss: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Put it away while its condition lasts.")

        @OptionGroup var options: GlobalOptions
        @OptionGroup var world: WorldOptions

        @Argument(help: "Alert id.")
        var identifier: String

        func run() async throws {
            try await AlertChange(options: options, world: world).perform(.dismiss(alert: identifier))
        }
    }
}

/// One change of one alert.
struct AlertChange {
    var options: GlobalOptions
    var world: WorldOptions

    func perform(_ command: DeskCommand) async throws {
        let runtime = try await Runtime.open(options, world, mode: .writing(process: "alerts"))
        switch await runtime.engine.perform(command) {
        case .refused(let reason):
            throw CommandFailure(.notFound, code: "refused", reason, hint: "magnus alerts lists the ids")
        case .done, .message, .answer, .imported:
            let envelope = try await runtime.envelope()
            let alerts = await runtime.engine.snapshot?.alerts ?? []
            options.output.answer(
                AlertsDocument.json(alerts, envelope: envelope), AlertsDocument.text(alerts, format: options.format))
        }
    }
}

struct MonitorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monitor", abstract: "Run monitors once, now, or list them.",
        subcommands: [Run.self, List.self], defaultSubcommand: List.self)

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run one monitor or all; what is found is stored as alerts.")

        @OptionGroup var options: GlobalOptions
        @OptionGroup var world: WorldOptions

        @Argument(
            help: "expiration, profit-target, assignment, roll, shares, cash, orders, opportunities, store or all.")
        var name: String

        func run() async throws {
            let names: Set<MonitorName>
            if name == "all" {
                names = Set(MonitorName.allCases)
            } else if let monitor = MonitorName(rawValue: name) {
                names = [monitor]
            } else {
                throw CommandFailure(
                    .notFound, code: "unknown_monitor", "\(name): no such monitor",
                    hint: "all, \(MonitorName.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            let runtime = try await Runtime.open(options, world, mode: .writing(process: "monitor"))
            if names.contains(.opportunities) { await runtime.engine.scanNow() }
            if Monitors.covered(names).contains(.roll) { await runtime.engine.awaitRolls() }
            await runtime.engine.runMonitors(names)
            await runtime.engine.step()
            guard let snapshot = await runtime.engine.snapshot else { return }
            let envelope = try await runtime.envelope()
            let ran = snapshot.monitors.filter { names.contains($0.name) }
            if runtime.world.keepsFindings {
                try MonitorRuns(runtime.session.database, account: envelope.account).save(ran, now: envelope.asOf)
            }
            options.output.answer(
                MonitorsDocument.json(ran: ran, alerts: snapshot.alerts, envelope: envelope),
                MonitorsDocument.text(ran: ran, alerts: snapshot.alerts, format: options.format))
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every monitor with its last and next run.")

        @OptionGroup var options: GlobalOptions
        @OptionGroup var world: WorldOptions

        func run() async throws {
            let runtime = try await Runtime.open(options, world, mode: .reading)
            let envelope = try await runtime.envelope()
            var monitors = await runtime.engine.snapshot?.monitors ?? []
            if runtime.world.keepsFindings {
                monitors = try MonitorRuns(runtime.session.database, account: envelope.account)
                    .completed(monitors, now: envelope.asOf)
            }
            options.output.answer(
                MonitorsDocument.json(monitors, envelope: envelope),
                MonitorsDocument.text(monitors, format: options.format))
        }
    }
}

extension ScanStrategy: ExpressibleByArgument {}

struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Find options to sell, alone or as spreads, with score and why-not.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Argument(help: "\(ScanStrategy.allCases.map(\.rawValue).joined(separator: ", ")).")
    var strategy: ScanStrategy

    @Option(help: "default, own, watch, or own+watch.")
    var watchlist: String?

    @Option(help: "Symbols separated by commas.")
    var symbols: String?

    @Option(parsing: .unconditional, help: "The best so many.")
    var top: Int?

    func run() async throws {
        if let top, top < 1 {
            throw CommandFailure(.usage, code: "usage", "--top \(top): not allowed", hint: "1 or more")
        }
        let runtime = try await Runtime.open(options, world, mode: .reading)
        let market = try runtime.market()
        let (name, list) = try await chosen(runtime, market)
        let clock = WallEngineClock()
        let started = clock.monotonicSeconds()
        let results = await runtime.engine.scan([strategy], symbols: list, watchlist: name)
        let duration = (clock.monotonicSeconds() - started) * 1000
        guard let result = results.first else { return }
        let envelope = try await runtime.envelope()
        // With a clock that stands still the same command gives the same bytes: then no time is measured.
        let measured = world.simulation.freeze ? nil : duration
        options.output.answer(
            ScanDocument.json(result, durationMilliseconds: measured, limit: top, envelope: envelope),
            ScanDocument.text(result, limit: top, format: options.format))
    }

    private func chosen(
        _ runtime: Runtime, _ market: CachedMarketDataSource
    ) async throws -> (name: String, symbols: [String]?) {
        let known = await market.symbols()
        if let symbols {
            let wanted = symbols.split(separator: ",").map { $0.filter { !$0.isWhitespace }.uppercased() }
            guard !wanted.isEmpty else {
                throw CommandFailure(
                    .usage, code: "usage", "--symbols is empty", hint: "name symbols, separated by commas")
            }
            for symbol in wanted where !known.contains(symbol) { throw MarketDataError.unknownSymbol(symbol) }
            return ("symbols", wanted)
        }
        switch watchlist {
        case nil, "default": return ("default", known)
        case "own": return ("own", await runtime.engine.ownList)
        case "watch": return ("watch", await runtime.engine.watchList)
        case "own+watch": return ("own+watch", nil)
        case .some(let name):
            throw CommandFailure(
                .notFound, code: "unknown_watchlist", "\(name): no such watchlist", hint: "magnus watchlists")
        }
    }
}
