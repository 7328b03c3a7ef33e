import MagnusDomain
import MagnusQuant

/// What a question restricts its rows and sums to, besides a name: kinds of positions, a side, an account, and what is to
/// be left out. Empty where nothing is restricted.
struct QuestionFilter: Sendable, Hashable {
    /// A leg by what it is: "short puts" of a condor are its short puts, and nothing beside them.
    enum LegKind: Sendable, Hashable {
        /// - Parameter right: nil for puts and calls.
        case option(right: OptionRight?, isShort: Bool)
        case shares

        func holds(_ leg: PositionValuation) -> Bool {
            switch (self, leg.position.instrument) {
            case (.option(let right, let isShort), .option(let contract)):
                (right == nil || contract.right == right) && leg.position.quantity.isShort == isShort
                    && !leg.position.quantity.isZero
            case (.shares, .stock): true
            default: false
            }
        }
    }

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
        /// Rows with such a leg, whatever else they hold, and in sums that leg alone; nil for any.
        var leg: LegKind?

        /// Whether an open row is of the kind.
        func holds(_ row: StrategyValuation) -> Bool {
            if let minimumDays { return row.legs.contains { ($0.daysToExpiry ?? 0) > minimumDays } }
            if let leg { return row.legs.contains(where: leg.holds) }
            return open.contains(row.kind)
        }
    }

    /// Parts that are joined, each with a name, a kind or a side; a row must be in one. Empty where one filter says all.
    var sets: [RowSet] = []
    var groups: [Group] = []
    var excludedGroups: [Group] = []
    var right: OptionRight?
    var excludedRight: OptionRight?
    var excludedSymbols: [String] = []
    /// Rows of the book that are supposed to be closed, by their ids.
    var excludedRows: [ListedRow] = []
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
        result += groups.map { "\($0.label) only" }
        if let right { result.append(right == .put ? "puts only" : "calls only") }
        result += sectors.map { "\($0) only" }
        var without = excludedSymbols + excludedRows.map { "\($0.symbol) \($0.title)" }
        without += excludedGroups.map(\.label) + excludedSectors
        if let excludedRight { without.append(excludedRight == .put ? "puts" : "calls") }
        result += conditionLabels
        if !without.isEmpty { result.append("without \(without.joined(separator: ", "))") }
        return result
    }

    func keeps(_ row: StrategyValuation) -> Bool {
        if !references.isEmpty, !references.contains(row.id) { return false }
        if !sets.isEmpty, !sets.contains(where: { $0.keeps(row) }) { return false }
        if !groups.isEmpty, !groups.contains(where: { $0.holds(row) }) { return false }
        if excludedGroups.contains(where: { $0.holds(row) }) { return false }
        if excludedSymbols.contains(row.symbol) || excludedRows.contains(where: { $0.reference == row.id }) {
            return false
        }
        if !accounts.isEmpty, !accounts.contains(row.account) { return false }
        for condition in conditions {
            // A row without such a figure keeps no bound on it.
            guard let value = condition.figure(of: row).value, condition.holds(value) else { return false }
        }
        if let expiries, !Self.expiries(of: row).contains(where: expiries.contains) { return false }
        let sector = row.legs.first?.sector ?? ""
        if !sectors.isEmpty, !sectors.contains(sector) { return false }
        return !excludedSectors.contains(sector)
    }

    /// Whether legs of a kept row count apart from each other.
    var hasSide: Bool {
        right != nil || excludedRight != nil || sets.contains { $0.right != nil }
            || groups.contains { $0.leg != nil } || expiries != nil
    }

    /// "Short puts" of a condor are its short puts: what stands beside them counts no more than another row.
    private func keepsKind(_ leg: PositionValuation, of row: StrategyValuation) -> Bool {
        let kinds = groups.filter { $0.holds(row) }.map(\.leg)
        guard !kinds.isEmpty, !kinds.contains(nil) else { return true }
        return kinds.contains { $0?.holds(leg) == true }
    }

    /// Last days of the options of a row, each once, the first in front.
    static func expiries(of row: StrategyValuation) -> [CalendarDate] {
        let days = Set(row.legs.compactMap { expiry(of: $0) })
        return days.count > 1 ? days.sorted() : row.expiry.map { [$0] } ?? days.sorted()
    }

    static func expiry(of leg: PositionValuation) -> CalendarDate? {
        guard case .option(let contract) = leg.position.instrument else { return nil }
        return contract.expiry
    }

    /// Of a row that ends on several days, what ends in those asked about.
    private func keepsExpiry(_ leg: PositionValuation, of row: StrategyValuation) -> Bool {
        guard let expiries, !Self.expiries(of: row).allSatisfy(expiries.contains) else { return true }
        return Self.expiry(of: leg).map(expiries.contains) ?? false
    }

    /// Legs of a kept row that count.
    func keeps(_ leg: PositionValuation, of row: StrategyValuation) -> Bool {
        guard sets.isEmpty || sets.contains(where: { $0.keeps(row) && $0.keeps(leg) }) else { return false }
        guard keepsKind(leg, of: row), keepsExpiry(leg, of: row) else { return false }
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
