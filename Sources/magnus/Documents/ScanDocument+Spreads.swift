import MagnusDesk
import MagnusDomain

/// What candidates of several legs have beside the keys of every candidate.
extension ScanDocument {
    /// Money is of one unit and before fees; a loss and a debit are negative.
    static func set(_ spread: CandidateSpread, of candidate: Candidate, in entry: inout DocumentObject) {
        entry.set("name", text: spread.kind.rawValue)
        entry.set("premium_natural", spread.naturalCredit)
        entry.set("premium_mid", spread.midCredit)
        entry.set("width", spread.width, else: .notApplicable)
        entry.set("credit_to_width", spread.creditToWidth)
        entry.set("max_profit", spread.maximumProfit)
        entry.set("max_profit_band", .array(spread.maximumProfitBand.map { JSONValue($0.value) }))
        entry.set("max_loss", spread.maximumLoss.map { -$0 })
        entry.set("buying_power_effect", candidate.collateral)
        entry.set("fees", candidate.fees, else: .noSource)
        entry.set("breakevens", .array(spread.breakevens.map { JSONValue($0) }))
        entry.set("expected_value", spread.expectedValue)
        entry.set("expected_value_basis", text: "risk_neutral")
        entry.set("position_delta", spread.positionDelta)
        entry.set("forward_factor", spread.forwardFactor)
        entry.set("theta_ratio", spread.thetaRatio)
        entry.set("extrinsic_ratio", spread.extrinsicRatio)
        entry.set(
            "warnings",
            spread.warnings.map { warning in
                var item = DocumentObject()
                item.set("kind", text: warning.kind.rawValue)
                item.set("text", text: warning.text)
                return item
            })
    }

    static func leg(_ leg: CandidateSpread.Leg) -> DocumentObject {
        var entry = option(leg.contract, quantity: leg.quantity, price: leg.price)
        // Its price is of the same quote.
        let trust = leg.price.trust ?? .fresh
        entry.set("bid", Figure(leg.bid, trust: trust, else: .noMarket))
        entry.set("ask", Figure(leg.ask, trust: trust, else: .noMarket))
        entry.set("iv", leg.impliedVolatility)
        entry.set("delta", leg.delta)
        entry.set("open_interest", leg.openInterest, else: .noSource)
        entry.set("volume", leg.volume, else: .noSource)
        entry.set("quote_age_seconds", leg.quoteAgeSeconds, else: .noSource)
        entry.closeWithReasons()
        return entry
    }

    // MARK: - Text

    static func spreadTable(_ candidates: [Candidate], _ format: FigureFormat) -> [String] {
        var table = TextTable([
            .right("Sc"), .left("Typ"), .left("Sym"), .left("Contract"), .right("DTE"), .right("Spot"), .right("Fill"),
            .right("Nat"), .right("Cr/W"), .right("Most+"), .right("Most-"), .right("On risk"), .right("POP"),
            .left("Breakevens"), .right("OTM"), .right("|\(format.deltaName)|"), .right("IV"), .right("FF"),
            .left("Liq"),
        ])
        for candidate in candidates {
            guard let spread = candidate.spread else { continue }
            table.add([
                score(candidate, format), candidate.typeWord, candidate.symbol, name(candidate),
                String(candidate.daysToExpiry), format.price(candidate.spotFigure),
                format.price(candidate.fill), format.price(spread.naturalCredit),
                format.percent(spread.creditToWidth), format.dollars(spread.maximumProfit),
                format.dollars(spread.maximumLoss), format.income(candidate),
                rank(candidate.probabilityOfProfit, format),
                breakevens(spread, of: candidate, format),
                format.decimalPercent(candidate.outOfTheMoney), rank(candidate.delta.map(abs), format),
                format.decimalPercent(candidate.impliedVolatility), format.percent(spread.forwardFactor),
                dots(candidate.liquidity, format),
            ])
        }
        let warnings = candidates.flatMap { candidate in
            (candidate.spread?.warnings ?? []).map {
                DocumentText.line("\(candidate.symbol) \(name(candidate)): \(format.sentence($0.text))")
            }
        }
        return table.lines + warnings
    }

    /// All of them rest on what the one does that is nearest to the spot.
    private static func breakevens(
        _ spread: CandidateSpread, of candidate: Candidate, _ format: FigureFormat
    ) -> String {
        let trust = candidate.breakeven.trust ?? .fresh
        return spread.breakevens.map { format.price(Figure($0, trust: trust)) }.joined(separator: "/")
    }
}
