import MagnusDomain
import MagnusQuant

/// What the book still has room for, against one trade on one underlying.
///
/// What does not depend on the trade is looked up once for all contracts of the underlying.
struct CapacityGate: Sendable {
    /// What one unit of a trade takes of the room.
    struct Need {
        /// Dollars that must be there.
        var collateral: Double
        /// Shares that the unit is worth as a change of the book's delta; nil where no volatility tells it.
        var delta: Double?
        /// Options of this side are sold; neither where none may be held before it.
        var sellsPuts = false
        var sellsCalls = false
        /// It adds short premium, which a risk-off market forbids.
        var isShortPremium = true
        /// Its loss is bounded by its own legs: a limit for a single trade holds.
        var isDefinedRisk = false
    }

    private let settings: ScanProfile
    private let isRiskOff: Bool
    /// The account that would pay; nil without accounts.
    private let payment: BookRoom.Payment?
    private let namesAccount: Bool
    private let isShortPut: Bool
    private let isShortCall: Bool
    private let unmeasured: UnknownReason?
    private let hasAccounts: Bool
    private let netLiquidation: Figure
    /// Dollars at risk in the name.
    private let inName: Double
    /// nil where the underlying has none that counts.
    private let sector: String?
    /// Dollars at risk in the sector.
    private let inSector: Double
    private let betaDelta: Figure
    /// Dollars of the benchmark that one share is worth.
    private let betaDollars: Double

    init(input: ScanInput, scan: SymbolScan, room: BookRoom) {
        settings = input.profile
        isRiskOff = input.isRiskOff && !input.profile.allowsRiskOff
        payment = room.purse(input.profile)
        namesAccount = room.accounts.count > 1
        isShortPut = room.isShort(.put, of: scan.symbol)
        isShortCall = room.isShort(.call, of: scan.symbol)
        unmeasured = room.unmeasured[scan.symbol]
        hasAccounts = !room.accounts.isEmpty
        netLiquidation = room.netLiquidation
        inName = room.names[scan.symbol] ?? 0
        let sector = scan.market.profile.sector
        self.sector = BookRoom.counts(sector) ? sector : nil
        inSector = room.sectors[sector] ?? 0
        betaDelta = room.betaDelta
        betaDollars = (scan.spot ?? 0) * (scan.market.profile.beta ?? 1)
    }

    /// Adds what speaks against it, and the shares of net liquidation that the score is made of.
    func reasons(_ need: Need, _ inputs: inout ScoreInputs, _ reasons: inout some GateReasons) {
        if need.isShortPremium, isRiskOff { reasons.add(.riskOff) }
        // Nothing is sold into a book that nobody can measure: what is unknown is a reason, as too little is.
        if let payment {
            switch payment.spendable {
            case .known(let free, _):
                if need.collateral > free {
                    reasons.add(
                        .cash(
                            needed: need.collateral, free: free, account: namesAccount ? payment.purse.name : nil))
                }
            case .unknown(let reason): reasons.add(.unknownRoom(.freeCash, reason))
            }
        }
        if need.sellsPuts, isShortPut { reasons.add(.alreadyShort(.put)) }
        if need.sellsCalls, isShortCall { reasons.add(.alreadyShort(.call)) }
        if let unmeasured { reasons.add(.unknownRoom(.exposure, unmeasured)) }
        guard hasAccounts else { return }
        let total: Double
        switch netLiquidation {
        case .known(let value, _): total = value
        case .unknown(let reason):
            reasons.add(.unknownRoom(.netLiquidation, reason))
            return
        }
        guard total > 0 else {
            reasons.add(.noNetLiquidation(total))
            return
        }
        if need.isDefinedRisk, need.collateral / total > settings.maximumDefinedRiskShare {
            reasons.add(
                .tradeShare(
                    loss: need.collateral, share: need.collateral / total, limit: settings.maximumDefinedRiskShare))
        }
        shareReasons(need, total: total, &inputs, &reasons)
        switch (betaDelta, need.delta) {
        case (.unknown(let reason), _): reasons.add(.unknownRoom(.betaDelta, reason))
        case (.known(let book, _), let delta?):
            let after = book + delta * betaDollars / total
            // A trade that turns the book back into its band is never held against it.
            if after.isFinite, after > settings.betaDelta.upperBound, after > book {
                reasons.add(.betaDelta(after: after, limit: settings.betaDelta.upperBound))
            } else if after.isFinite, after < settings.betaDelta.lowerBound, after < book {
                reasons.add(.betaDelta(after: after, limit: settings.betaDelta.lowerBound))
            }
        case (.known, nil): break  // Without a volatility: the gate of the contract says it.
        }
    }

    /// Concentration after the trade, in the name and in its sector.
    private func shareReasons(
        _ need: Need, total: Double, _ inputs: inout ScoreInputs, _ reasons: inout some GateReasons
    ) {
        let added = need.collateral / total
        let name = inName / total
        inputs.nameShare = name + added
        if name + added > settings.maximumNameShare {
            reasons.add(.name(before: name, added: added, limit: settings.maximumNameShare))
        }
        guard let sector else { return }
        let before = inSector / total
        inputs.sectorShare = before + added
        if before + added > settings.maximumSectorShare {
            reasons.add(.sector(sector, before: before, added: added, limit: settings.maximumSectorShare))
        }
    }
}
