/// A word of an answer that states a fact: it has a digit, is a symbol, a number word or a source mark.
struct FactToken: Sendable, Hashable {
    var text: String
    /// The n of `[n]`.
    var isMark: Bool

    private static let joining: Set<Unicode.Scalar> = [
        ".", ",", ":", "/", "%", "+", "-", "$", "'", "~", "≈", "_", "#", "&",
    ]

    static func all(in text: String, symbols: Set<String>) -> [FactToken] {
        var result: [FactToken] = []
        var word: [Unicode.Scalar] = []
        var inBracket = false
        func finish() {
            defer { word = [] }
            while let last = word.last, ".,:'-+/#&_".unicodeScalars.contains(last) { word.removeLast() }
            while let first = word.first, ".,:'/#&_".unicodeScalars.contains(first) { word.removeFirst() }
            guard !word.isEmpty else { return }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: word)
            let token = String(view)
            let hasDigit = word.contains { $0.properties.numericType != nil }
            if hasDigit || symbols.contains(token) || GroundingCheck.numberWords.contains(token.lowercased()) {
                result.append(FactToken(text: token, isMark: inBracket && token.allSatisfy(\.isNumber)))
            }
        }
        for scalar in text.unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || joining.contains(scalar) {
                word.append(scalar)
                continue
            }
            if scalar == "]" {
                finish()
                inBracket = false
                continue
            }
            finish()
            inBracket = scalar == "["
        }
        finish()
        return result
    }
}
