import MagnusDomain

/// Rows of which a part is in the figures.
extension AnswerMaker {
    private static let namedRows = 4

    /// Names the rows whose other options are left out, so that their title is not taken for what was counted.
    func sayPartRows() {
        guard question.isFiltered, question.countsLegs, filter.hasSide, question.intent != .whatIf else { return }
        func options(_ row: StrategyValuation) -> Int { row.legs.filter { Self.right($0) != nil }.count }
        let names = Set(entities.symbols)
        let parts = book.strategies.compactMap { row -> (row: StrategyValuation, label: String)? in
            guard names.isEmpty || names.contains(row.symbol),
                let whole = context.book.strategies.first(where: { $0.id == row.id }), options(row) < options(whole)
            else { return nil }
            let rights = Set(row.legs.compactMap(Self.right))
            // The long legs of the same side are left out too.
            let isOfShorts = whole.legs.contains { leg in
                Self.right(leg).map(rights.contains) == true
                    && !row.legs.contains { $0.position.id == leg.position.id }
            }
            let side = rights.count > 1 ? "" : rights.contains(.put) ? "put " : "call "
            return (row, "\(isOfShorts ? "short " : "")\(side)legs")
        }
        guard !parts.isEmpty, parts.count <= Self.namedRows || !names.isEmpty else { return }
        let texts = parts.prefix(Self.namedRows).map { part in
            "\(dated(part.row)) with its \(Fragment([.words(part.label)])) alone" as Fragment
        }
        out.line("Counted here: \(texts.joined(", ")).")
    }
}
