import MagnusDomain
import MagnusQuant

/// What a question restricts its rows and sums to, besides a name: kinds of positions, a side, an account, and what is to
/// be left out. Empty where nothing is restricted.
struct QuestionFilter: Sendable, Hashable {
    /// A kind of position as people call it.
    struct Group: Sendable, Hashable {
        /// As it is repeated: `covered calls`.
        var label: String
        /// Kinds of open rows.
        var open: Set<StrategyKind>
        /// Kinds of what was opened as one order; a call against shares held before is a short call there.
        var traded: Set<StrategyKind>
        /// Rows with an option of more than so many days; nil for any.
        var minimumDays: Int?
        /// Rows with a short option of this side, whatever else they hold; nil for any.
        var shortSide: OptionRight?

        /// Whether an open row is of the kind.
        func holds(_ row: StrategyValuation) -> Bool {
            if let minimumDays { return row.legs.contains { ($0.daysToExpiry ?? 0) > minimumDays } }
            if let shortSide {
                return row.legs.contains { leg in
                    guard case .option(let contract) = leg.position.instrument else { return false }
                    return contract.right == shortSide && leg.position.quantity.isShort
                }
            }
            return open.contains(row.kind)
        }
    }

    /// Parts that are joined, each with a name, a kind or a side; a row must be in one. Empty where one filter says all.
    var sets: [RowSet] = []
    var groups: [Group] = []
    var excludedGroups: [Group] = []
    var right: OptionRight?
    /// Only short options of ``groups`` that are told by one: a long leg is not bought back.
    var isOfShortLegs = false
    var excludedRight: OptionRight?
    var excludedSymbols: [String] = []
    /// GICS names.
    var sectors: [String] = []
    var excludedSectors: [String] = []
    /// Ids of the rows or candidates of the last answer, where only those are asked about.
    var references: [String] = []
    /// Names of accounts.
    var accounts: [String] = []
    /// An account that the question names and that is not shown.
    var missingAccount: String?
    /// Days in which a row must expire.
    var expiries: DateSpan?
    /// Bounds a row must keep, besides the one the question is about.
    var conditions: [RowCondition] = []
    /// Bounds above as typed, for the scope.
    var conditionLabels: [String] = []
    /// Asked to be left out and not understood, as typed.
    var unreadExclusions: [String] = []

    var isEmpty: Bool { self == QuestionFilter() }

    /// `without KO`, `covered calls only`: for the scope of an answer.
    var labels: [String] {
        var result = sets.isEmpty ? [] : [sets.map(\.label).joined(separator: " and ")]
        result += groups.map { group in
            let isOfShorts = isOfShortLegs && group.shortSide != nil
            return "\(group.label) \(isOfShorts ? "without long legs" : "only")"
        }
        if let right { result.append(right == .put ? "puts only" : "calls only") }
        result += sectors.map { "\($0) only" }
        let without =
            excludedSymbols + excludedGroups.map(\.label) + excludedSectors
            + (excludedRight.map { [$0 == .put ? "puts" : "calls"] } ?? [])
        result += conditionLabels
        if !without.isEmpty { result.append("without \(without.joined(separator: ", "))") }
        return result
    }

    func keeps(_ row: StrategyValuation) -> Bool {
        if !references.isEmpty, !references.contains(row.id) { return false }
        if !sets.isEmpty, !sets.contains(where: { $0.keeps(row) }) { return false }
        if !groups.isEmpty, !groups.contains(where: { $0.holds(row) }) { return false }
        if excludedGroups.contains(where: { $0.holds(row) }) { return false }
        if excludedSymbols.contains(row.symbol) { return false }
        if !accounts.isEmpty, !accounts.contains(row.account) { return false }
        for condition in conditions {
            // A row without such a figure keeps no bound on it.
            guard let value = condition.figure(of: row).value, condition.holds(value) else { return false }
        }
        if let expiries, !(row.expiry.map(expiries.contains) ?? false) { return false }
        let sector = row.legs.first?.sector ?? ""
        if !sectors.isEmpty, !sectors.contains(sector) { return false }
        return !excludedSectors.contains(sector)
    }

    /// Whether legs of a kept row count apart from each other.
    var hasSide: Bool {
        right != nil || excludedRight != nil || sets.contains { $0.right != nil }
            || groups.contains { $0.shortSide != nil }
    }

    /// "Short puts" of a condor are its put legs: the calls beside them count no more than another row.
    private func keepsShortSide(_ leg: PositionValuation, of row: StrategyValuation) -> Bool {
        let sides = groups.filter { $0.holds(row) }.map(\.shortSide)
        guard !sides.isEmpty, !sides.contains(nil) else { return true }
        guard case .option(let contract) = leg.position.instrument else { return !isOfShortLegs }
        return sides.contains(contract.right) && (!isOfShortLegs || leg.position.quantity.isShort)
    }

    /// Legs of a kept row that count.
    func keeps(_ leg: PositionValuation, of row: StrategyValuation) -> Bool {
        guard sets.isEmpty || sets.contains(where: { $0.keeps(row) && $0.keeps(leg) }) else { return false }
        guard keepsShortSide(leg, of: row) else { return false }
        guard right != nil || excludedRight != nil else { return true }
        guard case .option(let contract) = leg.position.instrument else { return right == nil }
        return (right == nil || contract.right == right) && contract.right != excludedRight
    }

    func keeps(symbol: String, strategy: StrategyKind?, account: String, rights: Set<OptionRight>) -> Bool {
        let isInSet = sets.contains { set in
            (set.symbols.isEmpty || set.symbols.contains(symbol))
                && (set.groups.isEmpty || set.groups.contains { strategy.map($0.traded.contains) ?? false })
                && (set.right.map(rights.contains) ?? true)
        }
        if !sets.isEmpty, !isInSet { return false }
        if !groups.isEmpty, !groups.contains(where: { group in strategy.map(group.traded.contains) ?? false }) {
            return false
        }
        if excludedGroups.contains(where: { group in strategy.map(group.traded.contains) ?? false }) { return false }
        if excludedSymbols.contains(symbol) { return false }
        if !accounts.isEmpty, !accounts.contains(account) { return false }
        if let right, !rights.contains(right) { return false }
        if let excludedRight, rights.contains(excludedRight) { return false }
        return true
    }
}
