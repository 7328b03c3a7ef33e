import MagnusDomain

extension LifecycleReport.Performance {
    /// What came of the shares that options delivered, by the strategy of the options: a line below results by strategy,
    /// since a strategy that keeps its premiums may lose them again in the shares it was assigned. nil for other groupings
    /// and where no delivered shares were sold.
    public func deliveredNote(_ grouping: RealizedGrouping, _ format: FigureFormat) -> String? {
        let groups = (realized[grouping] ?? []).filter { $0.deliveredLots > 0 }
        guard !groups.isEmpty else { return nil }
        let parts = groups.map { group in
            let name = String(group.key.map { $0 == "_" ? " " : $0 })
            return "\(name) \(format.amount(group.deliveredProfit, isSigned: true))"
        }
        return "Shares that assigned or exercised legs delivered realised, under stock: "
            + parts.joined(separator: ", ") + "."
    }
}
