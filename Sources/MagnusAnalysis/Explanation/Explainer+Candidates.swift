import MagnusDomain

/// Candidates of scans, and alerts.
extension Explainer {
    func explainCandidate(id: String, name: String, key: String) -> Explanation? {
        guard let candidate = candidates.first(where: { $0.id == name }),
            var part = definition(candidate, key: key)
        else { return nil }
        part.notes += candidate.failures.map { "\($0.gate): \($0.text)" }
        return made(
            part, id: id, subject: "\(candidate.symbol) \(candidate.shortName)",
            origin: "scan \(candidate.strategy.rawValue)")
    }

    /// A figure that a scan made of quotes.
    func scanned(
        _ title: String, _ figure: Figure, _ unit: ExplainedUnit, _ formula: String, _ inputs: [ExplanationInput],
        _ method: String = "scan, second stage on fresh quotes"
    ) -> Definition {
        Definition(title: title, figure: figure, unit: unit, formula: formula, inputs: inputs, method: method)
    }

    private func definition(_ candidate: Candidate, key: String) -> Definition? {
        if let spread = candidate.spread, let found = definition(candidate, spread, key: key) { return found }
        let age = candidate.quoteAgeSeconds
        let isPut = candidate.strategy == .cashSecuredPut
        let source = market.chains[candidate.symbol]?.source ?? market.source
        let row = { (key: String) in "candidate/\(candidate.id)#\(key)" }
        let bid = Self.input("bid", candidate.bid, .price, source: source, age: age)
        let ask = Self.input("ask", candidate.ask, .price, source: source, age: age)
        let spot = Self.input("S", candidate.spot, .price, source: source, age: age)
        let strike = Self.input("K", candidate.contract.strike, .price, source: "contract")
        let fill = Self.input("fill", candidate.fill, .price, source: "scan", reference: row("premium"))
        let days = Self.input("DTE", Double(candidate.daysToExpiry), .days, source: "calendar")
        let multiplier = Self.input(
            "multiplier", Double(candidate.contract.multiplier), .count("USD per 1.00"), source: "contract")
        let fees = Self.input("fees", candidate.fees, .dollars, source: "scan profile")
        let collateral = Self.input(
            "collateral", candidate.collateral, .dollars, source: "scan", reference: row("collateral"))
        switch key {
        case "score", "score_parts": return score(candidate)
        case "premium", "fill":
            return scanned(
                "fill", candidate.fill, .price, "max(bid, mid - (ask - bid) / 4), mid = (bid + ask) / 2", [bid, ask])
        case "bid", "ask", "quotes":
            let side = key == "ask" ? candidate.ask : candidate.bid
            return scanned(
                "quote", Figure(side, trust: candidate.quoteTrust, else: .oneSided), .price, "as quoted", [bid, ask])
        case "spot" where isImplied(candidate.symbol):
            let inputs = impliedInputs(candidate.symbol, of: candidate.spotFigure)
            return impliedPrice(candidate.spotFigure, inputs: inputs.isEmpty ? [spot] : inputs)
        case "spot": return scanned("spot", candidate.spotFigure, .price, "mid of the underlying's quote", [spot])
        case "period_return":
            return scanned(
                "return of the period", candidate.periodReturn, .percent,
                "(fill x multiplier - fees) / collateral", [fill, multiplier, fees, collateral], "of one contract")
        case "annualized_return":
            return scanned(
                "return per year", candidate.annualizedReturn, .percent, "return of the period x 365 / DTE",
                [
                    Self.input(
                        "return of the period", candidate.periodReturn, .percent, source: "scan",
                        reference: row("period_return")), days, fill, collateral,
                ], "simple")
        case "breakeven":
            return scanned(
                "breakeven", candidate.breakeven, .price, isPut ? "K - fill" : "S - fill",
                [isPut ? strike : spot, fill])
        case "cushion":
            let breakeven = Self.input(
                "breakeven", candidate.breakeven, .price, source: "scan", reference: row("breakeven"))
            return scanned(
                "cushion", candidate.cushion, .percent, isPut ? "(S - breakeven) / S" : "(K - S) / S",
                [spot, isPut ? breakeven : strike])
        case "out_of_the_money":
            return scanned(
                "out of the money", candidate.outOfTheMoney, .percent, isPut ? "(S - K) / S" : "(K - S) / S",
                [spot, strike])
        case "expected_move":
            return scanned(
                "one sigma to expiry", candidate.expectedMove, .price, "S x sigma at the money x sqrt(T)",
                [
                    spot,
                    Self.input(
                        "sigma at the money", candidate.atTheMoneyVolatility, .percentPerYear(decimals: 4),
                        source: "chain of this expiry", age: age),
                    Self.input("T", candidate.terms?.years, .years, source: "calendar"),
                ])
        case "collateral":
            return scanned(
                "collateral of one contract", candidate.collateral, .dollars,
                isPut ? "K x multiplier" : "S x multiplier", [isPut ? strike : spot, multiplier])
        case "delta", "iv", "probability_of_profit", "probability_of_touch": return model(candidate, key: key)
        case "iv_rank", "iv_percentile": return standing(candidate, key: key)
        case "spread_fraction":
            return scanned("spread", candidate.spreadFraction, .percent, "(ask - bid) / mid", [bid, ask])
        case "dte": return daysDefinition(candidate.contract, days: candidate.daysToExpiry)
        case "expiry": return expiryDefinition(candidate.contract)
        case "open_interest":
            return scanned(
                "open interest", Figure(candidate.openInterest.map(Double.init), else: .noSource), .count("contracts"),
                "as the source reports it", [Self.fact("contract", candidate.shortName, source: source)], "as quoted")
        case "volume":
            return scanned(
                "volume of the day", Figure(candidate.volume.map(Double.init), else: .noSource), .count("contracts"),
                "as the source reports it", [Self.fact("contract", candidate.shortName, source: source)], "as quoted")
        case "quote_age_seconds":
            return scanned(
                "age of the quote", Figure(age, else: .noSource), .number("s"), "now - time of the quote", [bid, ask],
                "of several options the oldest")
        case "liquidity":
            return scanned(
                "liquidity", Figure(Double(candidate.liquidity)), .count("of 3 dots"),
                "cube root of spread share x open interest share x volume share: 0.85, 0.6, 0.3 give 3, 2, 1 dots",
                [
                    Self.input("spread", candidate.spreadFraction, .percent, source: "quote", age: age),
                    Self.input(
                        "open interest", candidate.openInterest.map(Double.init), .count("contracts"), source: source),
                    Self.input("volume", candidate.volume.map(Double.init), .count("contracts"), source: source),
                ])
        default: return scorePart(candidate, key: key)
        }
    }

    /// `edge`, or `score/edge`.
    private func scorePart(_ candidate: Candidate, key: String) -> Definition? {
        let name = key.hasPrefix("score/") ? String(key.dropFirst(6)) : key
        guard let part = candidate.parts.first(where: { $0.name == name }) else { return nil }
        let share = part.weight > 0 ? part.points / part.weight : 0
        return Definition(
            title: "score, part \(part.name)", figure: part.isMissing ? .unknown(.noSource) : Figure(part.points),
            unit: .number("points"), formula: Self.formula(ofPart: part.name, candidate.strategy),
            inputs: [
                Self.input("weight", part.weight, .number("points"), source: "scan profile"),
                Self.input("share", share, .number(""), source: part.explanation, age: candidate.quoteAgeSeconds),
            ], method: "ends and weights of the scan profile; the page opportunities of the documentation lists them")
    }

    private static func formula(ofPart name: String, _ strategy: ScanStrategy) -> String {
        switch name {
        case "liquidity":
            "weight x cube root of (share of the spread x share of the open interest x share of the volume); each a "
                + "straight line between both ends, clipped, of the counts by their logarithm"
        case "fit" where strategy != .coveredCall:
            "weight x the lesser share of name and sector, each a straight line between both ends, clipped"
        case "trend": "weight x (half over the 200-day average + half under fresh demand)"
        default: "weight x share; the share is a straight line between both ends, clipped"
        }
    }

    private func score(_ candidate: Candidate) -> Definition {
        let total = candidate.parts.reduce(0) { $0 + $1.points }
        var inputs = candidate.parts.map { part in
            ExplanationInput(
                name: part.name, value: part.isMissing ? "missing" : ExplainedUnit.rank.text(part.points),
                unit: "of \(ExplainedUnit.number("").text(part.weight)) points", source: part.explanation,
                ageSeconds: candidate.quoteAgeSeconds)
        }
        inputs.append(Self.input("sum", total, .rank, source: "all parts"))
        if let cap = candidate.cap { inputs.append(Self.fact("cap", cap, source: "scan profile")) }
        return Definition(
            title: "score", figure: candidate.scoreFigure, unit: .rank,
            formula: "sum of weight x share of each part (straight lines, clipped), then the lowest cap",
            inputs: inputs,
            method: candidate.isCapped ? "held down by: \(candidate.cap ?? "")" : "no cap")
    }

    /// What a model makes of the quote.
    private func model(_ candidate: Candidate, key: String) -> Definition {
        let source = market.chains[candidate.symbol]?.source ?? market.source
        let instants = candidate.contract.expiryInstants(calendar: market.calendar)
        let age = candidate.quoteAgeSeconds
        let terms = candidate.terms
        var inputs = [
            Self.fact("style", "\(candidate.contract.style) \(candidate.contract.right)", source: "contract"),
            Self.input("S", terms?.spot ?? candidate.spot, .price, source: source, age: age),
            Self.input("K", candidate.contract.strike, .price, source: "contract"),
            Self.fact("settles", instants.settlement.rfc3339, source: "calendar"),
            Self.input("T", terms?.years, .years, source: "seconds to settles / 31,536,000 at the scan"),
            Self.input("r", terms?.rate, .percentPerYear(decimals: 4), source: "\(market.rates.source), continuous"),
            Self.input("q", terms?.dividendYield, .percentPerYear(decimals: 4), source: "profile, continuous"),
        ]
        inputs += (terms?.dividends ?? []).map { dividend in
            Self.input(
                "dividend in \(ExplainedUnit.years.text(dividend.years)) years", dividend.amount, .price,
                source: "profile")
        }
        inputs += [
            Self.input("bid", candidate.bid, .price, source: source, age: age),
            Self.input("ask", candidate.ask, .price, source: source, age: age),
            Self.input(
                "sigma", candidate.impliedVolatility, .percentPerYear(decimals: 4), source: "from the mid", age: age),
            Self.input("fill", candidate.fill, .price, source: "scan", reference: "candidate/\(candidate.id)#premium"),
        ]
        let (title, figure, unit, formula): (String, Figure, ExplainedUnit, String) =
            switch key {
            case "delta": ("delta of one long option", candidate.delta, .perShare(""), "dV/dS")
            case "iv":
                (
                    "implied volatility", candidate.impliedVolatility, .percentPerYear(decimals: 2),
                    "sigma with price(S, K, T, r, q, sigma) = mid"
                )
            case "probability_of_profit":
                (
                    "probability of profit", candidate.probabilityOfProfit, .percent,
                    "P(S at expiry > K - fill) = N(d2 at K - fill)"
                )
            default:
                ("probability of touch", candidate.probabilityOfTouch, .percent, "P(S reaches K before expiry)")
            }
        return Definition(
            title: title, figure: figure, unit: unit, formula: formula, inputs: inputs,
            method:
                "risk-neutral, lognormal; American price by its exercise boundary; present value of dividends taken "
                + "off the spot")
    }

    private func standing(_ candidate: Candidate, key: String) -> Definition {
        let parts = candidate.standing
        let below = candidate.volatilityPercentile.value.flatMap { percentile in
            parts.map { (percentile * Double($0.count) / 100).rounded() }
        }
        let isRank = key == "iv_rank"
        return Definition(
            title: isRank ? "IV rank" : "IV percentile",
            figure: isRank ? candidate.volatilityRank : candidate.volatilityPercentile, unit: .rank,
            formula: isRank
                ? "100 x (IV - lowest) / (highest - lowest)" : "100 x (sessions with a lower 30-day IV) / sessions",
            inputs: [
                Self.input(
                    "30-day IV of the last session", parts?.current, .percentPerYear(decimals: 2), source: market.source
                ),
                Self.input("sessions with a lower one", below, .count("sessions"), source: market.source),
                Self.input("sessions", parts.map { Double($0.count) }, .count("sessions"), source: market.source),
                Self.input("lowest", parts?.low, .percentPerYear(decimals: 2), source: market.source),
                Self.input("highest", parts?.high, .percentPerYear(decimals: 2), source: market.source),
            ], method: "last close against the 252 sessions before it")
    }

    func explainAlert(id: String, name: String, key: String) -> Explanation? {
        guard let alert = alerts.first(where: { $0.id == name }) else { return nil }
        return Explanation(
            id: id, title: alert.finding.title, value: alert.finding.priority.rawValue, formula: alert.finding.message,
            inputs: alert.finding.evidence.map { fact in
                Self.input(
                    fact.name, fact.value, Self.unit(fact.unit), source: fact.source, age: fact.ageSeconds,
                    trust: fact.trust)
            }, method: "monitor \(alert.finding.monitor.rawValue), \(key)",
            origin: "condition \(alert.finding.conditionKey), raised \(alert.raisedAt.rfc3339)")
    }

    /// The unit of a fact by the word the monitors use.
    static func unit(_ word: String) -> ExplainedUnit {
        switch word {
        case "fraction": .percent
        case "USD": .dollars
        case "USD/share": .price
        case "days": .days
        default: .number(word)
        }
    }
}
