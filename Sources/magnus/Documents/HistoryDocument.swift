import MagnusDesk
import MagnusDomain

/// `magnus history`: daily bars with their technicals, and the 30-day volatility of the same sessions where it is known.
enum HistoryDocument {
    /// - Parameters:
    ///   - volatility: Observations in any order; days without a bar are left out.
    ///   - technicals: Of the same sessions and those before; nil for bars alone.
    ///   - source: Name of the market data source.
    static func json(
        symbol: String, bars: [DailyBar], volatility: [VolatilityObservation] = [],
        technicals: TechnicalReport? = nil, source: String, envelope: DocumentEnvelope
    ) -> JSONValue {
        let byDate = observations(volatility)
        let rows = Dictionary((technicals?.rows ?? []).map { ($0.bar.date, $0) }) { _, last in last }
        // A bar that was left out has none of them.
        let without = technicals?.rows.first.map { TechnicalDocument.figures($0).map(\.key) } ?? []
        var content = DocumentObject()
        content.set("symbol", text: symbol)
        content.set("source", text: source)
        content.set(
            "bars",
            bars.map { bar in
                var entry = DocumentObject()
                entry.set("date", text: bar.date.iso8601)
                entry.set("open", bar.open, else: .noSource)
                entry.set("high", bar.high, else: .noSource)
                entry.set("low", bar.low, else: .noSource)
                entry.set("close", bar.close, else: .noSource)
                entry.set("volume", bar.volume, else: .noSource)
                entry.set("iv", byDate[bar.date], else: .noSource)
                if let row = rows[bar.date] {
                    for (key, figure) in TechnicalDocument.figures(row) { entry.set(key, figure) }
                } else {
                    for key in without { entry.set(key, Double?.none, else: .badInput) }
                }
                entry.closeWithReasons()
                return entry
            })
        if let technicals {
            content.set("trend", TechnicalDocument.trend(technicals.trend))
            if let reason = technicals.zonesMissing {
                content.set("zones", Double?.none, else: reason)
            } else {
                content.set("zones", technicals.zones.map(TechnicalDocument.zone))
            }
            content.set("broken_zones", technicals.zonesMissing == nil ? technicals.brokenZones : nil, else: .noSource)
            content.set("history", TechnicalDocument.quality(technicals.history))
            content.closeWithReasons()
        }
        return envelope.document(content)
    }

    static func text(
        symbol: String, bars: [DailyBar], volatility: [VolatilityObservation] = [],
        technicals: TechnicalReport? = nil, format: FigureFormat = FigureFormat()
    ) -> [String] {
        guard !bars.isEmpty else { return [DocumentText.line("\(symbol): no sessions in this span.")] }
        let byDate = observations(volatility)
        var table = TextTable([
            .left("Date"), .right("Open"), .right("High"), .right("Low"), .right("Close"), .right("Volume"),
            .right("IV30"),
        ])
        for bar in bars {
            table.add([
                bar.date.iso8601, DocumentText.price(bar.open, format), DocumentText.price(bar.high, format),
                DocumentText.price(bar.low, format), DocumentText.price(bar.close, format),
                DecimalText.text(bar.volume, isGrouped: true) ?? format.marks.unknown,
                format.decimalPercent(Figure(byDate[bar.date], else: .noSource)),
            ])
        }
        return table.lines + (technicals.map { TechnicalDocument.text($0, format: format) } ?? [])
    }

    private static func observations(_ volatility: [VolatilityObservation]) -> [CalendarDate: Double] {
        Dictionary(volatility.map { ($0.date, $0.impliedVolatility) }) { _, last in last }
    }
}
