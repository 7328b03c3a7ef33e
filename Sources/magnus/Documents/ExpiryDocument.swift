import MagnusDesk
import MagnusDomain

/// `magnus expiry`: what ends next, the three worlds, the cash by expiry.
enum ExpiryDocument {
    static func json(_ board: ExpiryBoard, envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set("through", text: board.through.iso8601)
        content.set("rows", board.rows.map { row($0, at: board.asOf) })
        content.set("accounts", board.accounts.map(account))
        content.set("expired_unresolved", JSONValue(list: board.unresolved))
        content.set("fees_per_contract", JSONValue(board.feesPerContract))
        return envelope.document(content)
    }

    private static func row(_ row: ExpiryRow, at now: Instant) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("id", text: row.id)
        entry.set("strategy_id", text: row.strategy)
        entry.set("account", text: row.account)
        entry.set("broker", text: row.broker)
        entry.set("symbol", text: row.symbol)
        entry.set("title", text: row.title)
        entry.set("expiry", text: row.instants.day.iso8601)
        entry.set("dte", .integer(row.daysToExpiry))
        entry.set("state", text: row.stateWord)
        entry.set("settlement", text: row.settlement.rawValue)
        entry.set("last_trade_at", row.instants.lastTrade)
        entry.set("settles_at", row.instants.settlement)
        entry.set("exercise_cutoff_at", row.instants.exerciseCutOff)
        entry.set("after_close", text: row.ending(at: now))
        entry.set("severity", JSONValue(row.severity?.rawValue))
        entry.set("intent", text: row.intent.rawValue)
        entry.set("underlying_price", row.spot)
        entry.set("underlying_source", text: row.spotSource)
        entry.set("underlying_age_seconds", JSONValue(row.spotAgeSeconds))
        entry.set("settlement_price", row.close)
        entry.set("distance", row.away)
        entry.set("distance_sigmas", row.sigmas)
        entry.set("probability_in_the_money", row.probability)
        entry.set("funded", row.isFunded.map { .bool($0) } ?? .null)
        entry.set("if_now", outcome(row.asNow))
        entry.set("if_in_the_money", outcome(row.allIn))
        entry.set("cost_to_close", row.costToClose)
        entry.set("buy_back", row.buyBack)
        entry.set("legs", row.legs.map(leg))
        entry.set(
            "broker_clocks",
            row.clocks.map { clock in
                var part = DocumentObject()
                part.set("at", clock.time)
                part.set("text", text: clock.words)
                return part
            })
        entry.set(
            "warnings",
            row.warnings.map { warning in
                var part = DocumentObject()
                part.set("kind", text: warning.kind.rawValue)
                part.set("text", text: warning.words)
                part.set("shares", JSONValue(warning.shares))
                part.set("session", JSONValue(warning.day?.iso8601))
                part.set("cash", JSONValue(warning.cash))
                return part
            })
        entry.closeWithReasons()
        return entry
    }

    private static func leg(_ leg: ExpiryLeg) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("position_id", text: leg.position)
        entry.set("contract", text: leg.contract.osi)
        entry.set("quantity", JSONValue(leg.quantity.value))
        entry.set("exercise_value", leg.inside)
        entry.closeWithReasons()
        return entry
    }

    private static func outcome(_ outcome: ExpiryOutcome) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("shares", outcome.shares)
        entry.set("cash", outcome.cash)
        entry.closeWithReasons()
        return entry
    }

    private static func account(_ account: ExpiryAccount) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("account", text: account.name)
        entry.set("broker", text: account.broker)
        entry.set("cash", account.cash)
        entry.set("settled_cash", account.settledCash)
        entry.set("reserved", account.reserved)
        entry.set("free_cash", account.free)
        entry.set("treasury_bill_funds", account.treasuryBillFunds)
        entry.set("worlds", account.worlds.map(world))
        entry.set("ladder", account.ladder.map(step))
        entry.closeWithReasons()
        return entry
    }

    private static func world(_ world: ExpiryWorld) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("world", text: world.kind.rawValue)
        entry.set("cash", world.cash)
        entry.set("reserved", world.reserved)
        entry.set("free_cash", world.free)
        entry.set("shares", world.changes.map(shares))
        entry.set("short_shares", world.short.map(shares))
        entry.set("unknown_rows", JSONValue(list: world.unknownRows))
        entry.closeWithReasons()
        return entry
    }

    private static func shares(_ shares: ExpiryWorld.Shares) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("symbol", text: shares.symbol)
        entry.set("shares", JSONValue(shares.count))
        return entry
    }

    private static func step(_ step: CashStep) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("expiry", text: step.day.iso8601)
        entry.set("dte", .integer(step.daysToExpiry))
        entry.set("rows", JSONValue(list: step.rows))
        entry.set("for_shares", step.forShares)
        entry.set("at_risk", step.atRisk)
        entry.set("reserved", step.reserved)
        entry.set("from_calls", step.fromCalls)
        entry.set("cash_left", step.cashLeft)
        entry.set("free_if_out", step.freeIfOut)
        entry.closeWithReasons()
        return entry
    }
}
