/// Finds keys and values in the text of a TOML file, since the parser forgets their places.
///
/// Made for files that the parser has accepted; on others it stops early and knows fewer places.
struct TOMLSourceMap {
    struct Place: Equatable {
        /// From 1.
        var line: Int
        var column: Int
    }

    private var keys: [[String]: Place] = [:]
    private var values: [[String]: Place] = [:]

    init(_ text: String) {
        var scanner = TOMLScanner(text)
        scanner.run()
        keys = scanner.keys
        values = scanner.values
    }

    /// Place of a key, of an element of a list (`path` ends in `#index`), or else of the nearest table around it.
    func place(of path: [String]) -> Place {
        var path = path
        while !path.isEmpty {
            if let place = keys[path] ?? values[path] { return place }
            path.removeLast()
        }
        return Place(line: 1, column: 1)
    }

    /// Place of the value of a key.
    func valuePlace(of path: [String]) -> Place {
        values[path] ?? place(of: path)
    }
}

/// Walks over the text and notes where keys and values begin.
private struct TOMLScanner {
    private let characters: [Character]
    private var index = 0
    private var line = 1
    private var column = 1
    var keys: [[String]: TOMLSourceMap.Place] = [:]
    var values: [[String]: TOMLSourceMap.Place] = [:]

    init(_ text: String) {
        // "\r\n" is one Character, which `isNewline` covers.
        characters = Array(text)
    }

    private var current: Character? { index < characters.count ? characters[index] : nil }
    private var place: TOMLSourceMap.Place { TOMLSourceMap.Place(line: line, column: column) }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where index < characters.count {
            if characters[index].isNewline {
                line += 1
                column = 1
            } else {
                column += 1
            }
            index += 1
        }
    }

    private mutating func skipBlank(lines: Bool) {
        while let character = current {
            if character == "#" {
                while let other = current, !other.isNewline { advance() }
            } else if character.isNewline ? lines : character.isWhitespace {
                advance()
            } else {
                return
            }
        }
    }

    mutating func run() {
        var prefix: [String] = []
        while true {
            skipBlank(lines: true)
            guard let character = current else { return }
            let before = index
            if character == "[" {
                let start = place
                while current == "[" { advance() }
                prefix = keyPath(recordingAfter: nil)
                keys[prefix] = start
                while current == "]" { advance() }
            } else {
                member(of: prefix)
            }
            if index == before { advance() }
        }
    }

    private mutating func member(of prefix: [String]) {
        let path = keyPath(recordingAfter: prefix)
        skipBlank(lines: false)
        guard current == "=" else { return }
        advance()
        value(at: prefix + path)
    }

    private mutating func keyPath(recordingAfter prefix: [String]?) -> [String] {
        var path: [String] = []
        while true {
            skipBlank(lines: false)
            let start = place
            var name = ""
            if let quote = current, quote == "\"" || quote == "'" {
                name = string()
            } else {
                while let character = current,
                    character.isLetter || character.isNumber || character == "-" || character == "_"
                {
                    name.append(character)
                    advance()
                }
                if name.isEmpty { return path }
            }
            path.append(name)
            if let prefix, keys[prefix + path] == nil { keys[prefix + path] = start }
            skipBlank(lines: false)
            guard current == "." else { return path }
            advance()
        }
    }

    private mutating func value(at path: [String]) {
        skipBlank(lines: false)
        values[path] = place
        switch current {
        case "\"", "'": _ = string()
        case "[":
            advance()
            var element = 0
            while let character = skippingBlank(), character != "]" {
                let before = index
                if character == "," { advance() } else { value(at: path + ["#\(element)"]) }
                if character != "," { element += 1 }
                if index == before { advance() }
            }
            advance()
        case "{":
            advance()
            while let character = skippingBlank(), character != "}" {
                let before = index
                if character == "," { advance() } else { member(of: path) }
                if index == before { advance() }
            }
            advance()
        default:
            while let character = current, !character.isNewline, !",]}#".contains(character) { advance() }
        }
    }

    private mutating func skippingBlank() -> Character? {
        skipBlank(lines: true)
        return current
    }

    // Quoted text of either kind, also over several lines. Escapes matter only for where it ends.
    private mutating func string() -> String {
        guard let quote = current else { return "" }
        let triple = index + 2 < characters.count && characters[index + 1] == quote && characters[index + 2] == quote
        advance(triple ? 3 : 1)
        var text = ""
        while let character = current {
            if character == "\\", quote == "\"" {
                advance()
                if let escaped = current { text.append(escaped) }
                advance()
            } else if character == quote {
                guard triple else {
                    advance()
                    break
                }
                if index + 2 < characters.count, characters[index + 1] == quote, characters[index + 2] == quote {
                    advance(3)
                    break
                }
                text.append(character)
                advance()
            } else {
                text.append(character)
                advance()
            }
        }
        return text
    }
}
