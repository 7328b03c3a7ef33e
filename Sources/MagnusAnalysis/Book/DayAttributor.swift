import Glibc
import MagnusDomain
import MagnusQuant

/// Works out where the profit of the day came from (``DayAttribution``). Keeps the Greeks of the opening of each leg, which
/// stay the same all day, and prices the passing of time once a minute: the cost of a call is a few multiplications a leg.
public struct DayAttributor: Sendable {
    /// What an opening depends on.
    private struct Key: Hashable {
        var since: Instant
        var mark: Double
        var spot: Double
    }

    /// An option at the previous official close, per share.
    private struct Opening {
        var key: Key
        /// nil where the close told no volatility.
        var state: State?
        var agedAt: Instant?
        var aging: Aging?

        struct State {
            var volatility: Double
            var delta: Double
            var gamma: Double
            var vega: Double
            var vanna: Double?
            var volga: Double?
            var price: Double
        }

        /// What time alone did, and the volatility it should have come to.
        struct Aging {
            var change: Double
            var volatility: Double
        }
    }

    private var openings: [String: Opening] = [:]
    /// How many closes were searched for a volatility since the beginning: for measurements.
    public private(set) var pricedOpenings = 0
    /// How many legs were attributed since the beginning: for measurements.
    public private(set) var attributedLegs = 0
    /// Seconds after which the passing of time is priced anew.
    static let agingSeconds = 60.0

    // What the last book came to, by leg and row, and which it was.
    private var parts: [LegParts] = []
    private var told: [AttributedOpening?] = []
    private var rows: [DayAttribution] = []
    private var sum = SumTree<Parts>()
    private var since: Instant?
    private var content = -1
    private var valuationNumber = -1

    public init() {}

    /// The attribution of a book since the previous official close. Only legs that were revalued since the last one are
    /// looked at.
    /// - Parameters:
    ///   - valuer: has just made `book`.
    ///   - book: its time is the moment of the figures.
    /// - Returns: nil where the calendar knows no session before this one.
    public mutating func attribution(of book: BookValuation, _ valuer: BookValuer) -> DayAttributionTable? {
        let now = book.asOf
        let today = valuer.calendar.sessionOnOrBefore(now.newYork.date)
        guard let since = valuer.calendar.session(on: valuer.calendar.previousSession(before: today))?.close else {
            return nil
        }
        var changed: [Int]?
        if since != self.since || content != valuer.contentNumber {
            begin(valuer)
            (self.since, content) = (since, valuer.contentNumber)
        } else if valuationNumber + 1 == valuer.valuationNumber {
            // Where a valuation was left out, what that one changed was never seen: then all.
            changed = valuer.revaluedLegs
        }
        valuationNumber = valuer.valuationNumber
        update(changed ?? Array(valuer.legs.indices), valuer, since: since, now: now)
        var all = sum.total
        var gone = Parts()
        for closing in book.dayClosings { gone.add(LegParts(total: closing.profit)) }
        all.add(gone)
        return DayAttributionTable(since: since, book: all.attribution(key: "Book"), rows: rows, openings: told)
    }

    /// Forgets what is not held any more.
    private mutating func begin(_ valuer: BookValuer) {
        let held = Set(valuer.legs.map(\.position.id))
        openings = openings.filter { held.contains($0.key) }
        parts = valuer.legs.map { _ in LegParts(total: .unknown(.noSource)) }
        told = valuer.legs.map { _ in nil }
        rows = valuer.rows.map { Parts().attribution(key: $0.strategy.id) }
        sum = SumTree(count: parts.count)
    }

    private mutating func update(_ legs: [Int], _ valuer: BookValuer, since: Instant, now: Instant) {
        var changed = Set<Int>()
        for leg in legs {
            parts[leg] = legParts(leg, valuer, since: since, now: now)
            let id = valuer.legs[leg].position.id
            let opening = parts[leg].delta.value == nil ? nil : openings[id].flatMap { Self.told(id, $0) }
            // Writing copies what the last table shares: an opening changes once a minute at most.
            if told[leg] != opening { told[leg] = opening }
            sum.mark(leg)
            changed.insert(valuer.rowOfLeg[leg])
        }
        attributedLegs += legs.count
        for row in changed {
            var total = Parts()
            for leg in valuer.rows[row].legs { total.add(parts[leg]) }
            rows[row] = total.attribution(key: valuer.rows[row].strategy.id)
        }
        let parts = parts
        sum.update { part, sum in sum.add(parts[part]) }
    }

    /// One leg; unknown parts stand in the residual.
    private struct LegParts {
        var total: Figure
        var delta = Figure.unknown(.insufficientHistory)
        var gamma = Figure.unknown(.insufficientHistory)
        var theta = Figure.unknown(.insufficientHistory)
        var vega = Figure.unknown(.insufficientHistory)
        var cross = Figure.unknown(.insufficientHistory)

        var residual: Figure {
            [delta, gamma, theta, vega, cross].reduce(total) { rest, part in
                part.value == nil ? rest : rest.combined(with: part, -)
            }
        }
        var isUnexplained: Bool { total.value != nil && delta.value == nil }
    }

    private struct Parts: RunningSum {
        private var total = FigureSum()
        private var delta = FigureSum()
        private var gamma = FigureSum()
        private var theta = FigureSum()
        private var vega = FigureSum()
        private var cross = FigureSum()
        private var residual = FigureSum()
        private var unexplained = 0

        mutating func add(_ leg: LegParts) {
            total.add(leg.total)
            delta.add(leg.delta)
            gamma.add(leg.gamma)
            theta.add(leg.theta)
            vega.add(leg.vega)
            cross.add(leg.cross)
            residual.add(leg.residual)
            if leg.isUnexplained { unexplained += 1 }
        }

        mutating func add(_ other: Parts) {
            total.add(other.total)
            delta.add(other.delta)
            gamma.add(other.gamma)
            theta.add(other.theta)
            vega.add(other.vega)
            cross.add(other.cross)
            residual.add(other.residual)
            unexplained += other.unexplained
        }

        func attribution(key: String) -> DayAttribution {
            DayAttribution(
                key: key, total: total.total, delta: delta.total, gamma: gamma.total, theta: theta.total,
                vega: vega.total, cross: cross.total, residual: residual.total, unexplainedLegs: unexplained)
        }
    }

    private mutating func legParts(
        _ index: Int, _ valuer: BookValuer, since: Instant, now: Instant
    ) -> LegParts {
        let leg = valuer.legs[index]
        let valuation = valuer.valuations[index]
        var parts = LegParts(total: valuation.dayProfit)
        // Greeks of the close speak of what was held then and still is; what was traded since is in the residual.
        let (earlier, present) = (valuation.heldAtClose, leg.position.quantity.value)
        let share = earlier * present > 0 ? min(1, earlier / present) : 0
        guard let trust = valuation.dayProfit.trust, share > 0 else { return parts }
        let underlying = valuer.underlyings[leg.underlying]
        guard let contract = leg.contract else {
            let nothing = Figure(0, trust: trust)
            // Also of a fund of T-bills: it is no risk of the book's Greeks, but what a share moves is all delta.
            parts.delta = valuation.mark.combined(with: valuation.previousMark) { ($0 - $1) * leg.size * share }
            (parts.gamma, parts.theta, parts.vega, parts.cross) = (nothing, nothing, nothing, nothing)
            return parts
        }
        guard let instants = leg.instants, leg.refusal == nil, let mark = valuation.previousMark.value,
            let before = underlying.profile.previousClose, before > 0, before.isFinite,
            let spot = valuation.underlyingPrice.value
        else { return parts }
        let key = Key(since: since, mark: mark, spot: before)
        var opening: Opening
        if let known = openings[leg.position.id], known.key == key {
            opening = known
        } else {
            opening = Opening(key: key, state: Self.state(contract, instants, underlying, valuer.rates, key))
            pricedOpenings += 1
        }
        guard let state = opening.state else {
            openings[leg.position.id] = opening
            return parts
        }
        // What goes ex takes its amount off the price: that is no move.
        let dividend = Self.dividend(underlying.profile, after: since, until: now)
        if opening.agedAt.map({ abs(now.seconds(since: $0)) >= Self.agingSeconds }) ?? true {
            opening.agedAt = now
            opening.aging = Self.aging(
                state, contract, instants, underlying, valuer, spot: before - dividend, since: since, now: now)
        }
        openings[leg.position.id] = opening
        let move = spot - before + dividend
        let size = leg.size * share
        parts.delta = Figure(state.delta * move * size, trust: trust)
        parts.gamma = Figure(state.gamma / 2 * move * move * size, trust: trust)
        guard let aging = opening.aging else { return parts }
        parts.theta = Figure(aging.change * size, trust: trust)
        let isOver = instants.years(from: now) <= 0
        let change = isOver ? Figure(0, trust: trust) : valuation.impliedVolatility.map { $0 - aging.volatility }
        parts.vega = change.map { $0 * state.vega * size }
        if let vanna = state.vanna, let volga = state.volga {
            parts.cross = change.map { ($0 * move * vanna + $0 * $0 / 2 * volga) * size }
        }
        return parts
    }

    private static func told(_ position: String, _ opening: Opening) -> AttributedOpening? {
        opening.state.map { state in
            AttributedOpening(
                position: position, volatility: state.volatility, delta: state.delta, gamma: state.gamma,
                vega: state.vega, vanna: state.vanna, volga: state.volga, price: state.price,
                agedPrice: opening.aging.map { state.price + $0.change }, agedVolatility: opening.aging?.volatility)
        }
    }

    /// Volatility and Greeks of the close; at parity the option moves with its underlying.
    private static func state(
        _ contract: OptionContract, _ instants: ExpiryInstants, _ underlying: BookUnderlying, _ rates: RateCurve,
        _ key: Key
    ) -> Opening.State? {
        var terms = OptionTerms(
            contract: contract, instants: instants, spot: key.spot, profile: underlying.profile, rates: rates,
            now: key.since, minimumYears: 0)
        do throws(ImpliedVolatilityError) {
            terms.volatility = try ImpliedVolatilitySearch.volatility(price: key.mark, terms: terms)
        } catch {
            let intrinsic = max(0, terms.right.sign * (terms.spot - terms.strike))
            guard error == .belowIntrinsic, intrinsic > 0 else { return nil }
            return Opening.State(
                volatility: 0, delta: terms.right.sign, gamma: 0, vega: 0, vanna: 0, volga: 0, price: intrinsic)
        }
        guard let value = try? OptionPricing.valuation(terms, accuracy: .live), let delta = value.delta,
            let vega = value.vega
        else { return nil }
        var state = Opening.State(
            volatility: terms.volatility, delta: delta, gamma: value.gamma ?? 0, vega: vega,
            vanna: value.vanna, volga: value.volga, price: value.price)
        if state.vanna == nil || state.volga == nil { addCross(&state, terms) }
        return state
    }

    /// Pricing at live accuracy tells not every second order: differences of delta and vega over a point to each side do.
    private static func addCross(_ state: inout Opening.State, _ terms: OptionTerms) {
        let step = min(0.01, terms.volatility / 2)
        func moved(_ sign: Double) -> OptionValuation? {
            var terms = terms
            terms.volatility += sign * step
            return try? OptionPricing.valuation(terms, accuracy: .live)
        }
        guard let up = moved(1), let down = moved(-1) else { return }
        func slope(_ figure: KeyPath<OptionValuation, Double?>) -> Double? {
            guard let high = up[keyPath: figure], let low = down[keyPath: figure] else { return nil }
            return (high - low) / (2 * step)
        }
        state.vanna = state.vanna ?? slope(\.delta)
        state.volga = state.volga ?? slope(\.vega)
    }

    private static func dividend(_ profile: SecurityProfile, after: Instant, until: Instant) -> Double {
        profile.dividends.reduce(0) { sum, event in
            let moment = NewYorkTime.instant(on: event.exDate, secondsOfDay: ExchangeCalendar.openSeconds)
            let isGone = moment > after && moment <= until && event.amount.isFinite && event.amount > 0
            return isGone ? sum + event.amount : sum
        }
    }

    /// What the option is worth now at the price of the close, less its value then.
    private static func aging(
        _ state: Opening.State, _ contract: OptionContract, _ instants: ExpiryInstants,
        _ underlying: BookUnderlying, _ valuer: BookValuer, spot: Double, since: Instant, now: Instant
    ) -> Opening.Aging? {
        let years = instants.years(from: now)
        let intrinsic = max(0, contract.right.sign * (spot - contract.strike))
        guard spot > 0 else { return nil }
        // At parity there is no time value that could pass.
        if state.volatility == 0 { return Opening.Aging(change: 0, volatility: 0) }
        guard years > 0 else { return Opening.Aging(change: intrinsic - state.price, volatility: 0) }
        let time = TradingTime(calendar: valuer.calendar)
        let whole = time.days(from: since, to: instants.settlement)
        let left = time.days(from: now, to: instants.settlement)
        let yearsThen = instants.years(from: since)
        guard whole > 0, left > 0, yearsThen > 0 else { return nil }
        // The variance left is its share in trading time, told as a volatility on the calendar.
        let volatility = state.volatility * sqrt(yearsThen / years * left / whole)
        var terms = OptionTerms(
            contract: contract, instants: instants, spot: spot, profile: underlying.profile, rates: valuer.rates,
            now: now, minimumYears: 0)
        terms.volatility = volatility
        guard let price = try? OptionPricing.price(terms, accuracy: .live) else { return nil }
        return Opening.Aging(change: price - state.price, volatility: volatility)
    }
}
