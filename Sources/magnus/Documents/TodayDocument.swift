import MagnusDesk
import MagnusDomain

/// `magnus today`: the card of the day.
enum TodayDocument {
    static func json(_ card: TodayCard, envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set("since", card.since)
        content.set("next_session", text: card.nextSession.iso8601)
        content.set("overnight", card.overnight.map(event))
        content.set("unreported", card.unreported.map(end))
        content.set("cash", card.accounts.map(cash))
        content.set("gaps", card.gaps.map(gap))
        content.set("deadlines", card.deadlines.map(deadline))
        content.set("orders", card.orders.map(order))
        content.set("sources", card.sources.map(source))
        content.set("no_source", JSONValue(list: TodayCard.withoutSource))
        return envelope.document(content)
    }

    private static func event(_ event: OvernightEvent) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("id", text: event.id)
        entry.set("account", text: event.account)
        entry.set("at", event.time)
        entry.set("kind", text: event.kind.rawValue)
        entry.set("symbol", JSONValue(event.symbol))
        entry.set("text", text: event.title)
        entry.set("cash", JSONValue(event.cash))
        return entry
    }

    private static func end(_ end: UnreportedEnd) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("strategy_id", text: end.row)
        entry.set("symbol", text: end.symbol)
        entry.set("text", text: end.title)
        entry.set("expiry", text: end.expiry.iso8601)
        return entry
    }

    private static func cash(_ account: ExpiryAccount) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("account", text: account.name)
        entry.set("settled_cash", account.settledCash)
        entry.set("reserved_cash", account.reserved)
        entry.set("free_cash", account.free)
        entry.set("treasury_bill_funds", account.treasuryBillFunds)
        entry.set(
            "by_expiry",
            account.ladder.map { step in
                var part = DocumentObject()
                part.set("expiry", text: step.day.iso8601)
                part.set("dte", .integer(step.daysToExpiry))
                part.set("reserved_cash", step.reserved)
                part.closeWithReasons()
                return part
            })
        entry.closeWithReasons()
        return entry
    }

    private static func gap(_ gap: TodayGap) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("symbol", text: gap.symbol)
        entry.set("spot", gap.spot)
        entry.set("move", gap.move)
        entry.set("strategy_id", JSONValue(gap.row))
        entry.set("title", text: gap.title)
        entry.set("distance_to_strike", gap.distance)
        entry.set("distance_dollars", gap.distanceDollars)
        entry.set("distance_sigmas", gap.sigmas)
        entry.closeWithReasons()
        return entry
    }

    private static func deadline(_ deadline: Deadline) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("id", text: deadline.id)
        entry.set("date", text: deadline.day.iso8601)
        entry.set("at", deadline.time)
        entry.set("kind", text: deadline.kind.rawValue)
        entry.set("symbol", JSONValue(deadline.symbol))
        entry.set("text", text: deadline.text)
        entry.set("consequence", text: deadline.consequence)
        entry.set("estimated", .bool(deadline.isEstimated))
        return entry
    }

    private static func order(_ order: TodayOrder) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("id", text: order.order.id)
        entry.set("account", text: order.order.account)
        entry.set("strategy_id", JSONValue(order.row))
        entry.set("title", text: order.title)
        entry.set("limit_price", JSONValue(order.order.limitPrice))
        entry.set("good_till_cancelled", .bool(order.order.isGoodTillCancelled))
        entry.set("placed_at", order.order.placedAt)
        entry.set("position_gone", order.isOrphan, else: .noSource)
        entry.closeWithReasons()
        return entry
    }

    private static func source(_ source: TodaySource) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("name", text: source.name)
        entry.set("ok", .bool(source.isHealthy))
        entry.set("age_seconds", source.ageSeconds, else: .noSource)
        entry.set("text", text: source.text)
        entry.closeWithReasons()
        return entry
    }

    // MARK: - Text

    static func text(_ card: TodayCard, format: FigureFormat) -> [String] {
        TodayText(format: format).lines(card).map { line in
            line.tone == .heading ? line.text : DocumentText.line("  \(line.text)")
        }
    }
}
