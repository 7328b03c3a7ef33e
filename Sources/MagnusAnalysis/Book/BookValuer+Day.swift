import MagnusDomain

/// The profit of the day (domain.md section 6): mark x what is held - previous mark x what was held at the previous
/// official close + the cash since. Over an account it is net liquidation less the one at that close less what the owner
/// moved in or out; dividends, interest and fees are profit.
extension BookValuer {
    /// What a leg's profit of the day counts from.
    struct DayFlow {
        /// Contracts or shares at the previous official close, signed.
        var held: Double
        /// Dollars received since.
        var cash: Double
        var isCostUnknown = false
    }

    /// Without a ledger behind the content a position opened since the close counts from its cost.
    func dayFlow(_ leg: BookLeg, now: Instant) -> DayFlow {
        let position = leg.position
        if let movement = leg.movement {
            return DayFlow(
                held: movement.heldAtClose.value, cash: movement.cash.dollars, isCostUnknown: movement.isCostUnknown)
        }
        guard content.dayActivity == nil, let close = calendar.previousClose(at: now), position.openedAt > close else {
            return DayFlow(held: position.quantity.value, cash: 0)
        }
        guard let entry = Self.entryPrice(leg) else { return DayFlow(held: 0, cash: 0, isCostUnknown: true) }
        return DayFlow(held: 0, cash: -entry * leg.size)
    }

    /// In the opening quarter of an hour quotes are not orderly: an estimate (trader.md section 1).
    /// - Parameter isPreviousClose: the mark is the close of an earlier session although the present one runs.
    func dayProfit(_ leg: BookLeg, flow: DayFlow, mark: Figure, isPreviousClose: Bool) -> Figure {
        let profit = marketDayProfit(leg, flow: flow, mark: mark, isPreviousClose: isPreviousClose)
        guard status?.phase == .opening, case .known(let value, .fresh) = profit else { return profit }
        return .known(value, .estimated)
    }

    private func marketDayProfit(
        _ leg: BookLeg, flow: DayFlow, mark: Figure, isPreviousClose: Bool
    ) -> Figure {
        if isPreviousClose { return .unknown(.previousClose) }
        if flow.isCostUnknown { return .unknown(.noBasis) }
        guard flow.held != 0 else { return mark.map { $0 * leg.size + flow.cash } }
        let previous = previousMark(leg)
        guard previous.value != nil else { return .unknown(mark.reason ?? .noSource) }
        // An unchanged holding exactly as its difference: two large values would leave noise.
        if flow.held == leg.position.quantity.value {
            return mark.combined(with: previous) { ($0 - $1) * leg.size + flow.cash }
        }
        let multiplier = Double(leg.contract?.multiplier ?? 1)
        return mark.combined(with: previous) { $0 * leg.size - $1 * flow.held * multiplier + flow.cash }
    }

    /// Per share, of the previous official close.
    func previousMark(_ leg: BookLeg) -> Figure {
        leg.contract == nil
            ? Self.usable(underlyings[leg.underlying].profile.previousClose) : Self.usable(leg.previousMark)
    }

    private static func usable(_ price: Double?) -> Figure { usable(Figure(price, else: .noSource)) }

    private static func usable(_ price: Figure?) -> Figure {
        guard let price, let value = price.value, value >= 0 else { return .unknown(.noSource) }
        return price
    }

    /// The profit of the day of what is in no row.
    func dayClosings() -> [DayClosing] {
        closedMovements.map(closing)
            + cashMovements.map { movement in
                DayClosing(
                    id: "\(movement.account):cash", account: movement.account, instrument: nil, heldAtClose: .zero,
                    previousMark: .unknown(.notApplicable), cash: movement.cash.dollars,
                    profit: Figure(movement.cash.dollars))
            }
    }

    private func closing(_ movement: DayMovement) -> DayClosing {
        let held = movement.heldAtClose.value
        let cash = movement.cash.dollars
        var previous = Figure.unknown(.notApplicable)
        var multiplier = 1.0
        var id = movement.account
        if let instrument = movement.instrument {
            id = LedgerBook.identifier(account: movement.account, instrument: instrument)
            switch instrument {
            case .stock(let symbol):
                previous = Self.usable(underlyingIndex[symbol].flatMap { underlyings[$0].profile.previousClose })
            case .option(let contract):
                previous = Self.usable(previousMarks[contract])
                multiplier = Double(contract.multiplier)
            }
        }
        let profit: Figure
        if movement.isCostUnknown {
            profit = .unknown(.noBasis)
        } else {
            profit = held == 0 ? Figure(cash) : previous.map { cash - $0 * held * multiplier }
        }
        return DayClosing(
            id: id, account: movement.account, instrument: movement.instrument, heldAtClose: movement.heldAtClose,
            previousMark: held == 0 ? .unknown(.notApplicable) : previous, cash: cash, profit: profit)
    }
}
