import Dispatch
import Glibc
import MagnusCurses
import MagnusDashboard
import MagnusDesk
import MagnusTerminal
import Synchronization

/// The dashboard's screen as the program runs it: the same reducer, renderer, backend and pacing, with marks of how far
/// the terminal has to have read until a key is seen.
@UIActor
final class BenchmarkScreen {
    let backend: CursesBackend
    private var state: DashboardState
    private let frames = FrameCache()
    private var world: DashboardWorld
    private let theme: ResolvedTheme
    private let waiting: Mutex<(snapshot: DeskSnapshot?, isAnnounced: Bool)> = Mutex((nil, false))
    private var pace = FramePace()
    private var isDrawScheduled = false
    private(set) var snapshotFrames = 0
    private(set) var frameSeconds: [Double] = []
    /// For each key: bytes the terminal must have read to show it; nil where the key changed nothing.
    private(set) var keyMarks: [Int?] = []
    /// From a key's arrival in the program to its frame handed to the terminal.
    private(set) var keySeconds: [Double] = []

    init(terminal: PseudoTerminal) throws {
        var options = CursesOptions(environment: ["TERM": "xterm-256color"])
        options.input = terminal.near
        options.output = terminal.near
        backend = try CursesBackend(options)
        state = DashboardState(size: backend.size)
        let keymap = KeymapLoader(
            sources: [], actions: ActionCatalog.descriptors, contexts: ActionCatalog.contexts
        ).load("default").keymap
        world = DashboardWorld(snapshot: nil, keymap: keymap, themes: ["magnus-dark"], keymaps: ["default"])
        theme = ThemeCatalog.builtIn.resolved(for: backend.colorDepth)
    }

    /// Takes keys and follows an engine.
    func start() {
        backend.start { [weak self] event in
            guard case .input(let input) = event else { return }
            self?.key(input)
        }
        draw()
    }

    private func key(_ input: InputEvent) {
        let start = Stopwatch.now()
        defer { keySeconds.append(Stopwatch.now() - start) }
        switch reduce(.input(input)) {
        case .written(let bytes) where bytes > 0: keyMarks.append(backend.bytesWritten)
        case .deferred: keyMarks.append(backend.bytesWritten + 1)
        default: keyMarks.append(nil)
        }
    }

    /// A snapshot for the next frame; may come from anywhere.
    nonisolated func put(_ snapshot: DeskSnapshot) {
        let isNews = waiting.withLock { waiting in
            waiting.snapshot = snapshot
            defer { waiting.isAnnounced = true }
            return !waiting.isAnnounced
        }
        guard isNews else { return }
        UIActor.queue.async { UIActor.assumeIsolated { self.snapshotArrived() } }
    }

    private func snapshotArrived() {
        let wait = pace.wait(at: Stopwatch.now())
        guard wait > 0 else { return takeSnapshot() }
        guard !isDrawScheduled else { return }
        isDrawScheduled = true
        UIActor.queue.asyncAfter(deadline: .now() + wait) {
            UIActor.assumeIsolated {
                self.isDrawScheduled = false
                self.takeSnapshot()
            }
        }
    }

    private func takeSnapshot() {
        let next = waiting.withLock { waiting in
            waiting.isAnnounced = false
            defer { waiting.snapshot = nil }
            return waiting.snapshot
        }
        guard let next else { return }
        let start = Stopwatch.now()
        let former = world.snapshot
        world.snapshot = next
        snapshotFrames += 1
        reduce(.snapshotArrived)
        let end = Stopwatch.now()
        pace.drew(from: start, to: end)
        frameSeconds.append(end - start)
        DispatchQueue.global(qos: .utility).async { withExtendedLifetime(former) {} }
    }

    @discardableResult
    private func reduce(_ event: DashboardEvent) -> PresentOutcome {
        world.uptime = Stopwatch.now()
        // Effects reach outside (bells, files): none of them draws.
        (state, _) = DashboardReducer.reduce(state, event, in: world)
        return draw()
    }

    @discardableResult
    private func draw() -> PresentOutcome {
        let frame = DashboardRenderer.render(
            state, world, theme: theme, glyphs: backend.glyphs, cache: frames)
        return backend.present(frame.surface, cursor: frame.cursor)
    }

    /// The frame that is on the screen, as cells.
    func surface() -> Surface {
        DashboardRenderer.render(state, world, theme: theme, glyphs: backend.glyphs).surface
    }

    /// What was measured so far.
    struct Results: Sendable {
        var marks: [Int?]
        var keySeconds: [Double]
        var frameSeconds: [Double]
        var snapshots: Int
    }

    var results: Results {
        Results(
            marks: keyMarks, keySeconds: keySeconds.sorted(), frameSeconds: frameSeconds.sorted(),
            snapshots: snapshotFrames)
    }

    func stop() { backend.restore() }
}
