import MagnusDesk
import MagnusDomain

/// `magnus history`: daily bars, with the 30-day volatility of the same sessions where it is known.
enum HistoryDocument {
    /// - Parameters:
    ///   - volatility: Observations in any order; days without a bar are left out.
    ///   - source: Name of the market data source.
    static func json(
        symbol: String, bars: [DailyBar], volatility: [VolatilityObservation] = [], source: String,
        envelope: DocumentEnvelope
    ) -> JSONValue {
        let byDate = observations(volatility)
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
                entry.closeWithReasons()
                return entry
            })
        return envelope.document(content)
    }

    static func text(
        symbol: String, bars: [DailyBar], volatility: [VolatilityObservation] = [],
        format: FigureFormat = FigureFormat()
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
        return table.lines
    }

    private static func observations(_ volatility: [VolatilityObservation]) -> [CalendarDate: Double] {
        Dictionary(volatility.map { ($0.date, $0.impliedVolatility) }) { _, last in last }
    }
}
