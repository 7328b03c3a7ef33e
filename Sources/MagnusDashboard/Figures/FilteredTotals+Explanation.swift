import MagnusDomain

/// Totals of the rows a filter lets through: no figure of the book, so the screen explains them from its rows.
extension FilteredTotals {
    static func explanation(
        of total: PositionTotal, _ book: BookValuation, strategies: [Int], filter: String
    ) -> Explanation {
        let whole = total.total(FilteredTotals(book, strategies: strategies))
        let unit = total == .theta ? "USD/day" : "USD"
        return Explanation(
            id: "filtered#\(total.rawValue)", title: "\(strategies.count) rows of /\(filter): \(total.words)",
            value: text(whole, unit), formula: "sum over the rows that pass the filter",
            inputs: strategies.map { index in
                let row = book.strategies[index]
                let figure = total.figure(row)
                let value: String
                switch figure {
                case .known(let number, _): value = DecimalText.text(number, decimals: 2) ?? "unknown"
                case .unknown(let reason): value = "unknown (\(reason.rawValue))"
                }
                return ExplanationInput(
                    name: "\(row.symbol) \(row.title)", value: value, unit: figure.value == nil ? "" : unit,
                    source: "row", ageSeconds: nil, trust: figure.trust ?? .fresh,
                    reference: "\(row.id)#\(total.rowKey)")
            }, method: "known parts added, unknown parts counted", origin: "book at \(book.asOf.rfc3339)",
            notes: whole.unknownCount == 0 ? [] : ["\(whole.unknownCount) parts unknown"],
            trust: whole.figure.trust ?? .fresh)
    }

    private static func text(_ total: Total, _ unit: String) -> String {
        switch total.figure {
        case .known(let value, _):
            let text = "\(DecimalText.text(value, decimals: 2) ?? "?") \(unit)"
            return total.unknownCount == 0 ? text : "\(text) (\(total.unknownCount) unknown)"
        case .unknown(let reason): return "unknown (\(reason.rawValue))"
        }
    }
}

extension PositionTotal {
    /// Of one row.
    func figure(_ row: StrategyValuation) -> Figure {
        switch self {
        case .openProfit: row.unrealizedProfit
        case .dayProfit: row.dayProfit
        case .theta: row.thetaPerDay
        case .shortExtrinsic: row.extrinsic
        }
    }

    var rowKey: String { self == .shortExtrinsic ? "extrinsic" : rawValue }
}
