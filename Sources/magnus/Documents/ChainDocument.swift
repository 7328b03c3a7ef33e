import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// `magnus chain`: one underlying's options with volatilities, Greeks and probabilities.
enum ChainDocument {
    /// - Parameters:
    ///   - expiry: Only this one, nil for all.
    ///   - held: Contracts held in the account, short negative.
    static func json(
        _ chain: ChainAnalysis, expiry: CalendarDate? = nil, held: [OptionContract: Quantity] = [:],
        envelope: DocumentEnvelope
    ) -> JSONValue {
        var content = DocumentObject()
        content.set("symbol", text: chain.symbol)
        content.set("spot", chain.spot)
        content.set("spot_source", chain.spotSource, else: .noSource)
        content.set("spot_age_seconds", chain.spotAgeSeconds, else: .noSource)
        content.set("rate", chain.rate, else: .noSource)
        content.set("dividend_yield", chain.dividendYield, else: .noSource)
        content.set("dividends", chain.dividends.map(entry))
        content.set("iv", chain.impliedVolatility30)
        content.set("iv_rank", chain.standing.rank)
        content.set("iv_percentile", chain.standing.percentile)
        content.set("iv_rank_date", chain.standing.day, else: .insufficientHistory)
        content.set("iv_history_sessions", .integer(chain.standing.sessions))
        content.set("expiries", selected(chain, expiry).map { entry($0, held: held) })
        content.set("source", text: chain.source)
        content.set("retrieved_at", chain.retrievedAt)
        content.closeWithReasons()
        return envelope.document(content)
    }

    static func selected(_ chain: ChainAnalysis, _ expiry: CalendarDate?) -> [ExpiryAnalysis] {
        chain.expiries.filter { expiry == nil || $0.expiry == expiry }
    }

    private static func entry(_ dividend: DividendEvent) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("ex_date", text: dividend.exDate.iso8601)
        entry.set("amount", JSONValue(dividend.amount))
        entry.set("estimated", .bool(dividend.isEstimated))
        return entry
    }

    private static func entry(_ expiry: ExpiryAnalysis, held: [OptionContract: Quantity]) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("expiry", text: expiry.expiry.iso8601)
        entry.set("root", text: expiry.root)
        entry.set("dte", .integer(expiry.daysToExpiry))
        entry.set("settlement", text: expiry.settlement.rawValue)
        entry.set("style", text: expiry.style.word)
        entry.set("forward", expiry.forward)
        entry.set("forward_method", text: expiry.forwardMethod)
        entry.set("atm_iv", expiry.atTheMoneyVolatility)
        entry.set("expected_move", expiry.expectedMove)
        entry.set("expected_move_method", text: ExpiryAnalysis.expectedMoveMethod)
        entry.set("implied_move_straddle", expiry.impliedStraddle)
        entry.set("contracts", expiry.contracts.map { Self.entry($0, held: held[$0.contract] ?? .zero) })
        entry.closeWithReasons()
        return entry
    }

    private static func entry(_ reading: ContractAnalysis, held: Quantity) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("contract", text: reading.contract.osi)
        entry.set("right", text: reading.contract.right.word)
        entry.set("strike", JSONValue(reading.contract.strike))
        entry.set("bid", reading.bid, else: reading.ask == nil ? .noMarket : .oneSided)
        entry.set("ask", reading.ask, else: reading.bid == nil ? .noMarket : .oneSided)
        entry.set("mid", reading.mid)
        entry.set("last", reading.last, else: .noSource)
        entry.set("volume", reading.volume, else: .noSource)
        entry.set("open_interest", reading.openInterest, else: .noSource)
        entry.set("iv", reading.impliedVolatility)
        entry.set("delta", reading.delta)
        entry.set("gamma", reading.gamma)
        entry.set("theta_per_day", reading.thetaPerDay)
        entry.set("vega_per_point", reading.vegaPerPoint)
        entry.set("rho_per_point", reading.rhoPerPoint)
        entry.set("probability_of_profit", reading.probabilityOfProfit)
        entry.set("probability_of_touch", reading.probabilityOfTouch)
        entry.set("adjusted", .bool(reading.isAdjusted))
        entry.set("held_quantity", JSONValue(held.value))
        entry.set("quote_age_seconds", reading.quoteAgeSeconds, else: .noSource)
        entry.set("state", text: reading.state)
        entry.closeWithReasons(reading.reasons)
        return entry
    }
}
