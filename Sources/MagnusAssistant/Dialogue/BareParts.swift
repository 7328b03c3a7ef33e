/// Figures and lists of the whole book that a text only names, one beside the other: "alerts and pnl", "my delta and my
/// alerts", "theta, free cash". Each is a question of its own.
enum BareParts {
    private static let questions: [([String], String)] = [
        (["free", "cash"], "how much free cash do i have"), (["cash"], "how much free cash do i have"),
        (["buying", "power"], "how much buying power is used"), (["bp"], "how much buying power is used"),
        (["margin"], "how much buying power is used"), (["net", "liq"], "what is my net liquidation"),
        (["netliq"], "what is my net liquidation"), (["nlv"], "what is my net liquidation"),
        (["net", "liquidation"], "what is my net liquidation"), (["open", "alerts"], "which alerts are open"),
        (["alerts"], "which alerts are open"), (["day", "pnl"], "what is my p/l today"),
        (["daily", "pnl"], "what is my p/l today"), (["pnl", "today"], "what is my p/l today"),
        (["open", "pnl"], "what is my open p/l"), (["pnl"], "what is my open p/l"),
        (["profit"], "what is my open p/l"), (["theta"], "what is my theta per day"),
        (["beta", "weighted", "delta"], "what is my delta exposure"), (["delta"], "what is my delta exposure"),
        (["deltas"], "what is my delta exposure"), (["vega"], "what is my vega"), (["gamma"], "what are my greeks"),
        (["greeks"], "what are my greeks"), (["expirations"], "what expires this week"),
        (["expiries"], "what expires this week"), (["earnings"], "which earnings are coming"),
        (["dividends"], "which dividends are coming"), (["assignments"], "what could be assigned this week"),
        (["assignment", "risk"], "what could be assigned this week"), (["positions"], "list my positions"),
        (["candidates"], "what is the best cash secured put"),
    ]
    private static let joints: Set<String> = ["and", "&", "plus", "+", "also", "then"]
    private static let passed: Set<String> = [
        "my", "the", "show", "me", "give", "whats", "what's", "what", "is", "are", "list", "please", "pls", "now",
        "current", "total", "tell",
    ]
    private static let balances: Set<String> = ["how much free cash do i have", "how much buying power is used"]

    /// - Returns: the questions in the order they are named; nil where the words say anything else, or one answer tells all
    ///   of them.
    static func read(_ words: [Substring]) -> [String]? {
        guard words.count <= 16 else { return nil }
        var parts: [[String]] = [[]]
        for word in words {
            let lower = word.lowercased()
            let text =
                ["p/l", "p&l", "pl", "profits"].contains(lower.filter { !",.;?!".contains($0) })
                ? "pnl" : lower.filter { $0.isLetter || $0 == "'" || $0 == "&" || $0 == "+" }
            if joints.contains(text) {
                if parts.last?.isEmpty == false { parts.append([]) }
                continue
            }
            if !text.isEmpty, !passed.contains(text) { parts[parts.count - 1].append(text) }
            if let last = word.last, ",;".contains(last), parts.last?.isEmpty == false { parts.append([]) }
        }
        if parts.last?.isEmpty == true { parts.removeLast() }
        var found: [String] = []
        for part in parts {
            guard let question = questions.first(where: { $0.0 == part })?.1 else { return nil }
            if !found.contains(question) { found.append(question) }
        }
        // Cash stands with the buying power.
        guard found.count > 1, found.count <= 4, Set(found) != balances else { return nil }
        return found
    }
}
