/// Why a key was not understood. `offset` is the number of characters before the offending part of the text.
public enum KeyNotationError: Error, Equatable, Sendable, CustomStringConvertible {
    case empty
    case unknownKey(String, offset: Int)
    case unknownModifier(String, offset: Int)
    /// Several characters where one key is expected, such as `gg` for `g g`.
    case severalKeys(String, offset: Int)

    public var offset: Int {
        switch self {
        case .empty: return 0
        case .unknownKey(_, let offset), .unknownModifier(_, let offset), .severalKeys(_, let offset): return offset
        }
    }

    public var description: String {
        switch self {
        case .empty: return "no key is named"
        case .unknownKey(let name, _):
            return "unknown key '\(name)'; write a character or a name such as <Enter>, <C-d>, <A-x>, <F5>"
        case .unknownModifier(let name, _): return "unknown modifier '\(name)'; C-, A- and S- exist"
        case .severalKeys(let name, _):
            return
                "'\(name)' is not one key; write a sequence with spaces: '\(name.map(String.init).joined(separator: " "))'"
        }
    }
}

extension KeyChord: CustomStringConvertible {
    /// The chord as keymaps spell it: `j`, `G`, `<C-d>`, `<A-x>`, `<S-Tab>`, `<Space>`.
    public var description: String {
        var prefix = ""
        if modifiers.contains(.control) { prefix += "C-" }
        if modifiers.contains(.alt) { prefix += "A-" }
        if modifiers.contains(.shift) { prefix += "S-" }
        if case .character(let character) = key {
            switch character {
            case " ": return "<\(prefix)Space>"
            case "<": return prefix.isEmpty ? "<lt>" : "<\(prefix)lt>"
            default: return prefix.isEmpty ? String(character) : "<\(prefix)\(character)>"
            }
        }
        return "<\(prefix)\(Self.name(of: key))>"
    }

    /// Reads one chord. Names are taken in any case of letters: `<esc>`, `<PageDown>`, `<PgDn>`, `<CR>`.
    public static func parse(_ text: String) throws(KeyNotationError) -> KeyChord {
        guard let first = text.first else { throw .empty }
        if text.count == 1 { return .character(first) }
        guard first == "<", text.last == ">" else {
            throw first == "<" ? .unknownKey(text, offset: 0) : .severalKeys(text, offset: 0)
        }
        var inner = text.dropFirst().dropLast()
        var modifiers: KeyModifiers = []
        while inner.count > 2, inner.dropFirst().first == "-" {
            switch inner.first {
            case "C", "c": modifiers.insert(.control)
            case "A", "a", "M", "m": modifiers.insert(.alt)
            case "S", "s": modifiers.insert(.shift)
            default: throw .unknownModifier(String(inner.prefix(2)), offset: text.count - inner.count - 1)
            }
            inner = inner.dropFirst(2)
        }
        if inner.count == 1, let character = inner.first { return KeyChord(.character(character), modifiers) }
        guard let key = Self.key(named: inner.lowercased()) else {
            throw .unknownKey(String(inner), offset: text.count - inner.count - 1)
        }
        return KeyChord(key, modifiers)
    }

    /// Reads a sequence of chords separated by spaces: `g g`, `<C-x> <C-c>`.
    public static func parseSequence(_ text: String) throws(KeyNotationError) -> [KeyChord] {
        var result: [KeyChord] = []
        var offset = 0
        for part in text.split(separator: " ", omittingEmptySubsequences: false) {
            defer { offset += part.count + 1 }
            if part.isEmpty { continue }
            do {
                result.append(try parse(String(part)))
            } catch {
                switch error {
                case .empty: throw error
                case .unknownKey(let name, let inside): throw .unknownKey(name, offset: offset + inside)
                case .unknownModifier(let name, let inside): throw .unknownModifier(name, offset: offset + inside)
                case .severalKeys(let name, let inside): throw .severalKeys(name, offset: offset + inside)
                }
            }
        }
        if result.isEmpty { throw .empty }
        return result
    }

    /// A sequence as keymaps spell it.
    public static func describe(_ sequence: [KeyChord]) -> String {
        sequence.map(\.description).joined(separator: " ")
    }

    private static let names: [(String, Key)] = [
        ("Enter", .enter), ("Tab", .tab), ("Esc", .escape), ("Backspace", .backspace), ("Delete", .delete),
        ("Insert", .insert), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right), ("Home", .home),
        ("End", .end), ("PageUp", .pageUp), ("PageDown", .pageDown),
    ]

    private static let otherNames: [String: Key] = [
        "cr": .enter, "return": .enter, "escape": .escape, "bs": .backspace, "del": .delete, "ins": .insert,
        "pgup": .pageUp, "pgdn": .pageDown, "pagedn": .pageDown, "space": .character(" "), "lt": .character("<"),
        "gt": .character(">"),
    ]

    private static func name(of key: Key) -> String {
        if case .function(let number) = key { return "F\(number)" }
        return names.first { $0.1 == key }?.0 ?? "?"
    }

    private static func key(named name: String) -> Key? {
        if let key = otherNames[name] { return key }
        if let found = names.first(where: { $0.0.lowercased() == name }) { return found.1 }
        if name.first == "f", let number = Int(name.dropFirst()), (1...35).contains(number) { return .function(number) }
        return nil
    }
}
