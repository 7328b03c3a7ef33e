import MagnusDomain
import MagnusQuant

extension BookValuer {
    /// The marks of the Flag column, in their order.
    func flags(
        _ row: BookRow, valuation: StrategyValuation, shorts: [Int], spot: Figure, now: Instant
    ) -> [PositionFlag] {
        let found = PositionFlag.allCases.filter { flag in
            switch flag {
            case .dividend: shorts.contains { facesDividend($0, now: now) }
            case .pin: isPinned(valuation, shorts: shorts)
            case .earnings: !shorts.isEmpty && hasEarnings(row, now: now)
            case .lossLimit: isBeyondLoss(row, valuation: valuation)
            case .target: hasTarget(row, valuation: valuation)
            case .rollWindow: isInRollWindow(row, valuation: valuation)
            case .uncoveredShares: isUncovered(row)
            case .belowBasis: isBelowBasis(row, shorts: shorts)
            case .workingOrder: row.hasWorkingOrder
            case .adjusted: row.legs.contains { legs[$0].contract?.isAdjusted == true }
            case .settling: row.legs.contains { valuations[$0].state != .open }
            case .note: row.hasNote
            // Depends on what other rows take of the same cash: ``updateFunded(_:)``.
            case .funded: false
            }
        }
        return found
    }

    /// A short call in the money whose extrinsic value at the bid is less than a dividend of the next sessions:
    /// its holder may take the dividend (trader.md section 3 item 3).
    private func facesDividend(_ index: Int, now: Instant) -> Bool {
        guard let contract = legs[index].contract, let instants = legs[index].instants, contract.right == .call,
            contract.style == .american, legs[index].refusal == nil, valuations[index].state == .open,
            let spot = valuations[index].underlyingPrice.value, spot > contract.strike, let bid = valuations[index].bid
        else { return false }
        let today = now.newYork.date
        let last = calendar.adding(sessions: settings.dividendSessions, to: today)
        let extrinsic = bid - (spot - contract.strike)
        return underlyings[legs[index].underlying].profile.dividends.contains {
            $0.exDate > today && $0.exDate <= last && $0.exDate <= instants.day && extrinsic < $0.amount
        }
    }

    private func isPinned(_ valuation: StrategyValuation, shorts: [Int]) -> Bool {
        guard !shorts.isEmpty, let days = valuation.daysToExpiry, days <= settings.expiryWeekDays,
            shorts.contains(where: { legs[$0].contract?.settlement == .physical }),
            let distance = valuation.distance.value
        else { return false }
        return abs(distance) <= settings.pinFraction
    }

    /// An announcement between now and 17:30 of the expiry day; an unconfirmed date counts days either way.
    private func hasEarnings(_ row: BookRow, now: Instant) -> Bool {
        guard let first = row.legs.first else { return false }
        let today = now.newYork.date
        guard let expiry = row.legs.compactMap({ legs[$0].size < 0 ? legs[$0].instants?.day : nil }).min() else {
            return false
        }
        return underlyings[legs[first].underlying].profile.earnings.contains { event in
            let slack = event.isConfirmed ? 0 : settings.unconfirmedEarningsDays
            return event.date.adding(days: slack) >= today && event.date.adding(days: -slack) <= expiry
        }
    }

    /// Closing now would lose twice the credit.
    private func isBeyondLoss(_ row: BookRow, valuation: StrategyValuation) -> Bool {
        guard
            row.strategy.kind == .cashSecuredPut || row.strategy.kind == .shortCall
                || row.strategy.kind == .shortStrangle || row.strategy.kind == .shortStraddle,
            let credit = valuation.entryPrice.value, credit > 0, let cost = valuation.costToClose.value
        else { return false }
        let received = -row.legs.reduce(0.0) { $0 + (Self.entryPrice(legs[$1]) ?? 0) * legs[$1].size }
        return received > 0 && cost - received >= settings.lossCredits * received
    }

    /// Half of the most that can be won, by the figure of the Cap column; half of that for structures managed earlier.
    private func hasTarget(_ row: BookRow, valuation: StrategyValuation) -> Bool {
        let share: Double
        switch row.strategy.kind {
        case .shortStraddle, .ironButterfly: share = settings.targetFraction / 2
        case .callCalendar, .putCalendar, .callDiagonal, .putDiagonal: share = settings.targetFraction / 2
        case .stock, .custom, .longCall, .longPut, .protectivePut, .collar, .longStraddle, .longStrangle: return false
        case .coveredCall:
            guard row.intent != .take || (valuation.distance.value ?? 0) >= 0 else { return false }
            share = settings.targetFraction
        default: share = settings.targetFraction
        }
        return valuation.captured.value.map { $0 >= share } ?? false
    }

    /// 21 days when opened with 30 or more, else a third of its life; over once expiry rules take over, and silent for a
    /// winner that has reached its target: it is closed, not rolled.
    private func isInRollWindow(_ row: BookRow, valuation: StrategyValuation) -> Bool {
        guard let window = RollWindow(valuation, settings: settings), !hasTarget(row, valuation: valuation) else {
            return false
        }
        return window.isOpen
    }

    /// A hundred shares or more of something that has listed options and is no collateral, without a call: what is left of
    /// the row's shares when every short call of the account on them took its own.
    private func isUncovered(_ row: BookRow) -> Bool {
        guard row.strategy.kind == .stock || row.strategy.kind == .coveredCall, let first = row.legs.first,
            underlyings[legs[first].underlying].hasListedOptions
        else { return false }
        return row.idleShares >= 100
    }

    /// A covered call whose strike is under the wheel basis (the broker's where no wheel is known).
    private func isBelowBasis(_ row: BookRow, shorts: [Int]) -> Bool {
        guard row.strategy.kind == .coveredCall,
            let shares = row.legs.first(where: { legs[$0].contract == nil }),
            let strike = shorts.compactMap({ legs[$0].contract?.strike }).min()
        else { return false }
        let position = legs[shares].position
        guard let basis = position.stockBasis?.wheel ?? position.stockBasis?.broker ?? position.averagePrice else {
            return false
        }
        return strike < basis - 1e-9
    }
}
