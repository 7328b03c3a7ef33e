import MagnusDomain

/// Parts of the profit of the day by Greek.
extension Explainer {
    /// - Parameter name: `delta`, `gamma`, `theta`, `vega`, `cross` or `residual`.
    func explainAttribution(id: String, row name: String, part key: String) -> Explanation? {
        guard let table = book.dayAttribution, let part = Self.parts[key] else { return nil }
        let origin = "book at \(book.asOf.rfc3339), since the close of \(table.since.rfc3339)"
        let unexplained = { (row: DayAttribution) -> [String] in
            let large =
                key == "residual" && row.isResidualLarge
                ? [
                    "more than the greater of 5 dollars and a tenth of the profit: the Greeks of the close do not tell this day"
                ]
                : []
            return row.unexplainedLegs == 0
                ? large
                : large + [
                    "\(row.unexplainedLegs) legs stand in the rest: opened today, or their close told no volatility"
                ]
        }
        if name == "book" {
            let titles = Dictionary(
                book.strategies.map { ($0.id, "\($0.symbol) \($0.title)") }, uniquingKeysWith: { first, _ in first })
            let total = table.book[keyPath: part.figure]
            var inputs = table.rows.map {
                Self.input(
                    titles[$0.key] ?? $0.key, $0[keyPath: part.figure].figure, .dollars, source: "row",
                    reference: "\($0.key)#attribution/\(key)")
            }
            if key == "residual" { inputs += book.dayClosings.map(closingInput) }
            return Explanation(
                id: id, title: "Book: \(part.title)", value: Self.text(total, .dollars),
                formula: "sum over the rows; each: \(part.formula)", inputs: inputs, method: part.method,
                origin: origin,
                notes: Self.notes(total.figure) + unexplained(table.book), trust: total.figure.trust ?? .fresh)
        }
        guard let row = table.rows.first(where: { $0.key == name }),
            let strategy = book.strategies.first(where: { $0.id == name })
        else { return nil }
        let total = row[keyPath: part.figure]
        return Explanation(
            id: id, title: "\(strategy.symbol) \(strategy.title): \(part.title)", value: Self.text(total, .dollars),
            formula: "sum over the legs; each: \(part.formula)",
            inputs: key == "residual"
                ? residualInputs(row) : strategy.legs.flatMap { attributionInputs($0, table, key) },
            method: part.method, origin: origin, notes: Self.notes(total.figure) + unexplained(row),
            trust: total.figure.trust ?? .fresh)
    }

    private struct AttributionPart {
        var title: String
        var figure: KeyPath<DayAttribution, Total>
        var formula: String
        var method: String
    }

    private static var parts: [String: AttributionPart] {
        let greeks =
            "Greeks at the close from its mark, American at live accuracy; size: what was held then and still is"
        return [
            "delta": AttributionPart(
                title: "today from delta", figure: \.delta,
                formula: "delta at the close x (S - S at the close + dividend) x size",
                method: greeks),
            "gamma": AttributionPart(
                title: "today from gamma", figure: \.gamma,
                formula: "gamma at the close / 2 x (S - S at the close + dividend)^2 x size", method: greeks),
            "theta": AttributionPart(
                title: "today from time", figure: \.theta,
                formula: "[V(now, S at the close - dividend, sigma of the time left) - V(close)] x size",
                method: greeks + "; time runs in trading time, a day without a session a tenth"),
            "vega": AttributionPart(
                title: "today from volatility", figure: \.vega,
                formula: "vega at the close x (sigma now - sigma of the time left) x size", method: greeks),
            "cross": AttributionPart(
                title: "today from vanna and volga", figure: \.cross,
                formula:
                    "[vanna at the close x (S - S at the close + dividend) x dsigma + volga at the close / 2 x dsigma^2] x "
                    + "size, dsigma: sigma now - sigma of the time left", method: greeks),
            "residual": AttributionPart(
                title: "rest of today", figure: \.residual,
                formula: "profit of the day - delta - gamma - time - volatility - cross",
                method: "higher orders, and all of what was opened or closed today or whose close told no volatility"),
        ]
    }

    private func residualInputs(_ row: DayAttribution) -> [ExplanationInput] {
        let id = row.key
        return [
            Self.input("profit of the day", row.total.figure, .dollars, source: "row", reference: "\(id)#day_pnl")
        ]
            + [
                ("delta", row.delta), ("gamma", row.gamma), ("theta", row.theta), ("vega", row.vega),
                ("cross", row.cross),
            ].map {
                Self.input($0, $1.figure, .dollars, source: "row", reference: "\(id)#attribution/\($0)")
            }
    }

    /// What the Greeks of the close are worked out from, and what has moved since.
    private func attributionInputs(
        _ leg: PositionValuation, _ table: DayAttributionTable, _ key: String
    ) -> [ExplanationInput] {
        let profile = market.underlyings[leg.position.instrument.underlying]?.profile
        let strike = contract(leg) == nil ? [] : [strikeInput(leg)]
        var inputs =
            strike + [
                Self.input("mark at the close", leg.previousMark, .price, source: market.source),
                Self.input("S at the close", profile?.previousClose, .price, source: "official close"),
                spotInput(leg),
            ]
        if contract(leg) != nil {
            inputs.append(
                Self.input("sigma now", leg.impliedVolatility, .percentPerYear(decimals: 4), source: leg.markSource))
            inputs += openingInputs(table.openings.first { $0?.position == leg.position.id } ?? nil, key)
        }
        return
            (inputs + [Self.input("held at the close", leg.heldAtClose, .count(""), source: "ledger")]
            + sizeInputs(leg)).grouped(Self.name(leg.position))
    }

    /// What a part rests on of a leg as it stood at the close.
    private func openingInputs(_ opening: AttributedOpening?, _ key: String) -> [ExplanationInput] {
        guard let opening else { return [] }
        func number(_ name: String, _ value: Double?, _ unit: ExplainedUnit) -> ExplanationInput {
            Self.input("\(name) at the close", value, unit, source: "from its mark")
        }
        let aged = Self.input(
            "sigma of the time left", opening.agedVolatility, .percentPerYear(decimals: 4),
            source: "variance of the close by trading time")
        let sigma = number("sigma", opening.volatility, .percentPerYear(decimals: 4))
        return switch key {
        case "delta": [sigma, number("delta", opening.delta, .perShare(""))]
        case "gamma": [sigma, number("gamma", opening.gamma, .perShare(""))]
        case "vega": [sigma, number("vega per 1.00", opening.vega, .perShare("USD")), aged]
        case "cross":
            [
                sigma, number("vanna per 1.00", opening.vanna, .perShare("")),
                number("volga per 1.00", opening.volga, .perShare("USD")), aged,
            ]
        case "theta":
            [
                sigma, number("V", opening.price, .price), aged,
                Self.input("V now, time alone", opening.agedPrice, .price, source: "pricing"),
            ]
        default: []
        }
    }
}
