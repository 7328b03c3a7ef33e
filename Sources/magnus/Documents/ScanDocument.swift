import MagnusDesk
import MagnusDomain

/// `magnus scan`: candidates with their score and its parts, and what spoke against the rest.
enum ScanDocument {
    /// - Parameters:
    ///   - durationMilliseconds: How long the scan took by the wall clock; nil when it was not measured.
    ///   - limit: Candidates at most, nil for all.
    static func json(
        _ scan: ScanResult, durationMilliseconds: Double?, limit: Int? = nil, envelope: DocumentEnvelope
    ) -> JSONValue {
        var scanned = DocumentObject()
        scanned.set("symbols", .integer(scan.symbolsScanned))
        scanned.set("contracts", .integer(scan.contractsScanned))
        // Every contract looked at passed, or is counted once at its first gate.
        scanned.set("passed", .integer(scan.candidates.count))
        scanned.set("rejected", .integer(scan.rejectedCount))
        var content = DocumentObject()
        content.set("strategy", text: scan.strategy.rawValue)
        content.set("watchlist", text: scan.watchlist)
        content.set("scanned_at", scan.scannedAt)
        content.set("scanned", scanned)
        content.set("duration_ms", JSONValue(durationMilliseconds))
        content.set("candidates", shown(scan.candidates, limit: limit).map(entry))
        content.set(
            "rejected",
            .object(scan.rejected.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .integer($0.value)) }))
        content.set("nearest_misses", shown(scan.nearestMisses, limit: limit).map(miss))
        content.set("waiting_reason", JSONValue(scan.waitingReason))
        content.set("room", text: scan.room)
        return envelope.document(content)
    }

    private static func shown(_ candidates: [Candidate], limit: Int?) -> [Candidate] {
        limit.map { Array(candidates.prefix(max(0, $0))) } ?? candidates
    }

    private static func entry(_ candidate: Candidate) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("id", text: candidate.id)
        entry.set("symbol", text: candidate.symbol)
        entry.set("contract", text: candidate.contract.osi)
        entry.set("legs", legs(candidate))
        entry.set("expiry", text: candidate.contract.expiry.iso8601)
        entry.set("dte", .integer(candidate.daysToExpiry))
        entry.set("strike", JSONValue(candidate.contract.strike))
        entry.set("spot", candidate.spotFigure)
        entry.set("bid", Figure(candidate.bid, trust: candidate.quoteTrust, else: .noMarket))
        entry.set("ask", Figure(candidate.ask, trust: candidate.quoteTrust, else: .noMarket))
        entry.set("premium", candidate.fill)
        entry.set("premium_basis", text: "fill")
        if let spread = candidate.spread { set(spread, of: candidate, in: &entry) }
        entry.set("period_return", candidate.periodReturn)
        entry.set("annualized_return", candidate.annualizedReturn)
        entry.set("breakeven", candidate.breakeven)
        entry.set("cushion", candidate.cushion)
        entry.set("expected_move", candidate.expectedMove)
        entry.set("delta", candidate.delta)
        entry.set("iv", candidate.impliedVolatility)
        entry.set("iv_rank", candidate.volatilityRank)
        entry.set("iv_percentile", candidate.volatilityPercentile)
        entry.set("probability_of_profit", candidate.probabilityOfProfit)
        entry.set("probability_of_touch", candidate.probabilityOfTouch)
        entry.set("collateral", candidate.collateral)
        entry.set("open_interest", candidate.openInterest, else: .noSource)
        entry.set("volume", candidate.volume, else: .noSource)
        entry.set("spread_fraction", candidate.spreadFraction)
        entry.set("earnings_date", candidate.earningsDate, else: .noSource)
        entry.set("ex_dividend_date", candidate.exDividendDate, else: .noSource)
        entry.set("score", candidate.scoreFigure)
        entry.set("score_cap", candidate.isCapped ? candidate.cap : nil, else: .notApplicable)
        entry.set("score_parts", parts(candidate))
        entry.set("quote_age_seconds", candidate.quoteAgeSeconds, else: .noSource)
        entry.closeWithReasons(candidate.reasons)
        return entry
    }

    /// What one unit of the trade consists of: one contract, and the shares behind a covered call.
    private static func legs(_ candidate: Candidate) -> [DocumentObject] {
        let contract = candidate.contract
        if let spread = candidate.spread { return spread.legs.map(leg) }
        let option = option(contract, quantity: -1, price: candidate.fill)
        guard candidate.strategy == .coveredCall else { return [option] }
        var shares = DocumentObject()
        shares.set("side", text: "long")
        shares.set("quantity", .integer(contract.multiplier))
        shares.set("kind", text: "stock")
        shares.set("contract", .null)
        shares.set("right", .null)
        shares.set("strike", .null)
        shares.set("expiry", .null)
        shares.set("price", JSONValue(candidate.spot))
        return [shares, option]
    }

    static func option(_ contract: OptionContract, quantity: Int, price: Figure) -> DocumentObject {
        var option = DocumentObject()
        option.set("side", text: quantity < 0 ? "short" : "long")
        option.set("quantity", .integer(abs(quantity)))
        option.set("kind", text: "option")
        option.set("contract", text: contract.osi)
        option.set("right", text: contract.right.word)
        option.set("strike", JSONValue(contract.strike))
        option.set("expiry", text: contract.expiry.iso8601)
        option.set("price", price)
        return option
    }

    private static func parts(_ candidate: Candidate) -> DocumentObject {
        var parts = DocumentObject()
        for part in candidate.parts {
            // A missing part counts nothing towards the score, which is not the same as a bad one.
            parts.set(part.name, part.isMissing ? .null : JSONValue(part.points))
        }
        return parts
    }

    private static func miss(_ candidate: Candidate) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("id", text: candidate.id)
        entry.set("symbol", text: candidate.symbol)
        entry.set("contract", text: candidate.contract.osi)
        if let spread = candidate.spread {
            entry.set("name", text: spread.kind.rawValue)
            entry.set("legs", spread.legs.map(leg))
        }
        entry.set("score", candidate.scoreFigure)
        entry.set(
            "failures",
            candidate.failures.map { failure in
                var item = DocumentObject()
                item.set("gate", text: failure.gate)
                item.set("text", text: failure.text)
                item.set("remedy", JSONValue(failure.remedy))
                return item
            })
        entry.closeWithReasons()
        return entry
    }
}
