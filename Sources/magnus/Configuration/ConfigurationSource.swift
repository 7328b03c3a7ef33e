/// The text of `config.toml` with the place of every key, so that mistakes can be named by line and column and a value
/// can be changed without losing comments. Values are parsed by TOMLKit; this only finds where they stand.
struct ConfigurationSource {
    struct Place: Equatable {
        /// 1-based.
        var line: Int
        var column: Int
        /// Where the value stands in its line, up to a comment; nil when it spans lines.
        var value: Range<String.Index>?
    }

    private(set) var lines: [String]
    private(set) var places: [String: Place] = [:]
    /// Line index after the last key of each table; the empty name is the top of the file.
    private var tableEnds: [String: Int] = [:]

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        index()
    }

    var text: String { lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n" }

    /// Replaces the value of a key, or adds the key to its table (adding the table when it is new).
    mutating func set(_ key: String, toTOML literal: String) {
        if let place = places[key], let range = place.value {
            lines[place.line - 1].replaceSubrange(range, with: literal)
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
        for (number, line) in lines.enumerated() {
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
            places[key] = Place(
                line: number + 1, column: column, value: Self.valueRange(in: line, after: line.index(after: equals)))
            tableEnds[table] = number + 1
        }
    }

    private static func bareKey(_ text: Substring) -> String {
        text.split(separator: ".").map { part in
            part.filter { $0 != " " && $0 != "\t" && $0 != "\"" && $0 != "'" }
        }.joined(separator: ".")
    }

    private static func valueRange(in line: String, after equals: String.Index) -> Range<String.Index>? {
        var start = equals
        while start < line.endIndex, line[start] == " " || line[start] == "\t" { start = line.index(after: start) }
        var index = start
        var quote: Character?
        var depth = 0
        while index < line.endIndex {
            let character = line[index]
            if let open = quote {
                if character == "\\" && open == "\"" {
                    index = line.index(after: index)
                    if index == line.endIndex { return nil }
                } else if character == open {
                    quote = nil
                }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "[" {
                depth += 1
            } else if character == "]" {
                depth -= 1
            } else if character == "#" {
                break
            }
            index = line.index(after: index)
        }
        guard quote == nil, depth == 0 else { return nil }
        var end = index
        while end > start, line[line.index(before: end)] == " " || line[line.index(before: end)] == "\t" {
            end = line.index(before: end)
        }
        return start..<end
    }
}
