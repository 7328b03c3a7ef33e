import MagnusDomain

/// What a question asks of candidates: a score, a return, a chance, a sector, a number of them.
extension AnswerMaker {
    /// A bound on candidates and the words that state it.
    struct CandidateBound {
        var typed: String
        var keeps: (Candidate) -> Bool
    }

    /// Kinds of trades that no scan looks for, as the question names them.
    var unscannedKinds: [String] {
        let kinds: Set<String> = [
            "condor", "condors", "calendar", "calendars", "vertical", "verticals", "spread", "spreads", "strangle",
            "strangles", "straddle", "straddles", "butterfly", "butterflies", "diagonal", "diagonals", "pmcc", "leaps",
        ]
        let texts = question.words.map(\.text)
        // "A tight spread" is one of quotes.
        guard Set(texts).isDisjoint(with: ["bid", "ask", "tight", "tightest", "narrow", "wide"]) else { return [] }
        return texts.filter(kinds.contains)
    }

    /// Bounds with the figure they bound; those of collateral are read apart.
    var candidateBounds: [CandidateBound] {
        let texts = question.words.map(\.text)
        let set = Set(texts)
        var result: [CandidateBound] = []
        for found in ConditionReader.comparisons(question.words) where !isCollateralLimit(found) {
            func keeps(_ value: Double?) -> Bool {
                guard let value else { return false }
                if found.includesBound, value == found.bound { return true }
                return found.isAbove ? value > found.bound : value < found.bound
            }
            if found.isPercent {
                let isChance = !set.isDisjoint(with: ["pop", "probability", "chance", "win"])
                result.append(
                    CandidateBound(typed: found.typed) {
                        keeps(isChance ? $0.probabilityOfProfit.value : $0.annualizedReturn.value)
                    })
            } else if set.contains("score") || set.contains("scores") || set.contains("scoring") {
                result.append(CandidateBound(typed: found.typed) { keeps(Double($0.score)) })
            } else if found.unitDays > 0 {
                let days = found.bound * found.unitDays
                result.append(
                    CandidateBound(typed: found.typed) {
                        let left = Double($0.contract.expiry.days(since: today))
                        return found.isAbove ? left > days : left < days
                    })
            }
        }
        // "Above score 85": the figure stands between the comparison and its number.
        for index in texts.indices.dropLast(2) where texts[index + 1] == "score" {
            guard case .number(let value) = question.words[index + 2].meaning,
                ["above", "over", "minimum", "min", "below", "under"].contains(texts[index])
            else { continue }
            let isBelow = ["below", "under"].contains(texts[index])
            result.append(
                CandidateBound(typed: texts[index...(index + 2)].joined(separator: " ")) {
                    isBelow ? Double($0.score) < value : Double($0.score) > value
                })
        }
        return result
    }

    /// Whether a comparison is one that candidates are chosen by.
    func isCandidateBound(_ comparison: ConditionReader.Comparison) -> Bool {
        candidateBounds.contains { $0.typed == comparison.typed }
    }

    /// "Top 3": how many are asked for.
    var countAsked: Int? {
        for (word, next) in zip(question.words, question.words.dropFirst())
        where ["top", "best", "first"].contains(word.text) {
            if case .number(let value) = next.meaning, let whole = Int(exactly: value), (1...50).contains(whole) {
                return whole
            }
        }
        return nil
    }

    /// The candidates a question asks for, and what they are chosen by; says so where none is left.
    func chosen(of candidates: [Candidate], _ cite: Int) async -> [Candidate]? {
        var labels = candidateBounds.map(\.typed)
        let sectors = FilterReader.sectorsNamed(question.words)
        labels += sectors
        guard !labels.isEmpty else { return candidates }
        let bounds = candidateBounds
        var left = candidates.filter { candidate in bounds.allSatisfy { $0.keeps(candidate) } }
        if !sectors.isEmpty {
            var ofSector: Set<String> = []
            for name in Set(left.map(\.symbol)) {
                if let sector = await profile(name)?.sector, sectors.contains(sector) { ofSector.insert(name) }
            }
            left = left.filter { ofSector.contains($0.symbol) }
        }
        let names = labels.map { out.quote($0) }.joined(", ")
        out.line(
            left.isEmpty
                ? "None of \(out.counted(candidates.count, "candidate", cite)) is \(names)."
                : "\(out.counted(left.count, "candidate", cite)) of \(out.count(candidates.count, "candidates", cite)) with \(names):"
        )
        return left.isEmpty ? nil : left
    }
}
