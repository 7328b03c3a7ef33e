import Dispatch
import Glibc
import MagnusCurses
import MagnusTerminal

/// What the probe shows and does.
@UIActor
final class ProbeSession {
    private let backend: CursesBackend
    private let theme: ResolvedTheme
    private var counter = 0
    private var message = ""
    private var last: Surface?
    // Handlers hold the session weakly, as the dashboard's do; something has to keep it.
    private static var current: ProbeSession?

    init(_ backend: CursesBackend, _ theme: Theme) {
        self.backend = backend
        self.theme = theme.resolved(for: backend.colorDepth)
    }

    func run() {
        Self.current = self
        backend.start { [weak self] in self?.handle($0) }
        draw()
    }

    private func handle(_ event: TerminalEvent) {
        if case .inputRead = event { return }
        message = ProbeSession.describe(event)
        switch event {
        case .input(.key(let chord)):
            if command(chord) { draw() }
        case .input, .inputRead, .resized, .resumed: draw()
        case .terminate(let signal):
            backend.restore()
            exit(128 + signal)
        case .lost:
            backend.restore()
            exit(129)
        }
    }

    // Whether the frame changes.
    private func command(_ chord: KeyChord) -> Bool {
        switch chord.text {
        case "t":
            message = ""
            counter += 1
        case "n": return presentAgain()
        case "C":
            do { try backend.copy("copied text") } catch { message = "\(error)" }
        case "N":
            backend.bell()
            backend.notify(title: "Alert; \u{1B}]52;c;AAAA\u{7}", body: "XSP expires")
        case "z": backend.suspend()
        case "f": flood()
        case "s": return scroll()
        case "x": exit(7)
        case "a": abort()
        case "v": kill(getpid(), SIGSEGV)
        case "T": preconditionFailure("probe")
        case "q":
            backend.restore()
            exit(0)
        default: break
        }
        return true
    }

    // Frames that differ in every cell, faster than a terminal takes them that nobody reads; then a last one to be seen.
    private func flood() {
        var surface = Surface(columns: backend.size.columns, rows: backend.size.rows)
        var deferred = 0
        for round in 0..<500 {
            surface.fill(surface.bounds, with: round % 2 == 0 ? "a" : "b")
            surface.put("flood \(round) deferred \(deferred)", column: 0, row: 0)
            if backend.present(surface, cursor: nil) == .deferred { deferred += 1 }
        }
        message = "flooded \(deferred > 0 ? "deferring" : "never deferring")"
    }

    // Lines that move up by one, as a conversation does: a library that scrolls would use it here.
    private func scroll() -> Bool {
        for first in 0..<3 {
            var surface = Surface(columns: backend.size.columns, rows: backend.size.rows)
            for row in 0..<surface.rows {
                let word = String(repeating: "line \(first + row) ", count: 8)
                surface.put(word, column: 0, row: row)
            }
            _ = backend.present(surface, cursor: nil)
        }
        return false
    }

    private func presentAgain() -> Bool {
        if let last { _ = backend.present(last, cursor: nil) }
        return false
    }

    private static func describe(_ event: TerminalEvent) -> String {
        switch event {
        case .input(.key(let chord)): return "key \(chord)"
        case .input(.paste(let text, _)): return "paste \(text)"
        case .input(.mouse(let mouse)): return "mouse \(mouse.kind) \(mouse.column),\(mouse.row)"
        case .input(.focusGained): return "focus gained"
        case .input(.focusLost): return "focus lost"
        case .resized(let size): return "resized \(size.columns)x\(size.rows)"
        case .inputRead(let isMoreWaiting): return "read, more \(isMoreWaiting)"
        case .resumed: return "resumed"
        case .terminate(let signal): return "terminate \(signal)"
        case .lost: return "lost"
        }
    }

    private func draw() {
        let size = backend.size
        var surface = Surface(columns: size.columns, rows: size.rows, style: theme.ground)
        ProbeScreen(theme: theme, glyphs: backend.glyphs, rule: backend.colorRule).draw(on: &surface)
        surface.put("\(counter % 10)", column: 1, row: size.rows - 1, style: theme[.textStrong])
        surface.put(message, column: 4, row: size.rows - 1, style: theme[.textDim])
        last = surface
        _ = backend.present(surface, cursor: nil)
    }
}
