/// What the command line asks for.
struct BenchmarkOptions: Sendable {
    static let known = [
        "european_greeks", "implied_vol", "american_rms4", "american_rms5", "book_grid", "mc_terminal",
        "mc_path", "quote_update", "scan", "scan_wide", "key_to_screen", "bytes_cell", "memory", "ask",
    ]

    var identifiers: [String] = []
    /// How long load is kept up.
    var seconds = 30.0
    var positions = 500
    var quotesPerSecond = 5000.0

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            switch word {
            case "--seconds": seconds = try Self.number(&rest, word, in: 1...86_400)
            case "--positions": positions = Int(try Self.number(&rest, word, in: 1...5000))
            case "--quotes": quotesPerSecond = try Self.number(&rest, word, in: 1...1_000_000)
            default:
                guard Self.known.contains(word) else { throw BenchmarkFailure("\(word): not one of \(Self.known)") }
                identifiers.append(word)
            }
        }
        if identifiers.isEmpty { identifiers = Self.known }
    }

    private static func number(
        _ rest: inout ArraySlice<String>, _ option: String, in range: ClosedRange<Double>
    ) throws -> Double {
        guard let word = rest.popFirst(), let value = Double(word), range.contains(value) else {
            throw BenchmarkFailure("\(option): a number within \(range) is expected")
        }
        return value
    }
}
