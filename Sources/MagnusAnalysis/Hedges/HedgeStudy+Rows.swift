import MagnusDomain

/// Hedges that change what is held: closing a row, or a part of it, and rolling its short option.
extension HedgeStudy {
    func closing(_ row: StrategyValuation) -> Outcome {
        let name = "\(row.symbol) \(row.title)"
        let units = Self.units(row)
        let delta = HedgeNeed.delta(row)
        guard let own = delta.value, own != 0, let excess = need.excess.value else {
            return Self.refused(
                .close, row.symbol, delta.reason ?? need.excess.reason ?? .noSource,
                "\(name): its beta-weighted delta is not known")
        }
        let closed = min(units, Self.whole(excess / own * Double(units)) ?? units)
        let legs = row.legs.map { leg in
            closing(leg, Quantity(millionths: leg.position.quantity.millionths / Int64(units) * Int64(closed)))
        }
        let part = closed == units ? "close" : "close \(closed) of \(units)"
        return .success(
            suggestion(
                .close, row.symbol, "\(name): \(part)", row: row.id, legs: legs,
                effect: effect(of: row.legs).scaled(-Double(closed) / Double(units))))
    }

    /// The allowed roll that leaves least delta; the one that pays more of two alike.
    func rolled(_ row: StrategyValuation, _ roll: Roll) -> Outcome {
        let name = "\(row.symbol) \(row.title)"
        let report = roll.report
        let allowed = report.cells.filter { $0.isAllowed && $0.delta.value != nil }
        let cell = allowed.min { left, right in
            let deltas = [left, right].map { abs($0.delta.value ?? .infinity) }
            return deltas[0] != deltas[1] ? deltas[0] < deltas[1] : left.net.value ?? 0 > right.net.value ?? 0
        }
        guard let cell, let first = cell.legs.first else {
            return Self.refused(
                .roll, row.symbol, .notApplicable, "\(name): no roll for a credit keeps to the rules of rolls")
        }
        let moving = Set(report.held.map(\.contract))
        let leaving = row.legs.filter { leg in
            guard case .option(let contract) = leg.position.instrument else { return false }
            return moving.contains(contract)
        }
        let new = valuer.effect(cell.legs.map { (.option($0.contract), $0.quantity) }, quotes: roll.quotes)
        let effect = effect(of: leaving).scaled(-1).added(new)
        guard let change = effect.betaDelta.value, change * sign < 0 else {
            return Self.refused(
                .roll, row.symbol, effect.betaDelta.reason ?? .notApplicable,
                "\(name): no roll that is allowed takes delta off")
        }
        let closing = report.held.map { leg in
            HedgeLeg(
                instrument: .option(leg.contract), quantity: -leg.quantity, bid: leg.bid, ask: leg.ask,
                price: leg.natural, intrinsic: Self.intrinsic(leg.contract, report.spot))
        }
        let opening = cell.legs.map { leg in
            HedgeLeg(
                instrument: .option(leg.contract), quantity: leg.quantity, bid: leg.bid, ask: leg.ask,
                price: leg.natural, intrinsic: Self.intrinsic(leg.contract, report.spot))
        }
        let names = cell.legs.map(\.contract.shortName).joined(separator: "/")
        return .success(
            suggestion(
                .roll, row.symbol, "\(name): roll to \(names) \(first.contract.expiry.monthDay)", row: row.id,
                legs: closing + opening, effect: effect))
    }

    /// What is held of some legs: their Greeks in the book, their profits in its grid.
    private func effect(of legs: [PositionValuation]) -> HedgeValuer.Effect {
        func sum(_ figure: (PositionValuation) -> Figure) -> Figure {
            var sum = FigureSum()
            for leg in legs { sum.add(figure(leg)) }
            return sum.complete
        }
        let ids = Set(legs.map(\.position.id))
        let missing = grid.excluded.first { ids.contains($0.id) }?.reason
        let places = Set(grid.positions.indices.filter { ids.contains(grid.positions[$0].id) })
        return HedgeValuer.Effect(
            betaDelta: sum(\.betaWeightedDelta), thetaPerDay: sum(\.thetaPerDay), vegaPerPoint: sum(\.vegaPerPoint),
            profits: grid.cells.map { cell in
                if let missing { return .unknown(missing) }
                let profit = cell.drivers.reduce(0) { places.contains($1.index) ? $0 + $1.profit : $0 }
                return Figure(profit, trust: grid.trust)
            })
    }

    private func closing(_ leg: PositionValuation, _ held: Quantity) -> HedgeLeg {
        let buys = held.isShort
        // A quote that cannot be right gives no price on either side; without a bid a bought option brings nothing.
        let isSound = [nil, .oneSided, .wideSpread].contains(leg.mark.reason)
        let price = Figure(
            isSound ? (buys ? leg.ask : leg.bid) : nil, trust: leg.mark.trust ?? .fresh,
            else: leg.mark.reason ?? .oneSided)
        var intrinsic = leg.underlyingPrice
        if case .option(let contract) = leg.position.instrument {
            intrinsic = Self.intrinsic(contract, leg.underlyingPrice)
        }
        return HedgeLeg(
            instrument: leg.position.instrument, quantity: -held, bid: leg.bid, ask: leg.ask, price: price,
            intrinsic: intrinsic)
    }

    /// How many equal parts a row can be closed in: as many as each of its legs can be divided by, hundreds of shares
    /// counting as one beside options.
    static func units(_ row: StrategyValuation) -> Int {
        var counts: [Int] = []
        let hasOptions = row.legs.contains { if case .option = $0.position.instrument { true } else { false } }
        for leg in row.legs {
            guard let whole = leg.position.quantity.magnitude.whole else { return 1 }
            switch leg.position.instrument {
            case .option: counts.append(whole)
            case .stock:
                guard hasOptions else {
                    counts.append(whole)
                    continue
                }
                guard whole.isMultiple(of: 100) else { return 1 }
                counts.append(whole / 100)
            }
        }
        return max(1, counts.reduce(0, divisor))
    }

    private static func divisor(_ first: Int, _ second: Int) -> Int {
        var (larger, smaller) = (max(first, second), min(first, second))
        while smaller > 0 { (larger, smaller) = (smaller, larger % smaller) }
        return larger
    }
}
