/// Which end of a figure a question asks for: "the least extrinsic", "most negative theta", "furthest from the strike".
struct Superlative: Sendable, Hashable {
    var isAscending: Bool
    /// By the figure with its sign, where the largest by size would be another one.
    var isSigned = false

    private static let least: Set<String> = ["lowest", "smallest", "least", "fewest", "minimum", "tiniest"]
    private static let most: Set<String> = ["highest", "largest", "biggest", "most", "greatest", "top", "richest"]
    private static let far: Set<String> = ["furthest", "farthest"]
    private static let near: Set<String> = ["nearest", "closest"]

    /// Words of either end of a figure.
    static let words = least.union(most)

    /// - Parameter isOfDistance: whether near and far are ends of the figure; "nearest to the target" is no end of another.
    /// - Returns: nil where no end is asked for.
    static func read(_ words: [Word], isOfDistance: Bool = false) -> Superlative? {
        let texts = words.map(\.text)
        let typed = words.map { $0.typed.lowercased() }
        for index in texts.indices where texts.indices.contains(index + 1) {
            let next = [texts[index + 1], typed[index + 1]]
            let isNegative = next.contains("negative")
            guard isNegative || next.contains("positive"), most.contains(texts[index]) || least.contains(texts[index])
            else { continue }
            return Superlative(isAscending: isNegative == most.contains(texts[index]), isSigned: true)
        }
        func has(_ any: Set<String>) -> Bool { !any.isDisjoint(with: texts) || !any.isDisjoint(with: typed) }
        // "At least" and "at most" are bounds.
        let isBound = texts.indices.dropFirst().contains {
            texts[$0 - 1] == "at" && ["least", "most"].contains(texts[$0])
        }
        guard !isBound else { return nil }
        if has(least) || isOfDistance && has(near) { return Superlative(isAscending: true) }
        return has(most) || isOfDistance && has(far) ? Superlative(isAscending: false) : nil
    }
}
