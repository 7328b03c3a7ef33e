import Glibc
import MagnusDomain
import MagnusQuant

/// One position of the book as a grid revalues it.
struct ScenarioLeg: Sendable {
    enum Kind: Sendable {
        case shares
        case option(Option)
    }

    struct Option: Sendable {
        /// At the moment's spot with the volatility of the book.
        var terms: OptionTerms
        /// Exercise delivers shares.
        var deliversShares: Bool
        /// Share of the model in the figures; the rest is valued as exercised (see `PricedOption`).
        var modelShare: Double
        /// The underlying's own volatility, for the exercised part; nil when unknown.
        var exercisedVolatility: Double?
        /// Trading is over: what is left is the intrinsic value.
        var isOver: Bool
    }

    var position: ScenarioPosition
    var kind: Kind
    /// Signed dollars per 1.00 of price.
    var size: Double
    var spot: Double
    /// Percent of the own move per percent of the axis.
    var response: Double
    /// False for funds of Treasury bills: their price is no exposure.
    var hasGreeks: Bool
    var trust: Trust

    /// No price falls below this part of itself: a fall of more than all of it leaves nothing.
    static let leastPart = 1e-6

    /// The spot right after the shock.
    func moved(_ shock: ScenarioShock) -> Double { spot * max(Self.leastPart, part(shock)) }

    /// Whether a shock would take more than the whole price.
    func losesAll(_ shock: ScenarioShock) -> Bool { part(shock) < Self.leastPart }

    private func part(_ shock: ScenarioShock) -> Double { 1 + response * shock.spotPercent / 100 }
}

/// What became of one leg in every shock; dollars for the whole position.
struct ScenarioLegOutcome: Sendable {
    struct Entry: Sendable {
        var profit: Double
        var delta: Double?
        var gamma: Double?
        var thetaPerDay: Double?
        var vegaPerPoint: Double?
        /// Spot when the days have passed, after dividends.
        var spot: Double
    }

    var entries: [Entry]
    var kinds: Set<ScenarioPricingKind>
}

extension ScenarioLeg {
    /// The leg in every shock of a request.
    ///
    /// The move comes first, then the days pass at that spot: at an ex-date the spot falls by the dividend, which shares
    /// receive (and short ones pay) in cash, so shares gain and lose nothing by it; the holder of an American call
    /// exercises on the evening before where that pays no less than what the call is worth after the fall. What expires
    /// inside is worth its intrinsic value there and then. No interest is credited on cash.
    /// - Returns: nil where one shock cannot be priced: a leg is in every cell or in none.
    func outcome(_ request: ScenarioRequest, rule: ScenarioRule) -> ScenarioLegOutcome? {
        switch kind {
        case .shares:
            return ScenarioLegOutcome(
                entries: request.shocks.map { shock in
                    let moved = moved(shock)
                    return ScenarioLegOutcome.Entry(
                        profit: size * (moved - spot), delta: size, gamma: 0, thetaPerDay: 0, vegaPerPoint: 0,
                        spot: moved)
                }, kinds: [.shares])
        case .option(let option): return outcome(option, request, rule: rule)
        }
    }

    private func outcome(_ option: Option, _ request: ScenarioRequest, rule: ScenarioRule) -> ScenarioLegOutcome? {
        var entries: [ScenarioLegOutcome.Entry?] = Array(repeating: nil, count: request.shocks.count)
        var kinds: Set<ScenarioPricingKind> = []
        // Shocks that share volatility and days share the boundary.
        var groups: [ShockGroup: [Int]] = [:]
        for (index, shock) in request.shocks.enumerated() {
            let factor = request.followsVolatilityRule(in: shock) ? rule.volatilityFactor(shock.spotPercent / 100) : 1
            groups[ShockGroup(points: shock.volatilityPoints, factor: factor, days: shock.days), default: []]
                .append(index)
        }
        var model: ScenarioPath?
        if option.modelShare > 0, !option.isOver {
            model = ScenarioPath(terms: option.terms, deliversShares: option.deliversShares)
            kinds.insert(OptionLadder(option.terms, deliversShares: option.deliversShares, wantsGreeks: false).kind)
        }
        let modelBase = model?.ladder.price(spot)
        guard option.isOver || option.modelShare == 0 || modelBase != nil else { return nil }
        var own = option.terms
        own.volatility = option.exercisedVolatility ?? 0
        let exercised = ScenarioPath(terms: own, deliversShares: option.deliversShares)
        let exercisedBase = own.volatility > 0 ? exercised.ladder.price(spot) : intrinsic(option, spot)
        if option.modelShare < 1 || option.isOver { kinds.insert(option.isOver ? .settled : .exercised) }
        for (group, members) in groups {
            let spots = members.map { moved(request.shocks[$0]) }
            var modelled: [ScenarioPath.End?] = spots.map { _ in nil }
            if let model {
                modelled = model.ends(spots, group: group)
                if modelled.contains(where: { $0 == nil }) { return nil }
                if option.terms.years <= Double(group.days) / 365 { kinds.insert(.settled) }
            }
            var gone: [ScenarioPath.End?] = spots.map { _ in nil }
            if option.modelShare < 1 || option.isOver {
                gone = passed(option, exercised, spots, group: group)
                if gone.contains(where: { $0 == nil }) { return nil }
            }
            for (place, member) in members.enumerated() {
                entries[member] = entry(
                    option, modelled[place], base: modelBase, gone[place],
                    goneBase: group.days > 0 || option.isOver ? intrinsic(option, spot) : exercisedBase)
            }
        }
        let known = entries.compactMap { $0 }
        guard known.count == entries.count, known.allSatisfy({ $0.profit.isFinite }) else { return nil }
        return ScenarioLegOutcome(entries: known, kinds: kinds)
    }

    /// What becomes of a leg that is valued as exercised. When days pass it is gone at its intrinsic value where the move
    /// left it as deep in the money as it is, or where holding on is worth no more than exercising; what a move took out of
    /// that region nobody exercises: it lives on at the underlying's own volatility. Before days pass its Greeks are those
    /// of the book where it stands as deep: shares already in all but name.
    private func passed(
        _ option: Option, _ path: ScenarioPath, _ spots: [Double], group: ShockGroup
    ) -> [ScenarioPath.End?] {
        let settled = spots.map { path.settled($0, at: $0) }
        guard !option.isOver, option.exercisedVolatility ?? 0 > 0 else { return settled }
        let later = path.ends(spots, group: group)
        let standing = intrinsic(option, spot)
        let tolerance = 1e-7 * option.terms.strike
        guard group.days > 0 else {
            return spots.indices.map { place in
                guard var end = later[place] else { return nil }
                let intrinsic = intrinsic(option, spots[place])
                if intrinsic > 0, intrinsic >= standing - tolerance {
                    end.point = .settled(end.point.price, delta: option.terms.right.sign)
                }
                return end
            }
        }
        let now = path.ends(spots, group: ShockGroup(points: group.points, factor: group.factor, days: 0))
        return spots.indices.map { place in
            guard let here = now[place] else { return nil }
            let intrinsic = intrinsic(option, spots[place])
            let isExercised =
                intrinsic > 0
                && (intrinsic >= standing - tolerance || here.point.price <= intrinsic + tolerance)
            return isExercised ? settled[place] : later[place]
        }
    }

    /// The mean of the model's end and the exercised one.
    private func entry(
        _ option: Option, _ model: ScenarioPath.End?, base: Double?, _ gone: ScenarioPath.End?, goneBase: Double?
    ) -> ScenarioLegOutcome.Entry? {
        let share = option.isOver ? 0 : option.modelShare
        func mix(_ figure: (OptionLadder.Point) -> Double?) -> Double? {
            switch (share > 0 ? model : nil, share < 1 ? gone : nil) {
            case (let model?, let gone?):
                guard let first = figure(model.point), let second = figure(gone.point) else { return nil }
                return share * first + (1 - share) * second
            case (let only?, nil), (nil, let only?): return figure(only.point)
            case (nil, nil): return nil
            }
        }
        var profit = 0.0
        if share > 0 {
            guard let model, let base else { return nil }
            profit += share * (model.point.price - base)
        }
        if share < 1 {
            guard let gone, let goneBase else { return nil }
            profit += (1 - share) * (gone.point.price - goneBase)
        }
        return ScenarioLegOutcome.Entry(
            profit: profit * size, delta: mix(\.delta).map { $0 * size }, gamma: mix(\.gamma).map { $0 * size },
            thetaPerDay: mix(\.nextDay).map { $0 * size }, vegaPerPoint: mix(\.vega).map { $0 * size / 100 },
            spot: (model ?? gone)?.spot ?? spot)
    }

    private func intrinsic(_ option: Option, _ spot: Double) -> Double {
        max(0, option.terms.right.sign * (spot - option.terms.strike))
    }
}

/// Shocks that differ in the spot alone.
struct ShockGroup: Hashable {
    var points: Double
    var factor: Double
    var days: Int

    /// A volatility after the shock: times the factor of the rule, then the points, never below a twentieth of itself.
    func volatility(_ volatility: Double) -> Double {
        max(volatility * factor + points / 100, 0.05 * volatility)
    }

    /// Whether the shock would take it lower than that.
    func isHeldUp(_ volatility: Double) -> Bool { volatility * factor + points / 100 < 0.05 * volatility }
}
