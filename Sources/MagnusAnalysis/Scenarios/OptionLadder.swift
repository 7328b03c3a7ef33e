import Glibc
import MagnusDomain
import MagnusQuant

/// One option at many spots that share everything else: what does not depend on the spot is solved once.
struct OptionLadder {
    /// Figures per share, long one option.
    struct Point: Sendable, Hashable {
        var price: Double
        var delta: Double?
        var gamma: Double?
        /// Change of value over the next calendar day.
        var nextDay: Double?
        /// Per 1.00 of volatility.
        var vega: Double?

        /// What exercise or expiry paid, and the shares it delivered.
        static func settled(_ price: Double, delta: Double) -> Point {
            Point(price: price, delta: delta, gamma: 0, nextDay: 0, vega: 0)
        }
    }

    /// Everything but the spot, which is not looked at.
    let terms: OptionTerms
    /// Whether exercise delivers shares, which then carry the exposure; cash is settled and over.
    let deliversShares: Bool
    private let boundary: AmericanBoundary?
    private let upper: AmericanBoundary?
    private let lower: AmericanBoundary?
    private let next: AmericanBoundary?
    private let nextTerms: OptionTerms
    private let step: Double

    /// - Parameter wantsGreeks: Without them a point has its price alone.
    init(_ terms: OptionTerms, deliversShares: Bool, wantsGreeks: Bool = true) {
        self.terms = terms
        self.deliversShares = deliversShares
        nextTerms = terms.aged(days: 1)
        let step = max(0.02 * terms.volatility, 1e-4)
        self.step = step
        func solved(_ years: Double, _ volatility: Double) -> AmericanBoundary? {
            AmericanBoundary(
                right: terms.right, years: years, rate: terms.rate, dividendYield: terms.dividendYield,
                volatility: volatility, accuracy: .live)
        }
        guard terms.style == .american, !terms.paysCashDividend, terms.years > 0,
            let boundary = solved(terms.years, terms.volatility)
        else {
            (boundary, upper, lower, next) = (nil, nil, nil, nil)
            return
        }
        self.boundary = boundary
        guard wantsGreeks, let upper = solved(terms.years, terms.volatility + step),
            let lower = solved(terms.years, terms.volatility - step)
        else {
            (upper, lower, next) = (nil, nil, nil)
            return
        }
        self.upper = upper
        self.lower = lower
        next = nextTerms.years > 0 ? solved(nextTerms.years, terms.volatility) : nil
    }

    /// How the terms are priced, for the words of a method.
    var kind: ScenarioPricingKind {
        if boundary != nil { return .boundary }
        return terms.paysCashDividend ? .dividendGrid : terms.years <= 0 ? .settled : .closedForm
    }

    /// The price alone; nil where no method gives one.
    func price(_ spot: Double) -> Double? {
        if terms.years <= 0 { return intrinsic(spot) }
        if let price = boundary?.price(spot: spot, strike: terms.strike, accuracy: .live), price.isFinite {
            return price
        }
        return try? OptionPricing.price(at(spot), accuracy: .live)
    }

    /// Price and Greeks; nil where no method gives a price.
    func point(_ spot: Double) -> Point? {
        if terms.years <= 0 {
            let value = intrinsic(spot)
            return .settled(value, delta: deliversShares && value > 0 ? terms.right.sign : 0)
        }
        var point: Point
        if let boundary, let upper, let lower {
            let value = boundary.valuation(spot: spot, strike: terms.strike, accuracy: .live)
            guard value.price.isFinite else { return general(spot) }
            let raised = upper.price(spot: spot, strike: terms.strike, accuracy: .live)
            let lowered = lower.price(spot: spot, strike: terms.strike, accuracy: .live)
            // The price of the ladder is that of ``price(_:)``: a cell without a move has no profit, to the last digit.
            point = Point(
                price: boundary.price(spot: spot, strike: terms.strike, accuracy: .live), delta: value.delta,
                gamma: value.gamma, vega: finite((raised - lowered) / (2 * step)))
        } else {
            guard let found = general(spot) else { return nil }
            point = found
        }
        if point.nextDay == nil { point.nextDay = nextDay(spot, from: point.price) }
        return point
    }

    private func general(_ spot: Double) -> Point? {
        guard let value = try? OptionPricing.valuation(at(spot), accuracy: .live), value.price.isFinite else {
            return nil
        }
        // A dividend that goes ex within the day makes the day's change its own: the rate is shown, as in the book.
        let isRate = nextTerms.dividends.count != terms.dividends.count
        return Point(
            price: value.price, delta: value.delta, gamma: value.gamma,
            nextDay: isRate ? value.theta.map { $0 / 365 } : nil, vega: value.vega)
    }

    private func nextDay(_ spot: Double, from price: Double) -> Double? {
        if nextTerms.years <= 0 { return intrinsic(spot) - price }
        if let next {
            return finite(next.price(spot: spot, strike: terms.strike, accuracy: .live) - price)
        }
        var then = nextTerms
        then.spot = spot
        return (try? OptionPricing.price(then, accuracy: .live)).map { $0 - price }
    }

    private func at(_ spot: Double) -> OptionTerms {
        var moved = terms
        moved.spot = spot
        return moved
    }

    private func intrinsic(_ spot: Double) -> Double { max(0, terms.right.sign * (spot - terms.strike)) }

    private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
}

/// How the legs of a grid were priced.
enum ScenarioPricingKind: Int, Sendable, CaseIterable {
    case shares
    case closedForm
    case boundary
    case dividendGrid
    case settled
    case exercised

    /// For the words of a method.
    var text: String {
        switch self {
        case .shares: "shares at the moved spot"
        case .closedForm: "Black-Scholes, closed form, where there is no early exercise"
        case .boundary:
            "American: one exercise boundary per contract, volatility and day (Andersen, Lake, Offengenden, live "
                + "accuracy), read at every spot"
        case .dividendGrid: "cash dividends ahead: log-spot grid, cell by cell, live accuracy"
        case .settled: "expired inside the days: intrinsic value at expiry"
        case .exercised: "at parity: as exercised"
        }
    }
}
