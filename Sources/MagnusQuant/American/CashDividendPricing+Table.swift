import Glibc

extension CashDividendPricing {
    /// Prices over many spots and volatilities: one pair of grids for eight volatilities, read at every spot.
    ///
    /// The nodes stand as close as those of a single price of the least volatility, so that the error is that of `price` at
    /// `.live`.
    /// - Parameters:
    ///   - terms: Checked, with `terms.volatility` and `terms.spot` not looked at.
    ///   - volatilities: Each > 0.
    ///   - spots: Each > 0.
    /// - Returns: A row for each volatility; NaN where the grids give no price: spots beyond e^+-1.5 of the strike, or next to
    ///   no volatility.
    static func table(_ terms: OptionTerms, volatilities: [Double], spots: [Double]) -> [[Double]] {
        var rows = [[Double]](
            repeating: [Double](repeating: .nan, count: spots.count), count: volatilities.count)
        let near = spots.indices.filter { abs(log(spots[$0] / terms.strike)) < 1.5 }
        guard let farthest = near.max(by: { distance(spots[$0], terms) < distance(spots[$1], terms) }),
            let nearest = near.min(by: { distance(spots[$0], terms) < distance(spots[$1], terms) })
        else { return rows }
        var waiting = volatilities.indices.sorted { volatilities[$0] < volatilities[$1] }[...]
        while let first = waiting.first {
            let most = 1.6 * volatilities[first]
            let group = Array(waiting.prefix { volatilities[$0] <= most }.prefix(DividendGrid.laneCount))
            waiting = waiting.dropFirst(group.count)
            var narrow = terms
            narrow.volatility = volatilities[first]
            narrow.spot = spots[nearest]
            var wide = terms
            wide.volatility = volatilities[group[group.count - 1]]
            wide.spot = spots[farthest]
            guard !AmericanPricing.isDegenerate(narrow) else { continue }
            let factor = DividendGrid.width(wide) / DividendGrid.width(narrow)
            guard factor < 12 else { continue }
            fill(&rows, wide, volatilities, group, spots, near, size: DividendGrid.Size.live.widened(factor))
        }
        return rows
    }

    private static func distance(_ spot: Double, _ terms: OptionTerms) -> Double { abs(log(spot / terms.strike)) }

    private static func fill(
        _ rows: inout [[Double]], _ wide: OptionTerms, _ volatilities: [Double], _ group: [Int], _ spots: [Double],
        _ near: [Int], size: DividendGrid.Size
    ) {
        let scenarios = group.map { DividendGrid.Scenario(volatility: volatilities[$0], rate: wide.rate) }
        let wanted = near.map { spots[$0] }
        let coarse = DividendGrid(terms: wide, scenarios: scenarios, size: size).solve(spots: wanted)
        let fine = DividendGrid(terms: wide, scenarios: scenarios, size: size.doubled).solve(spots: wanted)
        var cell = wide
        for (lane, row) in group.enumerated() {
            for (place, column) in near.enumerated() {
                cell.spot = spots[column]
                rows[row][column] = combined(cell, coarse: coarse[lane][place], fine: fine[lane][place]).price
            }
        }
    }
}
