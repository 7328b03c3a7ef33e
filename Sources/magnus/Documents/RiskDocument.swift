import MagnusDesk
import MagnusDomain

/// `magnus risk`: what a day may cost the book, and how concentrated it is.
enum RiskDocument {
    static func json(_ report: RiskReport, durationMilliseconds: Double, envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set("benchmark", text: report.benchmark)
        content.set("net_liquidation", report.netLiquidation)
        content.set("horizon_sessions", .integer(1))
        content.set("sessions", .integer(report.sessions))
        content.set("from", JSONValue(report.firstDay?.iso8601))
        content.set("to", JSONValue(report.lastDay?.iso8601))
        content.set("measures", report.measures.map { measure($0, report) })
        content.set("worst_days", report.worst.map(day))
        content.set("concentration", concentration(report.concentration))
        content.set("delta_concentration", concentration(report.deltaConcentration))
        setExposure(report.exposure, in: &content)
        setHedges(report.exposure.hedges, in: &content)
        content.set(
            "assumptions",
            report.assumptions.map { assumption in
                var entry = DocumentObject()
                entry.set("symbol", text: assumption.symbol)
                entry.set("prices_by_beta", .bool(assumption.usesBeta))
                entry.set("volatility_of_benchmark", .bool(assumption.borrowsVolatility))
                return entry
            })
        content.set("excluded", report.excluded.map(\.document))
        content.set("method", text: report.method)
        content.set("duration_ms", JSONValue((durationMilliseconds * 1000).rounded() / 1000))
        content.closeWithReasons()
        return envelope.document(content)
    }

    private static func measure(_ measure: RiskMeasure, _ report: RiskReport) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("method", text: measure.method.rawValue)
        entry.set("confidence", JSONValue(measure.confidence))
        entry.set("outcomes", .integer(measure.outcomes))
        entry.set("value_at_risk", measure.valueAtRisk)
        entry.set("value_at_risk_low", measure.valueAtRiskLow)
        entry.set("value_at_risk_high", measure.valueAtRiskHigh)
        entry.set("expected_shortfall", measure.expectedShortfall)
        entry.set("expected_shortfall_error", measure.shortfallError)
        entry.set("value_at_risk_fraction", share(measure.valueAtRisk, report))
        entry.closeWithReasons()
        return entry
    }

    /// Of net liquidation.
    static func share(_ figure: Figure, _ report: RiskReport) -> Figure {
        figure.combined(with: report.netLiquidation.figure) { $1 > 0 ? $0 / $1 : .nan }
    }

    private static func day(_ day: RiskDay) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("date", text: day.date.iso8601)
        entry.set("benchmark_move", JSONValue(day.benchmarkMove))
        entry.set("pnl", JSONValue(day.profit))
        entry.set(
            "drivers",
            day.drivers.map { driver in
                var part = DocumentObject()
                part.set("symbol", text: driver.symbol)
                part.set("pnl", JSONValue(driver.profit))
                return part
            })
        entry.set("other_symbols", .integer(day.others))
        entry.set("other_pnl", JSONValue(day.rest()?.profit ?? 0))
        return entry
    }

    private static func concentration(_ concentration: RiskConcentration) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("herfindahl_index", concentration.index)
        entry.set("effective_names", concentration.effectiveNames)
        entry.set(
            "weights",
            concentration.weights.map { weight in
                var part = DocumentObject()
                part.set("symbol", text: weight.symbol)
                part.set("amount", JSONValue(weight.amount))
                part.set("share", JSONValue(weight.share))
                return part
            })
        entry.set("unmeasured", JSONValue(list: concentration.unmeasured))
        entry.closeWithReasons()
        return entry
    }

    // MARK: - Text

    static func text(_ report: RiskReport, durationMilliseconds: Double, format: FigureFormat) -> [String] {
        var lines: [String] = []
        if report.sessions < RiskReport.sessionMinimum {
            lines.append(
                "No value at risk: \(report.sessions) joint sessions of history, \(RiskReport.sessionMinimum) needed.")
        } else if report.measures.allSatisfy({ $0.valueAtRisk.value == nil }) {
            lines.append("No value at risk: no position of the book can be priced.")
        } else {
            lines += measures(report, format) + [""] + days(report, format)
        }
        lines.append("")
        lines += concentration(report, format)
        lines += exposure(report.exposure, format) + hedges(report.exposure.hedges, format)
        if !report.assumptions.isEmpty {
            let names = report.assumptions.map { assumption in
                let words = [
                    assumption.usesBeta ? "prices by beta" : nil,
                    assumption.borrowsVolatility ? "volatility of \(report.benchmark)" : nil,
                ].compactMap { $0 }
                return "\(assumption.symbol) (\(words.joined(separator: ", ")))"
            }
            lines.append(DocumentText.line("Without a history of their own: \(names.joined(separator: ", "))"))
        }
        if !report.excluded.isEmpty {
            let names = report.excluded.map(\.words).joined(separator: ", ")
            lines.append(DocumentText.line("In no outcome: \(names)"))
        }
        let took = DecimalText.text(durationMilliseconds, decimals: 0) ?? "?"
        return lines + [DocumentText.line("\(report.method). \(took) ms.")]
    }

    private static func measures(_ report: RiskReport, _ format: FigureFormat) -> [String] {
        var table = TextTable([
            .left("One session"), .right("Conf"), .right("VaR"), .right("of NL"), .right("95% interval"), .right("ES"),
            .right("± error"), .right("Outcomes"),
        ])
        for measure in report.measures {
            table.add([
                measure.method.words, format.percent(Figure(measure.confidence)), format.dollars(measure.valueAtRisk),
                format.isMasked
                    ? MoneyMask.hidden : format.decimalPercent(share(measure.valueAtRisk, report)),
                "\(format.dollars(measure.valueAtRiskLow))..\(format.dollars(measure.valueAtRiskHigh))",
                format.dollars(measure.expectedShortfall), format.dollars(measure.shortfallError),
                String(measure.outcomes),
            ])
        }
        let first = report.firstDay?.iso8601 ?? "?"
        let last = report.lastDay?.iso8601 ?? "?"
        return table.lines + [
            DocumentText.line(
                "A loss is positive. Moves of \(report.sessions) sessions, \(first) to \(last), all names together; "
                    + "net liquidation \(format.total(report.netLiquidation, format.dollars)).")
        ]
    }

    private static func days(_ report: RiskReport, _ format: FigureFormat) -> [String] {
        var table = TextTable([
            .left("Worst sessions"), .right(report.benchmark), .right("P/L"), .left("Most from"),
        ])
        for day in report.worst {
            var drivers = day.drivers.prefix(3).map {
                "\($0.symbol) \(format.profit(Figure($0.profit)))"
            }
            if let rest = day.rest(after: 3) {
                drivers.append("\(CountedNoun.text(rest.symbols, "other")) \(format.profit(Figure(rest.profit)))")
            }
            table.add([
                day.date.iso8601, format.decimalPercent(Figure(day.benchmarkMove), isSigned: true),
                format.profit(Figure(day.profit)), drivers.joined(separator: ", "),
            ])
        }
        return table.lines
    }

    private static func concentration(_ report: RiskReport, _ format: FigureFormat) -> [String] {
        func line(_ title: String, _ part: RiskConcentration) -> String {
            guard let index = part.index.value, let names = part.effectiveNames.value else {
                return DocumentText.line("\(title): nothing measured")
            }
            let word =
                index < RiskConcentration.moderateFrom
                ? "spread" : index > RiskConcentration.concentratedFrom ? "concentrated" : "moderate"
            let top = part.weights.prefix(5).map { "\($0.symbol) \(format.percent(Figure($0.share)))" }
            let missing = part.unmeasured.isEmpty ? "" : "; not measured: \(part.unmeasured.joined(separator: ", "))"
            return DocumentText.line(
                "\(title): HHI \(DecimalText.text(index, decimals: 3) ?? "?") (\(word), like "
                    + "\(DecimalText.text(names, decimals: 1) ?? "?") equal names): \(top.joined(separator: ", "))\(missing)"
            )
        }
        return [
            line("At risk by name", report.concentration), line("Dollar delta by name", report.deltaConcentration),
        ]
    }
}
