/// The text of `config.toml` with the place of every key, so that mistakes can be named by line and column and a value
/// can be changed without losing comments. Values are parsed by TOMLKit; this only finds where they stand.
struct ConfigurationSource {
    struct Place: Equatable {
        /// 1-based.
        var line: Int
        var column: Int
        /// From its first character to behind its last one; nil when it does not end.
        var value: Span?
    }

    /// A value, which an array or a long text may stretch over lines.
    struct Span: Equatable {
        var start: String.Index
        /// Index into ``lines``.
        var lastLine: Int
        /// In the last line.
        var end: String.Index
    }

    private(set) var lines: [String]
    private(set) var places: [String: Place] = [:]
    /// Line index after the last key of each table; the empty name is the top of the file.
    private var tableEnds: [String: Int] = [:]
    private let lineEnd: String

    init(_ text: String) {
        // One character in Swift, and what editors of other systems write.
        lineEnd = text.contains("\r\n") ? "\r\n" : "\n"
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        index()
    }

    var text: String { lines.isEmpty ? "" : lines.joined(separator: lineEnd) + lineEnd }

    /// Where a key stands, or the nearest table or key that holds it.
    func place(of key: String) -> Place? {
        var parts = key.split(separator: ".")
        while !parts.isEmpty {
            if let place = places[parts.joined(separator: ".")] { return place }
            parts.removeLast()
        }
        return nil
    }

    /// Replaces the value of a key, or adds the key to its table (adding the table when it is new).
    mutating func set(_ key: String, toTOML literal: String) {
        if let place = places[key], let span = place.value {
            let first = place.line - 1
            let rest = lines[span.lastLine][span.end...]
            lines[first] = lines[first][..<span.start] + literal + rest
            lines.removeSubrange((first + 1)..<(span.lastLine + 1))
        } else {
            let parts = key.split(separator: ".").map(String.init)
            let table = parts.dropLast().joined(separator: ".")
            let line = "\(parts.last ?? key) = \(literal)"
            if let end = tableEnds[table] {
                lines.insert(line, at: end)
            } else {
                if !lines.isEmpty { lines.append("") }
                lines += ["[\(table)]", line]
            }
        }
        index()
    }

    private mutating func index() {
        places = [:]
        tableEnds = ["": 0]
        var table = ""
        var next = 0
        while next < lines.count {
            let number = next
            let line = lines[number]
            next += 1
            let trimmed = line.drop { $0 == " " || $0 == "\t" }
            if trimmed.isEmpty || trimmed.hasPrefix("#") { continue }
            if trimmed.hasPrefix("["), !trimmed.hasPrefix("[["), let close = trimmed.firstIndex(of: "]") {
                table = Self.bareKey(trimmed[trimmed.index(after: trimmed.startIndex)..<close])
                tableEnds[table] = number + 1
                continue
            }
            guard let equals = trimmed.firstIndex(of: "=") else { continue }
            let name = Self.bareKey(trimmed[..<equals])
            guard !name.isEmpty else { continue }
            let key = table.isEmpty ? name : "\(table).\(name)"
            let column = line.distance(from: line.startIndex, to: trimmed.startIndex) + 1
            let span = span(line: number, after: line.index(after: equals))
            places[key] = Place(line: number + 1, column: column, value: span)
            next = (span?.lastLine ?? number) + 1
            tableEnds[table] = next
        }
    }

    private static func bareKey(_ text: Substring) -> String {
        text.split(separator: ".").map { part in
            part.filter { $0 != " " && $0 != "\t" && $0 != "\"" && $0 != "'" }
        }.joined(separator: ".")
    }

    private func span(line first: Int, after equals: String.Index) -> Span? {
        var text = lines[first]
        var index = equals
        while index < text.endIndex, text[index] == " " || text[index] == "\t" { index = text.index(after: index) }
        let start = index
        var scan = ValueScan()
        for number in first..<lines.count {
            if number > first {
                text = lines[number]
                index = text.startIndex
            }
            guard let end = scan.endOfLine(text, from: index) else { return nil }
            if scan.isComplete { return Span(start: start, lastLine: number, end: end) }
        }
        return nil
    }
}

/// Walks over a TOML value, line by line, to find its end.
private struct ValueScan {
    private var quote: Character?
    /// Three quotes: a text that may go over lines.
    private var isLong = false
    private var depth = 0

    var isComplete: Bool { quote == nil && depth <= 0 }

    /// - Returns: behind the last character of the value in this line, before a comment; nil when a quote does not close.
    mutating func endOfLine(_ text: String, from start: String.Index) -> String.Index? {
        var index = start
        var end = start
        while index < text.endIndex {
            let character = text[index]
            if let open = quote {
                if character == "\\", open == "\"" {
                    index = text.index(index, offsetBy: 2, limitedBy: text.endIndex) ?? text.endIndex
                    continue
                }
                let width = isLong ? 3 : 1
                if text[index...].hasPrefix(String(repeating: open, count: width)) {
                    quote = nil
                    index = text.index(index, offsetBy: width)
                    end = index
                    continue
                }
            } else if character == "#" {
                break
            } else if character == "\"" || character == "'" {
                quote = character
                isLong = text[index...].hasPrefix(String(repeating: character, count: 3))
                index = text.index(index, offsetBy: isLong ? 3 : 1)
                continue
            } else if character == "[" || character == "{" {
                depth += 1
            } else if character == "]" || character == "}" {
                depth -= 1
            }
            index = text.index(after: index)
            if quote == nil, character != " ", character != "\t" { end = index }
        }
        return quote != nil && !isLong ? nil : end
    }
}
