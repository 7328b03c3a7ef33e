import Glibc
import MagnusDomain
import MagnusQuant

/// One contract looked at: figures, reasons against it, score.
struct ContractScan: Sendable {
    let index: Int
    let slice: Int
    var reasons: [GateReason]
    /// nil where nothing was computed: outside the days of the profile.
    var figures: Figures?
    var score = 0.0

    /// The gate it is counted at.
    var firstGate: ScanGate? { reasons.map(\.gate).min { Self.order($0) < Self.order($1) } }
    var gateCount: Int { Set(reasons.map(\.gate)).count }

    static func order(_ gate: ScanGate) -> Int { ScanGate.allCases.firstIndex(of: gate) ?? ScanGate.allCases.count }

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

    private var settings: ScanProfile { input.profile }

    /// - Parameter isOutsideJudged: a contract outside the days of the profile gets figures and every gate too, instead of
    ///   the few reasons that cost nothing.
    func judge(_ index: Int, slice sliceIndex: Int, isOutsideJudged: Bool = false) -> ContractScan {
        let slice = scan.slices[sliceIndex]
        let entry = scan.chain.entries[index]
        let contract = entry.contract
        var result = ContractScan(index: index, slice: sliceIndex, reasons: scan.commonReasons, figures: nil)
        let days = slice.carry.daysToExpiry
        if !settings.days.contains(days) {
            result.reasons.append(.days(days, settings.days))
            guard isOutsideJudged else {
                quoteReasons(index, &result.reasons)
                return result
            }
        }
        result.reasons += scan.sliceReasons[sliceIndex]
        quoteReasons(index, &result.reasons)
        marketReasons(index, &result.reasons)
        if contract.isAdjusted { result.reasons.append(.adjusted) }
        if contract.multiplier < 2 { result.reasons.append(.multiplier(contract.multiplier)) }
        var figures = figures(index, slice: slice)
        contractReasons(figures, contract: contract, slice: slice, &result.reasons)
        premiumReasons(figures, days: days, perContract: Double(max(contract.multiplier, 1)), &result.reasons)
        placeReasons(figures, index: index, slice: slice, &result.reasons)
        capacityReasons(&figures, contract: contract, &result.reasons)
        result.figures = figures
        result.score = OpportunityScore.quick(figures.inputs, profile: settings)
        return result
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
        volatility(index, slice: slice, &figures)
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

    private func volatility(_ index: Int, slice: ExpirySlice, _ figures: inout ContractScan.Figures) {
        let contract = scan.chain.entries[index].contract
        let reading = scan.readings[index]
        guard let mid = reading.mid else {
            figures.impliedReason = reading.reason ?? .noMarket
            return
        }
        guard var terms = slice.carry.europeanTerms(contract.right, spot: slice.spot, strike: contract.strike) else {
            figures.impliedReason = .badInput
            return
        }
        do throws(ImpliedVolatilityError) {
            terms.volatility = try ImpliedVolatility.european(price: mid, terms: terms)
            if isExact { terms.volatility = american(contract, from: terms, mid: mid, slice: slice) }
            figures.impliedVolatility = terms.volatility
            figures.delta = (try? BlackScholes.valuation(terms))?.delta
            if isExact, contract.style == .american {
                // The shortlist is priced in its own style: the delta that the chain and Positions would show.
                let own = slice.carry.terms(of: contract, spot: slice.spot, volatility: terms.volatility)
                if let valued = try? OptionPricing.valuation(own, accuracy: .live), let delta = valued.delta {
                    figures.delta = delta
                }
            }
        } catch {
            figures.impliedReason = UnknownReason(error)
        }
    }

    /// The volatility of the American price. The right to exercise early is worth little out of the money: one Newton step
    /// from the European answer is exact to a hundredth of a point, and costs one American price instead of a search.
    private func american(
        _ contract: OptionContract, from european: OptionTerms, mid: Double, slice: ExpirySlice
    ) -> Double {
        let start = european.volatility
        let terms = slice.carry.terms(of: contract, spot: slice.spot, volatility: start)
        guard contract.style == .american, let price = try? OptionPricing.price(terms, accuracy: .live),
            let vega = (try? BlackScholes.valuation(european))?.vega, vega > 1e-6
        else { return start }
        let value = start - (price - mid) / vega
        // Deep in the money the step leaves the range where it is small: such contracts are outside every profile.
        return value.isFinite && abs(value - start) < 0.05 && value > 0 ? value : start
    }

    // MARK: - Gates

    private func quoteReasons(_ index: Int, _ reasons: inout [GateReason]) {
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

    private func marketReasons(_ index: Int, _ reasons: inout [GateReason]) {
        let reading = scan.readings[index]
        if let bid = reading.bid, bid < settings.minimumBid {
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
        let fee = fill - net
        if net < settings.minimumFill {
            reasons.append(.thinFill(fill: net, limit: settings.minimumFill, bidAskRoom: settings.minimumFill + fee))
        }
        if fill <= 0 || fee > settings.maximumFeeShare * fill {
            reasons.append(
                .fees(credit: fill, share: fill > 0 ? fee / fill : 1, limit: settings.maximumFeeShare))
        }
        let bills = input.market.rates.rate(years: 0.25) ?? 0
        let least = max(settings.minimumReturn, bills + settings.minimumReturnOverBills)
        if pay < least, figures.collateral > 0 {
            let needed = least * Double(max(days, 1)) / 365 * figures.collateral / perContract + fee
            reasons.append(.lowReturn(pay, limit: least, neededFill: needed))
        }
    }

    private func contractReasons(
        _ figures: ContractScan.Figures, contract: OptionContract, slice: ExpirySlice, _ reasons: inout [GateReason]
    ) {
        guard let volatility = figures.impliedVolatility else {
            reasons.append(.volatilityUnknown(figures.impliedReason ?? .noMarket))
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
        if input.isRiskOff, !settings.allowsRiskOff { reasons.append(.riskOff) }
        // Nothing is sold into a book that nobody can measure: what is unknown is a reason, as too little is.
        if let pay = room.purse(settings) {
            switch pay.spendable {
            case .known(let free, _):
                if figures.collateral > free {
                    let account = room.accounts.count > 1 ? pay.purse.name : nil
                    reasons.append(.cash(needed: figures.collateral, free: free, account: account))
                }
            case .unknown(let reason): reasons.append(.unknownRoom(.freeCash, reason))
            }
        }
        if room.shortPuts.contains(symbol) { reasons.append(.alreadyShort) }
        if let reason = room.unmeasured[symbol] { reasons.append(.unknownRoom(.exposure, reason)) }
        guard !room.accounts.isEmpty else { return }
        let total: Double
        switch room.netLiquidation {
        case .known(let value, _): total = value
        case .unknown(let reason):
            reasons.append(.unknownRoom(.netLiquidation, reason))
            return
        }
        guard total > 0 else {
            reasons.append(.noNetLiquidation(total))
            return
        }
        shareReasons(&figures, total: total, &reasons)
        switch (room.betaDelta, figures.delta) {
        case (.unknown(let reason), _): reasons.append(.unknownRoom(.betaDelta, reason))
        case (.known(let book, _), let delta?):
            // A short put adds the opposite of a long put's delta.
            let beta = scan.market.profile.beta ?? 1
            let after = book - delta * Double(contract.multiplier) * (scan.spot ?? 0) * beta / total
            if after.isFinite, after > settings.betaDelta.upperBound, after > book {
                reasons.append(.betaDelta(after: after, limit: settings.betaDelta.upperBound))
            }
        case (.known, nil): break  // Without a volatility: the gate of the contract says it.
        }
    }

    /// Concentration after the trade, in the name and in its sector.
    private func shareReasons(_ figures: inout ContractScan.Figures, total: Double, _ reasons: inout [GateReason]) {
        let added = figures.collateral / total
        let name = (room.names[scan.symbol] ?? 0) / total
        figures.inputs.nameShare = name + added
        if name + added > settings.maximumNameShare {
            reasons.append(.name(before: name, added: added, limit: settings.maximumNameShare))
        }
        let sector = scan.market.profile.sector
        guard BookRoom.counts(sector) else { return }
        let before = (room.sectors[sector] ?? 0) / total
        figures.inputs.sectorShare = before + added
        if before + added > settings.maximumSectorShare {
            reasons.append(.sector(sector, before: before, added: added, limit: settings.maximumSectorShare))
        }
    }
}
