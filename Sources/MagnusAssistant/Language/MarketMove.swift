/// A move of prices that is supposed together with an assignment: "all my puts get assigned and the market drops 10%".
struct MarketMove: Sendable, Hashable {
    /// Fraction: -0.1 for a fall of 10 %; > -1.
    var fraction: Double
    /// Every name makes it by itself; otherwise the benchmark does, and the others through their betas.
    var isOfEach: Bool

    /// The one move that words say of the market or of every name; nil where they say another thing, a size that is no
    /// percentage, or nothing that moves.
    static func read(_ words: [Word], benchmark: String) -> MarketMove? {
        let reading = MoveReader.read(words)
        guard reading.problem == nil, reading.moves.count == 1, let move = reading.moves.first, move.subject == .price,
            case .change(let percent, .percent) = move.size, percent > -100,
            // Whether the day is that of the move or of the assignments is not said.
            !words.contains(where: { $0.meaning == .date })
        else { return nil }
        let isOfEach = move.names.isEmpty && MoveWords.isOfEach(words.map { $0.typed.lowercased() })
        guard isOfEach || move.isOfMarket && move.names.isEmpty || move.names == [benchmark] else { return nil }
        return MarketMove(fraction: percent / 100, isOfEach: isOfEach)
    }
}
