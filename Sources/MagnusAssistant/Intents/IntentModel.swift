import MagnusDomain

/// The trained understanding of single questions: vocabulary, spelling, classifier. Immutable; built once.
struct IntentModel: Sendable {
    let classifier: LinearClassifier
    let corrector: SpellingCorrector
    /// Words of the field: of phrases and concepts, without ordinary English.
    let fieldWords: Set<String>

    /// Symbols the phrases are written with.
    private static let trainingSymbols: Set<String> = [
        "AAPL", "KO", "PLTR", "AMD", "MU", "SPY", "BAC", "INTC", "QQQ", "IWM", "DIS", "MO", "XSP", "XLE", "UBER", "WMT",
        "TSLA", "GME", "GOOGL", "JPM",
    ]

    init() {
        var frequency: [String: Int] = [:]
        let texts = IntentPhrases.examples
        for (text, _) in texts {
            for word in Tokeniser.words(text) where word.text.allSatisfy(\.isLetter) {
                frequency[word.text, default: 0] += 1
            }
        }
        for concept in ConceptTable.all {
            for name in [concept.title] + concept.aliases {
                for word in Tokeniser.words(name) where word.text.allSatisfy(\.isLetter) {
                    frequency[word.text, default: 0] += 1
                }
            }
        }
        for name in CompanyNames.symbols.keys {
            for word in name.split(separator: " ") { frequency[String(word), default: 0] += 1 }
        }
        corrector = SpellingCorrector(vocabulary: frequency)
        let outside = Set(
            texts.filter { $0.label == Intent.outOfScope.rawValue }.flatMap { Tokeniser.words($0.text).map(\.text) })
        let inside = Set(
            texts.filter { $0.label != Intent.outOfScope.rawValue }.flatMap { Tokeniser.words($0.text).map(\.text) })
        fieldWords = inside.subtracting(EnglishWords.common)
            .union(Set(frequency.keys).subtracting(outside).subtracting(EnglishWords.common))
        let extractor = EntityExtractor(
            knownSymbols: Self.trainingSymbols, names: CompanyNames.symbols,
            today: CalendarDate(daysSinceEpoch: 20_892), calendar: .standard)
        classifier = LinearClassifier(
            examples: texts.map { text, label in
                var words = Tokeniser.words(text)
                let entities = extractor.extract(&words)
                return (Self.generalised(words, entities), label)
            })
    }

    /// Corrects spelling; symbols and names are found before, so that they are not corrected away.
    func correct(_ words: inout [Word], symbols: Set<String>, names: [String: String]) {
        for index in words.indices {
            let word = words[index]
            if symbols.contains(word.typed.uppercased()) || names[word.text] != nil { continue }
            // "Cuts" is no "puts", "banks" no "ranks", "greater" no "great", "pins" no "wins".
            if MoveWords.rises.contains(word.text) || MoveWords.falls.contains(word.text)
                || FilterReader.sectors[word.text] != nil || ConditionReader.comparing.contains(word.text)
                || MoveWords.pinning.contains(word.text) || word.text == "longs"
            {
                continue
            }
            // A word in capitals is taken for a symbol, unless it is long.
            if word.typed == word.typed.uppercased(), word.typed.count <= 5, words.count > 1,
                words.contains(where: { $0.typed != $0.typed.uppercased() })
            {
                continue
            }
            if let correction = corrector.correction(of: word.text) { words[index].text = correction }
        }
    }

    /// Words as the classifier sees them, with marks for what the question names.
    static func generalised(_ words: [Word], _ entities: Entities) -> [String] {
        var result: [String] = []
        for word in words {
            let text = word.generalised
            if text == result.last, text.hasPrefix("x"), text.count > 4 { continue }
            result.append(text)
        }
        if entities.contract.strike != nil { result.append("xhascontract") }
        if entities.delta != nil { result.append("xhasdelta") }
        return result
    }

    func classify(_ words: [Word], _ entities: Entities) -> [(intent: Intent, probability: Double)] {
        classifier.classify(Self.generalised(words, entities)).compactMap { label, probability in
            Intent(rawValue: label).map { ($0, probability) }
        }
    }
}
