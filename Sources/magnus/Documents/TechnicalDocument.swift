import MagnusDesk
import MagnusDomain

/// The technicals of ``HistoryDocument``: figures of a session, trend, zones, and what of the history was not used.
enum TechnicalDocument {
    /// Technical figures of a session with their keys, in the order they are written.
    static func figures(_ row: TechnicalRow) -> [(key: String, figure: Figure)] {
        [
            ("sma_20", row.average20), ("sma_50", row.average50), ("sma_200", row.average200),
            ("ema_20", row.exponential20), ("vwap_20", row.volumeWeighted), ("bollinger_upper", row.upperBand),
            ("bollinger_lower", row.lowerBand), ("rsi_14", row.relativeStrength), ("macd", row.convergence),
            ("macd_signal", row.convergenceSignal), ("macd_histogram", row.convergenceHistogram),
            ("atr_14", row.trueRange), ("plus_di_14", row.plusDirection), ("minus_di_14", row.minusDirection),
            ("adx_14", row.directionIndex),
        ]
    }

    static func trend(_ trend: TrendReading) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("state", trend.held?.value.rawValue, else: .insufficientHistory)
        entry.set("since", trend.held?.since, else: .insufficientHistory)
        entry.set("latest", trend.held?.latest.rawValue, else: .insufficientHistory)
        entry.set("pending_closes", trend.held?.pending, else: .insufficientHistory)
        entry.set("close", trend.close)
        entry.set("sma_50", trend.average50)
        entry.set("sma_200", trend.average200)
        entry.closeWithReasons()
        return entry
    }

    static func quality(_ history: HistoryQuality) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("from", history.first, else: .noSource)
        entry.set("to", history.last, else: .noSource)
        entry.set("missing_sessions", JSONValue(list: history.missing.map(\.iso8601)))
        entry.set("unsound_bars", JSONValue(list: history.unsound.map(\.iso8601)))
        entry.set("break", history.seam?.iso8601, else: .notApplicable)
        entry.closeWithReasons()
        return entry
    }

    static func zone(_ zone: PriceZone) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("side", text: zone.side.rawValue)
        entry.set("pattern", text: zone.pattern.rawValue)
        entry.set("proximal", JSONValue(zone.proximal))
        entry.set("distal", JSONValue(zone.distal))
        entry.set("distance", zone.distance)
        entry.set("formed", text: zone.formed.iso8601)
        entry.set("base_from", text: zone.baseFirst.iso8601)
        entry.set("base_to", text: zone.baseLast.iso8601)
        entry.set("base_sessions", .integer(zone.baseSessions))
        entry.set("age_sessions", .integer(zone.age))
        entry.set("departure_atr", JSONValue(zone.departure))
        entry.set("volume_ratio", zone.volumeRatio)
        entry.set("tests", .integer(zone.tests))
        entry.set("fresh", .bool(zone.isFresh))
        entry.set("merged", .integer(zone.merged))
        entry.set("score", JSONValue(zone.score.total))
        var parts = DocumentObject()
        parts.set("departure", JSONValue(zone.score.departure))
        parts.set("freshness", JSONValue(zone.score.freshness))
        parts.set("base", JSONValue(zone.score.base))
        parts.set("volume", JSONValue(zone.score.volume))
        parts.set("age", JSONValue(zone.score.age))
        entry.set("score_parts", parts)
        entry.closeWithReasons()
        return entry
    }

    // MARK: Text

    static func text(_ report: TechnicalReport, format: FigureFormat) -> [String] {
        guard let last = report.last else { return remarks(report.history) }
        func price(_ figure: Figure) -> String { format.price(figure) }
        let date = last.bar.date.iso8601
        var lines = [
            DocumentText.line(
                "Close of \(date) \(DocumentText.price(last.bar.close, format)); averages 20 / 50 / 200 sessions "
                    + "\(price(last.average20)) / \(price(last.average50)) / \(price(last.average200)), EMA 20 "
                    + "\(price(last.exponential20)), VWAP 20 \(price(last.volumeWeighted))"),
            DocumentText.line(
                "Bands 20, 2 SD \(price(last.lowerBand)) to \(price(last.upperBand)); RSI 14 "
                    + "\(one(last.relativeStrength, format)); MACD \(price(last.convergence)), signal "
                    + "\(price(last.convergenceSignal)); ATR 14 \(price(last.trueRange)); ADX 14 "
                    + "\(one(last.directionIndex, format)) (+DI \(one(last.plusDirection, format)), -DI "
                    + "\(one(last.minusDirection, format)))"),
            DocumentText.line("Trend: \(words(report.trend, format))"),
        ]
        lines += zones(report, format)
        return lines + remarks(report.history)
    }

    /// What is said of a trend, with the figures that decide it.
    static func words(_ trend: TrendReading, _ format: FigureFormat) -> String {
        guard let held = trend.held else { return "not known, it takes 200 sessions" }
        var text =
            "\(held.value.rawValue) since \(held.since.iso8601): close \(format.price(trend.close)), average of 50 "
            + "\(format.price(trend.average50)), of 200 \(format.price(trend.average200))"
        text += pending(held, held.latest.rawValue)
        return text
    }

    /// That the last closes say otherwise, for what does not switch yet.
    static func pending<Value>(_ held: HeldClass<Value>, _ word: String) -> String {
        held.pending > 0 ? "; \(held.pending) of \(TrendReading.closesToSwitch) closes say \(word)" : ""
    }

    private static func one(_ figure: Figure, _ format: FigureFormat) -> String {
        guard let value = figure.value, let text = DecimalText.text(value, decimals: 1) else {
            return format.marks.unknown
        }
        return text
    }

    private static func zones(_ report: TechnicalReport, _ format: FigureFormat) -> [String] {
        if let reason = report.zonesMissing {
            return ["Zones: not looked for, \(reason == .noSource ? "no highs and lows" : "too few sessions")"]
        }
        guard !report.zones.isEmpty else { return ["Zones: none holds"] }
        var table = TextTable([
            .left("Zone"), .right("From"), .right("To"), .right("Away"), .right("Score"), .right("Tests"),
            .left("Formed"), .left("Pattern"),
        ])
        for zone in report.zones.prefix(shownZones) {
            table.add([
                zone.side.rawValue, DocumentText.price(zone.proximal, format), DocumentText.price(zone.distal, format),
                zone.contains(report.last?.bar.close ?? .nan)
                    ? "inside" : format.decimalPercent(zone.distance, isSigned: true),
                format.rank(Figure(zone.score.total)),
                zone.isFresh ? "fresh" : String(zone.tests), zone.formed.iso8601, zone.pattern.words,
            ])
        }
        let hidden = report.zones.count - shownZones
        let more = hidden > 0 ? "\(DocumentText.counted(hidden, "zone", "zones")) farther away not shown; " : ""
        return table.lines + ["\(more)\(report.brokenZones) broken since \(report.history.first?.iso8601 ?? "")"]
    }

    private static let shownZones = 8

    /// What of the history was not used.
    static func remarks(_ history: HistoryQuality) -> [String] {
        var lines: [String] = []
        if let seam = history.seam {
            lines.append(
                "Before \(seam.iso8601) nothing is used: the price broke as by a split that was not adjusted, or the "
                    + "ticker had another holder")
        }
        if !history.missing.isEmpty {
            let named = history.missing.prefix(3).map(\.iso8601).joined(separator: ", ")
            let more = history.missing.count > 3 ? " and others" : ""
            lines.append(
                "\(DocumentText.counted(history.missing.count, "session", "sessions")) without a bar: \(named)\(more)")
        }
        if !history.unsound.isEmpty {
            lines.append(
                "\(DocumentText.counted(history.unsound.count, "impossible bar", "impossible bars")) left out, first "
                    + "\(history.unsound[0].iso8601)")
        }
        return lines
    }
}
