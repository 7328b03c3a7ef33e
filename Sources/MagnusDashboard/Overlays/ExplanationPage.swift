import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The page behind `x`.
enum ExplanationPage {
    static func lines(_ page: ExplainPage, format: FigureFormat) -> [PageLine] {
        if page.isMissing {
            return [
                .text("Nothing explains \(page.id): the row is gone, or the figure is not computed here.", .textDim)
            ]
        }
        guard let explanation = page.explanation else { return [.text("Asking the engine...", .textDim)] }
        let told = format.isMasked && isMoney(explanation.id) ? MoneyMask.hidden : format.sentence(explanation.value)
        var lines: [PageLine] = [
            .text(format.marks.mark(explanation.trust) + told, .textStrong), .blank, .heading("Formula"),
            .text(explanation.formula),
        ]
        if !explanation.inputs.isEmpty {
            lines += [.blank, .heading("Inputs")]
            var group = ""
            for input in explanation.inputs {
                if input.group != group, !input.group.isEmpty {
                    lines += [.blank, .text(format.sentence(input.group), .textStrong)]
                }
                group = input.group
                let age = input.ageSeconds.flatMap { DurationText.age($0) }.map { " " + $0 } ?? ""
                let scope: ThemeScope =
                    input.trust == .fresh ? .text : input.trust == .stale ? .dataStale : .dataEstimated
                lines.append(
                    .pair(input.name, "\(value(input, format: format)) \(input.unit) · \(input.source)\(age)", scope))
            }
        }
        lines += [.blank, .heading("Method"), .text(explanation.method)]
        if !explanation.origin.isEmpty { lines += [.blank, .heading("Origin"), .text(explanation.origin)] }
        if !explanation.notes.isEmpty {
            lines += [.blank, .heading("Notes")]
            lines += explanation.notes.map { .text(format.sentence($0)) }
        }
        return lines
    }

    /// With its mark of trust, and hidden where it is money under the mask.
    static func value(_ input: ExplanationInput, format: FigureFormat) -> String {
        // A count and a contract's own terms are no amount, whatever they look like.
        let isCount = ["contracts", "usd per 1.00", "days"].contains(input.unit.lowercased())
        let text =
            isCount
            ? input.value
            : format.isMasked && isMoney(input) ? MoneyMask.hidden : format.sentence(input.value)
        return format.marks.mark(input.trust) + text
    }

    /// Keys of figures that are no amounts of money; every other value falls under the mask.
    private static let harmless: Set<String> = [
        "profit_captured", "captured", "distance_to_strike", "distance", "distance_sigmas", "distance_dollars", "delta",
        "gamma", "assignment_probability", "early_exercise_probability", "mark", "mark_price",
        "entry_price", "left_per_year", "iv", "iv_percentile", "breakevens", "underlying_price", "score", "priority",
        "dte", "expiry", "days_held", "flags", "intent", "basis", "quotes",
        "average_price", "exercise_by_next_session_probability", "day_fraction", "benchmark_price",
        "unrealized_pnl_fraction", "probability_of_profit", "distribution_volatility", "volatility_index", "data_age",
        "session", "speed", "delta_band", "premium", "annualized_return", "out_of_the_money", "liquidity",
        "herfindahl_index", "expected_assigned",
    ]

    private static func isMoney(_ id: String) -> Bool {
        // What all the market quotes is nobody's money.
        if id.hasPrefix("chain/") || id.hasPrefix(VolatilityExplanation.prefix) || id.hasPrefix("book#alerts/")
            || id.hasPrefix(ChartExplanation.prefix)
            // Its sectors are of the book, and have a key.
            || id.hasPrefix(MarketExplanation.prefix) && !id.contains("#") || id.hasPrefix("room#rejected/")
        {
            return false
        }
        return !harmless.contains(id.split(separator: "#").last.map(String.init) ?? "")
    }

    private static func isMoney(_ input: ExplanationInput) -> Bool {
        let unit = input.unit.lowercased()
        // Shares of net liquidation, and the book's delta in shares, are an amount once a price is known.
        let telling = ["net liquidation", "buying power", "beta-weighted delta"]
        if telling.contains(where: input.name.lowercased().contains) { return true }
        guard unit.hasPrefix("usd") || unit.hasPrefix("dollar") || unit == "$" else { return false }
        let name = input.name.lowercased()
        let isPrice = ["price", "strike", "spot", "bid", "ask", "mark", "entry"].contains { name.contains($0) }
        return !(isPrice || unit.contains("share"))
    }
}
