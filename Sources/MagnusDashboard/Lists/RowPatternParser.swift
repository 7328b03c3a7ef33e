/// Reads the text of a ``RowPattern``.
struct RowPatternParser {
    private let characters: [Character]
    private var place = 0
    private var depth = 0
    private static let deepest = 20

    init(_ text: String) {
        characters = Array(text.prefix(200))
    }

    mutating func parse() -> RowPattern.Node? {
        guard let node = alternatives(), place == characters.count else { return nil }
        return node
    }

    private var next: Character? { place < characters.count ? characters[place] : nil }

    private mutating func alternatives() -> RowPattern.Node? {
        guard var node = sequence() else { return nil }
        while next == "|" {
            place += 1
            guard let other = sequence() else { return nil }
            node = .either(node, other)
        }
        return node
    }

    private mutating func sequence() -> RowPattern.Node? {
        var node = RowPattern.Node.empty
        while let character = next, character != "|", character != ")" {
            guard let part = repeated() else { return nil }
            node = node == .empty ? part : .sequence(node, part)
        }
        return node
    }

    private mutating func repeated() -> RowPattern.Node? {
        guard var node = atom() else { return nil }
        while let sign = next, "*+?".contains(sign) {
            place += 1
            switch sign {
            case "*": node = .star(node)
            case "+": node = .plus(node)
            default: node = .either(node, .empty)
            }
        }
        return node
    }

    private mutating func atom() -> RowPattern.Node? {
        guard let character = next else { return nil }
        place += 1
        switch character {
        case ".": return .one(.any)
        case "^": return .start
        case "$": return .end
        case "[": return characterSet()
        case "\\": return escaped()
        case "(":
            depth += 1
            guard depth <= Self.deepest, let node = alternatives(), next == ")" else { return nil }
            place += 1
            return node
        case "*", "+", "?", ")": return nil
        default: return .one(.character(character))
        }
    }

    private mutating func escaped() -> RowPattern.Node? {
        guard let character = next else { return nil }
        place += 1
        switch character {
        case "d": return .one(.set(["0"..."9"], isInverse: false))
        case "w": return .one(.set(["a"..."z", "0"..."9", "_"..."_"], isInverse: false))
        case "s": return .one(.set([" "..." "], isInverse: false))
        default: return .one(.character(character))
        }
    }

    private mutating func characterSet() -> RowPattern.Node? {
        var ranges: [ClosedRange<Character>] = []
        let isInverse = next == "^"
        if isInverse { place += 1 }
        while let first = next, first != "]" || ranges.isEmpty {
            place += 1
            if next == "-", place + 1 < characters.count, characters[place + 1] != "]" {
                let last = characters[place + 1]
                guard first <= last else { return nil }
                ranges.append(first...last)
                place += 2
            } else {
                ranges.append(first...first)
            }
        }
        guard next == "]", !ranges.isEmpty else { return nil }
        place += 1
        return .one(.set(ranges, isInverse: isInverse))
    }
}
