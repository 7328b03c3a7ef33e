import MagnusDomain
import MagnusQuant

/// One of several parts of the book that a question joins: "the condor and the SPY spread".
struct RowSet: Sendable, Hashable {
    /// Names; empty for all.
    var symbols: [String] = []
    /// Kinds, one of which a row must be; empty for all.
    var groups: [QuestionFilter.Group] = []
    var right: OptionRight?
    /// GICS names, of which a row must have one; empty for all.
    var sectors: [String] = []

    /// Whether it is of certain names or sectors, and not of a kind alone.
    var isOfNames: Bool { !symbols.isEmpty || !sectors.isEmpty }

    /// `SPY put spreads`, `KO puts`, `iron condors`, `Energy puts`.
    var label: String {
        let kinds = groups.map(\.label) + (right.map { [$0 == .put ? "puts" : "calls"] } ?? [])
        return (symbols + sectors + kinds).joined(separator: " ")
    }

    /// Whether the row is in this part; of a side, whether it holds an option of it.
    func keeps(_ row: StrategyValuation) -> Bool {
        if !symbols.isEmpty, !symbols.contains(row.symbol) { return false }
        if !sectors.isEmpty, !sectors.contains(row.legs.first?.sector ?? "") { return false }
        if !groups.isEmpty, !groups.contains(where: { $0.holds(row) }) { return false }
        return right == nil || row.legs.contains(where: keeps)
    }

    /// Whether a leg of a row of this part counts.
    func keeps(_ leg: PositionValuation) -> Bool {
        guard let right else { return true }
        guard case .option(let contract) = leg.position.instrument else { return false }
        return contract.right == right
    }
}

/// Reads parts that "and", "or" and commas join, each with a name, a kind or a side of its own.
enum RowSetReader {
    private static let joints: Set<String> = ["and", "or", "plus", "nor"]
    private static let articles: Set<String> = ["the", "my", "a", "an", "all", "of", "on", "in", "for", "both"]
    /// Where these stand the parts are set against each other and not joined, or something is supposed.
    private static let apart: Set<String> = [
        "vs", "versus", "compare", "compared", "than", "between", "if", "suppose", "assume", "instead", "into",
    ]

    private struct Part {
        var rows = RowSet()
        /// An article stands in front of what the part names: it stands for itself.
        var isOwn = false
        /// "The condor": one that is known.
        var isDefinite = false
        /// What it is of stands behind its kind: "calls on KO".
        var namesLast = false
        var isNamed: Bool { rows != RowSet() }
        var hasKind: Bool { !rows.groups.isEmpty || rows.right != nil }
    }

    /// The parts; empty where there is one, or where names, kinds or sides alone say all of it.
    static func read(_ words: [Word], _ entities: Entities) -> [RowSet] {
        let texts = words.map(\.text)
        guard entities.contract.strike == nil, apart.isDisjoint(with: texts) else { return [] }
        let sets = completed(parts(words, texts)).map(\.rows)
        var unique: [RowSet] = []
        for set in sets where !unique.contains(set) { unique.append(set) }
        guard unique.count > 1 else { return [] }
        let ofNames = unique.map(\.isOfNames)
        // "Tech puts and KO puts": no one filter says names beside sectors.
        let isMixed = unique.contains { !$0.symbols.isEmpty } && unique.contains { !$0.sectors.isEmpty }
        let kinds = Set(unique.map { RowSet(groups: $0.groups, right: $0.right) })
        // "KO and MO puts", "condors and spreads", "puts and calls": one filter says these.
        if kinds.count == 1, Set(ofNames).count == 1, !isMixed { return [] }
        if !ofNames.contains(true) {
            let areGroups = unique.allSatisfy { $0.right == nil }
            let areSides = unique.allSatisfy { $0.groups.isEmpty }
            if areGroups || areSides { return [] }
        }
        return unique
    }

    private static func parts(_ words: [Word], _ texts: [String]) -> [Part] {
        var result: [Part] = []
        var part = Part()
        func finish() {
            if part.isNamed { result.append(part) }
            part = Part()
        }
        var index = 0
        while index < words.count {
            if joints.contains(texts[index]) {
                finish()
                index += 1
                continue
            }
            var length = 1
            let before = index > 0 ? texts[index - 1] : ""
            let (wasNamed, hadKind, wasOfNames) = (part.isNamed, part.hasKind, part.rows.isOfNames)
            if case .symbol(let name, isKnown: true) = words[index].meaning {
                if !part.rows.symbols.contains(name) { part.rows.symbols.append(name) }
            } else if words[index].meaning == .plain, let (group, count) = group(at: index, words, texts) {
                if !part.rows.groups.contains(group) { part.rows.groups.append(group) }
                length = count
            } else if let sector = sector(at: index, words) {
                if !part.rows.sectors.contains(sector) { part.rows.sectors.append(sector) }
            } else if words[index].meaning == .plain, let right = rights[texts[index]] {
                part.rows.right = part.rows.right ?? right
            }
            if !wasNamed, part.isNamed { (part.isOwn, part.isDefinite) = (articles.contains(before), before == "the") }
            if hadKind, !wasOfNames, part.rows.isOfNames { part.namesLast = true }
            index += length
            if words[index - 1].endsClause { finish() }
        }
        finish()
        return result
    }

    static let rights: [String: OptionRight] = ["put": .put, "puts": .put, "call": .call, "calls": .call]

    /// The group at a word; "the SPY spread" names one, "the spread" of a quote none.
    private static func group(
        at index: Int, _ words: [Word], _ texts: [String]
    ) -> (QuestionFilter.Group, Int)? {
        if let found = FilterReader.group(at: index, texts) {
            return found.0.open == [.stock] ? nil : found
        }
        return FilterReader.spreadOfName(at: index, words).map { ($0, 1) }
    }

    private static func sector(at index: Int, _ words: [Word]) -> String? {
        let typed = words[index].typed.lowercased()
        guard words[index].meaning == .plain, !["it", "index"].contains(typed) else { return nil }
        return FilterReader.sectors[typed]
    }

    /// "KO and MU puts" and "KO puts and calls": a part takes the kind behind it or the name in front of it.
    private static func completed(_ parts: [Part]) -> [Part] {
        var parts = parts
        for index in parts.indices.dropLast().reversed()
        where !parts[index].hasKind && parts[index + 1].rows.isOfNames {
            parts[index].rows.groups = parts[index + 1].rows.groups
            parts[index].rows.right = parts[index + 1].rows.right
        }
        // "Long puts on SPY and QQQ": both are of the kind in front of the names.
        for index in parts.indices.dropFirst()
        where parts[index].rows.isOfNames && !parts[index].hasKind && !parts[index].isOwn && parts[index - 1].namesLast
        {
            parts[index].rows.groups = parts[index - 1].rows.groups
            parts[index].rows.right = parts[index - 1].rows.right
            parts[index].namesLast = true
        }
        // "Puts and calls on KO": both are of KO.
        for index in parts.indices.dropLast().reversed()
        where !parts[index].rows.isOfNames && !parts[index].isDefinite && parts[index + 1].namesLast {
            parts[index].rows.symbols = parts[index + 1].rows.symbols
            parts[index].rows.sectors = parts[index + 1].rows.sectors
            parts[index].namesLast = true
        }
        for index in parts.indices.dropFirst()
        where !parts[index].rows.isOfNames && parts[index].rows.groups.isEmpty && !parts[index].isOwn {
            parts[index].rows.symbols = parts[index - 1].rows.symbols
            parts[index].rows.sectors = parts[index - 1].rows.sectors
        }
        return parts
    }
}

extension RowSetReader {
    /// Puts the parts that a question joins into its filter: no one name, kind or side says them.
    static func restrict(_ result: inout Understanding) {
        // One of several rows that are meant by their kinds is no subject.
        let canKeep = result.readsOpenRows || result.takesLedger || result.intent == .showPosition
        guard canKeep, result.intent != .whatIf, result.filter.references.isEmpty else { return }
        let sets = read(result.words, result.entities)
        // Trades of the ledger are told by name and kind; a sector is restricted apart.
        guard !sets.isEmpty, !result.takesLedger || sets.allSatisfy({ $0.sectors.isEmpty }) else { return }
        if result.intent == .showPosition { result.intent = .listPositions }
        result.filter.sets = sets
        result.filter.groups = []
        result.filter.right = nil
        if sets.contains(where: { !$0.sectors.isEmpty }) { result.filter.sectors = [] }
        result.entities.contract.right = nil
        result.entities.symbols = []
        result.subject = nil
    }
}
