import MagnusDomain
import MagnusQuant

/// A judged contract with all its figures, as it is shown.
extension Scanner {
    /// - Returns: nil where nothing was computed: without a price of its shares a contract has no figures to show.
    static func candidate(
        _ judged: ContractScan, scan: SymbolScan, input: ScanInput, isInSession: Bool
    ) -> Candidate? {
        let entry = scan.chain.entries[judged.index]
        let contract = entry.contract
        let reading = scan.readings[judged.index]
        let figures = judged.figures
        let slice = scan.slices.indices.contains(judged.slice) ? scan.slices[judged.slice] : nil
        let missing = reading.reason ?? .noMarket
        let unpriced = figures?.impliedReason ?? missing
        guard let spot = slice?.spot ?? scan.spot else { return nil }
        let isPut = input.strategy == .cashSecuredPut
        let parts = OpportunityScore.parts(
            figures?.inputs ?? ScoreInputs(strategy: input.strategy), profile: input.profile)
        let cap = cap(scan: scan, input: input, isInSession: isInSession)
        let total = OpportunityScore.total(parts)
        let isCapped = cap.map { total > $0.limit } ?? false
        let fill = Figure(figures?.fill, else: missing)
        let probabilities = probabilities(figures, contract: contract, slice: slice)
        let breakeven = fill.map { isPut ? contract.strike - $0 : spot - $0 }
        let outside = spot > 0 ? (isPut ? spot - contract.strike : contract.strike - spot) / spot : .nan
        let expiry = slice?.expiry ?? contract.expiry
        let today = input.market.asOf.newYork.date
        var candidate = Candidate(
            id: "\(input.strategy.rawValue):\(contract.text(in: .compact))", strategy: input.strategy,
            symbol: scan.symbol, contract: contract,
            daysToExpiry: slice?.carry.daysToExpiry ?? contract.expiry.days(since: today), spot: spot,
            bid: reading.bid, ask: reading.ask, fill: fill,
            periodReturn: Figure(figures?.periodReturn, else: missing),
            annualizedReturn: Figure(figures?.annualizedReturn, else: missing), breakeven: breakeven,
            cushion: isPut ? breakeven.map { (spot - $0) / spot } : Figure(outside),
            expectedMove: Figure(figures?.expectedMove, else: .noMarket), outOfTheMoney: Figure(outside),
            delta: Figure(figures?.delta, else: unpriced),
            impliedVolatility: Figure(figures?.impliedVolatility, else: unpriced),
            volatilityRank: scan.standing.rank, volatilityPercentile: scan.standing.percentile,
            probabilityOfProfit: Figure(probabilities.profit, else: isPut ? unpriced : .notApplicable),
            probabilityOfTouch: Figure(probabilities.touch, else: unpriced),
            collateral: Figure(figures?.collateral, else: .notApplicable), openInterest: entry.quote.openInterest,
            volume: entry.quote.volume, spreadFraction: Figure(figures?.inputs.spreadFraction, else: missing),
            earningsDate: scan.market.profile.earnings.first { $0.date >= today && $0.date <= expiry }?.date,
            exDividendDate: scan.market.profile.dividends.first { $0.exDate > today && $0.exDate <= expiry }?.exDate,
            liquidity: OpportunityScore.dots(
                figures.flatMap { OpportunityScore.liquidityShare($0.inputs, input.profile) }),
            score: isCapped ? cap?.limit ?? total : total, isCapped: isCapped, cap: isCapped ? cap?.words : nil,
            parts: parts, failures: failures(judged), quoteAgeSeconds: reading.ageSeconds)
        candidate.spotAgeSeconds = scan.shares.ageSeconds
        candidate.terms = figures?.impliedVolatility.flatMap { volatility in
            slice.map { $0.carry.terms(of: contract, spot: $0.spot, volatility: volatility) }
        }
        candidate.atTheMoneyVolatility = slice?.atTheMoneyVolatility ?? figures?.impliedVolatility
        candidate.standing = scan.standing.parts
        candidate.fees = input.profile.feesPerContract
        if let plan = judged.plan { complete(&candidate, judged, plan: plan, scan: scan, input: input) }
        candidate.reasons = reasons(candidate)
        return candidate
    }

    /// What the score of no contract of an underlying exceeds as it is printed; infinite without a cap.
    static func scoreLimit(scan: SymbolScan, input: ScanInput, isInSession: Bool) -> Double {
        cap(scan: scan, input: input, isInSession: isInSession)?.limit ?? .infinity
    }

    /// The lowest cap that applies.
    private static func cap(
        scan: SymbolScan, input: ScanInput, isInSession: Bool
    ) -> (limit: Double, words: String)? {
        var caps: [(limit: Double, words: String)] = []
        let limit = { (value: Double) in FixedText.decimals(value, 0) }
        if !input.own.contains(scan.symbol) {
            caps.append((input.profile.notOwnedCap, "not on the own list: \(limit(input.profile.notOwnedCap))"))
        }
        // Cheap volatility is what a calendar buys, and a diagonal.
        if !input.strategy.expiresApart, let median = scan.standing.median, scan.standing.sessions >= 60,
            let current = scan.currentVolatility, current < median
        {
            caps.append(
                (
                    input.profile.cheapVolatilityCap,
                    "IV \(FixedText.percent(current, decimals: 1)) under its own median "
                        + "\(FixedText.percent(median, decimals: 1)): "
                        + limit(input.profile.cheapVolatilityCap)
                ))
        }
        if !isInSession {
            caps.append((input.profile.closingQuotesCap, "closing quotes: \(limit(input.profile.closingQuotesCap))"))
        }
        return caps.min { $0.limit < $1.limit }
    }

    /// One sentence per gate: the first reason of each, in the order of the gates.
    private static func failures(_ judged: ContractScan) -> [GateFailure] {
        ScanGate.allCases.compactMap { gate in judged.reasons.first { $0.gate == gate }?.failure }
    }

    private static func probabilities(
        _ figures: ContractScan.Figures?, contract: OptionContract, slice: ExpirySlice?
    ) -> (profit: Double?, touch: Double?) {
        guard let figures, let slice, let volatility = figures.impliedVolatility, let fill = figures.fill,
            let outlook = outlook(slice, volatility: volatility)
        else { return (nil, nil) }
        // Of a covered call it would say more about the shares than about the call: not given.
        let profit =
            contract.right == .put
            ? Probability.profitOfShortPut(strike: contract.strike, premium: fill, outlook) : nil
        return (profit, Probability.touch(contract.strike, outlook))
    }

    /// The spot at an expiry; nil where dividends before it exceed the spot.
    static func outlook(_ slice: ExpirySlice, volatility: Double) -> Probability.Outlook? {
        slice.carry.stripped(spot: slice.spot).map { base in
            Probability.Outlook(
                spot: base, years: slice.carry.years, rate: slice.carry.rate,
                dividendYield: slice.carry.dividendYield, volatility: volatility)
        }
    }

    private static func reasons(_ candidate: Candidate) -> [String: UnknownReason] {
        let figures: [(String, Figure)] = [
            ("premium", candidate.fill), ("period_return", candidate.periodReturn),
            ("annualized_return", candidate.annualizedReturn), ("breakeven", candidate.breakeven),
            ("cushion", candidate.cushion), ("expected_move", candidate.expectedMove), ("delta", candidate.delta),
            ("iv", candidate.impliedVolatility), ("iv_rank", candidate.volatilityRank),
            ("iv_percentile", candidate.volatilityPercentile),
            ("probability_of_profit", candidate.probabilityOfProfit),
            ("probability_of_touch", candidate.probabilityOfTouch), ("collateral", candidate.collateral),
            ("spread_fraction", candidate.spreadFraction),
        ]
        return figures.reduce(into: [:]) { result, item in
            if let reason = item.1.reason { result[item.0] = reason }
        }
    }
}
