import MagnusDesk
import MagnusDomain

/// `magnus positions`: one entry a leg in JSON, one row a strategy for people.
enum PositionsDocument {
    static func json(_ book: BookValuation, envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set(
            "positions", book.strategies.flatMap { strategy in strategy.legs.map { entry($0, of: strategy) } })
        content.set("totals", totals(book))
        return envelope.document(content)
    }

    private static func entry(_ leg: PositionValuation, of strategy: StrategyValuation) -> DocumentObject {
        let position = leg.position
        var entry = DocumentObject()
        entry.set("id", text: position.id)
        entry.set("account", text: position.account)
        entry.set("symbol", text: position.instrument.identity)
        entry.set("underlying", text: position.instrument.underlying)
        setTerms(of: leg, in: &entry)
        entry.set("state", text: leg.state.rawValue)
        entry.set("quantity", JSONValue(position.quantity.value))
        entry.set("opened_at", text: position.openedAt.rfc3339)
        entry.set("days_held", .integer(leg.daysHeld))
        entry.set("average_price", position.averagePrice, else: .noBasis)
        entry.set("cost_basis", position.costBasis?.dollars, else: .noBasis)
        setQuote(of: leg, in: &entry)
        entry.set("market_value", leg.marketValue)
        entry.set("unrealized_pnl", leg.unrealizedProfit)
        entry.set("unrealized_pnl_fraction", leg.unrealizedFraction)
        entry.set("realized_pnl", JSONValue(position.realizedProfit.dollars))
        entry.set("day_pnl", leg.dayProfit)
        entry.set("cost_to_close", leg.costToClose)
        entry.set("profit_captured", leg.profitCaptured)
        entry.set("underlying_price", leg.underlyingPrice)
        entry.set("distance_to_strike", leg.distanceToStrike)
        entry.set("extrinsic", extrinsic(leg))
        entry.set("extrinsic_per_share", leg.extrinsic)
        entry.set("iv", leg.impliedVolatility)
        entry.set("delta", leg.delta)
        entry.set("gamma", leg.gamma)
        entry.set("theta_per_day", leg.thetaPerDay)
        entry.set("vega_per_point", leg.vegaPerPoint)
        entry.set("rho_per_point", leg.rhoPerPoint)
        entry.set("beta_weighted_delta", leg.betaWeightedDelta)
        entry.set("assignment_probability", leg.assignmentProbability)
        entry.set("early_exercise_probability", leg.earlyExerciseProbability)
        entry.set("exercise_by_next_session_probability", leg.nextExerciseProbability)
        entry.set("strategy", text: strategy.kind.rawValue)
        entry.set("strategy_id", text: strategy.id)
        entry.set("sector", leg.sector, else: .noSource)
        entry.closeWithReasons(leg.reasons)
        return entry
    }

    private static func setTerms(of leg: PositionValuation, in entry: inout DocumentObject) {
        let instrument = leg.position.instrument
        let contract = instrument.contract
        entry.set("kind", text: instrument.kindWord)
        entry.set("right", contract?.right.word, else: .notApplicable)
        entry.set("strike", contract?.strike, else: .notApplicable)
        entry.set("expiry", contract?.expiry, else: .notApplicable)
        // After its expiry a contract that waits for the broker has no days left to count.
        let days = leg.daysToExpiry
        entry.set("dte", days.flatMap { $0 < 0 ? nil : $0 }, else: days == nil ? .notApplicable : .expired)
        entry.set("style", contract?.style.word, else: .notApplicable)
        entry.set("settlement", contract?.settlement.rawValue, else: .notApplicable)
        entry.set("multiplier", .integer(contract?.multiplier ?? 1))
        entry.set("adjusted", .bool(contract?.isAdjusted ?? false))
        entry.set(
            "deliverable", contract.flatMap { $0.deliverable.words(underlying: $0.underlying) },
            else: contract == nil ? .notApplicable : .adjusted)
    }

    private static func setQuote(of leg: PositionValuation, in entry: inout DocumentObject) {
        // Both sides are as old as the mark between them.
        let trust: Trust = leg.mark.trust == .stale ? .stale : .fresh
        entry.set("bid", Figure(leg.bid, trust: trust, else: side(missing: leg, other: leg.ask)))
        entry.set("ask", Figure(leg.ask, trust: trust, else: side(missing: leg, other: leg.bid)))
        entry.set("mark", leg.mark)
        entry.set("mark_source", leg.markSource, else: leg.mark.reason ?? .noSource)
        entry.set("mark_age_seconds", leg.markAgeSeconds, else: leg.mark.reason ?? .noSource)
        entry.set("stale", .bool(leg.mark.trust == .stale || leg.mark.reason == .stale))
    }

    /// Why one side of a quote is missing.
    private static func side(missing leg: PositionValuation, other: Double?) -> UnknownReason {
        if other != nil { return .oneSided }
        return leg.mark.reason ?? .noMarket
    }

    /// Dollars of time value in the whole position, never negative.
    private static func extrinsic(_ leg: PositionValuation) -> Figure {
        let multiplier = Double(leg.position.instrument.contract?.multiplier ?? 1)
        return leg.extrinsic.map { $0 * multiplier * leg.position.quantity.magnitude.value }
    }

    private static func totals(_ book: BookValuation) -> DocumentObject {
        let legs = book.strategies.flatMap(\.legs)
        var totals = DocumentObject()
        totals.set("market_value", marketValue(legs))
        totals.set("unrealized_pnl", book.openProfit)
        totals.set("realized_pnl", book.realized)
        totals.set("day_pnl", book.dayProfit)
        totals.set("unknown_count", .integer(legs.count(where: \.isIncomplete) + book.unopenedCount + book.unreadCount))
        totals.closeWithReasons()
        return totals
    }

    /// The sum of the known values; unknown when there are positions and none is known.
    private static func marketValue(_ legs: [PositionValuation]) -> Figure {
        let known = legs.compactMap(\.marketValue.value)
        if known.isEmpty, let reason = legs.compactMap(\.marketValue.reason).first { return .unknown(reason) }
        return Figure(known.reduce(0, +), trust: legs.compactMap(\.marketValue.trust).reduce(.fresh, Trust.worse))
    }
}

extension PositionValuation {
    /// Whether a sum of the book lacks this position: no market value, no open profit, or a Greek that is not known. What
    /// `unknown_count` counts in every document.
    var isIncomplete: Bool {
        [marketValue, unrealizedProfit, delta, gamma, thetaPerDay, vegaPerPoint, rhoPerPoint].contains {
            $0.value == nil
        }
    }
}
