import MagnusDomain

/// A bound on one figure of candidates, as a question states it: `score above 80`, `return between 10% and 15%`.
struct CandidateBound: Sendable, Hashable {
    var measure: CandidateMeasure
    /// In the unit of the figure.
    var lower: Double?
    var upper: Double?
    var includesBound: Bool
    /// As typed: `above 80`.
    var typed: String
    /// Places of the words that state it.
    var places: Range<Int>

    /// `score above 80`.
    var label: String { typed.contains(measure.rawValue) ? typed : "\(measure.rawValue) \(typed)" }

    func keeps(_ candidate: Candidate, today: CalendarDate) -> Bool {
        guard let value = measure.value(of: candidate, today: today) else { return false }
        if includesBound { return value >= (lower ?? -.infinity) && value <= (upper ?? .infinity) }
        return value > (lower ?? -.infinity) && value < (upper ?? .infinity)
    }
}

/// Finds the bounds on candidates and the figure each one bounds. A bound of nothing known is not read: what is not
/// judged is said to be left out.
struct CandidateBoundReader {
    /// A comparison with one number or two.
    private struct Comparison {
        var lower: Double?
        var upper: Double?
        var includes: Bool
        var isPercent: Bool
        /// Behind the number there is a unit of time.
        var unitDays: Double
        var places: Range<Int>
    }

    private let words: [Word]
    private let texts: [String]

    static func read(_ words: [Word]) -> [CandidateBound] { CandidateBoundReader(words).bounds() }

    private init(_ words: [Word]) {
        self.words = words
        // As typed: "scoring" is not to be corrected into another word.
        texts = words.map { word in
            let typed = word.typed.lowercased()
            return CandidateMeasure.words.contains(typed) ? typed : word.text
        }
    }

    private func bounds() -> [CandidateBound] {
        let found = comparisons()
        var result: [CandidateBound] = []
        for (index, comparison) in found.enumerated() {
            let start = index > 0 ? found[index - 1].places.upperBound : 0
            let end = index + 1 < found.count ? found[index + 1].places.lowerBound : words.count
            guard let measure = measure(of: comparison, from: start, to: end), measure != .other else { continue }
            func scaled(_ bound: Double?) -> Double? {
                guard let bound else { return nil }
                if comparison.unitDays > 0 { return bound * comparison.unitDays }
                if measure == .delta { return bound > 1 ? bound / 100 : bound }
                if [.volatilityRank, .volatilityPercentile, .score].contains(measure), comparison.isPercent {
                    return bound * 100
                }
                return measure.isFraction && !comparison.isPercent ? bound / 100 : bound
            }
            // "Collateral above 10%" and "open interest over 5%" bound no such figure.
            if comparison.isPercent, [.collateral, .openInterest, .volume, .daysToExpiry, .strike].contains(measure) {
                continue
            }
            result.append(
                CandidateBound(
                    measure: measure, lower: scaled(comparison.lower), upper: scaled(comparison.upper),
                    includesBound: comparison.includes,
                    typed: words[comparison.places].map(typed).joined(separator: " "), places: comparison.places))
        }
        return result
    }

    /// "12 percent" keeps its unit.
    private func typed(_ word: Word) -> String {
        if case .percent = word.meaning, !word.typed.hasSuffix("%") { return word.typed + "%" }
        return word.typed
    }

    // MARK: - Comparisons

    private func number(_ index: Int) -> (value: Double, isPercent: Bool)? {
        guard words.indices.contains(index) else { return nil }
        switch words[index].meaning {
        case .number(let value): return (value, false)
        case .percent(let value): return (value, true)
        default: return nil
        }
    }

    private func comparisons() -> [Comparison] {
        var result = ConditionReader.comparisons(words).map { found in
            Comparison(
                lower: found.isAbove ? found.bound : nil,
                upper: found.upperEnd ?? (found.isAbove ? nil : found.bound), includes: found.includesBound,
                isPercent: found.isPercent, unitDays: found.unitDays,
                places: found.first..<(found.last + 1))
        }
        func isFree(_ places: Range<Int>) -> Bool { !result.contains { $0.places.overlaps(places) } }
        for index in texts.indices {
            if texts[index] == "between" || texts[index] == "from", index + 3 < texts.count,
                ["and", "to"].contains(texts[index + 2]), let first = number(index + 1), let last = number(index + 3)
            {
                let isPercent = first.isPercent || last.isPercent
                let values = [first, last].map { isPercent && !$0.isPercent ? $0.value / 100 : $0.value }.sorted()
                let places = index..<(index + 4)
                guard isFree(places) else { continue }
                result.append(
                    Comparison(
                        lower: values[0], upper: values[1], includes: true, isPercent: isPercent, unitDays: 0,
                        places: places))
            }
            // "Above score 85", "min score 80", "max collateral 10k": the figure stands between.
            let isAbove = ["above", "over", "minimum", "min"].contains(texts[index])
            let isBelow = ["below", "under", "maximum", "max", "within", "upto"].contains(texts[index])
            if isAbove || isBelow {
                let length = index + 1 < texts.count ? CandidateMeasure.named(at: index + 1, texts)?.length ?? 0 : 0
                let place = index + 1 + length
                guard let found = number(place), isFree(index..<(place + 1)) else { continue }
                let includes = ["minimum", "min", "maximum", "max", "within", "upto"].contains(texts[index])
                result.append(
                    Comparison(
                        lower: isAbove ? found.value : nil, upper: isAbove ? nil : found.value, includes: includes,
                        isPercent: found.isPercent, unitDays: 0, places: index..<(place + 1)))
            }
            // "80 or more", "20% or less".
            if let found = number(index), index + 2 < texts.count, texts[index + 1] == "or", isFree(index..<(index + 3))
            {
                let isMore = ["more", "better", "higher", "above", "greater"].contains(texts[index + 2])
                guard isMore || ["less", "lower", "below", "under", "fewer"].contains(texts[index + 2]) else {
                    continue
                }
                result.append(
                    Comparison(
                        lower: isMore ? found.value : nil, upper: isMore ? nil : found.value, includes: true,
                        isPercent: found.isPercent, unitDays: 0, places: index..<(index + 3)))
            }
        }
        return result.sorted { $0.places.lowerBound < $1.places.lowerBound }
    }

    // MARK: - Figures

    private static let joints: Set<String> = ["and", "or", "with", "but", "also", "plus", "having", "where", "whose"]

    /// The figure named in the bound, else nearest in front of it, else behind it; nil where none is named for it.
    private func measure(of comparison: Comparison, from start: Int, to end: Int) -> CandidateMeasure? {
        if comparison.unitDays > 0 { return .daysToExpiry }
        let places = comparison.places
        if let inside = mentions(places).last { return inside }
        // A joint in front of the bound begins what is said of it, one behind ends it.
        let first = (start..<places.lowerBound).last { Self.joints.contains(texts[$0]) || endsClause($0 - 1) } ?? start
        if let front = mentions(first..<places.lowerBound).last { return front }
        let last =
            (places.upperBound..<max(places.upperBound, end)).first {
                Self.joints.contains(texts[$0]) || endsClause($0 - 1)
            } ?? end
        if let behind = mentions(places.upperBound..<max(places.upperBound, last)).first { return behind }
        // "Over 15%" of candidates is what they pay; "under 10k" what they bind.
        if comparison.isPercent { return .annualizedReturn }
        let isCollateral = comparison.lower == nil && (comparison.upper ?? 0) >= 500
        return isCollateral ? .collateral : nil
    }

    private func endsClause(_ index: Int) -> Bool { words.indices.contains(index) && words[index].endsClause }

    private func mentions(_ places: Range<Int>) -> [CandidateMeasure] {
        var result: [CandidateMeasure] = []
        var index = places.lowerBound
        while index < places.upperBound {
            guard let found = CandidateMeasure.named(at: index, texts), index + found.length <= places.upperBound else {
                index += 1
                continue
            }
            result.append(found.measure)
            index += found.length
        }
        return result
    }
}
