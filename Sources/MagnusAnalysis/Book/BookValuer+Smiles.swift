import MagnusDomain

extension BookValuer {
    /// Volatilities of smiles for contracts whose own quotes tell none. A contract that is not named keeps its last one.
    public mutating func apply(smiles: [OptionContract: SmileVolatility]) {
        for (contract, smile) in smiles where smile.volatility > 0 && smile.volatility.isFinite {
            guard self.smiles[contract] != smile else { continue }
            self.smiles[contract] = smile
            for leg in legsByContract[contract] ?? [] {
                legs[leg].smile = smile
                mark(leg)
            }
        }
    }

    /// Held contracts before their settlement whose quotes tell no volatility: they are valued with a smile.
    /// - Parameter quotes: the newest ones; contracts that are not in them have the quotes of the book.
    public func contractsWithoutVolatility(
        in quotes: [OptionContract: Quote] = [:], now: Instant
    ) -> [OptionContract] {
        var found: [OptionContract] = []
        for (contract, held) in legsByContract {
            guard let leg = held.first.map({ legs[$0] }), leg.refusal == nil, let instants = leg.instants,
                now < instants.settlement, let quote = quotes[contract] ?? leg.quote
            else { continue }
            let assessment = QuoteAssessment(
                quote, now: now, kind: .option(daysToExpiry: instants.days(from: now)), session: nil,
                limits: settings.quoteLimits, lastClose: nil)
            if assessment.mark.value != nil, !assessment.carriesVolatility { found.append(contract) }
        }
        return found.sorted { ($0.underlying, $0.osi) < ($1.underlying, $1.osi) }
    }

    /// What tells the volatility of a leg whose quote does not.
    func volatilityOrigin(_ leg: BookLeg) -> VolatilityOrigin {
        if let smile = leg.smile { return .smile(smile.volatility) }
        if let last = leg.priced?.ownVolatility ?? leg.lastVolatility { return .lastKnown(last) }
        return .nothing
    }

    /// As explanations name it; empty where the mark tells the volatility or the contract has none.
    func volatilitySource(_ priced: PricedOption, leg: BookLeg) -> String {
        switch priced.basis {
        case .smile: leg.smile?.text ?? ""
        case .lastKnown: "the last volatility its own quote told"
        case .closing:
            priced.problem == nil ? "mark and underlying of the last close" : "the underlying's own 30-day volatility"
        case .impliedVolatility, .parity, .estimatedVolatility, .expired: ""
        }
    }
}
