import MagnusDomain
import MagnusQuant

extension Explainer {
    /// One figure of a row in the making.
    struct Definition {
        var title: String
        var figure: Figure
        var unit: ExplainedUnit
        var formula: String
        var inputs: [ExplanationInput]
        var method: String
        var notes: [String] = []
        /// Printed instead of the figure: dates and words.
        var words: String?
        /// Parts that a sum lacks: told behind its figure, as wherever else the sum is shown.
        var unknownCount = 0
    }

    func made(_ part: Definition, id: String, subject: String, origin: String) -> Explanation {
        Explanation(
            id: id, title: "\(subject): \(part.title)",
            value: part.words ?? Self.text(Total(figure: part.figure, unknownCount: part.unknownCount), part.unit),
            formula: part.formula, inputs: part.inputs, method: part.method, origin: origin,
            notes: (part.words == nil ? Self.notes(part.figure) : []) + part.notes,
            trust: part.words == nil ? part.figure.trust ?? .fresh : .fresh)
    }

    func explain(_ leg: PositionValuation, id: String, key: String) -> Explanation? {
        definition(leg, key: key).map {
            made($0, id: id, subject: Self.name(leg.position), origin: Self.origin(leg.position))
        }
    }

    func definition(_ leg: PositionValuation, key: String) -> Definition? {
        switch key {
        case "mark" where leg.closing != nil: closingDefinition(leg)
        case "mark" where contract(leg) == nil && isImplied(leg.position.instrument.underlying): underlyingPrice(leg)
        case "mark":
            Definition(
                title: "mark per share", figure: leg.mark, unit: .price,
                formula: "mark = (bid + ask) / 2; half the ask of a nearly worthless option without a bid",
                inputs: quoteInputs(leg), method: leg.markSource)
        case "mark_age_seconds":
            Definition(
                title: "age of the mark", figure: Figure(leg.markAgeSeconds, else: leg.mark.reason ?? .noSource),
                unit: .number("s"), formula: "now - time of the quote", inputs: [markInput(leg)], method: "exact")
        case "quotes", "bid", "ask":
            Definition(
                title: "bid and ask", figure: leg.mark, unit: .price, formula: "as quoted", inputs: quoteInputs(leg),
                method: "checked: finite, not negative, not crossed, not older than allowed",
                words: "\(leg.bid.map(ExplainedUnit.price.text) ?? "none") x "
                    + "\(leg.ask.map(ExplainedUnit.price.text) ?? "none") USD/share")
        case "market_value":
            Definition(
                title: "market value", figure: leg.marketValue, unit: .dollars,
                formula: "mark x quantity x multiplier", inputs: [markInput(leg)] + sizeInputs(leg), method: "exact")
        case "unrealized_pnl":
            Definition(
                title: "open profit", figure: leg.unrealizedProfit, unit: .dollars,
                formula: "mark x quantity x multiplier - cost basis (fees inside)",
                inputs: [markInput(leg)] + sizeInputs(leg) + [basisInput(leg)], method: "exact")
        case "unrealized_pnl_fraction":
            Definition(
                title: "open profit of the cost", figure: leg.unrealizedFraction, unit: .percent,
                formula: "open profit / |cost basis|",
                inputs: [profitInput(leg), basisInput(leg)], method: "exact")
        case "day_pnl":
            Definition(
                title: "profit of the day", figure: leg.dayProfit, unit: .dollars,
                formula: dayFormula(leg),
                inputs: dayInputs(leg), method: "exact")
        case "cost_to_close":
            Definition(
                title: "cost to close", figure: leg.costToClose, unit: .dollars,
                formula: "shorts: ask x |quantity| x multiplier; longs: -bid x quantity x multiplier"
                    + (leg.closing == nil ? "" : "; bid and ask of the close moved by what the mark was moved"),
                inputs: quoteInputs(leg) + (leg.closing == nil ? [] : [markInput(leg)]) + sizeInputs(leg),
                method: "natural price")
        case "profit_captured":
            Definition(
                title: "captured at the natural price", figure: leg.profitCaptured, unit: .percent,
                formula: "(entry credit - cost to close) / entry credit; entry credit = -cost basis",
                inputs: [
                    basisInput(leg),
                    Self.input(
                        "cost to close", leg.costToClose, .dollars, source: "valuation",
                        reference: "\(leg.position.id)#cost_to_close"),
                ], method: "trader.md section 3 item 10")
        case "underlying_price":
            underlyingPrice(leg)
        case "distance_to_strike", "distance":
            Definition(
                title: "distance to the strike", figure: leg.distanceToStrike, unit: .percent,
                formula: "call: (K - S) / S; put: (S - K) / S; positive out of the money",
                inputs: [spotInput(leg), strikeInput(leg)], method: "exact")
        case "extrinsic":
            Definition(
                title: "extrinsic value at the mark", figure: wholeExtrinsic(leg), unit: .dollars,
                formula: "extrinsic per share x multiplier x number of contracts, long or short",
                inputs: [
                    Self.input(
                        "extrinsic per share", leg.extrinsic, .price, source: "valuation",
                        reference: "\(leg.position.id)#extrinsic_per_share"),
                    Self.input(
                        "multiplier", Figure(Double(contract(leg)?.multiplier ?? 1)), .number(""), source: "contract"),
                    Self.input(
                        "contracts", Figure(leg.position.quantity.magnitude.value), .number(""), source: "ledger"),
                ], method: "exact")
        case "extrinsic_per_share":
            Definition(
                title: "extrinsic value per share at the mark", figure: leg.extrinsic, unit: .price,
                formula: "max(0, mark - intrinsic); intrinsic = max(0, S - K) of a call, max(0, K - S) of a put",
                inputs: [markInput(leg), spotInput(leg), strikeInput(leg)], method: "exact")
        case "dte": daysDefinition(contract(leg), days: leg.daysToExpiry)
        case "expiry": expiryDefinition(contract(leg))
        case "days_held": heldDefinition(leg.position.openedAt, days: leg.daysHeld)
        default: holdingDefinition(leg, key: key) ?? priced(leg, key: key)
        }
    }

    private func wholeExtrinsic(_ leg: PositionValuation) -> Figure {
        let multiplier = Double(contract(leg)?.multiplier ?? 1)
        return leg.extrinsic.map { $0 * multiplier * leg.position.quantity.magnitude.value }
    }

    func profitInput(_ leg: PositionValuation) -> ExplanationInput {
        Self.input(
            "open profit", leg.unrealizedProfit, .dollars, source: "valuation",
            reference: "\(leg.position.id)#unrealized_pnl")
    }

    /// The day whose profit is explained: today, or the last session before a day without one.
    private var session: CalendarDate { market.calendar.sessionOnOrBefore(book.asOf.newYork.date) }

    /// Nothing of it was held at the close, and nothing of it came or went since but what is held.
    private func isOpenedToday(_ leg: PositionValuation) -> Bool {
        guard leg.heldAtClose == 0, let basis = leg.position.costBasis else { return false }
        return abs(leg.dayCash + basis.dollars) < 0.005
    }

    private func isUnchanged(_ leg: PositionValuation) -> Bool {
        leg.heldAtClose == leg.position.quantity.value && leg.dayCash == 0
    }

    private func dayFormula(_ leg: PositionValuation) -> String {
        if isOpenedToday(leg) { return "opened today: the open profit" }
        if isUnchanged(leg) { return "(mark - previous mark) x quantity x multiplier" }
        return "(mark x quantity - previous mark x held at the close) x multiplier + cash since the close"
    }

    private func dayInputs(_ leg: PositionValuation) -> [ExplanationInput] {
        if isOpenedToday(leg) { return [profitInput(leg)] }
        let inputs = [markInput(leg), previousInput(leg)] + sizeInputs(leg)
        if isUnchanged(leg) { return inputs }
        return inputs + [
            Self.input(
                "held at the close", Figure(leg.heldAtClose), .number(""), source: "ledger"),
            Self.input("cash since the close", Figure(leg.dayCash), .dollars, source: "ledger, fees inside"),
        ]
    }

    private func previousInput(_ leg: PositionValuation) -> ExplanationInput {
        let last = market.calendar.previousSession(before: session)
        let closed = market.calendar.session(on: last)?.close.rfc3339 ?? last.iso8601
        return Self.input(
            "previous mark", leg.previousMark, .price, source: "close of \(closed), \(market.source)")
    }
}
