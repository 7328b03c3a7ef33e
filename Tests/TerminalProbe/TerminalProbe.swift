import Dispatch
import Glibc
import MagnusCurses
import MagnusTerminal

/// A small program on the real terminal, driven by the tests through a pseudo-terminal and by hand to look at themes.
///
/// Keys: `t` changes one cell, `n` presents the same frame again, `C` copies, `N` notifies, `z` suspends, `x` exits without
/// giving the terminal back, `a` aborts, `v` violates memory, `T` traps, `q` quits. The last event stands in the last row.
@main
struct TerminalProbe {
    static func main() {
        var options = CursesOptions(environment: environment())
        var theme = "magnus-dark"
        var folder = ""
        var arguments = CommandLine.arguments.dropFirst()
        while let argument = arguments.popFirst() {
            switch argument {
            case "--theme": theme = arguments.popFirst() ?? theme
            case "--themes": folder = arguments.popFirst() ?? folder
            case "--cache": options.cacheDirectory = arguments.popFirst()
            case "--color": options.colorFlag = arguments.popFirst().flatMap(ColorDecision.Wish.init) ?? .auto
            case "--ascii": options.ascii = true
            default: break
            }
        }
        var sources: [ConfigurationText] = []
        if !folder.isEmpty, let text = contents(folder + "/" + theme + ".toml") {
            sources = [ConfigurationText(name: theme, origin: theme + ".toml", text: text)]
            for name in ["magnus-dark", "magnus-light"] where name != theme {
                if let text = contents(folder + "/" + name + ".toml") {
                    sources.append(ConfigurationText(name: name, origin: name + ".toml", text: text))
                }
            }
        }
        let (loaded, diagnostics) = ThemeCatalog(sources: sources).load(theme)
        for diagnostic in diagnostics { say("\(diagnostic)\n") }
        let settings = options
        Task { @UIActor in
            do {
                let session = ProbeSession(try CursesBackend(settings), loaded)
                session.run()
            } catch {
                say("plain: \(error)\n")
                exit(3)
            }
        }
        dispatchMain()
    }

    static func say(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(2, bytes, bytes.count)
    }

    static func environment() -> [String: String] {
        var result: [String: String] = [:]
        for name in ["TERM", "COLORTERM", "NO_COLOR"] {
            if let value = getenv(name) { result[name] = String(cString: value) }
        }
        return result
    }

    static func contents(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
