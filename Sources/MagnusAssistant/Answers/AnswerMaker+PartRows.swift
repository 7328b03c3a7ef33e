import MagnusDomain
import MagnusQuant

/// Rows of which a part is in the figures.
extension AnswerMaker {
    private static let namedRows = 4

    /// Names the rows whose other options are left out, so that their title is not taken for what was counted.
    func sayPartRows() {
        sayWholeRows()
        guard question.isFiltered, question.countsLegs, filter.hasSide, question.intent != .whatIf else { return }
        let names = Set(entities.symbols)
        let parts = book.strategies.compactMap { row -> (row: StrategyValuation, label: String)? in
            guard names.isEmpty || names.contains(row.symbol) else { return nil }
            return partLabel(row).map { (row, $0) }
        }
        guard !parts.isEmpty, parts.count <= Self.namedRows || !names.isEmpty else { return }
        let texts = parts.prefix(Self.namedRows).map { part in
            "\(dated(part.row)) with its \(Fragment([.words(part.label)])) alone" as Fragment
        }
        out.line("Counted here: \(texts.joined(", ")).")
    }

    /// A list of puts has whole rows: which of them have calls besides is said.
    private func sayWholeRows() {
        guard question.intent == .listPositions, question.isFiltered, let right = filter.right else { return }
        var mixed: [StrategyValuation] = []
        for row in book.strategies where isNamed(row) && Self.hasSide(row, other: right) { mixed.append(row) }
        guard !mixed.isEmpty else { return }
        let names = mixed.prefix(Self.namedRows).map(dated).joined(", ")
        let rest: Fragment = mixed.count > Self.namedRows ? " and others" : Fragment()
        out.line("Listed whole, with \(right == .put ? "calls" : "puts") besides: \(names)\(rest).")
    }

    private func isNamed(_ row: StrategyValuation) -> Bool {
        entities.symbols.isEmpty || entities.symbols.contains(row.symbol)
    }

    /// Whether a row has options of the other side; its own function, as a closure within a closure it aborts the optimiser
    /// of Swift 6.3.1.
    private static func hasSide(_ row: StrategyValuation, other right: OptionRight) -> Bool {
        for leg in row.legs {
            if let own = Self.right(leg), own != right { return true }
        }
        return false
    }

    /// What of a row is counted: "short put legs"; nil where all its options are.
    private func partLabel(_ row: StrategyValuation) -> String? {
        guard let whole = context.book.strategies.first(where: { $0.id == row.id }) else { return nil }
        let counted = row.legs.compactMap(Self.right)
        guard counted.count < whole.legs.compactMap(Self.right).count else { return nil }
        let rights = Set(counted)
        guard !rights.isEmpty else { return "shares" }
        let held = Set(row.legs.map(\.position.id))
        // Those of the same side on the other end are left out too.
        let others = whole.legs.filter { !held.contains($0.position.id) }.compactMap(Self.right)
        let isPartOfSide = !rights.isDisjoint(with: others)
        let areShort = Set(row.legs.filter { Self.right($0) != nil }.map(\.position.quantity.isShort))
        let end = isPartOfSide && areShort.count == 1 ? areShort.contains(true) ? "short " : "long " : ""
        let side = rights.count > 1 ? "" : rights.contains(.put) ? "put " : "call "
        return "\(end)\(side)legs"
    }
}
