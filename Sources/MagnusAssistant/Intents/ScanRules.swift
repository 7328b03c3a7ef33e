import MagnusDomain
import MagnusQuant

/// Questions to the scan whose words decide, whatever the classifier makes of the rest.
enum ScanRules {
    private static let own: Set<String> = [
        "my", "i", "have", "open", "current", "held", "hold", "holding", "mine", "roll", "close", "assigned", "is",
    ]
    private static let asking: Set<String> = [
        "for", "on", "against", "write", "sell", "any", "best", "candidates", "candidate", "good", "ideas", "in",
    ]

    private static let moves: Set<String> = [
        "bad", "lose", "hurt", "loss", "hit", "down", "up", "drawdown", "worst", "get", "book", "portfolio", "much",
        "damage", "drop", "crash",
    ]
    private static let notAMove: Set<Intent> = [
        .explainFigure, .outOfScope, .concept, .attention, .help, .settings, .openProfit, .dayProfit, .netLiquidation,
    ]

    /// - Returns: whether the words decided.
    static func apply(_ words: [Word], _ result: inout Understanding, fieldWords: Set<String>) -> Bool {
        let texts = words.map(\.text)
        let set = Set(texts)
        // What was captured of a premium is told of rows that are held, and of no candidate.
        if set.contains("captured") || words.contains(where: { $0.typed.lowercased() == "captured" }) { return false }
        if result.entities.symbols.isEmpty, result.entities.unknownSymbols.isEmpty,
            let name = unknownName(words, fieldWords)
        {
            // "why not nflx": a name of a symbol that no source here knows.
            result.entities.unknownSymbols = [name]
            result.intent = .whyNot
            result.confidence = 0.9
            return true
        }
        // "Why not roll PLTR" is no question to the scan.
        if texts.starts(with: ["why", "not"]), texts.count <= 4, !result.entities.symbols.isEmpty,
            set.isDisjoint(with: ["roll", "rolling"])
        {
            result.intent = .whyNot
            result.confidence = max(result.confidence, 0.9)
            return true
        }
        let follows = zip(texts, texts.dropFirst())
        let isCall =
            follows.contains { $0 == "covered" && ["call", "calls"].contains($1) }
            || !set.isDisjoint(with: ["cc", "ccs"])
        let isPut =
            follows.contains { $0 == "secured" && ["put", "puts"].contains($1) }
            || !set.isDisjoint(with: ["csp", "csps"])
        if let right = sideToSell(texts, set, result.entities) {
            result.intent = .opportunities
            result.confidence = max(result.confidence, 0.9)
            result.entities.contract.right = right
            return true
        }
        // Figures that candidates have and rows of the book have not.
        let ofScans: Set<CandidateMeasure> = [
            .score, .openInterest, .volume, .volatilityRank, .volatilityPercentile, .annualizedReturn,
            .probabilityOfProfit, .probabilityOfTouch, .daysToExpiry,
        ]
        let isOfCandidates = isCall || isPut || !set.isDisjoint(with: ["candidate", "candidates"])
        let isOwn = !set.isDisjoint(with: [
            "my", "i", "have", "held", "hold", "holding", "mine", "position", "positions",
        ])
        if isOfCandidates, !isOwn, set.isDisjoint(with: ["if", "why"]),
            CandidateBoundReader.read(words).contains(where: {
                ofScans.contains($0.measure)
                    // A kind with a bound on its delta and no name is looked for everywhere.
                    || $0.measure == .delta && (isCall || isPut) && result.entities.symbols.isEmpty
            })
                || !set.isDisjoint(with: ["candidate", "candidates"])
                    && !set.isDisjoint(with: ["expiring", "expire", "expires"])
                || !OrderAsked.found(words).isEmpty && result.entities.contract.strike == nil
        {
            result.intent = .opportunities
            result.confidence = max(result.confidence, 0.9)
            return true
        }
        if !result.entities.percents.isEmpty, notAMove.contains(result.intent), !set.isDisjoint(with: moves),
            result.entities.contract.isEmpty
        {
            result.intent = .whatIf
            result.confidence = max(result.confidence, 0.8)
            return true
        }
        if !set.isDisjoint(with: ["overleveraged", "leverage", "leveraged"]), !set.contains("what") {
            result.intent = .marginUse
            result.confidence = max(result.confidence, 0.8)
            return true
        }
        let typed = set.union(words.map { $0.typed.lowercased() })
        let isOne = !result.entities.symbols.isEmpty
        let isWellbeing =
            isOne && words.count <= 5 && !typed.isDisjoint(with: ["ok", "okay", "fine", "alright", "bad"])
        let isDelivery = !set.isDisjoint(with: ["assigned", "assignment", "exercised", "called"])
        let isAtRisk =
            zip(texts, texts.dropFirst()).contains { $0 == "at" && $1 == "risk" }
            && !set.isDisjoint(with: ["calls", "call", "puts", "put", "shorts", "short"])
        if isAtRisk || isDelivery && !typed.isDisjoint(with: ["safe", "danger", "risk", "odds", "worried"]),
            !set.contains("roll"), result.entities.percents.isEmpty
        {
            result.intent = .assignmentRisk
            result.confidence = max(result.confidence, 0.8)
            return true
        }
        if isOne, !set.isDisjoint(with: ["worried", "worry", "worrying", "concerned", "nervous"]) {
            result.intent = .showPosition
            result.confidence = max(result.confidence, 0.8)
            return true
        }
        if isWellbeing || !typed.isDisjoint(with: ["trouble", "safe", "danger"]), !set.contains("trade") {
            // Of one name its row and its alerts speak; of the book what needs attention.
            result.intent = isOne ? .showPosition : .attention
            result.confidence = max(result.confidence, 0.8)
            return true
        }
        if !set.isDisjoint(with: ["cash", "collateral", "reserve", "reserved", "capital"]),
            !set.isDisjoint(with: ["by", "per", "each", "every"]),
            !set.isDisjoint(with: ["expiry", "expiration", "expirations", "date", "week"]),
            result.entities.symbols.isEmpty
        {
            result.intent = .cash
            result.confidence = max(result.confidence, 0.9)
            return true
        }
        // "Top 5 covered calls", as "best covered call".
        let ofHeld: Set<String> = [
            "theta", "gamma", "vega", "pnl", "p/l", "profit", "loss", "day", "today", "extrinsic", "losing", "winning",
        ]
        if set.contains("top"), isCall || isPut, set.isDisjoint(with: own), set.isDisjoint(with: ofHeld),
            result.entities.contract.strike == nil, result.entities.past == nil
        {
            result.intent = .opportunities
            result.confidence = max(result.confidence, 0.9)
            return true
        }
        if set.contains("best"), !set.isDisjoint(with: ["put", "puts", "call", "calls"]), set.isDisjoint(with: own),
            result.entities.contract.strike == nil, result.entities.delta == nil
        {
            result.intent = .opportunities
            result.confidence = max(result.confidence, 0.9)
            return true
        }
        guard isCall || isPut, !result.entities.symbols.isEmpty, !set.isDisjoint(with: asking),
            set.isDisjoint(with: own), !set.contains("why"), result.entities.contract.strike == nil
        else { return false }
        result.intent = .opportunities
        result.confidence = max(result.confidence, 0.9)
        result.entities.contract.right = isCall ? .call : .put
        return true
    }

    /// "What call would you sell on DIS", "which put can I write": candidates of that side, as facts; nil in other words.
    private static func sideToSell(_ texts: [String], _ set: Set<String>, _ entities: Entities) -> OptionRight? {
        let sides: [String: OptionRight] = ["call": .call, "calls": .call, "put": .put, "puts": .put]
        guard !set.isDisjoint(with: ["sell", "write"]), entities.contract.strike == nil, entities.delta == nil,
            entities.past == nil, entities.percents.isEmpty,
            set.isDisjoint(with: [
                "if", "did", "have", "had", "sold", "roll", "rolling", "credit", "premium", "back", "close", "when",
                "why", "assigned", "assignment", "mean", "means", "first",
            ])
        else { return nil }
        let pairs = zip(texts, texts.dropFirst())
        return pairs.first { ["what", "which"].contains($0) && sides[$1] != nil }.flatMap { sides[$1] }
    }

    /// The last word of "why not x", where it is no word of English or of the field.
    private static func unknownName(_ words: [Word], _ fieldWords: Set<String>) -> String? {
        guard words.count == 3, words[0].text == "why", words[1].text == "not" else { return nil }
        let typed = words[2].typed
        let lower = typed.lowercased()
        guard (1...5).contains(typed.count), typed.allSatisfy({ $0.isASCII && $0.isLetter }),
            !EnglishWords.common.contains(lower), !fieldWords.contains(lower)
        else { return nil }
        return typed.uppercased()
    }
}
