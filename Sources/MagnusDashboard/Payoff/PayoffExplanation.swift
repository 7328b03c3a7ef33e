import MagnusDesk
import MagnusDomain

/// How a figure of a payoff comes about, from the report alone.
enum PayoffExplanation {
    /// What every id begins with.
    static let prefix = "payoff#"

    static func explanation(of key: String, _ report: PayoffReport, value: String) -> Explanation? {
        guard let definition = definition(of: key, report) else { return nil }
        return Explanation(
            id: prefix + key, title: "\(report.title): \(definition.title)", value: value,
            formula: definition.formula, inputs: definition.inputs(key, report), method: definition.method,
            origin: origin(report), notes: report.problems + definition.notes)
    }

    private struct Definition {
        var title: String
        var formula: String
        var method: String
        var notes: [String] = []
        /// Whether it depends on what is supposed, and on the distribution of the spot.
        var isShifted = false
        var hasDistribution = false
        /// Whether the dividends of shares are in it.
        var creditsDividends = false

        func inputs(_ key: String, _ report: PayoffReport) -> [ExplanationInput] {
            let source = "payoff"
            var result = [
                PayoffExplanation.number(
                    "S", report.spot, "USD/share", source: "quote", age: report.spotAgeSeconds, decimals: 4)
            ]
            result += report.laterSpots[key] ?? []
            if isShifted {
                result += [
                    PayoffExplanation.number("S supposed", report.point.spot, "USD/share", source: source, decimals: 4),
                    PayoffExplanation.fact("spot shift", "\(report.shift.spotPercent)", "%"),
                    PayoffExplanation.fact("volatility shift", "\(report.shift.volatilityPoints)", "points"),
                    PayoffExplanation.fact("days passed", "\(report.shift.days)", "days"),
                ]
            }
            if hasDistribution {
                for (level, sigma) in zip(report.breakevens, report.breakevenVolatilities) {
                    let place = DecimalText.text(level, decimals: 4) ?? "?"
                    result.append(
                        PayoffExplanation.number(
                            "sigma at \(place)", sigma, "per year", source: source, decimals: 6))
                }
            }
            if isShifted {
                result += [
                    PayoffExplanation.number("r", report.rate, "per year", source: "rate curve", decimals: 6),
                    PayoffExplanation.number("q", report.dividendYield, "per year", source: "profile", decimals: 6),
                    PayoffExplanation.number(
                        "T to the horizon", report.horizonYears, "years", source: "calendar", decimals: 8),
                    PayoffExplanation.number(
                        "PV of dividends", report.presentDividends, "USD/share", source: "profile, to the horizon",
                        decimals: 4),
                ]
            }
            for dividend in report.dividends where creditsDividends {
                result.append(
                    PayoffExplanation.number(
                        "dividend ex \(dividend.exDate.iso8601)", Figure(dividend.perShare), "USD/share",
                        source: "profile, paid to the shares", decimals: 4))
            }
            for leg in report.legs {
                var members = [
                    PayoffExplanation.number(
                        "shares stood for", Figure(leg.size), "shares", source: "legs", decimals: 0),
                    PayoffExplanation.number("entry", leg.entry, "USD/share", source: "ledger or quote", decimals: 4),
                    PayoffExplanation.number("mark", leg.mark, "USD/share", source: "quote", decimals: 4),
                ]
                if leg.impliedVolatility.reason != .notApplicable {
                    members.append(
                        PayoffExplanation.number("IV", leg.impliedVolatility, "per year", source: "mark", decimals: 6))
                    members.append(
                        PayoffExplanation.number("T", leg.years, "years", source: "calendar", decimals: 8))
                }
                result += (members + (leg.laterInputs[key] ?? [])).map { input in
                    var input = input
                    input.group = leg.name
                    return input
                }
            }
            return result
        }
    }

    private static func definition(of key: String, _ report: PayoffReport) -> Definition? {
        let curved = report.laterMethod.isEmpty ? "" : "; \(report.laterMethod)"
        let without =
            report.dividends.isEmpty
            ? []
            : [
                "without the dividends of the shares: whether a call takes these before the ex-date, the spot of one day does not tell"
            ]
        switch key {
        case "profit":
            return Definition(
                title: "profit at what is supposed",
                formula: "sum over legs of size x (value(S supposed, IV + shift, T - days) - entry)",
                method: report.method, notes: without, isShifted: true)
        case "delta", "gamma", "theta_per_day", "vega_per_point":
            return Definition(
                title: key.split(separator: "_").joined(separator: " "),
                formula: "sum over legs of size x the leg's own, at S supposed",
                method: report.method,
                notes: ["theta over the next calendar day, or to the settlement; vega per volatility point"],
                isShifted: true)
        case "net_premium":
            return Definition(
                title: "received at entry", formula: "-sum over legs of size x entry",
                method: "a draft enters at the natural price: sold at the bid, bought at the ask")
        case "max_profit", "max_loss":
            return Definition(
                title: key == "max_profit" ? "most that can be won" : "most that can be lost",
                formula:
                    "extreme over all spots at the first expiry of sum(size x (value - entry)); value: intrinsic of what ends then, of later legs their price",
                method: "piecewise linear between strikes\(curved)", notes: without)
        case "breakevens":
            return Definition(
                title: "breakevens",
                formula:
                    "spots at the first expiry where sum(size x (value - entry)) = 0; value: intrinsic of what ends then, of later legs their price",
                method: "piecewise linear between strikes\(curved)", notes: without)
        case "probability_of_profit":
            return Definition(
                title: "probability of profit",
                formula:
                    "P(profit > 0): sum over stretches between breakevens of N(-d2(upper)) - N(-d2(lower)), d2(L) = (ln((S - PV)/L) + (r - q - sigma^2/2) T) / (sigma sqrt(T))",
                method:
                    "risk-neutral log-normal; sigma of each breakeven: straight in K between the IVs of the legs that end first, beyond them of the nearest",
                notes: without,
                isShifted: true, hasDistribution: true)
        case "expected_value":
            return Definition(
                title: "expected value",
                formula:
                    "sum over legs of size x (e^(r T) x V - entry), V the value in the leg's own style at its own IV and T on S supposed with the dividends to come, T to the horizon; shares grow at r - q after their dividends, and have what those pay",
                method: "risk-neutral, exercised early where that is worth more, not discounted",
                notes: [
                    "of a draft about minus the cost of trading, of a position about its profit so far: no forecast",
                    "what early exercise pays earns the rate until the horizon: it can lie above the most that expiry pays",
                ],
                isShifted: true, creditsDividends: true)
        case "distribution_volatility":
            return Definition(
                title: "volatility used",
                formula:
                    "at the breakeven nearest to S, without one at S: straight in K between the IVs of the legs that end first, beyond them of the nearest, plus the shift",
                method: "each IV gives back the mark of its leg", isShifted: true)
        default: return nil
        }
    }

    private static func origin(_ report: PayoffReport) -> String {
        switch report.subject {
        case .strategy(let id): "position \(id)"
        case .candidate(let id): "candidate \(id)"
        case .roll(let choice): "position \(choice.position) rolled; nothing was sent"
        case .draft: "a draft of this screen; nothing was sent"
        }
    }

    static func number(
        _ name: String, _ figure: Figure, _ unit: String, source: String, age: Double? = nil, decimals: Int
    ) -> ExplanationInput {
        let text: String
        switch figure {
        case .known(let value, _): text = DecimalText.text(value, decimals: decimals) ?? "unknown"
        case .unknown(let reason): text = "unknown (\(reason.rawValue))"
        }
        return ExplanationInput(
            name: name, value: text, unit: figure.value == nil ? "" : unit, source: source, ageSeconds: age,
            trust: figure.trust ?? .fresh)
    }

    static func fact(_ name: String, _ value: String, _ unit: String) -> ExplanationInput {
        ExplanationInput(name: name, value: value, unit: unit, source: "keys", ageSeconds: nil)
    }
}
