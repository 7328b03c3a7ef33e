import MagnusDomain
import MagnusQuant

/// What a figure of the book leaves out where a closing is supposed: "what's my theta if I close the QQQ calendar" is that of
/// every row but the calendar.
enum SupposedClosing {
    private static let verbs: Set<String> = ["close", "closing", "closed", "exit", "exiting", "unwind"]
    private static let leads: Set<String> = ["i", "we", "after", "by", "if", "when", "once"]
    /// They begin what is asked, behind what is closed.
    private static let asking: Set<String> = [
        "what", "how", "which", "is", "do", "does", "would", "then", "theta", "delta", "deltas", "vega", "gamma",
        "greeks",
        "rho", "decay",
    ]
    private static let sides: Set<String> = ["put", "puts", "call", "calls"]

    /// Places of the words that say what is closed; nil where no closing is supposed.
    private static func object(_ words: [Word]) -> Range<Int>? {
        let texts = words.map(\.text)
        guard
            let verb = texts.indices.dropFirst().first(where: {
                verbs.contains(texts[$0]) && leads.contains(texts[$0 - 1])
            })
        else { return nil }
        let first = verb + 1
        var end = first
        while end < words.count, !asking.contains(texts[end]) {
            end += 1
            if words[end - 1].endsClause { break }
        }
        return first < end ? first..<end : nil
    }

    /// Kinds of whole rows that are closed, and the places of their words. Shares and sides of rows are none.
    private static func kinds(_ words: [Word]) -> (groups: [QuestionFilter.Group], places: Set<Int>) {
        guard let object = object(words) else { return ([], []) }
        let texts = words.map(\.text)
        var groups: [QuestionFilter.Group] = []
        var places: Set<Int> = []
        var index = object.lowerBound
        while index < object.upperBound {
            // Behind a closing the singular is a row: "close the SPY spread".
            let isSpread = texts[index] == "spread"
            let found =
                isSpread
                ? FilterReader.group(at: 0, ["spreads"]).map { (group: $0.0, count: 1) }
                : FilterReader.group(at: index, texts).map { (group: $0.0, count: $0.1) }
            guard let found, words[index].meaning == .plain, !found.group.open.isEmpty, found.group.open != [.stock],
                found.group.leg == nil
            else {
                index += 1
                continue
            }
            groups.append(found.group)
            places.formUnion(index..<(index + found.count))
            index += found.count
        }
        return (groups, places)
    }

    /// Whether names or kinds say what is closed, and an option that is named is closed and not asked about.
    static func isNamed(_ words: [Word], _ entities: Entities) -> Bool {
        let isContractClosed =
            object(words).map { object in
                words.indices.allSatisfy { index in
                    let isSide = words[index].meaning == .plain && sides.contains(words[index].text)
                    return object.contains(index) || words[index].meaning != .contract && !isSide
                }
            } ?? false
        return (!entities.symbols.isEmpty || !kinds(words).groups.isEmpty)
            && (entities.contract.isEmpty || isContractClosed)
    }

    /// Leaves the rows out that are supposed to be closed, and takes their words for no part that is asked about. What
    /// cannot be closed by itself, or is not held, is said.
    static func leaveOut(_ words: [Word], of book: BookValuation, _ result: inout Understanding) {
        let (groups, places) = kinds(words)
        let names = result.entities.symbols
        let contract = result.entities.contract
        let ofNames = book.strategies.filter { names.isEmpty || names.contains($0.symbol) }
        let isOfPart = !groups.isEmpty || !contract.isEmpty
        let closed = ofNames.filter { row in
            groups.isEmpty
                ? isWhole(contract, row) : groups.contains { $0.holds(row) } && has(contract.strike, row)
        }
        if closed.isEmpty, isOfPart {
            let side = contract.right == .call ? "calls" : "puts"
            let what = (names + [groups.first?.label ?? side]).joined(separator: " ")
            result.unread.append("closing \(what): no row is that alone")
        } else if !names.isEmpty, !isOfPart || closed.count == ofNames.count {
            result.filter.excludedSymbols += names
        } else {
            result.filter.excludedRows += closed.map {
                ListedRow(reference: $0.id, symbol: $0.symbol, title: $0.title)
            }
        }
        if isOfPart {
            result.words = words.indices.filter { index in
                !places.contains(index) && words[index].meaning != .contract
                    && !(words[index].meaning == .plain && sides.contains(words[index].text))
            }.map { words[$0] }
        }
        result.subject = nil
        result.entities.symbols = []
        result.entities.contract = ContractMention()
    }

    private static func has(_ strike: Double?, _ row: StrategyValuation) -> Bool {
        guard let strike else { return true }
        return row.legs.contains { leg in
            guard case .option(let held) = leg.position.instrument else { return false }
            return held.strikeThousandths == Int((strike * 1000).rounded())
        }
    }

    /// Whether a row is nothing but options of the side and the strike that are named.
    private static func isWhole(_ contract: ContractMention, _ row: StrategyValuation) -> Bool {
        guard !contract.isEmpty else { return true }
        return row.legs.allSatisfy { leg in
            guard case .option(let held) = leg.position.instrument else { return false }
            let isStrike = contract.strike.map { Int(($0 * 1000).rounded()) == held.strikeThousandths } ?? true
            return isStrike && (contract.right == nil || contract.right == held.right)
        }
    }
}
