import MagnusDomain
import MagnusQuant

/// Judges contracts of one underlying against a book.
struct ContractJudge {
    let input: ScanInput
    let scan: SymbolScan
    let room: BookRoom
    let settings: ScanProfile
    let capacity: CapacityGate
    /// Quotes must be fresh: the second stage, in session.
    let isFreshnessDue: Bool
    /// The volatility of American prices instead of the European formula's.
    let isExact: Bool
    /// Yearly return that is the least to be had; fraction.
    let leastReturn: Double
    /// Shares without a call against them.
    let holding: BookRoom.Holding?
    let today: CalendarDate
    /// What all contracts of the underlying score by.
    private let shared: ScoreInputs
    /// Dollars per share; nil without a zone.
    private let demandZoneTop: Double?

    init(input: ScanInput, scan: SymbolScan, room: BookRoom, isFreshnessDue: Bool, isExact: Bool) {
        self.input = input
        self.scan = scan
        self.room = room
        settings = input.profile
        capacity = CapacityGate(input: input, scan: scan, room: room)
        self.isFreshnessDue = isFreshnessDue
        self.isExact = isExact
        let bills = input.market.rates.rate(years: 0.25) ?? 0
        leastReturn = max(input.profile.minimumReturn, bills + input.profile.minimumReturnOverBills)
        let holding = room.idle[scan.symbol]
        self.holding = holding
        today = input.market.asOf.newYork.date
        var shared = ScoreInputs(strategy: input.strategy)
        shared.realizedVolatility = scan.realizedVolatility
        shared.optionVolume = scan.market.profile.optionVolume.flatMap { $0 >= 0 ? $0 : nil }
        shared.percentile = scan.standing.percentile.value
        shared.isAboveAverage200 = scan.isAboveAverage200
        if input.strategy == .coveredCall, let holding, holding.held > 0 {
            shared.idleShare = Double(max(0, holding.idle)) / Double(holding.held)
        }
        self.shared = shared
        demandZoneTop =
            input.strategy == .cashSecuredPut
            ? scan.market.profile.demandZoneTop.flatMap { $0.isFinite && $0 > 0 ? $0 : nil } : nil
    }

    /// - Parameter isOutsideJudged: a contract outside the days of the profile gets figures and every gate too, instead of
    ///   the few reasons that cost nothing.
    func judge(_ index: Int, slice number: Int, isOutsideJudged: Bool = false) -> ContractScan {
        var result = ContractScan(index: index, slice: number, reasons: [], figures: nil)
        let slice = scan.slices[number]
        if isOutsideJudged || settings.days.contains(slice.carry.daysToExpiry) {
            let figures = figures(index, number, slice, implied: implied(index, slice), &result.reasons)
            result.figures = figures
            result.score = OpportunityScore.quick(figures.inputs, profile: settings)
        } else {
            outsideReasons(index, slice, &result.reasons)
        }
        return result
    }

    /// What the mid of a contract says, as the column of its expiry does.
    private func implied(_ index: Int, _ slice: ExpirySlice) -> ImpliedReading {
        let contract = scan.chain.entries[index].contract
        if settings.isAmerican, !isExact,
            let found = ImpliedColumn(contract.right, of: scan, [slice], isAmerican: true)[index]
        {
            return found
        }
        return ImpliedReading(contract, reading: scan.readings[index], slice: slice, isExact: isExact)
    }

    /// What is kept of the same.
    /// - Parameter implied: nil outside the days of the profile.
    func verdict(_ index: Int, _ number: Int, _ slice: ExpirySlice, implied: ImpliedReading?) -> ContractVerdict {
        var tally = GateTally()
        var score = 0.0
        if let implied {
            let figures = figures(index, number, slice, implied: implied, &tally)
            score = OpportunityScore.quick(figures.inputs, profile: settings)
        } else {
            outsideReasons(index, slice, &tally)
        }
        return ContractVerdict(
            index: index, slice: number, plan: nil, score: score, gates: tally.gates, hasFigures: implied != nil)
    }

    private func outsideReasons(_ index: Int, _ slice: ExpirySlice, _ reasons: inout some GateReasons) {
        reasons.add(contentsOf: scan.commonReasons)
        reasons.add(.days(slice.carry.daysToExpiry, settings.days))
        quoteReasons(index, &reasons)
    }

    private func figures(
        _ index: Int, _ number: Int, _ slice: ExpirySlice, implied: ImpliedReading, _ reasons: inout some GateReasons
    ) -> ContractScan.Figures {
        let contract = scan.chain.entries[index].contract
        reasons.add(contentsOf: scan.commonReasons)
        let days = slice.carry.daysToExpiry
        if !settings.days.contains(days) { reasons.add(.days(days, settings.days)) }
        reasons.add(contentsOf: scan.sliceReasons[number])
        quoteReasons(index, &reasons)
        marketReasons(index, &reasons)
        if contract.isAdjusted { reasons.add(.adjusted) }
        if contract.multiplier < 2 { reasons.add(.multiplier(contract.multiplier)) }
        var figures = figures(index, contract, slice, implied)
        volatilityReasons(implied.volatility, implied.reason, strike: contract.strike, slice: slice, &reasons)
        premiumReasons(figures, days: days, perContract: Double(max(contract.multiplier, 1)), &reasons)
        placeReasons(figures, contract, bid: scan.readings[index].bid, slice: slice, &reasons)
        if input.strategy == .cashSecuredPut {
            // A short put adds the opposite of a long put's delta.
            let need = CapacityGate.Need(
                collateral: figures.collateral, delta: implied.delta.map { -$0 * Double(contract.multiplier) },
                sellsPuts: true)
            capacity.reasons(need, &figures.inputs, &reasons)
        } else if (holding?.idle ?? 0) < contract.multiplier {
            reasons.add(.noIdleShares(idle: holding?.idle ?? 0))
        }
        return figures
    }

    private func figures(
        _ index: Int, _ contract: OptionContract, _ slice: ExpirySlice, _ implied: ImpliedReading
    ) -> ContractScan.Figures {
        let reading = scan.readings[index]
        let spot = slice.spot
        let isPut = input.strategy == .cashSecuredPut
        let perContract = Double(max(contract.multiplier, 1))
        let collateral = (isPut ? contract.strike : spot) * perContract
        var figures = ContractScan.Figures(collateral: collateral, inputs: shared)
        // Patience is worth a quarter of the spread, never less than the bid.
        if let mid = reading.mid, let bid = reading.bid, let spread = reading.spread {
            let fill = max(bid, mid - 0.25 * spread)
            let net = fill - settings.feesPerContract / perContract
            figures.fill = fill
            figures.netFill = net
            let period = net * perContract / collateral
            figures.periodReturn = period
            figures.annualizedReturn = period * 365 / Double(max(slice.carry.daysToExpiry, 1))
            figures.inputs.spreadFraction = spread / mid
        }
        figures.impliedVolatility = implied.volatility
        figures.impliedReason = implied.reason
        figures.delta = implied.delta
        if let atTheMoney = slice.atTheMoneyVolatility ?? implied.volatility {
            figures.expectedMove = ExpectedMove.oneSigma(
                spot: spot, volatility: atTheMoney, years: slice.carry.years)
        }
        if let move = figures.expectedMove, move > 0 {
            if isPut {
                figures.inputs.cushionSigmas = figures.fill.map { (spot - (contract.strike - $0)) / move }
            } else {
                figures.inputs.cushionSigmas = (contract.strike - spot) / move
            }
        }
        figures.inputs.impliedVolatility = implied.volatility
        figures.inputs.annualizedReturn = figures.annualizedReturn
        figures.inputs.openInterest = scan.chain.entries[index].quote.openInterest.flatMap { $0 >= 0 ? $0 : nil }
        figures.inputs.isUnderDemandZone = demandZoneTop.map { contract.strike < $0 }
        return figures
    }
}
