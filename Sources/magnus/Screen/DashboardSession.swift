import Dispatch
import MagnusCurses
import MagnusDashboard
import MagnusDesk
import MagnusDomain
import MagnusEngine
import MagnusTerminal

/// How a full-screen session ended.
enum SessionEnd: Sendable, Equatable {
    case quit
    /// By a signal, whose number is part of the exit code.
    case terminated(signal: Int32)
    /// The terminal went away.
    case lost
}

/// One screen attached to a desk: terminal events and snapshots in, frames and commands out.
///
/// Everything here runs on the UI actor. The desk is only ever asked in tasks, so the screen never waits for it.
@UIActor
final class DashboardSession {
    private let backend: CursesBackend
    private let desk: any Desk
    private let files: SharedFiles
    private let preferencesFile: PreferencesFile
    private let clock: any EngineClock
    private let mailbox = SnapshotMailbox()

    private var resources: ScreenResources
    private var state: DashboardState
    private var world: DashboardWorld
    private var theme: ResolvedTheme
    private var watcher: FileWatcher?
    private var tasks: [Task<Void, Never>] = []
    /// Asked of the desk and not answered yet.
    private var questions: [Int: Task<Void, Never>] = [:]
    private var nextQuestion = 0
    private var end: CheckedContinuation<SessionEnd, Never>?
    private var outcome: SessionEnd?
    private var pace = FramePace()
    private var isDrawScheduled = false
    private var lastDraw = 0.0
    /// Why the preferences were not saved the last time; nil when they were.
    private var saveProblem: String?
    /// Seconds between two frames while keys wait in a queue.
    private static let floodInterval = 0.05

    /// What was written and wrapped for the last frames.
    private let frames = FrameCache()

    init(
        backend: CursesBackend, desk: any Desk, files: SharedFiles, preferencesFile: PreferencesFile,
        preferences: DashboardPreferences, settings: ScreenSettings, showsTour: Bool, clock: any EngineClock
    ) {
        self.backend = backend
        self.desk = desk
        self.files = files
        self.preferencesFile = preferencesFile
        self.clock = clock
        resources = ScreenResources(files)
        state = DashboardState(
            size: backend.size, preferences: preferences, settings: settings, showsTour: showsTour)
        let loaded = resources.themes.load(settings.theme)
        let keymap = resources.keymaps.load(settings.keymap)
        theme = loaded.theme.resolved(for: backend.colorDepth)
        world = DashboardWorld(
            snapshot: nil, keymap: keymap.keymap, themes: resources.themes.names, keymaps: resources.keymaps.names)
        world.glyphs = backend.glyphs
        report(loaded.diagnostics + keymap.diagnostics)
    }

    /// Takes the terminal and shows the first frame, before anything is loaded.
    func start() {
        backend.start { [weak self] event in self?.take(event) }
        draw()
        let layout = files
        watcher = FileWatcher(folders: layout.watchedFolders) { [weak self] in self?.reload() }
    }

    /// Follows the desk until the person or the system ends the session.
    func run() async -> SessionEnd {
        let desk = desk
        let mailbox = mailbox
        tasks.append(
            Task { [weak self] in
                for await snapshot in await desk.snapshots() where mailbox.put(snapshot) {
                    self?.snapshotArrived()
                }
            })
        let result = await withCheckedContinuation { continuation in
            if let outcome { continuation.resume(returning: outcome) } else { end = continuation }
        }
        for task in tasks + questions.values { task.cancel() }
        watcher?.stop()
        backend.restore()
        return result
    }

    /// Ends the session because there is nothing to show; the caller says why once the terminal is restored.
    func fail() { finish(.quit) }

    private func finish(_ result: SessionEnd) {
        guard outcome == nil else { return }
        outcome = result
        end?.resume(returning: result)
        end = nil
    }

    private func take(_ event: TerminalEvent) {
        switch event {
        case .input(let input): apply(.input(input))
        case .inputRead(let isMoreWaiting):
            // Keys that wait in a queue are all taken before the eye could follow.
            if !isMoreWaiting || clock.monotonicSeconds() - lastDraw > Self.floodInterval { draw() }
        case .resized(let size): reduce(.resized(size))
        case .resumed:
            backend.invalidate()
            draw()
        case .terminate(let signal): finish(.terminated(signal: signal))
        case .lost: finish(.lost)
        }
    }

    private func snapshotArrived() {
        let wait = pace.wait(at: clock.monotonicSeconds())
        guard wait > 0 else {
            takeSnapshot()
            return
        }
        guard !isDrawScheduled else { return }
        isDrawScheduled = true
        UIActor.queue.asyncAfter(deadline: .now() + wait) { [weak self] in
            UIActor.assumeIsolated {
                self?.isDrawScheduled = false
                self?.takeSnapshot()
            }
        }
    }

    private func takeSnapshot() {
        guard outcome == nil, let snapshot = mailbox.take() else { return }
        let start = clock.monotonicSeconds()
        let former = world.snapshot
        world.snapshot = snapshot
        reduce(.snapshotArrived)
        pace.drew(from: start, to: clock.monotonicSeconds())
        // A book of hundreds of rows takes a while to be freed: not while a key waits.
        DispatchQueue.global(qos: .utility).async { withExtendedLifetime(former) {} }
    }

    private func reduce(_ event: DashboardEvent) {
        apply(event)
        draw()
    }

    private func apply(_ event: DashboardEvent) {
        guard outcome == nil else { return }
        world.uptime = clock.monotonicSeconds()
        let (next, effects) = DashboardReducer.reduce(state, event, in: world)
        state = next
        for effect in effects { carryOut(effect) }
    }

    private func draw() {
        guard outcome == nil else { return }
        defer { lastDraw = clock.monotonicSeconds() }
        let frame = DashboardRenderer.render(state, world, theme: theme, glyphs: backend.glyphs, cache: frames)
        if backend.present(frame.surface, cursor: frame.cursor) == .closed { return }
    }

    private func carryOut(_ effect: DashboardEffect) {
        switch effect {
        case .perform(let command): ask { .reply(await $0.perform(command), to: command) }
        case .explain(let id): ask { .explanation(id: id, await $0.explain(id)) }
        case .fetchNote(let strategy): ask { .note(strategy: strategy, await $0.note(of: strategy)) }
        case .completePath(let typed): ask { _ in .paths(typed: typed, await PathCompletion.candidates(typed)) }
        case .export(let table): ask { _ in await ViewFile.write(table) }
        case .fetchLifecycle: ask { .lifecycle(await $0.lifecycle()) }
        case .fetchScenario(let request, let number):
            ask { .scenario(number: number, await $0.scenarioAnswer(request)) }
        case .fetchChain(let request): ask { .chain(request, await $0.chain(request)) }
        case .fetchPayoff(let request): ask { .payoff(request, await $0.payoff(request)) }
        case .fetchVolatility(let request): ask { .volatility(request, await $0.volatility(request)) }
        case .fetchChart(let request): ask { .chart(request, await $0.chart(request)) }
        case .fetchToday(let number): ask { .today(number: number, await $0.todayAnswer()) }
        case .fetchMarket(let number): ask { .market(number: number, await $0.marketAnswer()) }
        case .fetchExpiry(let request): ask { .expiry(request, await $0.expiry(request)) }
        case .fetchRisk(let number): ask { .risk(number: number, await $0.riskAnswer()) }
        case .fetchRoll(let request): ask { .roll(request, await $0.roll(request)) }
        case .copy(let text):
            do throws(ClipboardError) {
                try backend.copy(text)
            } catch {
                reduce(.report("not copied: \(error)", isError: true))
            }
        case .bell: backend.bell()
        case .notify(let title, let body): backend.notify(title: title, body: body)
        case .readResources: readResources()
        case .setTheme(let name): setTheme(name)
        case .setKeymap(let name): setKeymap(name)
        case .setMouse(let isOn): backend.setMouse(isOn)
        case .savePreferences(let preferences): save(preferences)
        case .keepTourSeen:
            if let problem = preferencesFile.keepTourSeen() { reduce(.report(problem, isError: true)) }
        case .startTimer(let timer, let seconds):
            UIActor.queue.asyncAfter(deadline: .now() + seconds) { [weak self] in
                UIActor.assumeIsolated { self?.reduce(.timer(timer)) }
            }
        case .redraw: backend.invalidate()
        case .suspend: backend.suspend()
        case .quit: finish(.quit)
        }
    }

    private func ask(_ question: @escaping @Sendable (any Desk) async -> DashboardEvent) {
        let desk = desk
        let number = nextQuestion
        nextQuestion += 1
        questions[number] = Task { [weak self] in
            let event = await question(desk)
            self?.questions[number] = nil
            self?.reduce(event)
        }
    }

    private func setTheme(_ name: String) {
        let loaded = resources.themes.load(name)
        theme = loaded.theme.resolved(for: backend.colorDepth)
        report(loaded.diagnostics)
    }

    private func setKeymap(_ name: String) {
        let loaded = resources.keymaps.load(name)
        world.keymap = loaded.keymap
        report(loaded.diagnostics)
    }

    /// What themes and keymaps there are now, read beside the screen: a folder that was made later, or that lies on a file
    /// system without notices, tells nothing of its files.
    private func readResources() {
        let files = files
        let number = nextQuestion
        nextQuestion += 1
        questions[number] = Task { [weak self] in
            let found = await Self.read(files)
            self?.questions[number] = nil
            self?.take(found)
        }
    }

    @concurrent
    private nonisolated static func read(_ files: SharedFiles) async -> ScreenResources { ScreenResources(files) }

    private func take(_ found: ScreenResources) {
        guard outcome == nil else { return }
        resources = found
        guard found.themes.names != world.themes || found.keymaps.names != world.keymaps else { return }
        world.themes = found.themes.names
        world.keymaps = found.keymaps.names
        reduce(.resourcesRead)
    }

    /// Reads themes and keymaps again; a mistake is shown by line and column and the rest is used.
    private func reload() {
        guard outcome == nil else { return }
        resources = ScreenResources(files)
        world.themes = resources.themes.names
        world.keymaps = resources.keymaps.names
        setTheme(state.themeName)
        setKeymap(state.keymapName)
        draw()
    }

    private func report(_ diagnostics: [ConfigurationDiagnostic]) {
        guard let first = diagnostics.first else { return }
        let more = diagnostics.count > 1 ? " (and \(diagnostics.count - 1) more)" : ""
        reduce(.report(first.description + more, isError: true))
    }

    /// Said once: every column moved on a disk that takes no writes would say it again.
    private func save(_ preferences: DashboardPreferences) {
        let problem = preferencesFile.write(preferences)
        defer { saveProblem = problem }
        if let problem, problem != saveProblem { reduce(.report(problem, isError: true)) }
    }
}
