import MagnusDomain
import MagnusQuant

/// The inputs that figures of a position have in common.
extension Explainer {
    func quote(_ leg: PositionValuation) -> Quote? {
        switch leg.position.instrument {
        case .stock(let symbol): market.underlyings[symbol]?.quote
        case .option(let contract): market.optionQuotes[contract]
        }
    }

    func contract(_ leg: PositionValuation) -> OptionContract? {
        guard case .option(let contract) = leg.position.instrument else { return nil }
        return contract
    }

    /// Quantity times multiplier.
    func size(_ leg: PositionValuation) -> Double {
        leg.position.quantity.value * Double(contract(leg)?.multiplier ?? 1)
    }

    func quoteInputs(_ leg: PositionValuation) -> [ExplanationInput] {
        let source = quote(leg)?.source ?? "no source"
        return [
            Self.input("bid", leg.bid, .price, source: source, age: leg.markAgeSeconds),
            Self.input("ask", leg.ask, .price, source: source, age: leg.markAgeSeconds),
        ]
    }

    func markInput(_ leg: PositionValuation) -> ExplanationInput {
        Self.input(
            "mark", leg.mark, .price, source: leg.markSource.isEmpty ? "no source" : leg.markSource,
            age: leg.markAgeSeconds, reference: "\(leg.position.id)#mark")
    }

    func sizeInputs(_ leg: PositionValuation) -> [ExplanationInput] {
        let isOption = contract(leg) != nil
        var inputs = [
            Self.input(
                "quantity", leg.position.quantity.value, .count(isOption ? "contracts" : "shares"), source: "ledger")
        ]
        if let contract = contract(leg) {
            inputs.append(
                Self.input("multiplier", Double(contract.multiplier), .count("USD per 1.00"), source: "contract"))
        }
        return inputs
    }

    func basisInput(_ leg: PositionValuation) -> ExplanationInput {
        Self.fact(
            "cost basis", leg.position.costBasis?.exactText ?? "unknown", unit: "USD",
            source: leg.position.openedBy.isEmpty ? "ledger" : "ledger, \(leg.position.openedBy)")
    }

    func spotInput(_ leg: PositionValuation, name: String = "S") -> ExplanationInput {
        let quote = market.underlyings[leg.position.instrument.underlying]?.quote
        let age = quote?.time.map { max(0, book.asOf.seconds(since: $0)) }
        return Self.input(
            name, leg.underlyingPrice, .price, source: quote?.source ?? "no source", age: age,
            reference: "\(leg.position.id)#underlying_price")
    }

    func underlyingInputs(_ leg: PositionValuation) -> [ExplanationInput] {
        let quote = market.underlyings[leg.position.instrument.underlying]?.quote
        let age = quote?.time.map { max(0, book.asOf.seconds(since: $0)) }
        let source = quote?.source ?? "no source"
        func side(_ name: String, _ price: Double?) -> ExplanationInput? {
            guard let price, price.isFinite else { return nil }
            return Self.input(name, price, .price, source: source, age: age)
        }
        let sides = [side("bid", quote?.bid), side("ask", quote?.ask), side("last", quote?.last)].compactMap { $0 }
        return sides.isEmpty ? [Self.fact("quote", "none", source: source)] : sides
    }

    func strikeInput(_ leg: PositionValuation) -> ExplanationInput {
        Self.input("K", contract(leg)?.strike, .price, source: "contract")
    }

    func betaInput(_ leg: PositionValuation) -> ExplanationInput {
        let profile = market.underlyings[leg.position.instrument.underlying]?.profile
        let isAssumed = profile?.beta == nil && profile?.kind != .treasuryBillFund
        return Self.input(
            "beta", beta(leg), .number(""), source: isAssumed ? "assumed" : "profile",
            trust: isAssumed ? .estimated : .fresh)
    }

    /// As the valuation takes it: 0 for T-bill funds, 1 where nobody knows it.
    func beta(_ leg: PositionValuation) -> Double {
        let profile = market.underlyings[leg.position.instrument.underlying]?.profile
        return profile?.beta ?? (profile?.kind == .treasuryBillFund ? 0 : 1)
    }

    /// Whether Greeks leave a position out because it is collateral.
    func isCollateral(_ leg: PositionValuation) -> Bool {
        guard case .stock(let symbol) = leg.position.instrument else { return false }
        return market.underlyings[symbol]?.profile.kind == .treasuryBillFund
    }

    /// What an option is priced with: enough for any Black-Scholes or American pricer to give the same.
    func termInputs(_ leg: PositionValuation) -> [ExplanationInput] {
        guard let terms = leg.terms, let contract = contract(leg) else { return [] }
        let instants = contract.expiryInstants(calendar: market.calendar)
        let spotSource = market.underlyings[contract.underlying]?.quote?.source ?? "no source"
        let age = market.underlyings[contract.underlying]?.quote?.time.map { max(0, book.asOf.seconds(since: $0)) }
        let isOwn = leg.impliedVolatility.value != nil
        var inputs = [
            Self.fact("style", "\(terms.style) \(terms.right)", source: "contract"),
            Self.input(
                "S", terms.spot, .price, source: spotSource, age: age, trust: leg.underlyingPrice.trust ?? .fresh),
            Self.input("K", terms.strike, .price, source: "contract"),
            Self.fact("valued at", book.asOf.rfc3339, source: "clock"),
            Self.fact("settles", instants.settlement.rfc3339, source: "calendar"),
            Self.input("T", terms.years, .years, source: "seconds from valued at to settles / 31,536,000"),
        ]
        inputs += carryInputs(terms, of: contract.underlying)
        inputs.append(
            Self.input(
                "sigma", terms.volatility > 0 ? terms.volatility : nil, .percentPerYear(decimals: 4),
                source: !leg.volatilitySource.isEmpty
                    ? leg.volatilitySource
                    : isOwn ? "from the mark, \(leg.markSource)" : "the underlying's own 30-day volatility",
                age: leg.volatilitySource.isEmpty ? leg.markAgeSeconds : nil,
                trust: isOwn ? leg.impliedVolatility.trust ?? .fresh : .estimated))
        if leg.modelShare < 1, isOwn {
            inputs.append(
                Self.input(
                    "share of the model", leg.modelShare, .percent,
                    source: "time value of the mark over half its spread"))
            inputs.append(
                Self.input(
                    "sigma of the underlying", leg.underlyingVolatility, .percentPerYear(decimals: 4),
                    source: "its own 30-day volatility, for the rest", trust: .estimated))
        }
        return inputs
    }

    /// What money and the underlying pay meanwhile: rate, yield and cash dividends.
    func carryInputs(_ terms: OptionTerms, of underlying: String) -> [ExplanationInput] {
        let profile = market.underlyings[underlying]?.profile
        let carry = [
            Self.input("r", terms.rate, .percentPerYear(decimals: 4), source: "\(market.rates.source), continuous"),
            Self.input("q", terms.dividendYield, .percentPerYear(decimals: 4), source: "profile, continuous"),
        ]
        return carry
            + terms.dividends.map { dividend in
                let isEstimated =
                    profile?.dividends.contains { $0.isEstimated && abs($0.amount - dividend.amount) < 1e-9 } ?? false
                return Self.input(
                    "dividend in \(ExplainedUnit.years.text(dividend.years)) years", dividend.amount, .price,
                    source: "profile", trust: isEstimated ? .estimated : .fresh)
            }
    }

    static func fact(_ name: String, _ value: String, unit: String, source: String) -> ExplanationInput {
        ExplanationInput(name: name, value: value, unit: unit, source: source, ageSeconds: nil)
    }
}

extension [ExplanationInput] {
    /// The same as parts of one group.
    func grouped(_ name: String) -> [ExplanationInput] {
        map { input in
            var input = input
            input.group = name
            return input
        }
    }
}
