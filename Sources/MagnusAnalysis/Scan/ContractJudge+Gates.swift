import Glibc
import MagnusDomain
import MagnusQuant

/// The gates of one contract, apart from the room of the book.
extension ContractJudge {
    func quoteReasons(_ index: Int, _ reasons: inout some GateReasons) {
        let reading = scan.readings[index]
        if let reason = reading.reason ?? (reading.isHalted ? .halted : nil) {
            reasons.add(.noQuote(reason))
        } else if scan.shares.isHalted {
            reasons.add(.noQuote(.halted))
        } else if let reason = scan.shares.reason, reason != .oneSided, !scan.isSpotUnquoted {
            reasons.add(.noQuote(reason))
        }
        guard isFreshnessDue else { return }
        if scan.chain.entries[index].quote.isPreviousClose || scan.chain.underlying.isPreviousClose {
            reasons.add(.noQuote(.previousClose))
        }
        if let age = reading.ageSeconds {
            if age > settings.maximumAgeSeconds {
                reasons.add(.old(seconds: age, limit: settings.maximumAgeSeconds))
            }
        } else if reading.reason == nil {
            reasons.add(.noQuote(.stale))
        }
        if let option = scan.chain.entries[index].quote.time, let share = scan.shareTime {
            let apart = abs(option.seconds(since: share))
            if apart > settings.maximumSkewSeconds {
                reasons.add(.apart(seconds: apart, limit: settings.maximumSkewSeconds))
            }
        }
    }

    /// - Parameter isSold: what is bought needs no bid.
    func marketReasons(_ index: Int, isSold: Bool = true, _ reasons: inout some GateReasons) {
        let reading = scan.readings[index]
        if isSold, let bid = reading.bid, bid < settings.minimumBid {
            reasons.add(.smallBid(bid, limit: settings.minimumBid))
        }
        if let spread = reading.spread, let mid = reading.mid {
            if mid < settings.smallMid {
                let limit = min(settings.smallMidMaximumSpread, settings.smallMidMaximumSpreadDollars / mid)
                if spread > limit * mid + 1e-9 {
                    reasons.add(.wideSpread(spread: spread, mid: mid, limit: limit))
                }
            } else if spread > settings.maximumSpread * mid + 1e-9 {
                reasons.add(.wideSpread(spread: spread, mid: mid, limit: settings.maximumSpread))
            }
        }
        if let interest = scan.chain.entries[index].quote.openInterest, interest < settings.minimumOpenInterest {
            reasons.add(.openInterest(interest, limit: settings.minimumOpenInterest))
        }
    }

    func premiumReasons(
        _ figures: ContractScan.Figures, days: Int, perContract: Double, _ reasons: inout some GateReasons
    ) {
        guard let fill = figures.fill, let net = figures.netFill, let pay = figures.annualizedReturn else { return }
        creditReasons(figures, &reasons)
        let least = leastReturn
        if pay < least, figures.collateral > 0 {
            let needed = least * Double(max(days, 1)) / 365 * figures.collateral / perContract + fill - net
            reasons.add(.lowReturn(pay, limit: least, neededFill: needed))
        }
    }

    /// What is taken in, and what fees leave of it.
    func creditReasons(_ figures: ContractScan.Figures, _ reasons: inout some GateReasons) {
        guard let fill = figures.fill, let net = figures.netFill else { return }
        let fee = fill - net
        if net < settings.minimumFill {
            reasons.add(.thinFill(fill: net, limit: settings.minimumFill, bidAskRoom: settings.minimumFill + fee))
        }
        if fill <= 0 || fee > settings.maximumFeeShare * fill {
            reasons.add(
                .fees(credit: fill, share: fill > 0 ? fee / fill : 1, limit: settings.maximumFeeShare))
        }
    }

    func volatilityReasons(
        _ volatility: Double?, _ reason: UnknownReason?, strike: Double, slice: ExpirySlice,
        _ reasons: inout some GateReasons
    ) {
        guard let volatility else {
            reasons.add(.volatilityUnknown(reason ?? .noMarket))
            return
        }
        guard let smile = slice.smile, let forward = slice.forward, slice.carry.years > 0 else { return }
        let x = log(strike / forward) / slice.carry.years.squareRoot()
        if let fitted = smile.volatility(at: x), abs(volatility - fitted) > settings.maximumSmileDistance {
            reasons.add(.offSmile(points: abs(volatility - fitted), limit: settings.maximumSmileDistance))
        }
    }

    func placeReasons(
        _ figures: ContractScan.Figures, _ contract: OptionContract, bid: Double?, slice: ExpirySlice,
        _ reasons: inout some GateReasons
    ) {
        if input.strategy == .coveredCall {
            if let basis = holding?.basis, contract.strike < basis - 1e-9 {
                reasons.add(
                    .underBasis(
                        strike: contract.shortName, basis: basis,
                        loss: (contract.strike - basis) * Double(contract.multiplier)))
            }
            let due = scan.market.profile.dividends.first {
                $0.exDate > today && $0.exDate <= slice.expiry && $0.amount.isFinite && $0.amount > 0
            }
            if let due, let bid {
                let extrinsic = bid - max(0, slice.spot - contract.strike)
                if extrinsic < due.amount {
                    reasons.add(.underDividend(extrinsic: extrinsic, dividend: due.amount, exDate: due.exDate))
                }
            }
        }
        // Last, so that the sentence of the gate names the graver reason.
        if let delta = figures.delta, !settings.delta.contains(abs(delta)) {
            reasons.add(.delta(abs(delta), settings.delta))
        }
    }
}
