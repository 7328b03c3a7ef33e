import Glibc
import MagnusDomain
import MagnusQuant

/// One contract looked at, alone or with others: figures, reasons against it, score.
struct ContractScan: Sendable {
    /// The option sold.
    let index: Int
    let slice: Int
    /// The legs it is one of; nil where it stands alone.
    var plan: SpreadPlan?
    var reasons: [GateReason]
    /// nil where nothing was computed: outside the days of the profile.
    var figures: Figures?
    var score = 0.0

    struct Figures: Sendable {
        var fill: Double?
        var netFill: Double?
        var periodReturn: Double?
        var annualizedReturn: Double?
        var impliedVolatility: Double?
        var impliedReason: UnknownReason?
        var delta: Double?
        var expectedMove: Double?
        var collateral: Double
        var inputs: ScoreInputs
        /// Of several legs.
        var spread: SpreadFigures?
    }
}

/// Judges contracts of one underlying against a book.
struct ContractJudge {
    let input: ScanInput
    let scan: SymbolScan
    let room: BookRoom
    /// Quotes must be fresh: the second stage, in session.
    let isFreshnessDue: Bool
    /// The volatility of American prices instead of the European formula's.
    let isExact: Bool

    var settings: ScanProfile { input.profile }

    /// Yearly return that is the least to be had; fraction.
    var leastReturn: Double {
        let bills = input.market.rates.rate(years: 0.25) ?? 0
        return max(settings.minimumReturn, bills + settings.minimumReturnOverBills)
    }

    /// - Parameter isOutsideJudged: a contract outside the days of the profile gets figures and every gate too, instead of
    ///   the few reasons that cost nothing.
    func judge(_ index: Int, slice sliceIndex: Int, isOutsideJudged: Bool = false) -> ContractScan {
        var result = ContractScan(index: index, slice: sliceIndex, reasons: [], figures: nil)
        result.figures = figures(
            index, slice: sliceIndex, isOutsideJudged: isOutsideJudged, reasons: &result.reasons)
        if let figures = result.figures {
            result.score = OpportunityScore.quick(figures.inputs, profile: settings)
        }
        return result
    }

    /// What is kept of the same.
    /// - Parameter reasons: room for its reasons, used again from one contract to the next.
    func verdict(_ index: Int, slice: Int, reasons: inout [GateReason]) -> ContractVerdict {
        reasons.removeAll(keepingCapacity: true)
        let figures = figures(index, slice: slice, isOutsideJudged: false, reasons: &reasons)
        return ContractVerdict(
            index: index, slice: slice, plan: nil,
            score: figures.map { OpportunityScore.quick($0.inputs, profile: settings) } ?? 0, gates: reasons.gates,
            hasFigures: figures != nil)
    }

    /// nil where the contract is outside the days of the profile and not judged all the same.
    private func figures(
        _ index: Int, slice sliceIndex: Int, isOutsideJudged: Bool, reasons: inout [GateReason]
    ) -> ContractScan.Figures? {
        let slice = scan.slices[sliceIndex]
        let contract = scan.chain.entries[index].contract
        reasons += scan.commonReasons
        let days = slice.carry.daysToExpiry
        if !settings.days.contains(days) {
            reasons.append(.days(days, settings.days))
            guard isOutsideJudged else {
                quoteReasons(index, &reasons)
                return nil
            }
        }
        reasons += scan.sliceReasons[sliceIndex]
        quoteReasons(index, &reasons)
        marketReasons(index, &reasons)
        if contract.isAdjusted { reasons.append(.adjusted) }
        if contract.multiplier < 2 { reasons.append(.multiplier(contract.multiplier)) }
        var figures = figures(index, slice: slice)
        volatilityReasons(figures.impliedVolatility, figures.impliedReason, contract: contract, slice: slice, &reasons)
        premiumReasons(figures, days: days, perContract: Double(max(contract.multiplier, 1)), &reasons)
        placeReasons(figures, index: index, slice: slice, &reasons)
        capacityReasons(&figures, contract: contract, &reasons)
        return figures
    }

    // MARK: - Figures

    private func figures(_ index: Int, slice: ExpirySlice) -> ContractScan.Figures {
        let entry = scan.chain.entries[index]
        let contract = entry.contract
        let reading = scan.readings[index]
        let spot = slice.spot
        let isPut = input.strategy == .cashSecuredPut
        let perContract = Double(max(contract.multiplier, 1))
        let collateral = (isPut ? contract.strike : spot) * perContract
        var inputs = ScoreInputs(strategy: input.strategy)
        var figures = ContractScan.Figures(collateral: collateral, inputs: inputs)
        // Patience is worth a quarter of the spread, never less than the bid.
        if let mid = reading.mid, let bid = reading.bid, let spread = reading.spread {
            let fill = max(bid, mid - 0.25 * spread)
            let net = fill - settings.feesPerContract / perContract
            figures.fill = fill
            figures.netFill = net
            let period = net * perContract / collateral
            figures.periodReturn = period
            figures.annualizedReturn = period * 365 / Double(max(slice.carry.daysToExpiry, 1))
            inputs.spreadFraction = spread / mid
        }
        let implied = ImpliedReading(contract, reading: reading, slice: slice, isExact: isExact)
        figures.impliedVolatility = implied.volatility
        figures.impliedReason = implied.reason
        figures.delta = implied.delta
        let atTheMoney = slice.atTheMoneyVolatility ?? figures.impliedVolatility
        if let atTheMoney {
            figures.expectedMove = ExpectedMove.oneSigma(
                spot: spot, volatility: atTheMoney, years: slice.carry.years)
        }
        if let move = figures.expectedMove, move > 0 {
            if isPut {
                inputs.cushionSigmas = figures.fill.map { (spot - (contract.strike - $0)) / move }
            } else {
                inputs.cushionSigmas = (contract.strike - spot) / move
            }
        }
        inputs.realizedVolatility = scan.realizedVolatility
        inputs.impliedVolatility = figures.impliedVolatility
        inputs.annualizedReturn = figures.annualizedReturn
        inputs.openInterest = entry.quote.openInterest.flatMap { $0 >= 0 ? $0 : nil }
        inputs.optionVolume = scan.market.profile.optionVolume.flatMap { $0 >= 0 ? $0 : nil }
        inputs.percentile = scan.standing.percentile.value
        inputs.isAboveAverage200 = scan.isAboveAverage200
        if isPut, let zone = scan.market.profile.demandZoneTop, zone.isFinite, zone > 0 {
            inputs.isUnderDemandZone = contract.strike < zone
        }
        figures.inputs = inputs
        return figures
    }

    // MARK: - Gates

    func quoteReasons(_ index: Int, _ reasons: inout [GateReason]) {
        let reading = scan.readings[index]
        if let reason = reading.reason ?? (reading.isHalted ? .halted : nil) {
            reasons.append(.noQuote(reason))
        } else if scan.shares.isHalted {
            reasons.append(.noQuote(.halted))
        } else if let reason = scan.shares.reason, reason != .oneSided, !scan.isSpotUnquoted {
            reasons.append(.noQuote(reason))
        }
        guard isFreshnessDue else { return }
        if scan.chain.entries[index].quote.isPreviousClose || scan.chain.underlying.isPreviousClose {
            reasons.append(.noQuote(.previousClose))
        }
        if let age = reading.ageSeconds {
            if age > settings.maximumAgeSeconds {
                reasons.append(.old(seconds: age, limit: settings.maximumAgeSeconds))
            }
        } else if reading.reason == nil {
            reasons.append(.noQuote(.stale))
        }
        if let option = scan.chain.entries[index].quote.time, let share = scan.shareTime {
            let apart = abs(option.seconds(since: share))
            if apart > settings.maximumSkewSeconds {
                reasons.append(.apart(seconds: apart, limit: settings.maximumSkewSeconds))
            }
        }
    }

    /// - Parameter isSold: what is bought needs no bid.
    func marketReasons(_ index: Int, isSold: Bool = true, _ reasons: inout [GateReason]) {
        let reading = scan.readings[index]
        if isSold, let bid = reading.bid, bid < settings.minimumBid {
            reasons.append(.smallBid(bid, limit: settings.minimumBid))
        }
        if let spread = reading.spread, let mid = reading.mid {
            if mid < settings.smallMid {
                let limit = min(settings.smallMidMaximumSpread, settings.smallMidMaximumSpreadDollars / mid)
                if spread > limit * mid + 1e-9 {
                    reasons.append(.wideSpread(spread: spread, mid: mid, limit: limit))
                }
            } else if spread > settings.maximumSpread * mid + 1e-9 {
                reasons.append(.wideSpread(spread: spread, mid: mid, limit: settings.maximumSpread))
            }
        }
        if let interest = scan.chain.entries[index].quote.openInterest, interest < settings.minimumOpenInterest {
            reasons.append(.openInterest(interest, limit: settings.minimumOpenInterest))
        }
    }

    private func premiumReasons(
        _ figures: ContractScan.Figures, days: Int, perContract: Double, _ reasons: inout [GateReason]
    ) {
        guard let fill = figures.fill, let net = figures.netFill, let pay = figures.annualizedReturn else { return }
        creditReasons(figures, &reasons)
        let least = leastReturn
        if pay < least, figures.collateral > 0 {
            let needed = least * Double(max(days, 1)) / 365 * figures.collateral / perContract + fill - net
            reasons.append(.lowReturn(pay, limit: least, neededFill: needed))
        }
    }

    /// What is taken in, and what fees leave of it.
    func creditReasons(_ figures: ContractScan.Figures, _ reasons: inout [GateReason]) {
        guard let fill = figures.fill, let net = figures.netFill else { return }
        let fee = fill - net
        if net < settings.minimumFill {
            reasons.append(.thinFill(fill: net, limit: settings.minimumFill, bidAskRoom: settings.minimumFill + fee))
        }
        if fill <= 0 || fee > settings.maximumFeeShare * fill {
            reasons.append(
                .fees(credit: fill, share: fill > 0 ? fee / fill : 1, limit: settings.maximumFeeShare))
        }
    }

    func volatilityReasons(
        _ volatility: Double?, _ reason: UnknownReason?, contract: OptionContract, slice: ExpirySlice,
        _ reasons: inout [GateReason]
    ) {
        guard let volatility else {
            reasons.append(.volatilityUnknown(reason ?? .noMarket))
            return
        }
        guard let smile = slice.smile, let forward = slice.forward, slice.carry.years > 0 else { return }
        let x = log(contract.strike / forward) / slice.carry.years.squareRoot()
        if let fitted = smile.volatility(at: x), abs(volatility - fitted) > settings.maximumSmileDistance {
            reasons.append(.offSmile(points: abs(volatility - fitted), limit: settings.maximumSmileDistance))
        }
    }

    private func placeReasons(
        _ figures: ContractScan.Figures, index: Int, slice: ExpirySlice, _ reasons: inout [GateReason]
    ) {
        let contract = scan.chain.entries[index].contract
        // Last, so that the sentence of the gate names the graver reason.
        defer {
            if let delta = figures.delta, !settings.delta.contains(abs(delta)) {
                reasons.append(.delta(abs(delta), settings.delta))
            }
        }
        guard input.strategy == .coveredCall else { return }
        if let holding = room.idle[scan.symbol], let basis = holding.basis, contract.strike < basis - 1e-9 {
            reasons.append(
                .underBasis(
                    strike: contract.shortName, basis: basis,
                    loss: (contract.strike - basis) * Double(contract.multiplier)))
        }
        let today = input.market.asOf.newYork.date
        let due = scan.market.profile.dividends.first {
            $0.exDate > today && $0.exDate <= slice.expiry && $0.amount.isFinite && $0.amount > 0
        }
        if let due, let bid = scan.readings[index].bid {
            let extrinsic = bid - max(0, slice.spot - contract.strike)
            if extrinsic < due.amount {
                reasons.append(.underDividend(extrinsic: extrinsic, dividend: due.amount, exDate: due.exDate))
            }
        }
    }

    private func capacityReasons(
        _ figures: inout ContractScan.Figures, contract: OptionContract, _ reasons: inout [GateReason]
    ) {
        let symbol = scan.symbol
        guard input.strategy == .cashSecuredPut else {
            let holding = room.idle[symbol]
            if let holding, holding.held > 0 {
                figures.inputs.idleShare = Double(max(0, holding.idle)) / Double(holding.held)
            }
            if (holding?.idle ?? 0) < contract.multiplier { reasons.append(.noIdleShares(idle: holding?.idle ?? 0)) }
            return
        }
        // A short put adds the opposite of a long put's delta.
        let need = CapacityGate.Need(
            collateral: figures.collateral, delta: figures.delta.map { -$0 * Double(contract.multiplier) },
            sold: [.put])
        CapacityGate(input: input, scan: scan, room: room).reasons(need, &figures.inputs, &reasons)
    }
}
