import MagnusDomain

/// Money that is asked of the rows of the answer before in words that name no figure: "how much to close both", "how much
/// cash do they need".
extension FollowUp {
    /// - Returns: the figure and the places of its words; nil where none is asked.
    static func moneyAsked(_ texts: [String], _ set: Set<String>) -> (measure: RowFigures.Measure, places: Set<Int>)? {
        func places(_ words: Set<String>) -> Set<Int> { Set(texts.indices.filter { words.contains(texts[$0]) }) }
        let isPrice = !set.isDisjoint(with: ["much", "cost", "costs", "what", "price", "expensive", "take", "takes"])
        let closing: Set<String> = ["close", "closing", "exit", "exiting", "unwind"]
        let isClosing = !set.isDisjoint(with: closing) || set.isSuperset(of: ["buy", "back"])
        if isPrice, isClosing, set.isDisjoint(with: ["if", "roll", "should", "when", "realize", "realise"]) {
            return (
                .costToClose,
                places(closing.union(["buy", "back", "cost", "costs", "out", "take", "takes", "it", "price", "of"]))
            )
        }
        let needing: Set<String> = [
            "need", "needs", "needed", "require", "requires", "required", "tie", "tied", "bind", "bound", "lock",
            "locked", "use", "reserve", "take", "takes",
        ]
        let money: Set<String> = ["cash", "money", "capital"]
        guard !set.isDisjoint(with: money), !set.isDisjoint(with: needing) else { return nil }
        return (.collateral, places(money.union(needing)))
    }

    /// "Which one has more theta", "which has the most": one of the rows that were told, and no other of the book.
    static func asksWhichOfThem(_ texts: [String], _ set: Set<String>) -> Bool {
        texts.first == "which" && !set.isDisjoint(with: ["has", "have", "is", "are", "one", "ones", "had"])
            && set.isDisjoint(with: [
                "position", "positions", "row", "rows", "symbol", "symbols", "name", "names", "stock", "my", "i",
                "book",
                "portfolio",
            ])
    }
}
