import MagnusDomain

/// Figures that candidates have, written alike on the screen and in a terminal.
extension FigureFormat {
    /// What it earns: a year's return `13.3%`, of a spread what it makes of what it can lose until expiry, `11%rk`; that
    /// of a year would promise to find such a trade again and again.
    /// - Parameter columns: at most, for the return of a year.
    public func income(_ candidate: Candidate, columns: Int? = nil) -> String {
        guard candidate.spread == nil else {
            let text = percent(candidate.periodReturn)
            return candidate.periodReturn.value == nil ? text : text + "rk"
        }
        return columns.map { decimalPercent(candidate.annualizedReturn, columns: $0) }
            ?? decimalPercent(candidate.annualizedReturn)
    }
}

extension Candidate {
    /// The figure behind what it earns, with its trust.
    public var income: Figure { spread == nil ? annualizedReturn : periodReturn }
}
