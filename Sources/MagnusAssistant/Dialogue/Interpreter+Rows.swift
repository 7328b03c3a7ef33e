import MagnusDomain

/// Rows and names that a question means without typing a symbol.
extension Interpreter {
    /// "The 575 put", "my long 42C": the name in which alone that option is held; nothing where several have it.
    func nameOfStrike(_ result: inout Understanding) {
        guard let strike = result.entities.contract.strike, result.entities.symbols.isEmpty,
            result.entities.unknownSymbols.isEmpty, result.subject == nil, !result.isFollowUp,
            !result.words.contains(where: {
                ["sell", "write", "candidates", "scan", "chain", "best"].contains($0.text)
            })
        else { return }
        let thousandths = Int((strike * 1000).rounded())
        let asked = result.entities.contract
        let names = Set(
            context.book.strategies.filter { row in
                row.legs.contains { leg in
                    guard case .option(let contract) = leg.position.instrument else { return false }
                    return contract.strikeThousandths == thousandths
                        && (asked.right == nil || asked.right == contract.right)
                        && (asked.expiry == nil || asked.expiry == contract.expiry)
                }
            }.map(\.symbol))
        if names.count == 1 { result.entities.symbols = Array(names) }
    }

    /// "How is my condor", "pmcc status": nothing but a row and how it stands.
    func asksState(_ words: [Word]) -> Bool {
        let texts = words.map(\.text)
        let isState =
            texts.starts(with: ["how", "is"]) || !Set(texts).isDisjoint(with: ["status", "doing", "how's", "hows"])
        return isState && words.count <= 6 && RowFigures.named(words).measures.isEmpty
            && words.allSatisfy { word in
                word.meaning == .plain
                    && !["and", "or", "why", "if", "today", "alert", "market"].contains(word.text)
            }
    }

    /// The one row of a strategy that the question names by its kind: "the condor".
    func rowOfKind(_ words: [Word]) -> ListedRow? {
        let set = Set(words.map(\.text))
        let kinds: [(Set<String>, Set<StrategyKind>)] = [
            (["condor", "condors"], [.ironCondor]),
            (["butterfly", "fly"], [.ironButterfly, .callButterfly, .putButterfly]),
            (["strangle"], [.shortStrangle, .longStrangle]), (["straddle"], [.shortStraddle, .longStraddle]),
            (["collar"], [.collar]), (["calendar"], [.callCalendar, .putCalendar]),
            (["diagonal", "pmcc"], [.callDiagonal, .putDiagonal]),
            (["spread"], [.bullPutSpread, .bearCallSpread, .bullCallSpread, .bearPutSpread]),
            (["covered"], [.coveredCall]),
        ]
        let named = kinds.filter { !set.isDisjoint(with: $0.0) }
        // "The condor and the calendar" are two; "the calendar spread" is one.
        guard let wanted = named.first?.1, named.count == 1 || !words.contains(where: { $0.text == "and" }) else {
            return nil
        }
        let rows = context.book.strategies.filter { wanted.contains($0.kind) }
        guard rows.count == 1, let row = rows.first else { return nil }
        return ListedRow(reference: row.id, symbol: row.symbol, title: row.title)
    }
}
