import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The pages of the market view in words and figures.
struct MarketText {
    let format: FigureFormat
    let glyphs: GlyphSet

    func sheet(_ section: MarketPage.Section, _ report: MarketReport) -> MarketSheet {
        switch section {
        case .regime:
            report.regime.map { regime($0, lastSession: report.lastSession) }
                ?? MarketSheet(empty: report.regimeRefusal ?? "No regime.")
        case .correlation:
            report.correlation.map(correlation) ?? MarketSheet(empty: report.correlationRefusal ?? "No correlations.")
        case .sectors:
            report.sectors.map(sectors) ?? MarketSheet(empty: report.sectorsRefusal ?? "There is no book yet.")
        }
    }

    // MARK: Regime

    private func regime(_ report: RegimeReport, lastSession: CalendarDate) -> MarketSheet {
        guard let session = report.session else {
            return MarketSheet(empty: "\(report.symbol): \(report.source) has no daily bars.")
        }
        var rows = [trend(report.trend), volatility(report.volatility), risk(report.risk)]
        rows += report.risk.votes.enumerated().map { index, vote in
            let says = vote.saysOff.map { $0 ? "off" : "on" } ?? "not known"
            let scope: ThemeScope = vote.saysOff == nil ? .dataUnknown : vote.saysOff == true ? .alertHigh : .text
            return row(.vote(index), "  vote", says, nil, words(vote), scope)
        }
        rows += model(report.model)
        var notes = ["\(report.symbol) at the close of \(session.iso8601); nothing here is a forecast."]
        if session < lastSession {
            notes.append("The session of \(lastSession.iso8601) is missing: all of it is as of an earlier close.")
        }
        if report.rulesAgree == false { notes.append("Rule and model disagree on volatility; both are shown.") }
        return MarketSheet(
            columns: [
                .init(heading: "Part", width: 13, rank: 0, isLeft: true), .init(heading: "Says", width: 10, rank: 0),
                .init(heading: "Since", width: 10, rank: 1),
                .init(heading: "Because", width: 12, rank: 0, isLeft: true, isFlexible: true),
            ], rows: rows, notes: notes + remarks(report.history))
    }

    private func row(
        _ figure: MarketFigure, _ part: String, _ says: String, _ since: CalendarDate?, _ reasons: String,
        _ scope: ThemeScope = .text
    ) -> MarketSheet.Row {
        MarketSheet.Row(
            figure: figure,
            cells: [.init(part), .init(says, scope), .init(since?.iso8601 ?? "", .textDim), .init(reasons, .textDim)],
            detail: reasons)
    }

    private func trend(_ trend: TrendReading) -> MarketSheet.Row {
        let figures =
            "close \(format.price(trend.close)), average of 50 \(format.price(trend.average50)), of 200 "
            + format.price(trend.average200)
        guard let held = trend.held else {
            return row(.trend, "Trend", "not known", nil, "it takes 200 sessions; \(figures)", .dataUnknown)
        }
        return row(.trend, "Trend", held.value.rawValue, held.since, figures + pending(held, held.latest.rawValue))
    }

    /// That the last closes say otherwise, for what does not switch yet.
    private func pending<Value>(_ held: HeldClass<Value>, _ word: String) -> String {
        held.pending > 0 ? "; \(held.pending) of \(TrendReading.closesToSwitch) closes say \(word)" : ""
    }

    private func volatility(_ regime: VolatilityRegime) -> MarketSheet.Row {
        let figures =
            switch regime.method {
            case .volatilityIndex: "VIX \(format.price(regime.level)): low under 15, high from 25, crisis from 35"
            case .ownPercentile:
                "30-day volatility \(format.decimalPercent(regime.level)), percentile \(format.rank(regime.percentile)) "
                    + "of \(regime.sessions) sessions: low under 30, high over 80, crisis over 97"
            }
        guard let held = regime.held else {
            return row(.volatility, "Volatility", "not known", nil, figures, .dataUnknown)
        }
        let isHigh = held.value == .high || held.value == .crisis
        return row(
            .volatility, "Volatility", held.value.rawValue, held.since,
            figures + pending(held, held.latest.rawValue), isHigh ? .alertHigh : .text)
    }

    private func risk(_ regime: RiskRegime) -> MarketSheet.Row {
        let unknown = regime.unknownVotes > 0 ? ", \(regime.unknownVotes) not known" : ""
        var reasons =
            "\(regime.offVotes) of \(regime.votes.count) votes say off\(unknown); it takes \(RiskRegime.votesNeeded)"
        if let held = regime.held { reasons += pending(held, Self.word(held.latest)) }
        let value = regime.held?.value ?? .undetermined
        return row(
            .risk, "Risk appetite", value == .undetermined ? "not known" : Self.word(value),
            value == .undetermined ? nil : regime.held?.since, reasons,
            value == .off ? .alertHigh : value == .undetermined ? .dataUnknown : .text)
    }

    static func word(_ appetite: RiskRegime.Appetite) -> String {
        switch appetite {
        case .on: "on"
        case .off: "off"
        case .undetermined: "neither"
        }
    }

    func words(_ vote: RiskRegime.Vote) -> String {
        let (value, limit) = (format.price(vote.value), format.price(vote.limit))
        return switch vote.kind {
        case .volatilityIndex: "VIX \(value), off from \(limit)"
        case .termStructure: "VIX/VIX3M \(value), off above \(limit)"
        case .drawdown:
            "\(format.decimalPercent(vote.value)) below the highest close of 252 sessions, off beyond "
                + format.decimalPercent(vote.limit)
        case .credit: "HYG/IEF \(value), off below its average of 100 sessions \(limit)"
        }
    }

    private func model(_ model: RegimeModel) -> [MarketSheet.Row] {
        guard model.missing == nil, let through = model.fittedThrough else {
            let why =
                model.missing == .insufficientHistory
                ? "\(model.sessions) sessions up to the end of last month, \(RegimeModel.sessionMinimum) are needed"
                : model.missing == .noSource ? "no daily bars" : "the sessions do not tell three states apart"
            return [row(.model, "Model", "none", nil, "no probabilities: \(why)", .dataUnknown)]
        }
        return zip(RegimeModel.names, model.states).enumerated().map { index, named in
            let (name, state) = named
            let days = DecimalText.text(state.expectedSessions) ?? "?"
            let mean = DecimalText.text(state.meanReturn * 100, decimals: 2, isSigned: true) ?? "?"
            let reasons =
                "volatility \(format.decimalPercent(Figure(state.volatility))), lasts \(days) sessions, \(mean)% a day, "
                + "\(format.percent(Figure(state.longRunShare))) of all time; fitted to \(model.sessions) sessions "
                + "through \(through.iso8601)"
            return row(
                .state(index), "P(\(name))", format.decimalPercent(Figure(state.probability)), nil, reasons,
                index == model.likeliest ? .textStrong : .text)
        }
    }

    private func remarks(_ history: HistoryQuality) -> [String] {
        var lines: [String] = []
        if let seam = history.seam { lines.append("Nothing before the break of \(seam.iso8601) is used.") }
        if let first = history.missing.first {
            lines.append(
                "\(CountedNoun.text(history.missing.count, "session")) without a bar, first \(first.iso8601).")
        }
        if let first = history.unsound.first {
            let number = CountedNoun.text(history.unsound.count, "impossible bar")
            lines.append("\(number) left out, first \(first.iso8601).")
        }
        return lines
    }

    // MARK: Correlation

    /// Rows of the matrix; its cells are drawn from the report.
    private func correlation(_ report: CorrelationReport) -> MarketSheet {
        guard let first = report.first, let last = report.last, !report.members.isEmpty else {
            return MarketSheet(empty: "No daily bars of any name of the book.")
        }
        var notes = [
            "Daily log returns of \(report.sessions) sessions, \(first.iso8601) to \(last.iso8601), of each pair those "
                + "that both have. Mean of all pairs \(coefficient(report.mean))."
        ]
        for member in report.members {
            if let reason = member.reason {
                let why =
                    reason == .noSource
                    ? "no daily bars" : "\(member.returns) returns, \(CorrelationReport.minimum) are needed"
                notes.append("\(member.name): \(why).")
            } else if let seam = member.seam {
                notes.append("\(member.name): nothing before the break of \(seam.iso8601) is used.")
            }
        }
        return MarketSheet(
            rows: report.members.indices.map { .init(figure: .pair($0, 0), cells: []) }, notes: notes)
    }

    func coefficient(_ figure: Figure) -> String {
        figure.value.flatMap { DecimalText.text($0, decimals: 2) } ?? format.marks.unknown
    }

    /// The chosen pair in words.
    func pair(_ row: Int, _ column: Int, _ report: CorrelationReport) -> String {
        guard report.members.indices.contains(row), report.members.indices.contains(column) else { return "" }
        let names = "\(report.members[row].name) with \(report.members[column].name)"
        let figure = report.coefficients[row][column]
        let joint = CountedNoun.text(report.jointReturns[row][column], "joint return")
        return figure.value == nil
            ? "\(names): not known, \(joint), \(CorrelationReport.minimum) are needed and both prices must move"
            : "\(names): \(coefficient(figure)) of \(joint)"
    }

    // MARK: Sectors

    private func sectors(_ report: SectorReport) -> MarketSheet {
        let windows = SectorReport.windows.enumerated().map { index, sessions in
            // The year and the month tell most, the day least.
            RiskSheet.Column(heading: "\(sessions)d", width: 7, rank: [3, 4, 1, 5, 2][index])
        }
        let columns: [RiskSheet.Column] = [
            .init(heading: "Sector", width: 14, rank: 0, isLeft: true, isFlexible: true),
            .init(heading: "Rows", width: 4, rank: 3), .init(heading: "At risk", width: 9, rank: 0),
            .init(heading: "of NL", width: 5, rank: 0), .init(heading: "", width: 4, rank: 0, isLeft: true),
            .init(heading: "\(glyphs.beta)\(glyphs.delta)", width: 7, rank: 2),
            .init(heading: "P/L", width: 8, rank: 1), .init(heading: "Day", width: 7, rank: 4),
        ]
        let rows = report.rows.enumerated().map { index, row in sector(index, row, report) }
        return MarketSheet(
            columns: columns + windows, rows: rows,
            notes: [
                "At risk as a share of net liquidation; the limit is \(format.percent(Figure(report.limit))). Returns: "
                    + "the mean of the names that the source lists in the sector, every day, compounded."
            ], empty: "No sectors: the book is empty and the source lists none.")
    }

    private func sector(_ index: Int, _ row: SectorReport.Row, _ report: SectorReport) -> MarketSheet.Row {
        let isHeld = row.positions > 0
        let isOver = row.isLimited && (row.share.value.map { $0 > report.limit } ?? false)
        func held(_ text: String, _ scope: ThemeScope = .text) -> RiskSheet.Cell { .init(isHeld ? text : "", scope) }
        var cells: [RiskSheet.Cell] = [
            .init(name(row), isHeld ? .text : .textDim), held(String(row.positions)),
            held(format.dollars(row.atRisk.figure)), held(format.netLiquidationShare(row.share)),
            .init(isOver ? "over" : "", .alertHigh),
            held(format.benchmarkShares(row.betaWeightedDelta.figure)),
            held(format.profit(row.unrealizedProfit.figure), FigureScope.profit(row.unrealizedProfit.figure)),
            held(format.profit(row.dayProfit.figure), FigureScope.profit(row.dayProfit.figure)),
        ]
        cells += row.returns.map { figure in
            let scope: ThemeScope = figure.value.map { $0 < 0 ? .pnlDown : .pnlUp } ?? .dataUnknown
            return .init(format.decimalPercent(figure, isSigned: true), scope)
        }
        var parts = isHeld ? ["holds \(row.held.joined(separator: " "))"] : ["nothing held"]
        let unknown = [row.atRisk, row.betaWeightedDelta, row.unrealizedProfit, row.dayProfit].map(\.unknownCount).max()
        if let unknown, unknown > 0 {
            parts.append("\(CountedNoun.text(unknown, "row")) with a figure that is not known")
        }
        parts.append(row.listed.isEmpty ? "no names listed" : "returns of \(row.listed.joined(separator: " "))")
        return MarketSheet.Row(
            figure: .sector(index), cells: cells, detail: "\(name(row)): \(parts.joined(separator: "; "))")
    }

    func name(_ row: SectorReport.Row) -> String { row.sector.isEmpty ? "Unknown" : row.sector }
}
