import MagnusDomain
import MagnusQuant

/// Judges spreads of one underlying against a book: every leg by the gates of a single option, the whole by its own.
struct SpreadJudge {
    /// Of the legs.
    let single: ContractJudge

    var input: ScanInput { single.input }
    var scan: SymbolScan { single.scan }
    private var settings: ScanProfile { single.settings }

    /// Absolute, of an option that is sold.
    var delta: ClosedRange<Double> {
        switch input.strategy {
        case .calendar: settings.calendarDelta
        case .diagonal: settings.diagonalDelta
        case .cashSecuredPut, .coveredCall, .vertical, .condor: settings.delta
        }
    }

    func implied(_ index: Int, _ slice: Int) -> ImpliedReading {
        ImpliedReading(
            scan.chain.entries[index].contract, reading: scan.readings[index], slice: scan.slices[slice],
            isExact: single.isExact, isSearched: input.strategy == .diagonal)
    }

    /// An option that is in no spread, and why.
    func counted(_ plan: SpreadPlan, _ reason: GateReason) -> ContractScan {
        let index = plan.legs.first?.index ?? 0
        var reasons = scan.commonReasons + [reason]
        single.quoteReasons(index, &reasons)
        return ContractScan(
            index: index, slice: plan.legs.first?.slice ?? 0, plan: plan, reasons: reasons, figures: nil)
    }

    /// - Parameter implied: of the legs, in their order.
    func judge(_ plan: SpreadPlan, implied: [ImpliedReading]) -> ContractScan {
        guard plan.isWhole, let sold = plan.sold.first else {
            return counted(plan, .noPartner("nothing is listed against it"))
        }
        let slice = scan.slices[sold.slice]
        let contract = scan.chain.entries[sold.index].contract
        var result = ContractScan(
            index: sold.index, slice: sold.slice, plan: plan, reasons: scan.commonReasons, figures: nil)
        let days = slice.carry.daysToExpiry
        if !settings.days.contains(days) { result.reasons.append(.days(days, settings.days)) }
        // Earnings and events count to the last expiry, borrowing in each. What a diagonal buys stands for shares, and
        // these outlive a covered call too: its events count to the end of what is sold.
        for number in Set(plan.legs.map(\.slice)).sorted() {
            let isKept = !plan.isDiagonal || number == sold.slice
            result.reasons += scan.sliceReasons[number].filter { isKept || $0.gate != .event }
        }
        for (leg, reading) in zip(plan.legs, implied) { legReasons(leg, reading, plan, &result.reasons) }
        let spread = SpreadFigures(plan, scan: scan, implied: implied, isExact: single.isExact)
        var figures = figures(spread, slice: slice)
        if plan.kind.expiresApart {
            debitReasons(&figures, spread, contract: contract, &result.reasons)
        } else {
            creditReasons(figures, spread, days: days, contract: contract, &result.reasons)
        }
        for (leg, reading) in zip(plan.legs, implied) where leg.isShort {
            if let own = reading.delta, !delta.contains(abs(own)) {
                result.reasons.append(named(leg, plan, .delta(abs(own), delta)))
            }
        }
        for (leg, reading) in zip(plan.legs, implied) where plan.isDiagonal && !leg.isShort {
            if let own = reading.delta, !settings.diagonalLongDelta.contains(abs(own)) {
                result.reasons.append(named(leg, plan, .deepDelta(abs(own), settings.diagonalLongDelta)))
            }
        }
        let need = CapacityGate.Need(
            collateral: figures.collateral, delta: spread.positionDelta,
            sellsPuts: plan.sold.contains { scan.chain.entries[$0.index].contract.right == .put },
            sellsCalls: plan.sold.contains { scan.chain.entries[$0.index].contract.right == .call },
            isShortPremium: !plan.kind.expiresApart, isDefinedRisk: true)
        single.capacity.reasons(need, &figures.inputs, &result.reasons)
        figures.spread = spread
        result.figures = figures
        result.score = OpportunityScore.quick(figures.inputs, profile: settings)
        return result
    }

    // MARK: - Figures

    private func figures(_ spread: SpreadFigures, slice: ExpirySlice) -> ContractScan.Figures {
        let plan = spread.plan
        let sold = zip(plan.legs, spread.implied).filter { $0.0.isShort }
        let entries = plan.legs.map { scan.chain.entries[$0.index] }
        let multiplier = Double(max(entries[0].contract.multiplier, 1))
        var inputs = ScoreInputs(strategy: input.strategy)
        inputs.kind = plan.kind
        let width = plan.kind.expiresApart ? nil : plan.width
        var figures = ContractScan.Figures(collateral: (width ?? 0) * multiplier, inputs: inputs)
        figures.delta = sold.compactMap(\.1.delta).max { abs($0) < abs($1) }
        let volatilities = sold.compactMap(\.1.volatility)
        if volatilities.count == sold.count, !sold.isEmpty {
            figures.impliedVolatility = volatilities.reduce(0, +) / Double(volatilities.count)
        }
        figures.impliedReason = sold.compactMap(\.1.reason).first
        if let atTheMoney = slice.atTheMoneyVolatility ?? figures.impliedVolatility {
            figures.expectedMove = ExpectedMove.oneSigma(
                spot: slice.spot, volatility: atTheMoney, years: slice.carry.years)
        }
        inputs.realizedVolatility = scan.realizedVolatility
        inputs.impliedVolatility = figures.impliedVolatility
        let interest = entries.compactMap(\.quote.openInterest)
        if interest.count == entries.count { inputs.openInterest = interest.min().flatMap { $0 >= 0 ? $0 : nil } }
        inputs.optionVolume = scan.market.profile.optionVolume.flatMap { $0 >= 0 ? $0 : nil }
        inputs.percentile = scan.standing.percentile.value
        if plan.kind != .ironCondor { inputs.isAboveAverage200 = scan.isAboveAverage200 }
        if plan.kind == .bullPutSpread, let zone = scan.market.profile.demandZoneTop, zone.isFinite, zone > 0 {
            inputs.isUnderDemandZone = sold.allSatisfy { scan.chain.entries[$0.0.index].contract.strike < zone }
        }
        inputs.forwardFactor = spread.forwardFactor
        inputs.thetaRatio = spread.thetaRatio
        inputs.soldExtrinsic = spread.extrinsic?.sold
        inputs.boughtExtrinsic = spread.extrinsic?.bought
        if plan.isCalendar {
            let ends = entries.map(\.contract.expiry)
            inputs.hasDividendBetween = scan.market.profile.dividends.contains {
                $0.exDate > ends[0] && $0.exDate <= ends[1]
            }
        }
        guard let prices = spread.prices else {
            figures.inputs = inputs
            return figures
        }
        figures.fill = prices.fill
        let fees = settings.feesPerContract * Double(entries.count)
        figures.netFill = prices.fill - fees / multiplier
        inputs.spreadFraction = prices.gross > 0 ? prices.spread / prices.gross : nil
        if let width {
            inputs.creditToWidth = prices.fill / width
            if let breakevens = spread.breakevens(scan) {
                let loss = (width - prices.fill) * multiplier
                figures.collateral = loss
                // Fees reduce the profit and enlarge the loss.
                figures.periodReturn = (prices.fill * multiplier - fees) / (loss + fees)
                figures.annualizedReturn = figures.periodReturn.map {
                    $0 * 365 / Double(max(slice.carry.daysToExpiry, 1))
                }
                inputs.annualizedReturn = figures.annualizedReturn
                if let move = figures.expectedMove, move > 0 {
                    let room = zip(plan.sold, breakevens).map { leg, level in
                        scan.chain.entries[leg.index].contract.right.sign * (level - slice.spot)
                    }
                    inputs.cushionSigmas = room.min().map { $0 / move }
                }
            }
        } else {
            // Assigned early it can lose no more while the option bought lives on.
            figures.collateral = max(0, -prices.fill) * multiplier
            inputs.debitToSpot = prices.fill < 0 ? -prices.fill / slice.spot : nil
            inputs.debitToWidth = plan.width.flatMap { prices.fill < 0 ? -prices.fill / $0 : nil }
        }
        figures.inputs = inputs
        return figures
    }

    // MARK: - Gates

    private func named(_ leg: SpreadPlan.Leg, _ plan: SpreadPlan, _ reason: GateReason) -> GateReason {
        .leg(scan.chain.entries[leg.index].contract, isDated: plan.kind.expiresApart, reason)
    }

    /// Quotes, market and contract of one leg.
    private func legReasons(
        _ leg: SpreadPlan.Leg, _ implied: ImpliedReading, _ plan: SpreadPlan, _ reasons: inout [GateReason]
    ) {
        let contract = scan.chain.entries[leg.index].contract
        var own: [GateReason] = []
        single.quoteReasons(leg.index, &own)
        single.marketReasons(leg.index, isSold: leg.isShort, &own)
        if contract.isAdjusted { own.append(.adjusted) }
        if contract.multiplier < 2 { own.append(.multiplier(contract.multiplier)) }
        // The European volatility of a put in the money lies above the smile by its right to be exercised early: there the
        // second stage tells.
        let isRough = plan.isDiagonal && !leg.isShort && !single.isExact && implied.volatility != nil
        if !isRough {
            single.volatilityReasons(
                implied.volatility, implied.reason, strike: contract.strike, slice: scan.slices[leg.slice], &own)
        }
        reasons += own.map { named(leg, plan, $0) }
    }

    /// Credit spreads and condors.
    private func creditReasons(
        _ figures: ContractScan.Figures, _ spread: SpreadFigures, days: Int, contract: OptionContract,
        _ reasons: inout [GateReason]
    ) {
        guard let prices = spread.prices, let width = spread.plan.width else { return }
        if prices.natural <= 0 { reasons.append(.noCredit(natural: prices.natural)) }
        guard prices.fill < width else {
            reasons.append(.creditOverWidth(credit: prices.fill, width: width))
            return
        }
        single.creditReasons(figures, &reasons)
        if prices.fill < settings.minimumCreditShare * width - 1e-9 {
            reasons.append(.lowCredit(credit: prices.fill, width: width, limit: settings.minimumCreditShare))
        }
        guard let pay = figures.annualizedReturn, pay < single.leastReturn else { return }
        // period = (c m - f)/((w - c) m + f), solved for c.
        let multiplier = Double(max(contract.multiplier, 1))
        let fees = settings.feesPerContract * Double(spread.plan.legs.count)
        let period = single.leastReturn * Double(max(days, 1)) / 365
        let needed = (period * (width * multiplier + fees) + fees) / (multiplier * (1 + period))
        reasons.append(.lowReturn(pay, limit: single.leastReturn, neededFill: needed))
    }

    /// What a calendar or diagonal may make and its chance, and what speaks against its price.
    private func debitReasons(
        _ figures: inout ContractScan.Figures, _ spread: SpreadFigures, contract: OptionContract,
        _ reasons: inout [GateReason]
    ) {
        guard let prices = spread.prices else { return }
        guard prices.fill < 0 else {
            reasons.append(.noDebit(natural: -prices.natural))
            return
        }
        if spread.plan.isCalendar, spread.forwardFactor == nil, let near = spread.implied[0].volatility,
            let far = spread.implied[1].volatility
        {
            reasons.append(.negativeForwardVariance(front: near, back: far))
        }
        let multiplier = Double(max(contract.multiplier, 1))
        let fees = settings.feesPerContract * Double(spread.plan.legs.count)
        let share = fees / (-prices.fill * multiplier)
        if share > settings.maximumFeeShare {
            reasons.append(.feesOfDebit(debit: -prices.fill, share: share, limit: settings.maximumFeeShare))
        }
        if let width = spread.plan.width, -prices.fill > settings.maximumDebitShare * width + 1e-9 {
            reasons.append(.highDebit(debit: -prices.fill, width: width, limit: settings.maximumDebitShare))
        }
        guard let study = spread.study(scan) else { return }
        figures.inputs.probabilityOfProfit = study.probabilityOfProfit(from: study.spot, elapsed: 0)
        if let most = study.profile.maximumProfit, (most - fees) / multiplier < settings.minimumFill {
            reasons.append(.smallGain(gain: (most - fees) / multiplier, limit: settings.minimumFill))
        }
    }
}
