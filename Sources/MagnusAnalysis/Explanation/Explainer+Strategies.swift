import MagnusDomain
import MagnusQuant

extension Explainer {
    func explain(_ row: StrategyValuation, id: String, key: String) -> Explanation? {
        definition(row, key: key).map {
            made(
                $0, id: id, subject: "\(row.symbol) \(row.title)",
                origin: row.legs.map { Self.origin($0.position) }.joined(separator: "; "))
        }
    }

    /// Each leg with its figure, then what that figure was made from.
    func nested(_ legs: [PositionValuation], key: String) -> [ExplanationInput] {
        legs.flatMap { leg -> [ExplanationInput] in
            guard let part = definition(leg, key: key) else { return [] }
            let name = Self.name(leg.position)
            let head = Self.input(
                part.title, part.figure, part.unit, source: "this leg", group: name,
                reference: "\(leg.position.id)#\(key)")
            return [head] + part.inputs.grouped(name)
        }
    }

    private func formula(_ legs: [PositionValuation], key: String) -> String {
        guard let part = legs.first.flatMap({ definition($0, key: key) }) else { return "sum over the legs" }
        let option = legs.first { contract($0) != nil }.flatMap { definition($0, key: key) } ?? part
        return legs.count == 1 ? option.formula : "sum over the legs; each: \(option.formula)"
    }

    func shorts(_ row: StrategyValuation) -> [PositionValuation] {
        row.legs.filter { contract($0) != nil && $0.position.quantity.isShort }
    }

    /// The short leg that distance, volatility and assignment speak of.
    func nearestShort(_ row: StrategyValuation) -> PositionValuation? {
        shorts(row).min {
            ($0.distanceToStrike.value ?? .infinity) < ($1.distanceToStrike.value ?? .infinity)
        }
    }

    private func definition(_ row: StrategyValuation, key: String) -> Definition? {
        func total(_ title: String, _ figure: Figure, _ unit: ExplainedUnit, _ part: String? = nil) -> Definition {
            let methods = Set(row.legs.map(\.pricingMethod).filter { !$0.isEmpty }).sorted()
            return Definition(
                title: title, figure: figure, unit: unit, formula: formula(row.legs, key: part ?? key),
                inputs: nested(row.legs, key: part ?? key),
                method: "sum, unknown if a leg is; \(methods.joined(separator: "; "))")
        }
        switch key {
        case "unrealized_pnl": return total("open profit", row.unrealizedProfit, .dollars)
        case "day_pnl": return total("profit of the day", row.dayProfit, .dollars)
        case "delta": return total("delta", row.delta, .shares)
        case "theta_per_day": return total("decay of a day", row.thetaPerDay, .dollarsPerDay)
        case "vega_per_point": return total("vega per point", row.vegaPerPoint, .dollarsPerPoint)
        case "cost_to_close":
            let options = row.legs.filter { contract($0) != nil }
            let members = options.isEmpty ? row.legs : options
            return Definition(
                title: "cost to close", figure: row.costToClose, unit: .dollars,
                formula: "\(formula(members, key: key)); shares of a covered call stay",
                inputs: nested(members, key: key), method: "natural price: shorts at the ask, longs at the bid")
        case "assignment_probability":
            return Definition(
                title: "probability of assignment", figure: row.assignmentProbability, unit: .percent,
                formula: "highest of the short legs; \(formula(shorts(row), key: key))",
                inputs: nested(shorts(row), key: key), method: shorts(row).first?.pricingMethod ?? "")
        case "distance_to_strike", "distance", "distance_dollars", "distance_sigmas":
            return distance(row, key: key)
        case "iv":
            let leg = nearestShort(row) ?? row.legs.first { contract($0) != nil }
            let part = leg.flatMap { definition($0, key: key) }
            return Definition(
                title: "implied volatility", figure: row.impliedVolatility, unit: .percentPerYear(decimals: 2),
                formula: "of the nearest short leg: \(part?.formula ?? "no option")",
                inputs: nested(leg.map { [$0] } ?? [], key: key), method: leg?.pricingMethod ?? "")
        case "underlying_price", "spot", "quotes", "mark":
            // Prices of the market belong to a leg.
            return row.legs.first.flatMap { definition($0, key: key == "spot" ? "underlying_price" : key) }
        default: return payoff(row, key: key) ?? column(row, key: key)
        }
    }

    private func distance(_ row: StrategyValuation, key: String) -> Definition {
        let leg = nearestShort(row)
        let name = leg.map { Self.name($0.position) } ?? ""
        let prices = leg.map { [spotInput($0), strikeInput($0)] } ?? []
        switch key {
        case "distance_dollars":
            return Definition(
                title: "distance in dollars", figure: row.distanceDollars, unit: .price,
                formula: "call: K - S; put: S - K; of the nearest short leg", inputs: prices.grouped(name),
                method: "exact")
        case "distance_sigmas":
            return Definition(
                title: "distance in standard deviations", figure: row.distanceSigmas, unit: .number("sigma"),
                formula: "call: ln(K / S) / (sigma sqrt T); put: -ln(K / S) / (sigma sqrt T)",
                inputs: (leg.map(termInputs) ?? []).grouped(name), method: "volatility of the nearest short leg")
        default:
            return Definition(
                title: "distance to the nearest short strike", figure: row.distance, unit: .percent,
                formula: "call: (K - S) / S; put: (S - K) / S; positive out of the money", inputs: prices.grouped(name),
                method: "the short leg with the smallest")
        }
    }
}
