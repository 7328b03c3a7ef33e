import MagnusDomain
import MagnusQuant

/// Questions of which an answer tells a part: what is left is said, and does not turn the answer into another one.
enum PartRules {
    static func apply(_ result: inout Understanding, benchmark: String) {
        let texts = result.words.map(\.text)
        let set = Set(texts).union(result.words.map { $0.typed.lowercased() })
        // "Take assignment on KO and sell 77.5 calls": the assignment is told, the new calls are not valued.
        let isTaken = !set.isDisjoint(with: ["take", "accept", "get", "am", "assigned"])
        if isTaken, !set.isDisjoint(with: ["assignment", "assigned"]), !result.entities.symbols.isEmpty,
            let place = texts.indices.first(where: {
                ["sell", "write"].contains(texts[$0]) && $0 > 0 && ["and", "then"].contains(texts[$0 - 1])
            })
        {
            let rest = result.words[place...]
            result.unread.append(rest.map(\.typed).joined(separator: " "))
            result.words = Array(result.words[..<(place - 1)])
            result.entities.contract = ContractMention()
            result.entities.numbers = []
            result.topic = nil
            result.intent = .assignmentRisk
            result.confidence = max(result.confidence, 0.85)
        }
        // "My return this year against SPY": the benchmark is the measure and no name that was traded.
        if result.takesLedger, result.entities.symbols == [benchmark],
            !set.isDisjoint(with: ["vs", "versus", "against", "compared", "beat", "beating", "than", "outperform"])
        {
            result.entities.symbols = []
            result.isAgainstBenchmark = true
        }
    }
}
