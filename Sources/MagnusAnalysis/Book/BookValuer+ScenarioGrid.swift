import MagnusDomain
import MagnusQuant

extension BookValuer {
    /// The book as it was last valued, ready to be revalued at the shocks of a request.
    ///
    /// What cannot be priced is left out with its reason: adjusted contracts, what nobody quotes, what has expired
    /// unreported. Funds of Treasury bills are in it with a beta of 0.
    /// - Parameter book: The result of the last ``valuation(now:)``.
    public func scenarioWork(_ request: ScenarioRequest, book: BookValuation) -> ScenarioWork {
        var found: [ScenarioLeg] = []
        var excluded: [ScenarioExclusion] = []
        for index in legs.indices {
            switch scenarioLeg(index, spotRule: request.spotRule) {
            case .success(let leg): found.append(leg)
            case .failure(let failure):
                let position = legs[index].position
                excluded.append(
                    ScenarioExclusion(id: position.id, title: Explainer.name(position), reason: failure.reason))
            }
        }
        var netLiquidation = FigureSum()
        for account in book.accounts { netLiquidation.add(account.netLiquidation.figure) }
        // An account's own total already lacks what has no price.
        let unknown = book.accounts.reduce(0) { sum, account in
            sum + max(account.netLiquidation.unknownCount, account.netLiquidation.figure.value == nil ? 1 : 0)
        }
        return ScenarioWork(
            asOf: book.asOf, request: request, benchmark: benchmark,
            netLiquidation: Total(figure: netLiquidation.total.figure, unknownCount: unknown),
            rule: settings.scenarios, legs: found,
            strategies: rows.map {
                ScenarioStrategy(id: $0.strategy.id, title: "\($0.strategy.symbol) \($0.strategy.title)")
            },
            excluded: excluded)
    }

    private func scenarioLeg(
        _ index: Int, spotRule: ScenarioSpotRule
    ) -> Result<ScenarioLeg, PricingFailure> {
        let leg = legs[index]
        let valued = valuations[index]
        let underlying = underlyings[leg.underlying]
        func refused(_ figure: Figure) -> Result<ScenarioLeg, PricingFailure> {
            .failure(PricingFailure(figure.reason ?? .unsupported))
        }
        if let refusal = leg.refusal { return .failure(PricingFailure(refusal)) }
        // With its other leg unpriced it would count as bare.
        if leg.contract != nil, tornRows.contains(rowOfLeg[index]), valued.delta.value != nil {
            return .failure(PricingFailure(.incomplete))
        }
        guard case .known(let value, let valueTrust) = valued.marketValue else { return refused(valued.marketValue) }
        guard case .known(let spot, let spotTrust) = valued.underlyingPrice, spot > 0 else {
            return refused(valued.underlyingPrice)
        }
        let isBills = underlying.profile.kind == .treasuryBillFund
        let response = spotRule == .beta ? underlying.beta : isBills ? 0 : 1
        var trust = Trust.worse(valueTrust, spotTrust)
        if spotRule == .beta, underlying.isBetaAssumed { trust = Trust.worse(trust, .estimated) }
        var kind = ScenarioLeg.Kind.shares
        if let contract = leg.contract {
            guard let terms = valued.terms, let priced = leg.priced else { return refused(valued.delta) }
            trust = Trust.worse(trust, valued.delta.trust ?? .fresh)
            kind = .option(
                ScenarioLeg.Option(
                    terms: terms, deliversShares: contract.settlement == .physical, modelShare: priced.timeShare,
                    exercisedVolatility: underlying.fallbackVolatility, isOver: priced.basis == .expired))
        }
        return .success(
            ScenarioLeg(
                position: ScenarioPosition(
                    id: leg.position.id, symbol: leg.position.instrument.underlying,
                    title: Explainer.name(leg.position), marketValue: value, strategy: rowOfLeg[index]),
                kind: kind, size: leg.size, spot: kind.spot ?? spot, response: response,
                hasGreeks: !isBills || leg.contract != nil, trust: trust))
    }
}

extension ScenarioLeg.Kind {
    /// The spot of the terms, where there are any: figures and spot must be of one moment.
    fileprivate var spot: Double? {
        if case .option(let option) = self { option.terms.spot } else { nil }
    }
}
