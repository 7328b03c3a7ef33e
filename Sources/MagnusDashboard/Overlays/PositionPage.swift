import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Everything about one position row.
enum PositionPage {
    static func title(_ strategy: StrategyValuation) -> String { "\(strategy.symbol) \(strategy.title)" }

    static func lines(
        _ strategy: StrategyValuation, _ snapshot: DeskSnapshot, note: String?, format: FigureFormat
    ) -> [PageLine] {
        var lines: [PageLine] = []
        lines.append(
            .pair("Strategy", strategy.kind.rawValue.map { $0 == "_" ? " " : $0 }.reduce(into: "") { $0.append($1) }))
        lines.append(.pair("Account", strategy.account))
        if let expiry = strategy.expiry {
            let days = strategy.daysToExpiry.map { ", " + CountedNoun.text($0, "day") } ?? ""
            lines.append(.pair("Expiry", "\(expiry.weekday.abbreviation) \(expiry.iso8601)\(days)"))
        }
        lines.append(.pair("Intent", strategy.intent.rawValue))
        lines += money(strategy, format)
        lines += risk(strategy, format)
        lines += [.blank, .heading("Legs")]
        for leg in strategy.legs { lines += self.leg(leg, format) }
        let alerts = snapshot.alerts.filter { $0.finding.positionIdentifier == strategy.id }
        if !alerts.isEmpty {
            lines += [.blank, .heading("Alerts")]
            for alert in alerts {
                lines.append(
                    .text(
                        "\(alert.finding.priority.rawValue) \(format.sentence(alert.finding.title))",
                        FigureScope.severity(alert.finding.priority)))
                lines.append(.text(format.sentence(alert.finding.message), .textDim))
            }
        }
        if let note, !note.isEmpty { lines += [.blank, .heading("Note"), .text(note)] }
        return lines
    }

    private static func money(_ strategy: StrategyValuation, _ format: FigureFormat) -> [PageLine] {
        func unlimited(_ figure: Figure) -> String {
            let words: Set<UnknownReason?> = [.unsupported, .notApplicable, .unlimited]
            return words.contains(figure.reason) ? "unlimited" : format.dollars(figure)
        }
        return [
            .blank, .heading("Money"),
            .pair("Open P/L", format.profit(strategy.unrealizedProfit), FigureScope.profit(strategy.unrealizedProfit)),
            .pair("Today", format.profit(strategy.dayProfit), FigureScope.profit(strategy.dayProfit)),
            .pair("Captured", format.captured(strategy.captured)),
            .pair("Maximum profit", unlimited(strategy.maximumProfit)),
            .pair("Maximum loss", unlimited(strategy.maximumLoss)),
            .pair("Cost to close", format.dollars(strategy.costToClose)),
            .pair("Left a year", format.decimalPercent(strategy.leftPerYear)),
            .pair(
                "Collateral",
                strategy.collateral.reason == .unlimited ? "unlimited" : format.dollars(strategy.collateral)),
            .pair("Entry, mark", "\(format.price(strategy.entryPrice)), \(format.price(strategy.markPrice)) a share"),
        ]
    }

    private static func risk(_ strategy: StrategyValuation, _ format: FigureFormat) -> [PageLine] {
        var lines: [PageLine] = [
            .blank, .heading("Risk"),
            .pair(
                "Distance",
                "\(format.distance(strategy.distance, dollars: strategy.distanceDollars)), "
                    + "\(sigmas(strategy.distanceSigmas, format))",
                (strategy.distance.value ?? 0) < 0 ? .pnlDown : .text),
            .pair("Assignment", format.percent(strategy.assignmentProbability)),
            .pair("Delta", format.shares(strategy.delta) + " shares"),
            .pair("Theta", format.profit(strategy.thetaPerDay) + " a day"),
            .pair("Vega", format.profit(strategy.vegaPerPoint) + " a point"),
            .pair("Short extrinsic", format.dollars(strategy.extrinsic)),
            .pair(
                "IV, percentile",
                "\(format.decimalPercent(strategy.impliedVolatility)), \(format.rank(strategy.volatilityPercentile))"),
        ]
        if !strategy.breakevens.isEmpty {
            lines.append(
                .pair("Breakeven", strategy.breakevens.map { format.price(Figure($0)) }.joined(separator: ", ")))
        }
        if !strategy.flags.isEmpty {
            lines.append(.pair("Flags", strategy.flags.map { "\($0.rawValue) \(words($0))" }.joined(separator: ", ")))
        }
        return lines
    }

    private static func sigmas(_ figure: Figure, _ format: FigureFormat) -> String {
        guard let value = figure.value, let text = DecimalText.text(value, decimals: 1, isSigned: true) else {
            return "\(format.marks.unknown)σ"
        }
        return text + "σ"
    }

    private static func leg(_ leg: PositionValuation, _ format: FigureFormat) -> [PageLine] {
        let quotes = [leg.bid, leg.ask].map { format.price(Figure($0, else: .oneSided)) }.joined(separator: " × ")
        let age = leg.markAgeSeconds.flatMap { DurationText.age($0) } ?? "no time"
        var lines: [PageLine] = [
            .text("\(leg.position.instrument.underlying) \(PositionCells.title(leg))", .textStrong),
            .pair("  mark", "\(format.price(leg.mark)) · \(quotes) · \(leg.markSource), \(age)"),
            .pair(
                "  P/L, value",
                "\(format.profit(leg.unrealizedProfit)), \(format.dollars(leg.marketValue))"),
        ]
        if leg.daysToExpiry != nil {
            lines.append(
                .pair(
                    "  Greeks",
                    "Δ \(format.shares(leg.delta))  θ \(format.profit(leg.thetaPerDay))  "
                        + "vega \(format.profit(leg.vegaPerPoint))  IV \(format.decimalPercent(leg.impliedVolatility))")
            )
        }
        if let basis = leg.position.stockBasis {
            let values = [basis.broker, basis.tax, basis.wheel].map { format.price(Figure($0, else: .noBasis)) }
            lines.append(.pair("  basis", "broker \(values[0])  tax \(values[1])  wheel \(values[2])"))
        }
        for (key, reason) in leg.reasons.sorted(by: { $0.key < $1.key }).prefix(8) where reason != .notApplicable {
            lines.append(.pair("  \(key)", "unknown: \(reason.rawValue)", .dataUnknown))
        }
        return lines
    }

    static func words(_ flag: PositionFlag) -> String {
        switch flag {
        case .dividend: "dividend"
        case .pin: "pin"
        case .earnings: "earnings"
        case .lossLimit: "loss limit"
        case .target: "target"
        case .rollWindow: "roll window"
        case .uncoveredShares: "uncovered shares"
        case .belowBasis: "call under basis"
        case .workingOrder: "working order"
        case .adjusted: "adjusted contract"
        case .settling: "settling"
        case .note: "note"
        case .funded: "wanted and funded"
        }
    }
}
