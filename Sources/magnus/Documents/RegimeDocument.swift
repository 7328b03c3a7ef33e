import MagnusDesk
import MagnusDomain

/// `magnus regime`: what the rules say with their reasons, and the probabilities of the model.
enum RegimeDocument {
    static func json(_ report: RegimeReport, envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set("symbol", text: report.symbol)
        content.set("source", text: report.source)
        content.set("session", report.session, else: .noSource)
        content.set("trend", TechnicalDocument.trend(report.trend))
        content.set("volatility", volatility(report.volatility))
        content.set("risk", risk(report.risk))
        content.set("model", model(report.model))
        content.set(
            "rules_agree", report.rulesAgree,
            else: report.model.missing ?? report.volatility.level.reason ?? .incomplete)
        content.set("history", TechnicalDocument.quality(report.history))
        content.closeWithReasons()
        return envelope.document(content)
    }

    private static func set<Value>(
        _ held: HeldClass<Value>?, _ word: (Value) -> String, in entry: inout DocumentObject, else reason: UnknownReason
    ) {
        entry.set("state", held.map { word($0.value) }, else: reason)
        entry.set("since", held?.since, else: reason)
        entry.set("latest", held.map { word($0.latest) }, else: reason)
        entry.set("pending_closes", held?.pending, else: reason)
    }

    private static func volatility(_ regime: VolatilityRegime) -> DocumentObject {
        var entry = DocumentObject()
        let reason = regime.level.reason ?? regime.percentile.reason ?? .insufficientHistory
        set(regime.held, \.rawValue, in: &entry, else: reason)
        entry.set("method", text: regime.method.rawValue)
        entry.set("level", regime.level)
        entry.set("percentile", regime.percentile)
        entry.set("past_sessions", .integer(regime.sessions))
        entry.closeWithReasons()
        return entry
    }

    private static func risk(_ regime: RiskRegime) -> DocumentObject {
        var entry = DocumentObject()
        let held = regime.held
        // Undetermined is no state.
        let state = held.flatMap { $0.value == .undetermined ? nil : $0.value.rawValue }
        let latest = held.flatMap { $0.latest == .undetermined ? nil : $0.latest.rawValue }
        entry.set("state", state, else: held == nil ? .noSource : .incomplete)
        entry.set("since", state == nil ? nil : held?.since, else: held == nil ? .noSource : .incomplete)
        entry.set("latest", latest, else: held == nil ? .noSource : .incomplete)
        entry.set("pending_closes", held?.pending, else: .noSource)
        entry.set("votes_off", .integer(regime.offVotes))
        entry.set("votes_unknown", .integer(regime.unknownVotes))
        entry.set("votes_needed", .integer(RiskRegime.votesNeeded))
        entry.set(
            "votes",
            regime.votes.map { vote in
                var entry = DocumentObject()
                entry.set("vote", text: vote.kind.rawValue)
                entry.set("value", vote.value)
                entry.set("limit", vote.limit)
                entry.set(
                    "says", vote.saysOff.map { $0 ? "risk_off" : "risk_on" },
                    else: vote.value.reason ?? vote.limit.reason ?? .noSource)
                entry.closeWithReasons()
                return entry
            })
        entry.closeWithReasons()
        return entry
    }

    private static func model(_ model: RegimeModel) -> DocumentObject {
        var entry = DocumentObject()
        let reason = model.missing ?? .insufficientHistory
        entry.set("state", model.likeliest.map { RegimeModel.names[$0] }, else: reason)
        entry.set("probability", model.likeliest.map { model.states[$0].probability }, else: reason)
        entry.set("fitted_sessions", .integer(model.sessions))
        entry.set("needed_sessions", .integer(RegimeModel.sessionMinimum))
        entry.set("fitted_through", model.fittedThrough, else: reason)
        entry.set("log_likelihood", model.logLikelihood)
        entry.set("restarts", .integer(model.restarts))
        entry.set("seed", .integer(Int(clamping: model.seed)))
        entry.set(
            "states",
            zip(RegimeModel.names, model.states).map { name, state in
                var entry = DocumentObject()
                entry.set("state", text: name)
                entry.set("probability", JSONValue(state.probability))
                entry.set("mean_daily_return", JSONValue(state.meanReturn))
                entry.set("volatility", JSONValue(state.volatility))
                entry.set("realized_volatility", JSONValue(state.realisedVolatility))
                entry.set("expected_sessions", JSONValue(state.expectedSessions))
                entry.set("long_run_share", JSONValue(state.longRunShare))
                return entry
            })
        entry.closeWithReasons()
        return entry
    }

    // MARK: Text

    static func text(_ report: RegimeReport, format: FigureFormat) -> [String] {
        guard let session = report.session else {
            return [DocumentText.line("\(report.symbol): \(report.source) has no daily bars.")]
        }
        var lines = [
            DocumentText.line("\(report.symbol) at the close of \(session.iso8601)"),
            DocumentText.line("Trend: \(TechnicalDocument.words(report.trend, format))"),
            DocumentText.line("Volatility: \(words(report.volatility, format))"),
        ]
        lines += risk(report.risk, format)
        lines += model(report.model, format)
        if report.rulesAgree == false {
            lines.append("Rule and model disagree on volatility; both are shown.")
        }
        return lines + TechnicalDocument.remarks(report.history)
    }

    private static func words(_ regime: VolatilityRegime, _ format: FigureFormat) -> String {
        let figures =
            switch regime.method {
            case .volatilityIndex: "VIX \(format.price(regime.level)) (low under 15, high from 25, crisis from 35)"
            case .ownPercentile:
                "30-day volatility \(format.decimalPercent(regime.level)), percentile \(format.rank(regime.percentile)) "
                    + "of \(regime.sessions) sessions (low under 30, high over 80, crisis over 97)"
            }
        guard let held = regime.held else { return "not known, \(figures)" }
        return "\(held.value.rawValue) since \(held.since.iso8601): \(figures)"
            + TechnicalDocument.pending(held, held.latest.rawValue)
    }

    private static func risk(_ regime: RiskRegime, _ format: FigureFormat) -> [String] {
        let state =
            switch regime.held?.value {
            case .on: "on"
            case .off: "off"
            case .undetermined, nil: "not determined"
            }
        let since = regime.held.map { $0.value == .undetermined ? "" : " since \($0.since.iso8601)" } ?? ""
        let unknown = regime.unknownVotes > 0 ? ", \(regime.unknownVotes) not known" : ""
        var text = "Risk: \(state)\(since); \(regime.offVotes) of \(regime.votes.count) votes say off\(unknown)"
        text += " (it takes \(RiskRegime.votesNeeded))"
        if let held = regime.held {
            text += TechnicalDocument.pending(
                held, held.latest == .off ? "off" : held.latest == .on ? "on" : "neither")
        }
        return [DocumentText.line(text)] + regime.votes.map { DocumentText.line("  \(words($0, format))") }
    }

    private static func words(_ vote: RiskRegime.Vote, _ format: FigureFormat) -> String {
        let says = vote.saysOff.map { $0 ? "off" : "on" } ?? "not known"
        let figures =
            switch vote.kind {
            case .volatilityIndex: "VIX \(format.price(vote.value)), off from \(format.price(vote.limit))"
            case .termStructure: "VIX/VIX3M \(format.price(vote.value)), off above \(format.price(vote.limit))"
            case .drawdown:
                "\(format.decimalPercent(vote.value)) below the highest close of 252 sessions, off beyond "
                    + format.decimalPercent(vote.limit)
            case .credit: "HYG/IEF \(format.price(vote.value)), off below its average \(format.price(vote.limit))"
            }
        return "\(says): \(figures)"
    }

    private static func model(_ model: RegimeModel, _ format: FigureFormat) -> [String] {
        guard model.missing == nil, let through = model.fittedThrough else {
            let why =
                model.missing == .insufficientHistory
                ? "\(model.sessions) sessions up to the end of last month, \(RegimeModel.sessionMinimum) are needed"
                : model.missing == .noSource ? "no daily bars" : "the sessions do not tell three states apart"
            return ["Model: no probabilities, \(why)"]
        }
        var table = TextTable([
            .left("State"), .right("Now"), .right("Volatility"), .right("Realised 21"), .right("Mean/day"),
            .right("Lasts"), .right("Share"),
        ])
        for (name, state) in zip(RegimeModel.names, model.states) {
            table.add([
                name, format.decimalPercent(Figure(state.probability)),
                format.decimalPercent(Figure(state.volatility)),
                format.decimalPercent(Figure(state.realisedVolatility)),
                DecimalText.text(state.meanReturn * 100, decimals: 2, isSigned: true).map { $0 + "%" } ?? "",
                DecimalText.text(state.expectedSessions).map { $0 + "d" } ?? "",
                format.percent(Figure(state.longRunShare)),
            ])
        }
        return [
            "Model: probability of each state at this close, fitted to \(model.sessions) sessions through "
                + through.iso8601
        ] + table.lines
    }
}
