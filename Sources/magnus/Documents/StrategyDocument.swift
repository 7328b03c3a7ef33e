import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// `magnus strategy`: what any legs can make and lose. An unbounded figure is the text `unlimited`.
enum StrategyDocument {
    static func json(_ figures: StrategyCalculator) -> JSONValue {
        func bounded(_ value: Double?) -> JSONValue { value.map { JSONValue($0) } ?? "unlimited" }
        var object = DocumentObject()
        object.set("name", .string(figures.name.rawValue))
        object.set("max_profit", bounded(figures.maximumProfit))
        object.set("max_loss", bounded(figures.maximumLoss))
        object.set("breakevens", .array(figures.breakevens.map { JSONValue($0) }))
        object.set("probability_of_profit", JSONValue(figures.probabilityOfProfit))
        object.set("expected_value", JSONValue(figures.expectedValue))
        object.set("expected_value_discounted", JSONValue(figures.expectedValueDiscounted))
        object.set("net_premium", JSONValue(figures.netPremium))
        object.set("horizon_years", JSONValue(figures.horizonYears))
        var greeks = DocumentObject()
        for (name, value) in Self.greeks(figures) { greeks.set(name, value, else: .notApplicable) }
        greeks.closeWithReasons()
        object.set("greeks", greeks)
        return object.json
    }

    static func text(_ figures: StrategyCalculator) -> [String] {
        func number(_ value: Double?, _ decimals: Int, isSigned: Bool = false) -> String? {
            value.flatMap { DecimalText.text($0, decimals: decimals, isSigned: isSigned, isGrouped: true) }
        }
        func dollars(_ value: Double?) -> String { number(value, 2, isSigned: true) ?? "unlimited" }
        let breakevens = figures.breakevens.compactMap { number($0, 2) }.joined(separator: "  ")
        var lines = [
            ("strategy", figures.name.rawValue.replacing("_", with: " ")),
            (figures.netPremium < 0 ? "debit" : "credit", dollars(figures.netPremium)),
            ("most it makes", dollars(figures.maximumProfit)), ("most it loses", dollars(figures.maximumLoss)),
            ("breaks even at", breakevens.isEmpty ? "-" : breakevens),
            ("chance of profit", (number(figures.probabilityOfProfit * 100, 1) ?? "-") + "%"),
            ("expected", dollars(figures.expectedValue)),
            ("expected, discounted", dollars(figures.expectedValueDiscounted)),
            ("horizon", (number(figures.horizonYears, 4) ?? "-") + " years"),
        ]
        for (name, value) in greeks(figures) {
            lines.append((name.replacing("_", with: " "), number(value, 4, isSigned: true) ?? "-"))
        }
        return lines.map { $0.0.padding(to: 22) + $0.1 }
    }

    private static func greeks(_ figures: StrategyCalculator) -> [(String, Double?)] {
        let greeks = figures.greeks
        return [
            ("delta", greeks?.delta), ("gamma", greeks?.gamma), ("theta_per_day", greeks?.thetaPerDay),
            ("vega_per_point", greeks?.vegaPerPoint), ("rho_per_point", greeks?.rhoPerPoint),
        ]
    }
}
