import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// `magnus quote`: what the source says about each symbol, and what it is good for.
enum QuoteDocument {
    /// One symbol with its quote.
    struct Entry: Sendable, Hashable {
        var symbol: String
        var quote: Quote
        /// Official close of the previous session; nil when unknown.
        var previousClose: Double?

        func assessment(now: Instant, calendar: ExchangeCalendar) -> QuoteAssessment {
            QuoteAssessment(quote, now: now, kind: .underlying, calendar: calendar)
        }

        /// Against the previous close; unknown when the quote itself is that close.
        func change(_ assessment: QuoteAssessment) -> Figure {
            if assessment.isPreviousClose { return .unknown(.previousClose) }
            return assessment.mark.combined(with: close) { $0 - $1 }
        }

        var close: Figure {
            Figure(previousClose.flatMap { $0 > 0 ? $0 : nil }, else: .noSource)
        }
    }

    /// - Parameter calendar: Of the exchange; `envelope.asOf` is the moment.
    static func json(_ entries: [Entry], calendar: ExchangeCalendar, envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set(
            "quotes", entries.map { entry($0, $0.assessment(now: envelope.asOf, calendar: calendar)) })
        return envelope.document(content)
    }

    private static func entry(_ entry: Entry, _ assessment: QuoteAssessment) -> DocumentObject {
        let quote = entry.quote
        let change = entry.change(assessment)
        var object = DocumentObject()
        object.set("symbol", text: entry.symbol)
        object.set("bid", assessment.bid, else: missing(quote.bid, assessment))
        object.set("ask", assessment.ask, else: missing(quote.ask, assessment))
        object.set("last", quote.last.flatMap { !$0.isFinite || $0 > 0 ? $0 : nil }, else: .noSource)
        object.set("mark", assessment.mark)
        object.set("mark_source", assessment.markSource, else: assessment.mark.reason ?? .noSource)
        object.set("stale", .bool(assessment.mark.trust == .stale))
        object.set("spread_fraction", assessment.spreadFraction, else: assessment.mark.reason ?? .oneSided)
        object.set("bid_size", quote.bidSize, else: .noSource)
        object.set("ask_size", quote.askSize, else: .noSource)
        object.set("volume", quote.volume, else: .noSource)
        object.set("previous_close", entry.close)
        object.set("change", change)
        object.set("change_fraction", change.combined(with: entry.close) { $0 / $1 })
        object.set("time", quote.time?.rfc3339, else: .noSource)
        object.set("age_seconds", assessment.ageSeconds, else: quote.time == nil ? .noSource : .futureTime)
        object.set("source", text: quote.source)
        object.set("state", text: assessment.stateWord)
        object.closeWithReasons()
        return object
    }

    private static func missing(_ side: Double?, _ assessment: QuoteAssessment) -> UnknownReason {
        guard let side else { return assessment.mark.reason ?? .noMarket }
        return side.isFinite ? assessment.mark.reason ?? .badInput : .notFinite
    }

    static func text(
        _ entries: [Entry], calendar: ExchangeCalendar, now: Instant, format: FigureFormat = FigureFormat()
    ) -> [String] {
        guard !entries.isEmpty else { return ["No quotes."] }
        var table = TextTable([
            .left("Symbol"), .right("Bid"), .right("Ask"), .right("Mark"), .right("Change"), .right("%"),
            .right("Volume"), .right("Age"), .left("Source"), .left("State"),
        ])
        for entry in entries {
            let assessment = entry.assessment(now: now, calendar: calendar)
            let change = entry.change(assessment)
            table.add([
                entry.symbol, DocumentText.price(assessment.bid, format), DocumentText.price(assessment.ask, format),
                format.price(assessment.mark), signedPrice(change, format),
                format.decimalPercent(change.combined(with: entry.close) { $0 / $1 }, isSigned: true),
                DocumentText.count(entry.quote.volume, format), DocumentText.age(assessment.ageSeconds, format),
                entry.quote.source, assessment.stateWord,
            ])
        }
        return table.lines
    }

    private static func signedPrice(_ figure: Figure, _ format: FigureFormat) -> String {
        let text = format.price(figure)
        guard let value = figure.value, value >= 0.005 else { return text }
        // The mark of trust stands before the sign.
        return figure.trust == .fresh ? "+\(text)" : "\(text.prefix(1))+\(text.dropFirst())"
    }
}
