import MagnusDomain

/// The totals below Positions: of the whole book, or of the rows a filter lets through.
struct FilteredTotals {
    /// Rows that are summed; nil for the whole book.
    var rows: Int?
    var openProfit: Total
    var dayProfit: Total
    var thetaPerDay: Total
    var shortExtrinsic: Total

    /// - Parameter strategies: Places in the book; nil for all of it, whose totals count legs.
    init(_ book: BookValuation, strategies: [Int]?) {
        rows = strategies?.count
        guard let strategies else {
            openProfit = book.openProfit
            dayProfit = book.dayProfit
            thetaPerDay = book.thetaPerDay
            shortExtrinsic = book.shortExtrinsic
            return
        }
        func sum(_ figure: (StrategyValuation) -> Figure) -> Total {
            var known: Figure?
            var unknown = 0
            for index in strategies {
                switch figure(book.strategies[index]) {
                case .unknown(.notApplicable): break
                case .unknown: unknown += 1
                case .known(let value, let trust):
                    let part = Figure(value, trust: trust)
                    known = known?.combined(with: part, +) ?? part
                }
            }
            // Nothing that applies sums to nothing; nothing that is known to nothing known.
            let empty: Figure = unknown > 0 ? .unknown(.incomplete) : Figure(0)
            return Total(figure: known ?? empty, unknownCount: unknown)
        }
        openProfit = sum(\.unrealizedProfit)
        dayProfit = sum(\.dayProfit)
        thetaPerDay = sum(\.thetaPerDay)
        shortExtrinsic = sum(\.extrinsic)
    }
}
