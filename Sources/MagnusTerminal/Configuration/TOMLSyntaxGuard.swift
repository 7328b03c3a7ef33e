/// Finds table headers that the TOML parser answers with an assertion, which would end the program, instead of an error.
///
/// toml++ (behind TOMLKit) expects a key right behind `[` or `[[` and asserts it: `[[[`, `[.]` and the like must be
/// refused before it sees them.
public enum TOMLSyntaxGuard {
    /// - Returns: the place of the first such header, 1-based, and what is wrong; nil when there is none.
    public static func problem(in text: String) -> (line: Int, column: Int, message: String)? {
        if let found = controlCharacter(in: text) { return found }
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            var rest = Array(line.unicodeScalars)[...]
            skipSpace(&rest)
            guard rest.first == "[" else { continue }
            rest.removeFirst()
            if rest.first == "[" { rest.removeFirst() }
            skipSpace(&rest)
            if let next = rest.first, isKeyStart(next) || next == "]" { continue }
            return (index + 1, rest.startIndex + 1, "a table header needs a name behind its bracket")
        }
        return nil
    }

    /// What a parser's refusal means where it tells of a word that people write and TOML does not know.
    /// - Returns: `description` unless the line, 1-based, ends in a value `null`.
    public static func message(_ description: String, line: Int, in text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard lines.indices.contains(line - 1), let equals = lines[line - 1].firstIndex(of: "=") else {
            return description
        }
        let value = lines[line - 1][equals...].dropFirst().prefix { $0 != "#" }.filter { $0 != " " && $0 != "\t" }
        guard value == "null" || value == "nil" else { return description }
        return "TOML has no \(value); an empty list [] unbinds a key, a line left out keeps the default"
    }

    /// The first character that TOML 1.0 forbids everywhere, comments too: the parser ends at a NUL in silence, as if
    /// nothing followed it.
    private static func controlCharacter(in text: String) -> (line: Int, column: Int, message: String)? {
        var line = 1
        var column = 1
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A:
                line += 1
                column = 1
                continue
            case 0x09, 0x0D: break
            case 0x00...0x1F, 0x7F:
                let code = String(scalar.value, radix: 16, uppercase: true)
                let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
                return (line, column, "control character U+\(padded) is not allowed")
            default: break
            }
            column += 1
        }
        return nil
    }

    private static func skipSpace(_ rest: inout ArraySlice<Unicode.Scalar>) {
        while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
    }

    // TOML 1.0: bare keys are A-Z a-z 0-9 _ -, other keys stand in quotes.
    private static func isKeyStart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "A"..."Z", "a"..."z", "0"..."9", "_", "-", "\"", "'": true
        default: false
        }
    }
}
