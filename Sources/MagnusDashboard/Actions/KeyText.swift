import MagnusTerminal

/// Key notation as people read it: `Enter`, `^D`, `gg`, `Alt-x` rather than the `<Enter>`, `<C-d>` of keymap files.
enum KeyText {
    /// A command of the palette with the key that opens it: `:tour`, but `Alt-x tour`.
    static func command(_ name: String, palette key: String?) -> String {
        let key = key ?? ":"
        return key == ":" ? key + name : "\(key) \(name)"
    }

    static func short(_ notation: String) -> String {
        let parts = notation.split(separator: " ").map { one(String($0)) }
        // Plain letters in a row read as they are typed.
        return parts.joined(separator: parts.allSatisfy { $0.count == 1 } ? "" : " ")
    }

    private static func one(_ chord: String) -> String {
        guard chord.count > 2, chord.hasPrefix("<"), chord.hasSuffix(">") else { return chord }
        return named(String(chord.dropFirst().dropLast()))
    }

    /// What stands between the angle brackets.
    private static func named(_ body: String) -> String {
        if body.hasPrefix("C-"), body.count == 3 { return "^" + body.dropFirst(2).uppercased() }
        if body.hasPrefix("C-") { return "Ctrl-" + named(String(body.dropFirst(2))) }
        if body.hasPrefix("A-") { return "Alt-" + named(String(body.dropFirst(2))) }
        switch body {
        case "lt": return "<"
        case "PageUp": return "PgUp"
        case "PageDown": return "PgDn"
        case "Left": return "←"
        case "Right": return "→"
        case "Up": return "↑"
        case "Down": return "↓"
        default: return body
        }
    }
}

extension Keymap {
    /// The key of an action as people read it, nil when it has none.
    func shortHint(for action: DashboardAction, in contexts: [String]) -> String? {
        hint(for: action.rawValue, in: contexts).map(KeyText.short)
    }

    /// The key of an action of text fields.
    func shortHint(for name: String, in contexts: [String]) -> String? {
        hint(for: name, in: contexts).map(KeyText.short)
    }
}
