import MagnusDesk
import MagnusDomain

/// Technicals: the step from the session before where a figure is smoothed, else the sessions of its window.
extension ChartExplanation {
    private typealias Parts = (formula: String, inputs: [ExplanationInput], notes: [String])

    /// Sessions that are listed one by one; those before them as their sum.
    private static let listed = 20

    func technical(_ key: ChartFigure.Technical) -> Explanation {
        let figure = report.technicals.last?[keyPath: key.path] ?? .unknown(.noSource)
        let parts = parts(key)
        var notes = parts.notes
        if figure.value == nil { notes.append(ChartText.words(figure.reason ?? .noSource)) }
        return Explanation(
            id: identifier(.technical(key)), title: "\(report.symbol) \(key.title)",
            value: told(figure, key.isIndex ? "" : "USD a share"), formula: parts.formula, inputs: parts.inputs,
            method: "of closed sessions, its own and earlier ones alone", origin: origin, notes: notes)
    }

    private func parts(_ key: ChartFigure.Technical) -> Parts {
        switch key {
        case .average20: ("sum of the closes / 20", closes(20), [])
        case .average50: ("sum of the closes / 50", closes(50), [])
        case .average200: ("sum of the closes / 200", closes(200), [])
        case .exponential20:
            (
                "before + 2/21 (close - before)", [before(key), close()],
                ["begun with the mean of the first 20 closes"]
            )
        case .volumeWeighted: ("sum of (H + L + C)/3 x volume / sum of volume", traded(), ["an index has no volume"])
        case .upperBand, .lowerBand:
            (
                "average of 20 \(key == .upperBand ? "+" : "-") 2 x standard deviation of the 20 closes (divisor n)",
                closes(20) + [now(.average20)], []
            )
        case .relativeStrength:
            ("100 - 100 / (1 + mean gain / mean loss)", closes(15), [Self.wilder("means of gains and losses"), whole])
        case .convergence:
            (
                "EMA 12 of the closes - EMA 26", closes(Self.listed),
                ["EMA n: before + 2/(n + 1) (close - before), begun with the mean of the first n closes", whole]
            )
        case .convergenceSignal:
            ("before + 2/10 (MACD - before)", [before(key), now(.convergence)], ["begun with the mean of the first 9"])
        case .convergenceHistogram: ("MACD - signal", [now(.convergence), now(.convergenceSignal)], [])
        case .trueRange:
            (
                "(13 before + TR) / 14, TR = greatest of H - L, |H - close before|, |L - close before|",
                [before(key)] + ranges(), []
            )
        case .plusDirection, .minusDirection:
            (
                "100 x smoothed \(key == .plusDirection ? "rise of the high" : "fall of the low") / smoothed true range",
                ranges(), [Self.wilder("both"), whole]
            )
        case .directionIndex:
            (
                "(13 before + DX) / 14, DX = 100 |+DI - -DI| / (+DI + -DI)",
                [before(key), now(.plusDirection), now(.minusDirection)], []
            )
        }
    }

    private static func wilder(_ what: String) -> String {
        "\(what): Wilder's of 14, (13 before + of the session) / 14, begun with the first 14"
    }

    private var whole: String {
        "all \(CountedNoun.text(report.technicals.rows.count, "session")) go in, older ones ever less; "
            + "magnus history \(report.symbol) --json lists them"
    }

    // MARK: Inputs

    /// The last closes of a window, one by one as far as they are listed, and the sum of the earlier ones.
    private func closes(_ window: Int) -> [ExplanationInput] {
        let rows = report.technicals.rows.suffix(window)
        let earlier = rows.dropLast(Self.listed)
        let sum = earlier.reduce(0) { $0 + $1.bar.close }
        let head =
            earlier.isEmpty
            ? []
            : [
                price(
                    "sum of the \(earlier.count) earlier close prices", Figure(sum),
                    "\(earlier.first?.bar.date.iso8601 ?? "") to \(earlier.last?.bar.date.iso8601 ?? "")", nil)
            ]
        return head
            + rows.suffix(Self.listed).map { price("close price", Figure($0.bar.close), $0.bar.date.iso8601, nil) }
    }

    private func close() -> ExplanationInput {
        let last = report.technicals.last?.bar
        return price("close price", Figure(last?.close, else: .noSource), last?.date.iso8601 ?? "", nil)
    }

    private func traded() -> [ExplanationInput] {
        report.technicals.rows.suffix(20).flatMap { row in
            let bar = row.bar
            return [
                price(
                    "mean price", Figure((bar.high + bar.low + bar.close) / 3), "(H + L + C)/3 of \(bar.date.iso8601)",
                    nil),
                ExplanationInput(
                    name: "volume", value: number(bar.volume, 0), unit: "shares", source: bar.date.iso8601,
                    ageSeconds: nil),
            ]
        }
    }

    /// High and low of the last session, and the close before it.
    private func ranges() -> [ExplanationInput] {
        let rows = report.technicals.rows
        guard let last = rows.last?.bar else { return [] }
        let day = last.date.iso8601
        let former = rows.dropLast().last.map {
            [price("close price before", Figure($0.bar.close), $0.bar.date.iso8601, nil)]
        }
        return [price("high price", Figure(last.high), day, nil), price("low price", Figure(last.low), day, nil)]
            + (former ?? [])
    }

    /// The same figure of the session before.
    private func before(_ key: ChartFigure.Technical) -> ExplanationInput {
        let row = report.technicals.rows.dropLast().last
        return input("before", key, row)
    }

    private func now(_ key: ChartFigure.Technical) -> ExplanationInput {
        input(key.title, key, report.technicals.last)
    }

    private func input(_ name: String, _ key: ChartFigure.Technical, _ row: TechnicalRow?) -> ExplanationInput {
        let figure = row?[keyPath: key.path] ?? .unknown(.noSource)
        return ExplanationInput(
            name: name, value: told(figure, "", decimals: 6),
            unit: figure.value == nil || key.isIndex ? "" : "USD a share",
            source: row?.bar.date.iso8601 ?? report.technicals.source, ageSeconds: nil)
    }
}
