import Glibc
import MagnusDomain
import MagnusQuant

/// One full pricing of a held contract: volatility from its mark, Greeks, scenario changes, assignment.
struct PricedOption: Sendable {
    /// What the figures rest on.
    enum Basis: Sendable, Hashable {
        /// The volatility that gives back the mark.
        case impliedVolatility
        /// The mark is at or below what exercising now pays: valued as exercised.
        case parity
        /// The mark tells no volatility; Greeks at the underlying's own.
        case estimatedVolatility
        /// The quote has no bid; the fitted smile of the expiry tells the volatility.
        case smile
        /// The quote has no bid and there is no smile; the contract's last volatility.
        case lastKnown
        /// The volatility that mark and underlying told together at the last close.
        case closing
        /// No time is left.
        case expired
    }

    /// With the volatility that was used.
    var terms: OptionTerms
    var mark: Double
    var basis: Basis
    /// Why `terms.volatility` is not the contract's own; nil where it is.
    var problem: UnknownReason?
    /// Per share, raw units.
    var value: OptionValuation
    var assignment: ExerciseChances?
    /// How much of the figures is the model's: 1 well over what exercising pays, 0 at or below it, in between a straight
    /// line in the time value, so that a tick at parity moves every figure by a tick's worth. The rest is valued as
    /// exercised.
    var timeShare = 1.0
    /// Change of delta for a move of 1 %, per share: mean of both sides, from repricing there.
    var deltaChange: Double?
    /// Change of value over the next calendar day, or to the settlement where that is nearer, per share.
    var nextDayChange: Double?
    /// Change of value per share in each scenario move; nil where it cannot be priced.
    var scenarioChanges: [Double?]

    /// - Throws: The reason why neither the mark nor the underlying give anything to price with.
    static func price(_ request: PricingRequest) throws(PricingFailure) -> PricedOption {
        guard request.terms.years > 0 else { return PricedOption(expired: request) }
        return switch request.origin {
        case .mark: try PricedOption(live: request)
        case .smile(let volatility): try PricedOption(request, volatility: volatility, basis: .smile, problem: nil)
        case .lastKnown(let volatility):
            try PricedOption(request, volatility: volatility, basis: .lastKnown, problem: nil)
        case .closing(let volatility, let isOwn):
            try PricedOption(
                request, volatility: volatility, basis: .closing, problem: isOwn ? nil : .belowIntrinsic)
        case .nothing:
            try PricedOption(
                request, volatility: request.fallbackVolatility, basis: .estimatedVolatility, problem: .oneSided)
        }
    }

    /// Whether this pricing rests on what tells the volatility now.
    func rests(on origin: VolatilityOrigin, tolerance: Double) -> Bool {
        switch origin {
        case .mark: basis != .smile && basis != .lastKnown && basis != .closing && problem != .oneSided
        case .smile(let volatility): basis == .smile && abs(volatility - terms.volatility) <= tolerance
        case .lastKnown: basis == .lastKnown
        case .closing(let volatility, let isOwn):
            basis == .closing && (problem == nil) == isOwn && abs(volatility - terms.volatility) <= tolerance
        case .nothing: basis == .estimatedVolatility && problem == .oneSided
        }
    }

    /// Nothing in it rests on the underlying's own volatility.
    var isAllOwn: Bool { basis == .impliedVolatility && timeShare == 1 }

    /// The volatility of this very contract that a later moment may fall back on; nil where it had none.
    var ownVolatility: Double? {
        switch basis {
        case .impliedVolatility, .smile, .lastKnown: terms.volatility
        case .closing: problem == nil ? terms.volatility : nil
        case .parity, .estimatedVolatility, .expired: nil
        }
    }

    /// At a volatility that does not come from the mark.
    private init(
        _ request: PricingRequest, volatility: Double?, basis: Basis, problem: UnknownReason?
    ) throws(PricingFailure) {
        guard let volatility, volatility > 0, volatility.isFinite else { throw PricingFailure(.oneSided) }
        terms = request.terms
        terms.volatility = volatility
        mark = request.mark
        self.basis = basis
        self.problem = problem
        value = try Self.valuation(terms)
        assignment =
            request.isShort
            ? Self.chances(terms, request: request) : nil
        deltaChange = Self.deltaChange(terms)
        nextDayChange = terms.nextDayChange()
        scenarioChanges = Self.changes(terms, request: request, isParity: false)
    }

    private init(live request: PricingRequest) throws(PricingFailure) {
        var terms = request.terms
        mark = request.mark
        let failure: ImpliedVolatilityError?
        do throws(ImpliedVolatilityError) {
            terms.volatility = try ImpliedVolatilitySearch.volatility(price: request.mark, terms: terms)
            failure = nil
        } catch {
            failure = error
        }
        switch failure {
        case nil:
            basis = .impliedVolatility
            problem = nil
            value = try Self.valuation(terms)
            timeShare = terms.style == .american ? request.timeShare : 1
        case .belowIntrinsic:
            let isAtParity =
                terms.style == .american && request.intrinsic > 0 && request.mark <= request.intrinsic + 1e-9
            guard isAtParity || request.fallbackVolatility != nil else { throw PricingFailure(.belowIntrinsic) }
            problem = .belowIntrinsic
            terms.volatility = request.fallbackVolatility ?? 0
            if isAtParity {
                basis = .parity
                timeShare = 0
                value = Self.exercised(request)
            } else {
                basis = .estimatedVolatility
                value = try Self.valuation(terms)
            }
        case .some(let error): throw PricingFailure(UnknownReason(error))
        }
        self.terms = terms
        assignment =
            request.isShort && (terms.volatility > 0 || problem == nil)
            ? Self.chances(terms, request: request) : nil
        deltaChange = basis == .parity ? 0 : Self.deltaChange(terms)
        nextDayChange = basis == .parity ? 0 : terms.nextDayChange()
        scenarioChanges = Self.changes(terms, request: request, isParity: basis == .parity)
        if basis == .impliedVolatility, timeShare < 1 { mix(request) }
    }

    private init(expired request: PricingRequest) {
        terms = request.terms
        mark = request.mark
        basis = .expired
        problem = .expired
        let isInTheMoney = request.intrinsic > 0
        value = OptionValuation(
            price: request.intrinsic, delta: isInTheMoney ? terms.right.sign : 0, gamma: 0, vega: 0, theta: 0, rho: 0)
        assignment = nil
        deltaChange = 0
        nextDayChange = 0
        scenarioChanges = request.scenarios.moves.map { move in
            let spot = request.scenarios.spot(
                request.terms.spot, beta: request.beta, benchmarkMove: move.benchmarkMove)
            return max(0, request.terms.right.sign * (spot - request.terms.strike)) - request.intrinsic
        }
    }

    static func valuation(_ terms: OptionTerms) throws(PricingFailure) -> OptionValuation {
        do { return try OptionPricing.valuation(terms, accuracy: .live) } catch {
            throw PricingFailure(UnknownReason(error))
        }
    }

    /// (delta at +1 % less delta at -1 %) / 2; delta from prices 0.2 % apart.
    private static func deltaChange(_ terms: OptionTerms) -> Double? {
        func price(_ factor: Double) -> Double? {
            var moved = terms
            moved.spot *= factor
            return try? OptionPricing.price(moved, accuracy: .live)
        }
        guard let upper = price(1.011), let upperBelow = price(1.009), let lower = price(0.991),
            let lowerBelow = price(0.989)
        else { return nil }
        let change = ((upper - upperBelow) - (lower - lowerBelow)) / (0.002 * terms.spot) / 2
        return change.isFinite ? change : nil
    }

    static func changes(_ terms: OptionTerms, request: PricingRequest, isParity: Bool) -> [Double?] {
        let rule = request.scenarios
        func value(_ move: ScenarioMove?) -> Double? {
            var moved = terms
            if let move {
                moved = moved.aged(days: move.days)
                moved.spot = rule.spot(terms.spot, beta: request.beta, benchmarkMove: move.benchmarkMove)
                moved.volatility *= rule.volatilityFactor(move.benchmarkMove)
            }
            // What is valued as exercised is gone when days pass.
            let isExercised = isParity && (terms.volatility == 0 || move.map { $0.days > 0 } == true)
            if moved.years <= 0 || isExercised {
                return max(0, moved.right.sign * (moved.spot - moved.strike))
            }
            return try? OptionPricing.price(moved, accuracy: .live)
        }
        guard let base = value(nil) else { return rule.moves.map { _ in nil } }
        return rule.moves.map { move in
            value(move).map { isParity && move.days > 0 ? $0 - request.intrinsic : $0 - base }
        }
    }
}

/// Why a contract could not be priced.
struct PricingFailure: Error, Sendable, Equatable {
    let reason: UnknownReason
    init(_ reason: UnknownReason) { self.reason = reason }
}
