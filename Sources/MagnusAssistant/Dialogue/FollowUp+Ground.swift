/// Questions that put another part of the book in the place of the one whose rows were listed.
extension FollowUp {
    /// "And financials" behind "positions in tech" and "their P/L": the rows that were picked are those of the first
    /// question, so another sector, kind or side takes its place there. What it did not name narrows its rows.
    ///
    /// - Parameter state: behind a question that asked something of the rows of an answer before.
    /// - Returns: the state in which the figure was asked of the first question's own words.
    func grounded(_ state: ConversationState) -> ConversationState {
        let texts = words.map(\.text)
        let leads =
            ["and", "or"].contains(texts.first ?? "") || texts.starts(with: ["what", "about"])
            || texts.starts(with: ["how", "about"])
        guard leads, Set(texts).isDisjoint(with: ["only", "just", "of", "them", "those", "these"]),
            !state.filter.references.isEmpty, !state.ground.isEmpty, replaces(state.ground)
        else { return state }
        var result = state
        let measures = RowFigures.named(state.ground).places
        let ground = state.ground.enumerated().filter { !measures.contains($0.offset) }.map(\.element)
        result.words = ground + state.words
        result.filter.references = []
        return result
    }

    /// Whether this names what the ground names too: a sector where it has one, a kind or a side where it has one.
    private func replaces(_ ground: [Word]) -> Bool {
        func isOfSide(_ words: [Word]) -> Bool {
            words.contains { RowSetReader.rights[$0.text] != nil } || BookRules.namesGroup(words)
        }
        return SectorNames.isNamed(in: words) && SectorNames.isNamed(in: ground) || isOfSide(words) && isOfSide(ground)
    }
}
