import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Figures of a payoff in words.
struct PayoffText {
    let format: FigureFormat
    let glyphs: GlyphSet

    /// A line of figures; `key` names what explain tells about it.
    struct Line: Equatable {
        var name: String
        var text: String
        var scope: ThemeScope = .text
        var key: String?
    }

    /// `credit 290 (at mid 305)` and so on, most important first.
    func summary(_ report: PayoffReport) -> [String] {
        var parts = [premium(report)]
        if let problem = report.problems.first { parts.append(format.sentence(problem)) }
        return parts + [
            "max \(bound(report.maximumProfit, isLoss: false)) / \(bound(report.maximumLoss, isLoss: true))",
            "BE \(breakevens(report))", "POP \(format.percent(report.probabilityOfProfit))",
            "EV \(format.profit(report.expectedValue))", "\(glyphs.delta) \(shares(report.point.delta))",
            "\(glyphs.theta)/d \(format.profit(report.point.thetaPerDay))",
        ]
    }

    func premium(_ report: PayoffReport) -> String {
        guard let net = report.netPremium.value else { return "net \(format.marks.unknown)" }
        let word = net < 0 ? "debit" : "credit"
        let text = "\(word) \(format.dollars(report.netPremium.map { abs($0) }))"
        guard let mid = report.netPremiumAtMid.value, abs(mid - net) >= 0.5 else { return text }
        // A debit at the mid beside a credit at the natural prices keeps its sign.
        let other = (mid < 0) == (net < 0) ? format.dollars(Figure(abs(mid))) : format.profit(Figure(mid))
        return "\(text) (at mid \(other))"
    }

    func breakevens(_ report: PayoffReport) -> String {
        guard report.maximumProfit.reason == nil || report.maximumProfit.reason == .unlimited else {
            return format.marks.unknown
        }
        return report.breakevens.isEmpty
            ? "none" : report.breakevens.map { format.price(Figure($0)) }.joined(separator: " ")
    }

    func bound(_ figure: Figure, isLoss: Bool) -> String {
        if figure.reason == .unlimited { return "unlimited" }
        return format.profit(isLoss ? figure.map { -$0 } : figure)
    }

    private func shares(_ figure: Figure) -> String {
        guard let value = figure.value, abs(value) < 10 else { return format.shares(figure) }
        return DecimalText.text(value, decimals: 1, isSigned: true).map {
            format.marks.mark(figure.trust ?? .fresh) + $0
        }
            ?? format.marks.unknown
    }

    private func decimals(_ figure: Figure, _ decimals: Int, isSigned: Bool = true) -> String {
        guard let value = figure.value, let text = DecimalText.text(value, decimals: decimals, isSigned: isSigned)
        else {
            return format.marks.unknown
        }
        return format.marks.mark(figure.trust ?? .fresh) + text
    }

    /// What is supposed, the slider first that the keys of a row move.
    func supposed(_ report: PayoffReport?, _ shift: PayoffShift, keys: (String, String, String)) -> [String] {
        let spot = report?.point.spot ?? .unknown(.noSource)
        let percent = DecimalText.text(Double(shift.spotPercent), isSigned: true) ?? "0"
        let points = DecimalText.text(Double(shift.volatilityPoints), isSigned: true) ?? "0"
        return [
            "\(keys.0) spot \(format.price(spot))" + (shift.spotPercent == 0 ? "" : " (\(percent)%)"),
            "\(keys.1) vol \(shift.volatilityPoints == 0 ? "as quoted" : points + " points")",
            "\(keys.2) \(shift.days == 0 ? "today" : "in " + CountedNoun.text(shift.days, "day"))",
        ]
    }

    /// Every figure with its name.
    func lines(_ report: PayoffReport) -> [Line] {
        let day = report.shift.days == 0 ? "now" : "+\(report.shift.days)d"
        let end = report.horizon.map { "at expiry \($0.iso8601)" } ?? "with the spot"
        var lines = report.problems.map { Line(name: "", text: format.sentence($0), scope: .alertMedium) }
        let point = report.point
        lines += [
            Line(name: "P/L \(day)", text: format.profit(point.profit), scope: scope(point.profit), key: "profit"),
            Line(name: glyphs.delta, text: shares(point.delta), key: "delta"),
            Line(name: glyphs.gamma, text: decimals(point.gamma, 2), key: "gamma"),
            Line(name: glyphs.theta + "/day", text: format.profit(point.thetaPerDay), key: "theta_per_day"),
            Line(name: "vega", text: format.profit(point.vegaPerPoint), key: "vega_per_point"),
            Line(name: "entry", text: premium(report), key: "net_premium"),
            Line(name: "max profit", text: bound(report.maximumProfit, isLoss: false), key: "max_profit"),
            Line(name: "max loss", text: bound(report.maximumLoss, isLoss: true), key: "max_loss"),
            Line(name: "breakeven", text: breakevens(report), key: "breakevens"),
            Line(
                name: "POP", text: format.percent(report.probabilityOfProfit) + ", risk-neutral",
                key: "probability_of_profit"),
            Line(
                name: "EV", text: format.profit(report.expectedValue) + ", risk-neutral", key: "expected_value"),
            Line(
                name: "\(glyphs.sigma) used", text: format.decimalPercent(report.distributionVolatility),
                key: "distribution_volatility"),
            Line(name: "figures", text: end, scope: .textDim),
        ]
        for dividend in report.dividends {
            lines.append(
                Line(
                    name: "dividend",
                    text:
                        "\(format.profit(Figure(dividend.cash))), ex \(dividend.exDate.iso8601), only in EV unless called",
                    scope: .textDim))
        }
        for leg in report.legs {
            var text = "in \(format.price(leg.entry)) now \(format.price(leg.mark))"
            if leg.impliedVolatility.reason != .notApplicable {
                text += " IV \(format.decimalPercent(leg.impliedVolatility))"
            }
            lines.append(Line(name: leg.name, text: text, scope: .textDim))
        }
        return lines
    }

    private func scope(_ figure: Figure) -> ThemeScope { FigureScope.profit(figure) }
}
