import MagnusAnalysis
import MagnusDomain

/// Bounds on the rank or percentile of a name's volatility, and the chains that tell it.
extension AnswerMaker {
    /// Names whose chains one answer asks for.
    static let rankedNames = 80

    /// Of what is held, of the lists and of the scans: a name in none of them is looked at by nobody.
    func highestRanks() async {
        let words = Set(question.words.map(\.text))
        let isOfPercentile = !words.isDisjoint(with: ["percentile", "percentiles", "ivp"])
        let isOfBook =
            !words.isDisjoint(with: ["position", "positions", "held", "hold", "holding", "holdings", "own"])
            || words.contains("my") && words.isDisjoint(with: ["list", "lists", "watchlist", "watch", "scan"])
        var names = Set(book.strategies.map(\.symbol))
        if !isOfBook {
            names.formUnion(context.ownList)
            names.formUnion(context.watchList)
            names.formUnion(context.scans.flatMap { $0.candidates + $0.nearestMisses }.map(\.symbol))
        }
        let sectors = FilterReader.sectorsNamed(question.words)
        if !sectors.isEmpty {
            var inside: Set<String> = []
            for name in names {
                if let sector = await profile(name)?.sector, sectors.contains(sector) { inside.insert(name) }
            }
            names = inside
            out.line(
                "Only \(sectors.map { out.quote($0) }.joined(", ")): \(out.counted(names.count, "name", citeBook())).")
            guard !names.isEmpty else { return }
        }
        var known: [(symbol: String, value: Figure, cite: Int)] = []
        // What is held comes first; what is not looked at is said.
        let held = Set(book.strategies.map(\.symbol))
        let asked = names.sorted { (held.contains($0) ? 0 : 1, $0) < (held.contains($1) ? 0 : 1, $1) }
            .prefix(Self.rankedNames)
        let chains = await chains(of: Array(asked))
        for name in asked {
            if let chain = chains[name] {
                let value = isOfPercentile ? chain.standing.percentile : chain.standing.rank
                if value.value != nil { known.append((name, value, cite(chain))) }
            } else if let row = context.scans.flatMap({ $0.candidates + $0.nearestMisses }).first(where: {
                $0.symbol == name
            }) {
                let value = isOfPercentile ? row.volatilityPercentile : row.volatilityRank
                if value.value != nil { known.append((name, value, cite(row))) }
            }
        }
        out.record("volatility", rows: known.count)
        guard !known.isEmpty else { return whichSymbol() }
        let title: Fragment = isOfPercentile ? "IV percentile" : "IV rank"
        let looked = known.count
        let bounds = rankBounds
        known = known.filter { entry in bounds.allSatisfy { $0.holds(entry.value.value ?? 0) } }
        let isLowest = bounds.isEmpty ? asksLowestRank(words) : bounds.allSatisfy { $0.lower == nil }
        known.sort { left, right in
            let values = (left.value.value ?? 0, right.value.value ?? 0)
            if values.0 == values.1 { return left.symbol < right.symbol }
            return isLowest ? values.0 < values.1 : values.0 > values.1
        }
        if !bounds.isEmpty, known.isEmpty {
            return out.line(
                "None of \(out.counted(looked, "name", citeBook())) \(isOfBook ? "held" : "held, listed or scanned") has such an \(title)."
            )
        }
        let parts = known.prefix(bounds.isEmpty ? 5 : 20).map { row -> Fragment in
            out.list("", symbol: row.symbol, title: row.symbol)
            return
                "\(out.quote(row.symbol)) \(out.decimal(row.value, isOfPercentile ? "IV percentile" : "IV rank", row.cite))"
        }
        let source = known.first.map(\.cite)
        let order: Fragment = isLowest ? "Lowest" : "Highest"
        out.line(
            bounds.isEmpty
                ? "\(order) \(title) of \(source.map { out.counted(known.count, "name", $0) } ?? Fragment()) \(isOfBook ? "held" : "held, listed or scanned"): \(parts.joined(", "))."
                : "\(title) \(out.quote(rankBoundsTyped)): \(source.map { out.count(known.count, "names inside", $0) } ?? Fragment()) of \(source.map { out.counted(looked, "name", $0) } ?? Fragment()) \(isOfBook ? "held" : "held, listed or scanned"), \(isLowest ? "lowest" : "highest") first: \(parts.joined(", "))."
        )
        if !bounds.isEmpty, known.count > 20, let source {
            out.line("\(out.counted(known.count - 20, "further name", source)) not listed.")
        }
        if !bounds.isEmpty, looked < asked.count {
            let cite = citeBook()
            out.line("Its \(title) is unknown for \(out.counted(asked.count - looked, "further name", cite)).")
        }
        let left = names.count - asked.count
        if left > 0, let source {
            out.line("Not looked at: \(out.counted(left, "further name", source)); what is held was looked at first.")
        }
    }

    /// Bounds of the question in points from 0 to 100.
    var rankBounds: [RowCondition] {
        ConditionReader.comparisons(question.words).filter { $0.unitDays == 0 }.map { found in
            let scale = found.isPercent ? 100.0 : 1
            let bound = found.bound * scale
            return RowCondition(
                measure: .volatility, lower: found.isAbove ? bound : nil,
                upper: found.upperEnd.map { $0 * scale } ?? (found.isAbove ? nil : bound),
                includesBound: found.includesBound)
        }
    }

    /// The bounds as typed.
    var rankBoundsTyped: String {
        ConditionReader.comparisons(question.words).filter { $0.unitDays == 0 }.map(\.typed).joined(separator: ", ")
    }

    func asksLowestRank(_ words: Set<String>) -> Bool {
        !words.isDisjoint(with: ["lowest", "smallest", "least", "cheapest"])
            && words.isDisjoint(with: ["highest", "largest", "biggest", "most"])
    }

    /// Chains by symbol, several asked for at once; names without one are missing.
    func chains(of names: [String]) async -> [String: ChainAnalysis] {
        let data = data
        return await withTaskGroup(of: (String, ChainAnalysis?).self) { group in
            var waiting = names.makeIterator()
            var found: [String: ChainAnalysis] = [:]
            for _ in 0..<Self.chainsAtOnce {
                guard let name = waiting.next() else { break }
                group.addTask { (name, await data.chain(of: name)) }
            }
            while let (name, chain) = await group.next() {
                if let chain { found[name] = chain }
                if let name = waiting.next() { group.addTask { (name, await data.chain(of: name)) } }
            }
            return found
        }
    }

    private static let chainsAtOnce = 6
}
