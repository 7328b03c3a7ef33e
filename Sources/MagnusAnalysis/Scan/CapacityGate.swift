import MagnusDomain
import MagnusQuant

/// What the book still has room for, against one trade.
struct CapacityGate {
    /// What one unit of a trade takes of the room.
    struct Need {
        /// Dollars that must be there.
        var collateral: Double
        /// Shares that the unit is worth as a change of the book's delta; nil where no volatility tells it.
        var delta: Double?
        /// Options of this side are sold; nil where none may be held before it.
        var sold: [OptionRight]
        /// It adds short premium, which a risk-off market forbids.
        var isShortPremium = true
        /// Its loss is bounded by its own legs: a limit for a single trade holds.
        var isDefinedRisk = false
    }

    let input: ScanInput
    let scan: SymbolScan
    let room: BookRoom

    private var settings: ScanProfile { input.profile }

    /// Adds what speaks against it, and the shares of net liquidation that the score is made of.
    func reasons(_ need: Need, _ inputs: inout ScoreInputs, _ reasons: inout [GateReason]) {
        let symbol = scan.symbol
        if need.isShortPremium, input.isRiskOff, !settings.allowsRiskOff { reasons.append(.riskOff) }
        // Nothing is sold into a book that nobody can measure: what is unknown is a reason, as too little is.
        if let pay = room.purse(settings) {
            switch pay.spendable {
            case .known(let free, _):
                if need.collateral > free {
                    let account = room.accounts.count > 1 ? pay.purse.name : nil
                    reasons.append(.cash(needed: need.collateral, free: free, account: account))
                }
            case .unknown(let reason): reasons.append(.unknownRoom(.freeCash, reason))
            }
        }
        for right in need.sold where room.isShort(right, of: symbol) { reasons.append(.alreadyShort(right)) }
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
        if need.isDefinedRisk, need.collateral / total > settings.maximumDefinedRiskShare {
            reasons.append(
                .tradeShare(
                    loss: need.collateral, share: need.collateral / total, limit: settings.maximumDefinedRiskShare))
        }
        shareReasons(need, total: total, &inputs, &reasons)
        switch (room.betaDelta, need.delta) {
        case (.unknown(let reason), _): reasons.append(.unknownRoom(.betaDelta, reason))
        case (.known(let book, _), let delta?):
            let beta = scan.market.profile.beta ?? 1
            let after = book + delta * (scan.spot ?? 0) * beta / total
            // A trade that turns the book back into its band is never held against it.
            if after.isFinite, after > settings.betaDelta.upperBound, after > book {
                reasons.append(.betaDelta(after: after, limit: settings.betaDelta.upperBound))
            } else if after.isFinite, after < settings.betaDelta.lowerBound, after < book {
                reasons.append(.betaDelta(after: after, limit: settings.betaDelta.lowerBound))
            }
        case (.known, nil): break  // Without a volatility: the gate of the contract says it.
        }
    }

    /// Concentration after the trade, in the name and in its sector.
    private func shareReasons(
        _ need: Need, total: Double, _ inputs: inout ScoreInputs, _ reasons: inout [GateReason]
    ) {
        let added = need.collateral / total
        let name = (room.names[scan.symbol] ?? 0) / total
        inputs.nameShare = name + added
        if name + added > settings.maximumNameShare {
            reasons.append(.name(before: name, added: added, limit: settings.maximumNameShare))
        }
        let sector = scan.market.profile.sector
        guard BookRoom.counts(sector) else { return }
        let before = (room.sectors[sector] ?? 0) / total
        inputs.sectorShare = before + added
        if before + added > settings.maximumSectorShare {
            reasons.append(.sector(sector, before: before, added: added, limit: settings.maximumSectorShare))
        }
    }
}
