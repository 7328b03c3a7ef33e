/// Tells the rows of a sector from its share of the book.
enum SectorRules {
    private static let rows: Set<String> = [
        "position", "positions", "put", "puts", "call", "calls", "row", "rows", "options", "holdings", "hold",
        "holding",
        "own", "have", "shares", "stocks", "names", "list", "show",
    ]
    private static let shares: Set<String> = [
        "much", "percent", "percentage", "share", "exposure", "exposed", "overexposed", "concentrated", "concentration",
        "collateral", "capital", "allocation", "allocated", "weight", "weighting", "breakdown", "full", "limit", "by",
        "per", "each", "sectors", "risk", "biggest", "largest", "top", "diversified",
    ]
    private static let scanned: Set<String> = [
        "sell", "candidate", "candidates", "scan", "best", "ideas", "idea", "opportunities", "could", "should", "new",
        "room", "why", "when", "earnings", "dividend", "dividends", "expire", "expires", "expiring",
    ]

    /// "Which puts do I have in tech", "tech puts", "which positions are in the energy sector": the rows themselves.
    static func asksRows(_ words: [Word], _ set: Set<String>, _ result: Understanding) -> Bool {
        let isUndecided =
            [.concentration, .positionSize, .listPositions].contains(result.intent)
            || result.confidence < AnswerMaker.unsureBelow
        guard isUndecided, result.topic == nil, result.condition == nil, result.entities.symbols.isEmpty,
            SectorNames.isNamed(in: words), set.isDisjoint(with: shares), set.isDisjoint(with: scanned),
            RowFigures.named(words).measures.isEmpty
        else { return false }
        return !set.isDisjoint(with: rows) || BookRules.namesGroup(words)
    }
}
