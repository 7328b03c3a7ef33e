import MagnusDomain
import MagnusQuant

/// What a question asks of candidates: a score, a return, a chance, a sector, a number of them.
extension AnswerMaker {
    /// Kinds of trades that no scan looks for, as the question names them.
    var unscannedKinds: [String] {
        let kinds: Set<String> = [
            "condor", "condors", "calendar", "calendars", "vertical", "verticals", "spread", "spreads", "strangle",
            "strangles", "straddle", "straddles", "butterfly", "butterflies", "diagonal", "diagonals", "pmcc",
            "pmccs", "leaps",
        ]
        let texts = question.words.map(\.text)
        // "A tight spread" is one of quotes.
        guard Set(texts).isDisjoint(with: ["bid", "ask", "tight", "tightest", "narrow", "wide"]),
            !candidateBounds.contains(where: { $0.measure == .spread })
        else { return [] }
        let isPoorMans = zip(texts, texts.dropFirst()).contains { $0 == "poor" && ["man", "mans"].contains($1) }
        return (isPoorMans ? ["pmcc"] : []) + texts.filter(kinds.contains)
    }

    var candidateBounds: [CandidateBound] { CandidateBoundReader.read(question.words) }

    /// Numbers of a question about candidates that no bound and no count took, as typed with their comparison.
    var numbersNotBounded: [String] {
        let bounds = candidateBounds
        let compared = ConditionReader.comparisons(question.words)
        let counted = placeOfCount
        return question.words.indices.compactMap { index in
            switch question.words[index].meaning {
            case .number, .percent: break
            default: return nil
            }
            guard index != counted, !bounds.contains(where: { $0.places.contains(index) }) else { return nil }
            let texts = question.words.map(\.text)
            let next = texts.indices.contains(index + 1) ? texts[index + 1] : ""
            if ["contract", "contracts", "shares", "lots"].contains(next) { return nil }
            return compared.first { $0.last == index }?.typed ?? question.words[index].typed
        }
    }

    /// "Top 3": how many are asked for.
    var countAsked: Int? {
        guard let place = placeOfCount, case .number(let value) = question.words[place].meaning else { return nil }
        return Int(exactly: value)
    }

    var placeOfCount: Int? {
        // "5 biggest losers" begins with it.
        if question.words.count > 2, case .number(let value) = question.words[0].meaning, value >= 1, value <= 50,
            value == value.rounded(),
            ["biggest", "largest", "best", "worst", "top", "smallest"].contains(question.words[1].text)
        {
            return 0
        }
        for (index, word) in question.words.enumerated().dropFirst() {
            let next = question.words.indices.contains(index + 1) ? question.words[index + 1].text : ""
            let isLed = [
                "top", "best", "worst", "first", "biggest", "largest", "bottom", "lowest", "smallest",
            ].contains(question.words[index - 1].text)
            guard isLed, !["percent", "%", "days", "dte", "delta"].contains(next) else { continue }
            if case .number(let value) = word.meaning, let whole = Int(exactly: value), (1...50).contains(whole) {
                return index
            }
        }
        return nil
    }

    /// Whether one bound is enough: "or" stands between them; nil where some are joined so and others not.
    private func areAlternatives(_ bounds: [CandidateBound]) -> Bool? {
        let texts = question.words.map(\.text)
        let joints = zip(bounds, bounds.dropFirst()).map { first, next in
            first.places.upperBound < next.places.lowerBound
                && texts[first.places.upperBound..<next.places.lowerBound].contains("or")
        }
        guard joints.contains(true) else { return false }
        return joints.allSatisfy { $0 } ? true : nil
    }

    /// The kind of candidates that is named without a side: "csp" is a put.
    var kindAsked: OptionRight? {
        let texts = Set(question.words.map { $0.typed.lowercased() })
        let isPut = !texts.isDisjoint(with: ["csp", "csps", "cash-secured", "secured"])
        let isCall = !texts.isDisjoint(with: ["cc", "ccs", "covered", "pmcc", "pmccs"])
        return isPut == isCall ? nil : isPut ? .put : .call
    }

    /// Days in which candidates must expire; nil where the days named are not said of expiries.
    var expirySpan: DateSpan? {
        guard let span = entities.span, !(span.first == today && span.last == today) else { return nil }
        let texts = Set(question.words.map(\.text))
        return texts.isDisjoint(with: [
            "expiring", "expire", "expires", "expiry", "expiration", "expirations", "dated", "ending", "ends", "within",
        ]) ? nil : span
    }

    /// The candidates a question asks for, and what they are chosen by; says so where none is left.
    func chosen(of candidates: [Candidate], _ cite: Int) async -> [Candidate]? {
        // Of collateral its own sentence speaks.
        let bounds = candidateBounds.filter { !isCollateralLimit($0) }
        guard let isAlternative = areAlternatives(bounds) else {
            out.line("Which bounds hold together is not clear with both \"and\" and \"or\" between them.")
            return nil
        }
        var labels = isAlternative ? [bounds.map(\.label).joined(separator: " or ")] : bounds.map(\.label)
        let sectors = FilterReader.sectorsNamed(question.words)
        labels += sectors.map { "sector \($0)" }
        guard !labels.isEmpty else { return candidates }
        var left = candidates.filter { candidate in
            isAlternative
                ? bounds.contains { $0.keeps(candidate, today: today) }
                : bounds.allSatisfy { $0.keeps(candidate, today: today) }
        }
        if !sectors.isEmpty {
            let known = await self.sectors(of: left)
            sayUnknownSectors(left, known)
            left = left.filter { candidate in known[candidate.symbol].map(sectors.contains) ?? false }
        }
        let names = labels.map { out.quote($0) }.joined(", ")
        out.line(
            left.isEmpty
                ? "None of \(out.counted(candidates.count, "candidate", cite)) has \(names)."
                : "\(out.counted(left.count, "candidate", cite)) of \(out.count(candidates.count, "candidates", cite)) with \(names):"
        )
        return left.isEmpty ? nil : left
    }
}
