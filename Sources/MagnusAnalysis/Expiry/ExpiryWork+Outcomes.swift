import MagnusDomain
import MagnusQuant

/// What the end of a row makes of shares and cash, and what can go wrong with it.
extension ExpiryWork {
    /// A cent in the money is exercised unless the holder says otherwise (OCC exercise by exception); sums of binary
    /// fractions may fall a hair short of it.
    static let exerciseFrom = 0.009_999

    /// The price that settles a contract: its underlying's official close or opening print; unknown before it was made.
    func settlementPrice(_ contract: OptionContract, _ instants: ExpiryInstants) -> Figure {
        guard now >= instants.settlement else { return .unknown(.notApplicable) }
        guard let bar = market.underlyings[contract.underlying]?.bars.last(where: { $0.date == instants.day }) else {
            return .unknown(.noSource)
        }
        let price = contract.settlement == .cashMorning ? bar.open : bar.close
        return price > 0 ? Figure(price) : .unknown(.badInput)
    }

    /// Dollars a share that exercise is worth; see ``ExpiryLeg/inside``.
    func inside(_ leg: PositionValuation, _ contract: OptionContract, _ instants: ExpiryInstants) -> Figure {
        judged(leg, contract, instants).map { contract.right.sign * ($0 - contract.strike) }
    }

    /// Before the settlement the price of now. Afterwards the close decides; until the next session's trading begins, holders
    /// of what is short here may have gone by a later price: the worse of both counts.
    private func judged(
        _ leg: PositionValuation, _ contract: OptionContract, _ instants: ExpiryInstants
    ) -> Figure {
        let latest = leg.underlyingPrice
        guard now >= instants.settlement, !contract.isAdjusted else { return latest }
        let close = settlementPrice(contract, instants)
        guard let settled = close.value else {
            return latest.combined(with: Figure(0, trust: .estimated)) { value, _ in value }
        }
        let next = calendar.session(on: calendar.nextSession(after: instants.day))
        guard contract.settlement == .physical, leg.position.quantity.isShort, let late = latest.value,
            next.map({ now < $0.preMarketOpen }) ?? false
        else { return close }
        let isWorse = contract.right == .put ? late < settled : late > settled
        return isWorse ? latest : close
    }

    // MARK: Outcomes

    /// At the price of now, exercised by exception.
    func outcomeNow(_ legs: [EndingLeg]) -> ExpiryOutcome {
        var shares = Figure(0)
        var cash = Figure(0)
        for leg in legs {
            let size = Double(leg.contract.multiplier) * leg.valued.position.quantity.value
            guard let inside = leg.inside.value else {
                return ExpiryOutcome(unknown: leg.inside.reason ?? .noSource)
            }
            // A figure of the price and trusted like it, exercised or not.
            let trust = leg.inside.map { _ in 0 }
            if leg.contract.settlement != .physical {
                cash = cash.combined(with: trust) { sum, _ in sum + max(0, inside) * size }
                continue
            }
            guard let delivered = leg.shares else { return ExpiryOutcome(unknown: .adjusted) }
            let isExercised = inside >= Self.exerciseFrom
            shares = shares.combined(with: trust) { sum, _ in sum + (isExercised ? delivered : 0) }
            cash = cash.combined(with: trust) { sum, _ in sum + (isExercised ? leg.strikeCash : 0) }
        }
        return ExpiryOutcome(shares: shares, cash: cash)
    }

    /// With every contract in the money. Puts and calls of one row cannot both be: the side counts that leaves shares short,
    /// else the one that takes more cash. What settles in cash takes what the worst of all prices takes.
    func outcomeIn(_ legs: [EndingLeg], _ strategy: StrategyValuation) -> ExpiryOutcome {
        if legs.contains(where: { $0.contract.isAdjusted }) { return ExpiryOutcome(unknown: .adjusted) }
        guard legs.first?.contract.settlement == .physical else { return worstInCash(legs) }
        let held = strategy.legs.reduce(0.0) { sum, leg in
            if case .stock = leg.position.instrument { sum + leg.position.quantity.value } else { sum }
        }
        let sides = OptionRight.allCases.compactMap { right -> (shares: Double, cash: Double)? in
            let side = legs.filter { $0.contract.right == right }
            guard !side.isEmpty else { return nil }
            var total = (shares: 0.0, cash: 0.0)
            for leg in side {
                guard let delivered = leg.shares else { return nil }
                total.shares += delivered
                total.cash += leg.strikeCash
            }
            return total
        }
        guard sides.count == Set(legs.map(\.contract.right)).count else { return ExpiryOutcome(unknown: .adjusted) }
        let bare = sides.first { side in side.shares < 0 && held + side.shares < 0 }
        let costliest = sides.min { left, right in left.cash < right.cash }
        guard let worst = bare ?? costliest else { return .nothing }
        return ExpiryOutcome(shares: Figure(worst.shares), cash: Figure(worst.cash))
    }

    private func worstInCash(_ legs: [EndingLeg]) -> ExpiryOutcome {
        func size(_ leg: EndingLeg) -> Double {
            Double(leg.contract.multiplier) * leg.valued.position.quantity.value
        }
        let slope = legs.reduce(0.0) { $0 + ($1.contract.right == .call ? size($1) : 0) }
        guard slope >= 0 else { return ExpiryOutcome(shares: Figure(0), cash: .unknown(.unlimited)) }
        let values = ([0] + legs.map(\.contract.strike)).map { price in
            legs.reduce(0.0) { $0 + size($1) * max(0, $1.contract.right.sign * (price - $1.contract.strike)) }
        }
        return ExpiryOutcome(shares: Figure(0), cash: Figure(min(0, values.min() ?? 0)))
    }

    // MARK: Warnings

    func warnings(
        _ row: ExpiryRow, _ legs: [EndingLeg], _ strategy: StrategyValuation, _ account: AccountValuation?
    ) -> [ExpiryWarning] {
        guard row.settlement == .physical, !legs.contains(where: { $0.contract.isAdjusted }) else { return [] }
        let monday = calendar.nextSession(after: row.instants.day)
        var result: [ExpiryWarning] = []
        if let gone = longLegGone(legs, row) {
            result.append(ExpiryWarning(kind: .longLegGone, shares: gone, day: monday))
        }
        if row.isFunded == false { result.append(ExpiryWarning(kind: .notFunded, day: monday)) }
        let calls = legs.filter { $0.contract.right == .call && $0.valued.position.quantity.isShort }
        let reserve = account?.cashReserves.first { $0.id == strategy.id }?.figure
        if !calls.isEmpty, account != nil, reserve?.value == nil {
            result.append(
                ExpiryWarning(
                    kind: reserve?.reason == .adjusted ? .coverUnknown : .uncovered,
                    shares: calls.reduce(0.0) { $0 + ($1.shares ?? 0) }, day: monday))
        }
        if let away = row.away.value, let spot = row.spot.value, row.daysToExpiry <= 0,
            legs.contains(where: { $0.valued.position.quantity.isShort }), abs(away) < settings.pinFraction * spot,
            row.state != .awaitingBroker
        {
            result.append(ExpiryWarning(kind: .pin))
        }
        if let itself = exercisesItself(legs, account) { result.append(itself) }
        return result
    }

    /// Shares that come or go when the short legs of one side are assigned and its long legs are worthless.
    private func longLegGone(_ legs: [EndingLeg], _ row: ExpiryRow) -> Double? {
        guard let spot = row.spot.value else { return nil }
        for right in OptionRight.allCases {
            let side = legs.filter { $0.contract.right == right }
            let isDead = side.contains {
                !$0.valued.position.quantity.isShort && ($0.inside.value ?? 0) < Self.exerciseFrom
                    && $0.inside.value != nil
            }
            // At the strike the short may be assigned although it is worth nothing.
            let alive = side.filter {
                $0.valued.position.quantity.isShort && ($0.inside.value ?? -.infinity) > -settings.pinFraction * spot
            }
            guard isDead, !alive.isEmpty else { continue }
            let kept = side.filter {
                !$0.valued.position.quantity.isShort && ($0.inside.value ?? 0) >= Self.exerciseFrom
            }
            let moved = (alive + kept).reduce(0.0) { $0 + ($1.shares ?? 0) }
            if moved != 0 { return moved }
        }
        return nil
    }

    /// A row of long options alone: what exercise by exception takes, where cash or shares for it are not there.
    private func exercisesItself(_ legs: [EndingLeg], _ account: AccountValuation?) -> ExpiryWarning? {
        guard legs.allSatisfy({ !$0.valued.position.quantity.isShort }) else { return nil }
        let taken = legs.filter { ($0.inside.value ?? 0) >= Self.exerciseFrom }
        let cost = -taken.reduce(0.0) { $0 + $1.strikeCash }
        if cost > 0, let free = account?.freeCash.value, free < cost {
            return ExpiryWarning(kind: .exercisesItself, cash: cost)
        }
        let sold = -taken.reduce(0.0) { $0 + ($1.shares ?? 0) }
        guard sold > 0, let first = taken.first else { return nil }
        let held = content.positions.reduce(0.0) { sum, position in
            guard position.account == first.valued.position.account,
                case .stock(first.contract.underlying) = position.instrument
            else { return sum }
            return sum + position.quantity.value
        }
        return held + 1e-9 < sold ? ExpiryWarning(kind: .exercisesItself, shares: -sold) : nil
    }
}
