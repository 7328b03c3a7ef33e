import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The tables of the risk view in words and figures.
struct RiskText {
    let format: FigureFormat
    let glyphs: GlyphSet

    func sheet(_ section: RiskPage.Section, _ report: RiskReport) -> RiskSheet {
        switch section {
        case .measures: measures(report)
        case .days: days(report)
        case .limits: limits(report)
        case .margin: margin(report.exposure)
        case .events: events(report.exposure)
        case .assignment: assignment(report.exposure)
        case .attribution: attribution(report.exposure)
        case .greeks: greeks(report)
        case .hedges: hedges(report)
        }
    }

    /// What a section says in a line.
    func headline(_ section: RiskPage.Section, _ report: RiskReport) -> (text: String, scope: ThemeScope) {
        let exposure = report.exposure
        switch section {
        case .measures:
            guard let measure = report.measures.first(where: { $0.valueAtRisk.value != nil }) else {
                return ("no value at risk", .dataUnknown)
            }
            return (
                "\(format.percent(Figure(measure.confidence))) \(format.dollars(measure.valueAtRisk)), ES "
                    + format.dollars(measure.expectedShortfall), .text
            )
        case .days:
            guard let day = report.worst.first else { return ("none", .textDim) }
            return ("\(day.date.iso8601) \(format.profit(Figure(day.profit)))", FigureScope.profit(Figure(day.profit)))
        case .limits:
            let over = exposure.shares.filter { $0.isOver == true }
            guard let first = over.first else { return ("none over its limit", .text) }
            return (
                "\(first.key) \(format.netLiquidationShare(first.share))"
                    + (over.count > 1 ? ", \(over.count - 1) more over" : " over"), .alertHigh
            )
        case .margin:
            guard let account = exposure.accounts.first else { return ("no account", .textDim) }
            return (
                "\(format.dollars(account.marginRequirement)) of \(format.dollars(account.netLiquidation.figure)) held",
                .text
            )
        case .events:
            guard let event = exposure.events.first else { return ("none before expiry", .textDim) }
            return ("\(exposure.events.count), next \(event.symbol) \(kind(event)) \(event.date.monthDay)", .text)
        case .assignment:
            guard let sum = exposure.assignments.first else { return ("nothing short", .textDim) }
            return ("\(sum.expiry.monthDay) \(contracts(sum.expected)) of \(sum.contracts) expected", .text)
        case .attribution:
            guard let row = exposure.attribution?.book else { return ("no close to count from", .textDim) }
            return (
                "\(format.total(row.total, format.profit)), rest \(format.profit(row.residual.figure))",
                FigureScope.profit(row.total.figure)
            )
        case .greeks:
            let isOver = exposure.deltaFraction.value.map { !exposure.limits.deltaBand.contains($0) } ?? false
            return (
                "\(glyphs.beta)\(glyphs.delta) \(format.netLiquidationShare(exposure.deltaFraction)) NL, band "
                    + band(exposure.limits.deltaBand), isOver ? .alertHigh : .text
            )
        case .hedges:
            guard let hedges = exposure.hedges else { return ("not worked out yet", .textDim) }
            switch hedges.need {
            case .none: return ("inside the band, none needed", .text)
            case .unknown: return ("no \(glyphs.beta)\(glyphs.delta) to hedge", .dataUnknown)
            case .reduce, .raise:
                guard let first = hedges.suggestions.first else { return ("none can be offered", .alertHigh) }
                return ("\(first.title), cost \(format.dollars(first.cost))", .alertHigh)
            }
        }
    }

    // MARK: What a session costs

    private func measures(_ report: RiskReport) -> RiskSheet {
        let rows = report.measures.enumerated().map { index, measure in
            RiskSheet.Row(
                figure: .valueAtRisk(index),
                cells: [
                    .init(measure.method.words), .init(format.percent(Figure(measure.confidence))),
                    .init(format.dollars(measure.valueAtRisk), scope(measure.valueAtRisk)),
                    .init(format.decimalNetLiquidationShare(share(measure.valueAtRisk, report))),
                    .init(
                        "\(format.dollars(measure.valueAtRiskLow))..\(format.dollars(measure.valueAtRiskHigh))",
                        .textDim),
                    .init(format.dollars(measure.expectedShortfall), scope(measure.expectedShortfall)),
                    .init(format.dollars(measure.shortfallError), .textDim), .init(String(measure.outcomes), .textDim),
                ])
        }
        var notes: [String] = []
        if report.sessions < RiskReport.sessionMinimum {
            notes.append("\(report.sessions) joint sessions of history, \(RiskReport.sessionMinimum) needed.")
        } else {
            notes.append(
                "A loss is positive. Moves of \(report.sessions) sessions, \(report.firstDay?.iso8601 ?? "?") to "
                    + "\(report.lastDay?.iso8601 ?? "?"), all names together; no time passes.")
        }
        if !report.assumptions.isEmpty {
            notes.append("Without a history of their own: \(report.assumptions.map(\.symbol).joined(separator: ", "))")
        }
        if !report.excluded.isEmpty {
            notes.append(
                "In no outcome: "
                    + report.excluded.map { "\($0.title) (\($0.reason.rawValue))" }.joined(separator: ", "))
        }
        return RiskSheet(
            columns: [
                .init(heading: "Way", width: 11, rank: 0, isLeft: true, isFlexible: true),
                .init(heading: "Conf", width: 4, rank: 0), .init(heading: "VaR loss", width: 8, rank: 0),
                .init(heading: "of NL", width: 6, rank: 2), .init(heading: "95% interval", width: 17, rank: 3),
                .init(heading: "ES loss", width: 8, rank: 0), .init(heading: "± error", width: 8, rank: 1),
                .init(heading: "Outcomes", width: 8, rank: 4),
            ], rows: rows, notes: notes)
    }

    private func days(_ report: RiskReport) -> RiskSheet {
        let rows = report.worst.enumerated().map { index, day in
            var drivers = day.drivers.map { "\($0.symbol) \(format.profit(Figure($0.profit)))" }
            if let rest = day.rest() {
                drivers.append("\(CountedNoun.text(rest.symbols, "other")) \(format.profit(Figure(rest.profit)))")
            }
            return RiskSheet.Row(
                figure: .day(index),
                cells: [
                    .init(day.date.iso8601), .init(format.decimalPercent(Figure(day.benchmarkMove), isSigned: true)),
                    .init(format.profit(Figure(day.profit)), FigureScope.profit(Figure(day.profit))),
                    .init(drivers.joined(separator: ", "), .textDim),
                ])
        }
        return RiskSheet(
            columns: [
                .init(heading: "Session", width: 10, rank: 0, isLeft: true),
                .init(heading: report.benchmark, width: 6, rank: 1), .init(heading: "P/L", width: 9, rank: 0),
                .init(heading: "Most from", width: 16, rank: 0, isLeft: true, isFlexible: true),
            ], rows: rows, notes: ["Sessions of the past happening again to the book of now."],
            empty: "No history of sessions: nothing to repeat.")
    }

    // MARK: Limits

    private func limits(_ report: RiskReport) -> RiskSheet {
        func spread(_ title: String, _ figure: RiskFigure, _ part: RiskConcentration) -> RiskSheet.Row {
            let word = part.index.value.map { index in
                index < RiskConcentration.moderateFrom
                    ? "spread" : index > RiskConcentration.concentratedFrom ? "concentrated" : "moderate"
            }
            let index = part.index.value.flatMap { DecimalText.text($0, decimals: 3) }
            let names = part.effectiveNames.value.flatMap { DecimalText.text($0, decimals: 1) }
            return RiskSheet.Row(
                figure: figure,
                cells: [
                    .init("HHI", .textDim), .init(title), .init(names.map { "like \($0)" } ?? "", .textDim),
                    .init(index.map { mark(part.index) + $0 } ?? glyphs.unknown), .init(""),
                    .init(word ?? "", word == "concentrated" ? .alertHigh : .text),
                ])
        }
        let shares = report.exposure.shares.enumerated().map { index, share in
            RiskSheet.Row(
                figure: .share(index),
                cells: [
                    .init(share.kind.rawValue, .textDim), .init(share.key), .init(format.dollars(Figure(share.amount))),
                    .init(format.netLiquidationShare(share.share), share.isOver == true ? .alertHigh : .text),
                    .init(format.percent(Figure(share.limit)), .textDim),
                    .init(share.isOver.map { $0 ? "over" : "" } ?? glyphs.unknown, .alertHigh),
                ])
        }
        var notes = [
            "At risk: collateral of shorts, market value of shares, else the most that can be lost. A group moves "
                + "together by more than \(DecimalText.text(RiskLimits.groupCorrelation, decimals: 1) ?? "?")."
        ]
        if !report.exposure.unmeasured.isEmpty {
            notes.append(
                "Not measured: "
                    + report.exposure.unmeasured.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value.rawValue))" }
                    .joined(separator: ", "))
        }
        return RiskSheet(
            columns: [
                .init(heading: "Kind", width: 6, rank: 1, isLeft: true),
                .init(heading: "Name", width: 9, rank: 0, isLeft: true, isFlexible: true),
                .init(heading: "At risk", width: 9, rank: 2), .init(heading: "of NL", width: 6, rank: 0),
                .init(heading: "Limit", width: 5, rank: 0), .init(heading: "", width: 12, rank: 0, isLeft: true),
            ],
            rows: [
                spread("at risk by name", .concentration, report.concentration),
                spread("dollar delta", .deltaConcentration, report.deltaConcentration),
            ] + shares, notes: notes)
    }

    // MARK: Parts

    func share(_ figure: Figure, _ report: RiskReport) -> Figure {
        figure.combined(with: report.netLiquidation.figure) { $1 > 0 ? $0 / $1 : .nan }
    }

    func band(_ band: ClosedRange<Double>) -> String {
        let ends = [band.lowerBound, band.upperBound].map { DecimalText.text($0 * 100, isSigned: true) ?? "?" }
        return "\(ends[0])..\(ends[1])%"
    }

    func kind(_ event: RiskEvent) -> String {
        event.kind == .earnings
            ? "earnings" + (event.time == .unknown ? "" : " \(event.time.rawValue)") : "ex-dividend"
    }

    /// Contracts that may be expected, with one decimal.
    func contracts(_ total: Total) -> String {
        format.total(total) { figure in
            figure.value.flatMap { DecimalText.text($0, decimals: 1) }.map { mark(figure) + $0 } ?? glyphs.unknown
        }
    }

    func mark(_ figure: Figure) -> String { figure.trust.map(format.marks.mark) ?? "" }

    func scope(_ figure: Figure) -> ThemeScope {
        switch figure {
        case .known(_, .stale): .dataStale
        case .known(_, .estimated): .dataEstimated
        case .known: .text
        case .unknown: .dataUnknown
        }
    }
}
