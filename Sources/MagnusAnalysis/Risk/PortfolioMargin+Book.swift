import MagnusDomain

extension PortfolioMargin {
    /// Of every account of a book.
    /// - Parameters:
    ///   - revalued: By id of the position, its profit in dollars at each of the moves of its class; nil where it cannot
    ///     be priced there.
    ///   - kinds: By symbol; what is not told is a stock.
    static func found(
        _ revalued: [(id: String, profits: [Double]?)], _ book: BookValuation, kinds: [String: SecurityKind]
    ) -> [PortfolioMargin] {
        let profits = Dictionary(revalued.map { ($0.id, $0.profits) }) { first, _ in first }
        return book.accounts.map { valuation in
            let legs = book.strategies.flatMap(\.legs).filter { $0.position.account == valuation.account.name }
            let bySymbol = Dictionary(grouping: legs) { $0.position.instrument.underlying }
            let classes = bySymbol.map { symbol, legs in
                found(symbol, kinds[symbol] ?? .stock, legs.map(\.position), profits)
            }
            .sorted {
                let (left, right) = ($0.requirement.value ?? -1, $1.requirement.value ?? -1)
                return (left, $1.symbol) > (right, $0.symbol)
            }
            var sum = FigureSum()
            for part in classes { sum.add(part.requirement) }
            let equity = valuation.netLiquidation.figure
            var isEligible: Bool? = equity.value.map { $0 >= equityMinimum }
            if valuation.account.rules != .regulationT { isEligible = false }
            return PortfolioMargin(
                account: valuation.account.name, classes: classes, requirement: sum.total,
                excess: equity.combined(with: sum.complete, -), isEligible: isEligible)
        }
    }

    private static func found(
        _ symbol: String, _ kind: SecurityKind, _ positions: [Position], _ profits: [String: [Double]?]
    ) -> Class {
        let range = range(symbol, kind)
        let moves = moves(range)
        let minimum = positions.reduce(0.0) { sum, position in
            guard case .option(let contract) = position.instrument else { return sum }
            return sum + contractMinimum * Double(contract.multiplier) * abs(position.quantity.value)
        }
        var sums: [Double]? = moves.map { _ in 0 }
        for position in positions {
            guard let own = profits[position.id] ?? nil, own.count == moves.count, let before = sums else {
                sums = nil
                break
            }
            sums = zip(before, own).map { $0 + $1 }
        }
        let worst = sums?.indices.min { (sums?[$0] ?? 0) < (sums?[$1] ?? 0) }
        let profit = worst.flatMap { sums?[$0] }
        return Class(
            symbol: symbol, low: range.lowerBound, high: range.upperBound, worstMove: worst.map { moves[$0] },
            worstProfit: profit, minimum: minimum,
            requirement: Figure(profit.map { max(0, -$0, minimum) }, trust: .estimated, else: .incomplete))
    }
}
