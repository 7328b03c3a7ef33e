import Glibc
import MagnusDomain
import MagnusQuant

/// What several legs make of a candidate.
extension Scanner {
    /// Puts the figures of the whole in place of those of the option sold.
    static func complete(
        _ candidate: inout Candidate, _ judged: ContractScan, plan: SpreadPlan, scan: SymbolScan, input: ScanInput
    ) {
        let entries = plan.legs.map { scan.chain.entries[$0.index] }
        let readings = plan.legs.map { scan.readings[$0.index] }
        let spread = judged.figures?.spread
        let prices = spread?.prices
        let study = spread?.study(scan)
        let spot = candidate.spot
        // An option that stands alone is no spread: nothing of it is known.
        let missing = plan.isWhole ? readings.compactMap(\.reason).first ?? .noMarket : UnknownReason.incomplete
        let unpriced = judged.figures?.impliedReason ?? spread?.implied.compactMap(\.reason).first ?? missing
        candidate.id =
            "\(input.strategy.rawValue):" + entries.map { $0.contract.text(in: .compact) }.joined(separator: "/")
        candidate.bid = prices?.natural
        candidate.ask = prices?.reverse
        candidate.fill = Figure(prices?.fill, else: missing)
        candidate.fees = input.profile.feesPerContract * Double(entries.count)
        candidate.spreadFraction =
            prices.map { Figure($0.mid != 0 ? $0.spread / abs($0.mid) : .nan) } ?? .unknown(missing)
        candidate.openInterest = judged.figures?.inputs.openInterest
        let volumes = entries.compactMap(\.quote.volume)
        candidate.volume = volumes.count == entries.count ? volumes.min() : nil
        let ages = readings.compactMap(\.ageSeconds)
        candidate.quoteAgeSeconds = ages.count == readings.count ? ages.max() : nil
        if plan.kind.expiresApart || prices == nil {
            // Apart they have no return that could be counted on: what is made depends on volatility.
            let reason = plan.kind.expiresApart ? UnknownReason.notApplicable : missing
            candidate.periodReturn = .unknown(reason)
            candidate.annualizedReturn = .unknown(reason)
        }
        if prices == nil { candidate.collateral = .unknown(missing) }
        place(&candidate, plan: plan, scan: scan, spread: spread)
        let breakevens = (study?.profile.breakevens ?? spread?.breakevens(scan) ?? []).filter(\.isFinite)
        let nearest = breakevens.min { abs($0 - spot) < abs($1 - spot) }
        candidate.breakeven = Figure(nearest, else: prices == nil ? missing : .notApplicable)
        let isInside = study.map { $0.profitAtHorizon(spot) >= 0 } ?? true
        candidate.cushion = candidate.breakeven.map { (isInside ? 1 : -1) * abs($0 - spot) / spot }
        candidate.probabilityOfProfit = Figure(
            study?.probabilityOfProfit(from: spot, elapsed: 0), else: study == nil ? unpriced : .notApplicable)
        dates(&candidate, until: entries.map(\.contract.expiry).max() ?? candidate.contract.expiry, scan, input)
        candidate.spread = CandidateSpread(
            kind: plan.kind, legs: legs(plan, spread, scan: scan), width: plan.width,
            naturalCredit: Figure(prices?.natural, else: missing), midCredit: Figure(prices?.mid, else: missing),
            creditToWidth: plan.width.map { width in candidate.fill.map { $0 / width } } ?? .unknown(.notApplicable),
            maximumProfit: Figure(study?.profile.maximumProfit, else: study == nil ? unpriced : .unlimited),
            maximumLoss: loss(plan, prices, multiplier: Double(candidate.contract.multiplier), else: missing),
            maximumProfitBand: plan.kind.expiresApart ? band(spread, scan) : [], breakevens: breakevens,
            expectedValue: Figure(study?.expectedValue(from: spot, elapsed: 0), else: unpriced),
            positionDelta: Figure(spread?.positionDelta, else: unpriced),
            forwardFactor: Figure(spread?.forwardFactor, else: plan.isCalendar ? unpriced : .notApplicable),
            thetaRatio: Figure(spread?.thetaRatio, else: plan.kind.expiresApart ? unpriced : .notApplicable),
            extrinsicRatio: extrinsicRatio(plan, spread, else: missing),
            warnings: warnings(plan, scan: scan, input: input))
    }

    /// Of diagonals; unknown where no time value is bought.
    private static func extrinsicRatio(
        _ plan: SpreadPlan, _ spread: SpreadFigures?, else missing: UnknownReason
    ) -> Figure {
        guard plan.isDiagonal else { return .unknown(.notApplicable) }
        guard let extrinsic = spread?.extrinsic else { return .unknown(missing) }
        return extrinsic.bought > 0 ? Figure(extrinsic.sold / extrinsic.bought) : .unknown(.belowIntrinsic)
    }

    /// Width less credit; of a calendar the debit, as long as the option sold is not assigned before its expiry; of a
    /// diagonal the debit too, whose option bought has the better strike.
    private static func loss(
        _ plan: SpreadPlan, _ prices: SpreadPrices?, multiplier: Double, else missing: UnknownReason
    ) -> Figure {
        guard let prices else { return .unknown(missing) }
        return Figure(((plan.kind.expiresApart ? 0 : plan.width ?? 0) - prices.fill) * multiplier)
    }

    /// Distance and chance of the strikes that are sold.
    private static func place(
        _ candidate: inout Candidate, plan: SpreadPlan, scan: SymbolScan, spread: SpreadFigures?
    ) {
        let spot = candidate.spot
        var away: [Double] = []
        var touch: [Double] = []
        for (leg, reading) in zip(plan.legs, spread?.implied ?? []) where leg.isShort {
            let contract = scan.chain.entries[leg.index].contract
            away.append(contract.right.sign * (contract.strike - spot) / spot)
            if let volatility = reading.volatility,
                let outlook = outlook(scan.slices[leg.slice], volatility: volatility),
                let chance = Probability.touch(contract.strike, outlook)
            {
                touch.append(chance)
            }
        }
        if away.isEmpty {
            away = [candidate.contract.right.sign * (candidate.contract.strike - spot) / spot]
        }
        candidate.outOfTheMoney = Figure(away.min(), else: .notApplicable)
        if touch.count == plan.sold.count { candidate.probabilityOfTouch = Figure(touch.max(), else: .noMarket) }
    }

    /// The first of each kind until the last leg ends.
    private static func dates(
        _ candidate: inout Candidate, until expiry: CalendarDate, _ scan: SymbolScan, _ input: ScanInput
    ) {
        let today = input.market.asOf.newYork.date
        let profile = scan.market.profile
        candidate.earningsDate = profile.earnings.map(\.date).filter { $0 >= today && $0 <= expiry }.min()
        candidate.exDividendDate = profile.dividends.map(\.exDate).filter { $0 > today && $0 <= expiry }.min()
    }

    /// The most a calendar or diagonal makes when the volatility of what is left is a tenth lower and higher.
    private static func band(_ spread: SpreadFigures?, _ scan: SymbolScan) -> [Figure] {
        [0.9, 1.1].compactMap { factor in
            spread?.study(scan, behind: factor)?.profile.maximumProfit.map { Figure($0) }
        }
    }

    private static func legs(
        _ plan: SpreadPlan, _ spread: SpreadFigures?, scan: SymbolScan
    ) -> [CandidateSpread.Leg] {
        plan.legs.enumerated().map { place, leg in
            let entry = scan.chain.entries[leg.index]
            let reading = scan.readings[leg.index]
            let implied = spread?.implied[place]
            let missing = reading.reason ?? .noMarket
            let unpriced = implied?.reason ?? missing
            return CandidateSpread.Leg(
                contract: entry.contract, quantity: Int(leg.sign), bid: reading.bid, ask: reading.ask,
                price: Figure(spread?.prices?.legs[place], else: missing),
                impliedVolatility: Figure(implied?.volatility, else: unpriced),
                delta: Figure(implied?.delta, else: unpriced), openInterest: entry.quote.openInterest,
                volume: entry.quote.volume, quoteAgeSeconds: reading.ageSeconds, terms: spread?.terms(place, scan))
        }
    }

    // MARK: - Warnings

    /// What the holder of an option sold may do before its expiry: a spread has no shares for it.
    private static func warnings(
        _ plan: SpreadPlan, scan: SymbolScan, input: ScanInput
    ) -> [CandidateSpread.Warning] {
        plan.sold.flatMap { leg -> [CandidateSpread.Warning] in
            let contract = scan.chain.entries[leg.index].contract
            guard contract.style == .american, contract.settlement == .physical,
                scan.slices.indices.contains(leg.slice)
            else { return [] }
            let found =
                contract.right == .call
                ? exDividend(leg, contract, scan, today: input.market.asOf.newYork.date)
                : earlyExercise(leg, contract, scan)
            return found.map { [$0] } ?? []
        }
    }

    private static func exDividend(
        _ leg: SpreadPlan.Leg, _ contract: OptionContract, _ scan: SymbolScan, today: CalendarDate
    ) -> CandidateSpread.Warning? {
        let inside = scan.market.profile.dividends.filter {
            $0.exDate > today && $0.exDate <= contract.expiry && $0.amount.isFinite && $0.amount > 0
        }
        guard let due = inside.min(by: { $0.exDate < $1.exDate }) else { return nil }
        let amount = "\(FixedText.price(due.amount))\(due.isEstimated ? " (estimated)" : "")"
        let what = "\(contract.shortName): ex-dividend \(FixedText.date(due.exDate)) \(amount)"
        // The holder sells at the bid: what it is worth above exercise is there to be lost.
        let extrinsic = scan.readings[leg.index].bid.map { $0 - max(0, scan.slices[leg.slice].spot - contract.strike) }
        guard let extrinsic, extrinsic < due.amount else {
            return .init(kind: .exDividend, text: "\(what); in the money by then it may be called the day before")
        }
        return .init(
            kind: .exDividend,
            text: "\(what) over \(FixedText.price(extrinsic)) of extrinsic value: it may be called the day before")
    }

    /// A put may be exercised early only where interest on the strike exceeds the call and the dividends to come
    /// (reference/domain.md section 3.1, with the ask of the call).
    private static func earlyExercise(
        _ leg: SpreadPlan.Leg, _ contract: OptionContract, _ scan: SymbolScan
    ) -> CandidateSpread.Warning? {
        let slice = scan.slices[leg.slice]
        let twin = slice.indices.first { index in
            let other = scan.chain.entries[index].contract
            return other.right == .call && other.strikeThousandths == contract.strikeThousandths
        }
        guard let call = twin.flatMap({ scan.readings[$0].ask }), slice.carry.years > 0 else { return nil }
        let interest = contract.strike * (1 - exp(-slice.carry.rate * slice.carry.years))
        let kept = call + slice.carry.presentDividends
        guard interest > kept else { return nil }
        return .init(
            kind: .earlyExercise,
            text: "\(contract.shortName): interest \(FixedText.price(interest)) on the strike is over "
                + "\(FixedText.price(kept)) of call and dividends: it may be exercised early")
    }
}
