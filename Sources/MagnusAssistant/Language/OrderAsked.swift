/// Finds an order of candidates that is asked for besides the score: "cheapest", "by return", "the highest premium".
enum OrderAsked {
    private static let alone: Set<String> = ["cheapest", "safest", "riskiest", "shortest", "longest", "soonest"]
    private static let extremes: Set<String> = [
        "highest", "lowest", "largest", "smallest", "biggest", "most", "least", "greatest", "nearest", "closest",
    ]
    private static let orders: Set<String> = ["by", "sorted", "ordered", "ranked", "order"]

    /// As typed: `by return`, `cheapest`. The order by score is the one candidates have.
    static func found(_ words: [Word]) -> [String] {
        let texts = words.map { $0.typed.lowercased() }
        var result: [String] = []
        for index in texts.indices {
            if alone.contains(texts[index]) { result.append(words[index].typed) }
            guard index + 1 < texts.count, index == 0 || texts[index - 1] != "at" else { continue }
            let isExtreme = extremes.contains(texts[index])
            guard isExtreme || orders.contains(texts[index]),
                let (_, length) = CandidateMeasure.named(at: index + 1, texts),
                !["score", "scores", "scoring", "year"].contains(texts[index + 1])
            else { continue }
            result.append(words[index...(index + length)].map(\.typed).joined(separator: " "))
        }
        return result
    }
}
