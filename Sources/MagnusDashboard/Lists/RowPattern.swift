/// A pattern for rows: `.` `[a-z]` `[^0-9]` `*` `+` `?` `|` `( )` `^` `$`, `\d` `\w` `\s`, `\` before a sign. Case does not
/// matter.
///
/// All alternatives are followed at once (Thompson 1968), so the time is bounded by pattern length times row length: no
/// pattern, however odd, can hold up the screen.
public struct RowPattern: Sendable, Equatable {
    indirect enum Node: Sendable, Equatable {
        case empty
        case one(Symbol)
        case sequence(Node, Node)
        case either(Node, Node)
        case star(Node)
        case plus(Node)
        case start
        case end
    }

    enum Symbol: Sendable, Equatable {
        case any
        case character(Character)
        case set([ClosedRange<Character>], isInverse: Bool)

        func matches(_ character: Character) -> Bool {
            switch self {
            case .any: true
            case .character(let wanted): wanted == character
            case .set(let ranges, let isInverse): ranges.contains { $0.contains(character) } != isInverse
            }
        }
    }

    enum Instruction: Sendable, Equatable {
        case match(Symbol)
        case split(Int, Int)
        case jump(Int)
        case start
        case end
        case accept
    }

    private var program: [Instruction] = []

    /// nil when the text is no pattern: brackets that do not close, nothing before a `*`.
    public init?(_ text: String) {
        var parser = RowPatternParser(text.lowercased())
        guard let node = parser.parse() else { return nil }
        compile(node)
        program.append(.accept)
    }

    private mutating func compile(_ node: Node) {
        switch node {
        case .empty: break
        case .one(let symbol): program.append(.match(symbol))
        case .start: program.append(.start)
        case .end: program.append(.end)
        case .sequence(let first, let second):
            compile(first)
            compile(second)
        case .either(let first, let second):
            let split = program.count
            program.append(.accept)
            compile(first)
            let jump = program.count
            program.append(.accept)
            program[split] = .split(split + 1, program.count)
            compile(second)
            program[jump] = .jump(program.count)
        case .star(let body):
            let split = program.count
            program.append(.accept)
            compile(body)
            program.append(.jump(split))
            program[split] = .split(split + 1, program.count)
        case .plus(let body):
            let begin = program.count
            compile(body)
            program.append(.split(begin, program.count + 1))
        }
    }

    /// Whether the pattern occurs anywhere in the row.
    public func matches(_ row: String) -> Bool {
        let characters = Array(row.lowercased().prefix(2000))
        var states: Set<Int> = []
        for place in 0...characters.count {
            // A new attempt begins at every place.
            if follow(0, at: place, count: characters.count, into: &states) { return true }
            guard place < characters.count else { return false }
            var next: Set<Int> = []
            for state in states {
                if case .match(let symbol) = program[state], symbol.matches(characters[place]),
                    follow(state + 1, at: place + 1, count: characters.count, into: &next)
                {
                    return true
                }
            }
            states = next
        }
        return false
    }

    /// Adds a state and all it reaches without a character.
    /// - Returns: whether the end of the pattern is among them.
    private func follow(_ state: Int, at place: Int, count: Int, into states: inout Set<Int>) -> Bool {
        var open = [state]
        while let current = open.popLast() {
            guard states.insert(current).inserted else { continue }
            switch program[current] {
            case .accept: return true
            case .match: continue
            case .jump(let target): open.append(target)
            case .split(let first, let second): open += [first, second]
            case .start: if place == 0 { open.append(current + 1) }
            case .end: if place == count { open.append(current + 1) }
            }
        }
        return false
    }
}
