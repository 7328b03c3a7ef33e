import MagnusDomain

/// A piece of an answer: words, or a value with the ledger entry it shows.
enum AnswerPiece: Sendable, Hashable {
    case words(String)
    case fact(text: String, entry: Int)
}

/// Part of a sentence; templates are written as string literals with facts interpolated.
struct Fragment: Sendable, Hashable, ExpressibleByStringInterpolation {
    var pieces: [AnswerPiece]

    init(_ pieces: [AnswerPiece] = []) { self.pieces = pieces }

    init(stringLiteral value: String) { pieces = value.isEmpty ? [] : [.words(value)] }

    init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }

    /// Only fragments can be interpolated: a bare number in a template does not compile.
    struct StringInterpolation: StringInterpolationProtocol {
        var pieces: [AnswerPiece] = []

        init(literalCapacity: Int, interpolationCount: Int) { pieces.reserveCapacity(interpolationCount * 2 + 1) }

        mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { pieces.append(.words(literal)) }
        }

        mutating func appendInterpolation(_ fragment: Fragment) { pieces += fragment.pieces }
    }

    static func + (left: Fragment, right: Fragment) -> Fragment { Fragment(left.pieces + right.pieces) }

    var isEmpty: Bool { pieces.isEmpty }

    /// Words and facts in a row, without source marks.
    var plainText: String {
        pieces.map { piece in
            switch piece {
            case .words(let words): words
            case .fact(let text, _): text
            }
        }.joined()
    }
}

extension Sequence where Element == Fragment {
    /// The fragments with a separator between them.
    func joined(_ separator: String) -> Fragment {
        var result: [AnswerPiece] = []
        for fragment in self where !fragment.isEmpty {
            if !result.isEmpty { result.append(.words(separator)) }
            result += fragment.pieces
        }
        return Fragment(result)
    }
}

/// One sentence of an answer; the unit that is dropped when a figure in it has no ground.
struct AnswerSentence: Sendable, Hashable {
    var fragment: Fragment
    var startsLine: Bool
}
