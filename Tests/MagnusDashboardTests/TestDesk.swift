import Foundation
import MagnusDashboard
import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

/// The dashboard on a terminal in memory: keys go through the real keymap and dispatcher, effects are collected.
@UIActor
final class TestDesk {
    let backend: MemoryBackend
    private(set) var state: DashboardState
    private(set) var effects: [DashboardEffect] = []
    var snapshot: DeskSnapshot?
    var keymap: Keymap
    var uptime = 0.0
    var themes = ["magnus-dark", "magnus-light", "nord"]
    var keymaps = ["arrows", "default", "emacs"]
    let theme: ResolvedTheme

    init(
        columns: Int = 120, rows: Int = 36, snapshot: DeskSnapshot? = SampleBook.snapshot(), keymap: String = "default",
        showsTour: Bool = false
    ) {
        backend = MemoryBackend(columns: columns, rows: rows)
        self.snapshot = snapshot
        self.keymap = Shipped.keymap(keymap)
        theme = ThemeCatalog.builtIn.resolved(for: .truecolor)
        state = DashboardState(size: backend.size, showsTour: showsTour)
        backend.start { [weak self] event in self?.handle(event) }
        feed(.snapshotArrived)
    }

    var world: DashboardWorld {
        DashboardWorld(
            snapshot: snapshot, keymap: keymap, themes: themes, keymaps: keymaps, uptime: uptime)
    }

    private func handle(_ event: TerminalEvent) {
        switch event {
        case .input(let input): feed(.input(input))
        case .resized(let size): feed(.resized(size))
        default: break
        }
    }

    func feed(_ event: DashboardEvent) {
        let (next, new) = DashboardReducer.reduce(state, event, in: world)
        state = next
        effects += new
        let frame = DashboardRenderer.render(state, world, theme: theme, glyphs: .unicode)
        _ = backend.present(frame.surface, cursor: frame.cursor)
    }

    func press(_ keys: String) throws { try backend.press(keys) }

    func type(_ text: String) { for character in text { feed(.input(.key(.character(character)))) } }

    var screen: String { (backend.surface?.textRows() ?? []).joined(separator: "\n") }

    var commands: [DeskCommand] {
        effects.compactMap { if case .perform(let command) = $0 { command } else { nil } }
    }
}

/// Files that are shipped with Magnus.
enum Shipped {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func sources(_ folder: String) -> [ConfigurationText] {
        let directory = root.appendingPathComponent(folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return names.filter { $0.hasSuffix(".toml") }.sorted().compactMap { name in
            guard let text = try? String(contentsOf: directory.appendingPathComponent(name), encoding: .utf8) else {
                return nil
            }
            return ConfigurationText(name: String(name.dropLast(5)), origin: name, text: text)
        }
    }

    static var loader: KeymapLoader {
        ActionCatalog.keymapLoader(sources("Keymaps"))
    }

    static func keymap(_ name: String) -> Keymap { loader.load(name).keymap }

    static func theme(_ name: String, _ depth: ColorDepth = .truecolor) -> ResolvedTheme {
        ThemeCatalog(sources: sources("Themes")).load(name).theme.resolved(for: depth)
    }
}
