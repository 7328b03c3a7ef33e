/// Makes theme files of Magnus from base16 schemes.
public enum Base16Import {
    public enum Failure: Error, Equatable, Sendable, CustomStringConvertible {
        /// These of the slots base00 to base0F are missing.
        case missing([String])
        /// The value at a line (from 1) is no colour.
        case notAColor(slot: String, line: Int)
        case tooLong

        public var description: String {
            switch self {
            case .missing(let slots):
                return "a base16 scheme needs base00 to base0F; missing \(slots.joined(separator: ", "))"
            case .notAColor(let slot, let line): return "line \(line): \(slot) is not a colour; write \"rrggbb\""
            case .tooLong: return "a base16 scheme is a short file"
            }
        }
    }

    private static let slots = (0...15).map { "base0" + String($0, radix: 16, uppercase: true) }

    /// TOML text of a theme with the colours of a scheme: lines `base00: "rrggbb"`, with or without `#`, at any indentation
    /// (the newer format puts them under `palette:`). Text colours are lifted towards black or white until they have the
    /// contrast Magnus asks for; schemes seldom have it for their comments.
    public static func theme(from yaml: String, name: String = "imported") throws(Failure) -> String {
        guard yaml.utf8.count <= 65_536 else { throw .tooLong }
        var colors: [String: Color] = [:]
        var title = name
        for (number, line) in yaml.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard let (key, value) = pair(line) else { continue }
            if key == "scheme" || key == "name" { title = value }
            guard let slot = slots.first(where: { $0.lowercased() == key.lowercased() }) else { continue }
            guard let color = Color(hexadecimal: value.hasPrefix("#") ? value : "#" + value) else {
                throw .notAColor(slot: slot, line: number + 1)
            }
            colors[slot] = color
        }
        let missing = slots.filter { colors[$0] == nil }
        guard missing.isEmpty else { throw .missing(missing) }
        return text(title: title, Palette(colors))
    }

    private static func pair(_ line: Substring) -> (key: String, value: String)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let key = line[..<colon].filter { !$0.isWhitespace && $0 != "\"" }
        var value = line[line.index(after: colon)...].drop { $0.isWhitespace }
        if let quote = value.first, quote == "\"" || quote == "'" {
            value = value.dropFirst().prefix { $0 != quote }
        } else {
            value = value.prefix { !$0.isWhitespace }
        }
        return (key, String(value))
    }

    /// The scheme's slots by what Magnus uses them for.
    private struct Palette {
        let colors: [String: Color]
        let isDark: Bool

        init(_ colors: [String: Color]) {
            self.colors = colors
            let ground = colors["base00"]?.channels ?? (0, 0, 0)
            isDark = Contrast.luminance(ground.red, ground.green, ground.blue) < 0.3
        }

        func color(_ slot: String) -> Color { colors[slot] ?? .default }

        /// The slot, mixed with white or black in steps until it can be read on ground and windows.
        func readable(_ slot: String) -> Color {
            let color = color(slot)
            guard let channels = color.channels else { return color }
            let goal: Double = isDark ? 255 : 0
            for step in 0...20 {
                let share = Double(step) / 20
                func mixed(_ channel: UInt8) -> UInt8 {
                    UInt8((Double(channel) + (goal - Double(channel)) * share).rounded())
                }
                let tried = Color.rgb(mixed(channels.red), mixed(channels.green), mixed(channels.blue))
                let grounds = [self.color("base00"), self.color("base01")]
                if grounds.allSatisfy({ (Contrast.ratio(tried, $0) ?? 21) >= Contrast.textMinimum }) { return tried }
            }
            return isDark ? .rgb(255, 255, 255) : .rgb(0, 0, 0)
        }
    }

    private static func text(title: String, _ palette: Palette) -> String {
        let entries: [(String, Color)] = [
            ("ground", palette.color("base00")), ("raised", palette.color("base01")),
            ("select", palette.color("base02")), ("select-dim", palette.color("base01")),
            ("line", palette.color("base03")), ("ink", palette.readable("base05")),
            ("bright", palette.readable("base07")), ("dim", palette.readable("base04")),
            ("accent", palette.readable("base0D")), ("amber", palette.readable("base0A")),
            ("amber-dim", palette.color("base0A")), ("red", palette.readable("base08")),
            ("red-deep", palette.readable("base08")), ("red-dim", palette.color("base08")),
            ("green", palette.readable("base0B")), ("orange", palette.readable("base09")),
            ("yellow", palette.readable("base0A")), ("violet", palette.readable("base0E")),
            ("teal", palette.readable("base0C")), ("block-ink", palette.color("base00")),
            ("live-block", palette.readable("base08")), ("live-ink", palette.color("base00")),
        ]
        let safeTitle = HarmlessText.sanitised(title).filter { $0 != "\"" && $0 != "\\" }
        var lines = [
            "# Made from a base16 scheme.", "", "inherits = \"magnus-dark\"", "title = \"\(safeTitle)\"",
            "appearance = \"\(palette.isDark ? "dark" : "light")\"", "", "[palette]",
        ]
        lines += entries.map { "\($0.0) = \"\($0.1)\"" }
        return lines.joined(separator: "\n") + "\n"
    }
}
