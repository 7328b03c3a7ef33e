import ArgumentParser
import Glibc
import MagnusCurses
import MagnusDashboard
import MagnusDesk
import MagnusDomain
import MagnusEngine
import MagnusTerminal

struct DashboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard", abstract: "The full screen (what magnus does without a command).")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Flag(help: "Do not show the guided tour on the first run.")
    var noTour = false

    func run() async throws {
        let environment = ProcessEnvironment.all
        let isPlain =
            options.plain || environment["MAGNUS_PLAIN"] == "1" || isatty(STDOUT_FILENO) == 0
            || isatty(STDIN_FILENO) == 0
        if options.json || isPlain {
            try await printPlain()
            return
        }
        let backend: CursesBackend
        do {
            backend = try await makeBackend(environment)
        } catch let error as CursesError {
            options.output.note("\(error); showing plain text")
            try await printPlain()
            return
        }
        try await runScreen(backend)
    }

    private var preferencesFile: PreferencesFile { PreferencesFile(path: "\(options.layout.state)/screen.conf") }

    private func makeBackend(_ environment: [String: String]) async throws -> CursesBackend {
        let layout = options.layout
        try layout.create()
        let (settings, _) = await options.configurationFile.read()
        var wishes = CursesOptions(environment: environment)
        wishes.colorFlag = ColorDecision.Wish(rawValue: options.colorChoice.rawValue) ?? .auto
        let configured = settings.value(SettingCatalogue.Key.color)?.string ?? "auto"
        wishes.colorConfiguration = ColorDecision.Wish(rawValue: configured) ?? .auto
        wishes.ascii = options.ascii || settings.value(SettingCatalogue.Key.ascii)?.flag == true
        wishes.mouse = ScreenSettings(settings, former: preferencesFile.former).isMouseEnabled
        wishes.cacheDirectory = layout.cache
        let final = wishes
        return try await Self.open(final)
    }

    @UIActor
    private static func open(_ wishes: CursesOptions) throws(CursesError) -> CursesBackend {
        try CursesBackend(wishes)
    }

    private func runScreen(_ backend: CursesBackend) async throws {
        let runtime: Runtime
        do {
            runtime = try await Runtime.open(options, world, mode: .screen, loadsEngine: false)
        } catch {
            await backend.restore()
            throw error
        }
        let preferences = preferencesFile
        let kept = preferences.read()
        let file = options.configurationFile
        let settings = ScreenSettings(await file.read().settings, former: preferences.former)
        if runtime.session.isWritable, let problem = await preferences.moveFormer(to: file) {
            options.logger("screen", intoFile: true, ownsTerminal: true).error("\(problem)")
        }
        let showsTour = kept == nil && !preferences.isTourSeen && !noTour
        let factory = runtime.factory
        let desk = WorldSwitcher(
            runtime.engine, make: { try await factory.make(account: $0).engine }, listAccounts: { factory.accounts() })
        let session = await DashboardSession(
            backend: backend, desk: desk, files: options.sharedFiles, preferencesFile: preferences,
            preferences: kept ?? DashboardPreferences(), settings: settings, showsTour: showsTour,
            clock: runtime.world.clock)
        await session.start()
        let work = Task { try await desk.start() }
        async let failure = Self.failure(of: work)
        async let ending = session.run()
        if let error = await failure {
            await session.fail()
            _ = await ending
            throw error
        }
        let end = await ending
        await keepMonitorRuns(of: desk, runtime)
        await desk.stop()
        switch end {
        case .quit: return
        case .terminated(let signal): throw ExitCode(128 + signal)
        case .lost: throw ExitCode(128 + SIGHUP)
        }
    }

    /// What the monitors of the screen found last is known to commands after it.
    private func keepMonitorRuns(of desk: WorldSwitcher, _ runtime: Runtime) async {
        guard runtime.session.isWritable, runtime.world.keepsFindings, let snapshot = await desk.latest else { return }
        do {
            try MonitorRuns(runtime.session.database, account: snapshot.selectedAccount)
                .save(snapshot.monitors, now: snapshot.asOf)
        } catch {
            options.output.note(FailureTranslation.failure(from: error).message)
        }
    }

    private static func failure(of work: Task<Void, any Error>) async -> (any Error)? {
        do {
            try await work.value
            return nil
        } catch {
            return error is CancellationError ? nil : error
        }
    }

    /// The same view models as linear text, once.
    private func printPlain() async throws {
        let runtime = try await Runtime.open(options, world, mode: .reading)
        await runtime.engine.completeOnce()
        guard let snapshot = await runtime.engine.snapshot else { return }
        if options.json {
            let envelope = try await runtime.envelope()
            options.output.document(DashboardDocument.json(snapshot, envelope: envelope))
        } else {
            options.output.raw(PlainDashboard.text(snapshot, glyphs: options.isASCII ? .ascii : .unicode) + "\n")
        }
    }
}
