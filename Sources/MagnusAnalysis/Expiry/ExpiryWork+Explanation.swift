import MagnusDomain

/// How the figures of a row of the expiry board come about.
///
/// Ids: the row's id, a row of Positions and the day its contracts end, then `#` and the key of the JSON:
/// `paper:P2:AAPL270317P00260000@2027-03-17#distance`.
extension ExpiryWork {
    /// The parts of an id; nil for an id of something else.
    static func parts(of id: String) -> (row: String, day: CalendarDate, key: String)? {
        let row = String(id.prefix { $0 != "#" })
        guard let place = row.lastIndex(of: "@") else { return nil }
        var end = row[row.index(after: place)...]
        if end.hasSuffix("am") { end = end.dropLast(2) }
        guard let day = try? CalendarDate(iso8601: String(end)) else { return nil }
        let key = String(id.dropFirst(row.count + 1))
        return (row, day, key.isEmpty ? "distance" : key)
    }

    /// Whether an id is one of a row of the board.
    public static func isRow(_ id: String) -> Bool { parts(of: id) != nil }

    /// - Returns: nil where nothing is called so, or the row is gone.
    public func explanation(_ id: String, _ terms: Terms = Terms()) -> Explanation? {
        guard let parts = Self.parts(of: id) else { return nil }
        for strategy in book.strategies where parts.row.hasPrefix("\(strategy.id)@") {
            guard let row = endings(of: strategy, through: parts.day, terms).first(where: { $0.id == parts.row }) else {
                continue
            }
            return explanation(row, legs(of: row, strategy), parts.key, terms, id: id)
        }
        return nil
    }

    private func legs(of row: ExpiryRow, _ strategy: StrategyValuation) -> [EndingLeg] {
        row.legs.compactMap { ending in
            strategy.legs.first { $0.position.id == ending.position }.map { valued in
                EndingLeg(
                    valued: valued, contract: ending.contract,
                    instants: ending.contract.expiryInstants(calendar: calendar), inside: ending.inside)
            }
        }
    }

    private func explanation(
        _ row: ExpiryRow, _ legs: [EndingLeg], _ key: String, _ terms: Terms, id: String
    ) -> Explanation? {
        let near = nearest(legs)
        func made(
            _ words: String, _ figure: Figure, _ unit: ExplainedUnit, _ formula: String, _ inputs: [ExplanationInput],
            _ method: String
        ) -> Explanation {
            Explanation(
                id: id, title: "\(row.symbol) \(row.title) \(row.instants.day.iso8601): \(words)",
                value: figure.value.map { "\(unit.text($0)) \(unit.word)" }
                    ?? "unknown (\(figure.reason?.rawValue ?? UnknownReason.noSource.rawValue))",
                formula: formula, inputs: inputs, method: method,
                origin: "expiry board of \(row.account) at \(now.newYork.description)", notes: Explainer.notes(figure),
                trust: figure.trust ?? .fresh)
        }
        switch key {
        case "distance":
            guard let near else { return nil }
            return made(
                "distance to the strike", row.away, .price,
                near.contract.right == .put ? "S - K" : "K - S", [spot(row, near), strike(near)],
                nearestWords(legs))
        case "distance_sigmas":
            guard let near else { return nil }
            return made(
                "distance in standard deviations", row.sigmas, .number("standard deviations"),
                "\(near.contract.right == .put ? "-" : "")ln(K / S) / (σ x √T)",
                [spot(row, near), strike(near), volatility(near), years(near)], nearestWords(legs))
        case "probability_in_the_money":
            return probability(row, legs).map {
                made("chance to end in the money", row.probability, .percent, $0.formula, $0.inputs, "risk-neutral")
            }
        case "if_in_the_money/shares":
            return made(
                "shares if it ends in the money", row.allIn.shares, .shares,
                "Σ contracts x shares each: received of puts sold and calls bought, delivered otherwise",
                legs.flatMap(deliveryInputs), sidesWords(legs))
        case "if_in_the_money/cash":
            let isPhysical = row.settlement == .physical
            return made(
                "cash if it ends in the money", row.allIn.cash, .dollars,
                isPhysical
                    ? "Σ K x multiplier x contracts: paid for shares that come, received for those that go"
                    : "least of all prices: Σ exercise value x multiplier x contracts",
                legs.flatMap { sized($0, with: [strike($0)]) },
                isPhysical ? sidesWords(legs) : "exact, piecewise linear")
        case "cost_to_close", "buy_back":
            let withFees = key == "buy_back"
            let fees = Explainer.input(
                "fees for each contract", terms.feesPerContract, .dollars, source: "scan.fees_per_contract, half of it")
            return made(
                withFees ? "cost to buy it back, with fees" : "cost to buy it back",
                withFees ? row.buyBack : row.costToClose, .dollars,
                "Σ (ask of shorts, -bid of longs) x multiplier x contracts" + (withFees ? " + fees x contracts" : ""),
                legs.flatMap { sized($0, with: quotes($0)) } + (withFees ? [fees] : []), "natural price")
        default: return nil
        }
    }

    // MARK: Inputs

    private func name(_ leg: EndingLeg) -> String {
        leg.contract.positionText(quantity: leg.valued.position.quantity)
    }

    private func spot(_ row: ExpiryRow, _ leg: EndingLeg) -> ExplanationInput {
        Explainer.input(
            "S", leg.valued.underlyingPrice, .price, source: row.spotSource.isEmpty ? "no source" : row.spotSource,
            age: row.spotAgeSeconds, reference: "\(leg.valued.position.id)#underlying_price")
    }

    private func strike(_ leg: EndingLeg) -> ExplanationInput {
        Explainer.input("K", leg.contract.strike, .price, source: "contract \(name(leg))")
    }

    private func volatility(_ leg: EndingLeg) -> ExplanationInput {
        let own = leg.valued.impliedVolatility
        let used = own.value == nil ? Figure(leg.valued.terms?.volatility, trust: .estimated, else: .noSource) : own
        return Explainer.input(
            "σ", used, .percentPerYear(decimals: 2),
            source: own.value == nil ? "the underlying's" : "mark of the contract",
            age: leg.valued.markAgeSeconds, reference: "\(leg.valued.position.id)#iv")
    }

    private func years(_ leg: EndingLeg) -> ExplanationInput {
        Explainer.input("T", leg.valued.terms?.years, .years, source: "seconds to the settlement / 31,536,000")
    }

    private func probability(
        _ row: ExpiryRow, _ legs: [EndingLeg]
    ) -> (formula: String, inputs: [ExplanationInput])? {
        let shorts = legs.filter { $0.valued.position.quantity.isShort }
        guard shorts.isEmpty else {
            return (
                row.settlement == .physical
                    ? "P(earlier exercise) + P(in the money at expiry); the highest of what is short"
                    : "P(in the money at expiry); the highest of what is short",
                shorts.map {
                    Explainer.input(
                        name($0), $0.valued.assignmentProbability, .percent, source: "valuation",
                        age: $0.valued.markAgeSeconds, reference: "\($0.valued.position.id)#assignment_probability")
                }
            )
        }
        return (
            "P(S over K) of a call, P(S under K) of a put; the highest of what is long",
            legs.flatMap { sizedInputs([spot(row, $0), strike($0), volatility($0), years($0)], name($0)) }
        )
    }

    private func quotes(_ leg: EndingLeg) -> [ExplanationInput] {
        let isShort = leg.valued.position.quantity.isShort
        return [
            Explainer.input(
                isShort ? "ask" : "bid", isShort ? leg.valued.ask : leg.valued.bid, .price,
                source: leg.valued.markSource.isEmpty ? "no source" : leg.valued.markSource,
                age: leg.valued.markAgeSeconds),
            Explainer.input(
                "cost to close", leg.valued.costToClose, .dollars, source: "valuation",
                reference: "\(leg.valued.position.id)#cost_to_close"),
        ]
    }

    private func deliveryInputs(_ leg: EndingLeg) -> [ExplanationInput] {
        sizedInputs(
            [
                Explainer.input(
                    "contracts", leg.valued.position.quantity.value, .count("contracts"), source: "ledger"),
                Explainer.input(
                    "shares each", leg.valued.deliveredShares.map { Double($0) }, .shares, source: "contract"),
            ], name(leg))
    }

    private func sized(_ leg: EndingLeg, with inputs: [ExplanationInput]) -> [ExplanationInput] {
        sizedInputs(
            inputs + [
                Explainer.input(
                    "contracts", leg.valued.position.quantity.value, .count("contracts"), source: "ledger"),
                Explainer.input(
                    "multiplier", Double(leg.contract.multiplier), .count("USD per 1.00"), source: "contract"),
            ], name(leg))
    }

    private func sizedInputs(_ inputs: [ExplanationInput], _ group: String) -> [ExplanationInput] {
        inputs.grouped(group)
    }

    private func nearestWords(_ legs: [EndingLeg]) -> String {
        legs.contains { $0.valued.position.quantity.isShort }
            ? "of the short strike nearest to the money, or furthest in it"
            : "of the long strike nearest to the money, or furthest in it"
    }

    private func sidesWords(_ legs: [EndingLeg]) -> String {
        Set(legs.map(\.contract.right)).count > 1
            ? "of puts and calls the side that leaves shares short, else the one that takes more cash"
            : "every contract exercised"
    }
}
