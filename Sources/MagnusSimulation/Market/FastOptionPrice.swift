import Glibc
import MagnusQuant

/// Option prices quick enough for whole chains: exact European values, American ones by the quadratic approximation.
///
/// American puts (and calls with a yield above zero): Barone-Adesi and Whaley, "Efficient analytic approximation of
/// American option values" (1987), error about 0.1 % of the price. Cash dividends: escrowed, and for calls also exercise
/// on the last moment before each ex-date (Black 1975). These are the world's own prices, not a service to others:
/// `MagnusQuant` values what is held.
struct FastOptionPrice {
    let spot: Double
    let years: Double
    let rate: Double
    let yield: Double
    /// Years to the ex-date and cash, inside the life.
    let dividends: [CashDividend]
    /// Spot less the present value of the dividends.
    private let escrowed: Double
    private let discount: Double
    private let yieldDiscount: Double

    init(spot: Double, years: Double, rate: Double, yield: Double, dividends: [CashDividend]) {
        self.spot = spot
        self.years = years
        self.rate = rate
        self.yield = yield
        self.dividends = dividends
        var present = spot
        for dividend in dividends { present -= dividend.amount * exp(-rate * dividend.years) }
        escrowed = max(0.01, present)
        discount = exp(-rate * max(0, years))
        yieldDiscount = exp(-yield * max(0, years))
    }

    /// The forward price for the expiry.
    var forward: Double { escrowed * yieldDiscount / discount }

    /// Value per share; intrinsic at or after expiry.
    func price(_ right: OptionRight, strike: Double, volatility: Double, style: ExerciseStyle) -> Double {
        let intrinsic = max(right.sign * (spot - strike), 0)
        guard years > 0 else { return intrinsic }
        let european = Self.european(
            right, spot: escrowed * yieldDiscount, strike: strike * discount, deviation: volatility * years.squareRoot()
        )
        guard style == .american else { return european }
        var value = european
        if right == .put {
            value = americanPut(strike: strike, volatility: volatility, european: european)
        } else {
            for (index, dividend) in dividends.enumerated() where dividend.years > 0 {
                var before = spot
                for earlier in dividends.prefix(index) { before -= earlier.amount * exp(-rate * earlier.years) }
                let cum = Self.european(
                    .call, spot: max(0.01, before) * exp(-yield * dividend.years),
                    strike: strike * exp(-rate * dividend.years),
                    deviation: volatility * dividend.years.squareRoot())
                value = max(value, cum)
            }
        }
        return max(value, intrinsic)
    }

    static func european(_ right: OptionRight, spot: Double, strike: Double, deviation: Double) -> Double {
        guard deviation > 0 else { return max(right.sign * (spot - strike), 0) }
        let d1 = log(spot / strike) / deviation + 0.5 * deviation
        let s = right.sign
        return max(0, s * (spot * cumulative(s * d1) - strike * cumulative(s * (d1 - deviation))))
    }

    @inline(__always)
    static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x * 0.707_106_781_186_547_5) }

    private func americanPut(strike: Double, volatility: Double, european: Double) -> Double {
        guard rate > 0, volatility > 0 else { return european }
        let variance = volatility * volatility
        let deviation = volatility * years.squareRoot()
        // Far out of the money the premium is below any tick.
        if log(escrowed / strike) > 6 * deviation + 0.02 { return european }
        let m = 2 * rate / variance
        let n = 2 * (rate - yield) / variance
        let k = 1 - discount
        let exponent = (-(n - 1) - ((n - 1) * (n - 1) + 4 * m / k).squareRoot()) / 2
        guard exponent < -1e-9, exponent.isFinite else { return european }
        // Critical spot for a unit strike, by Newton from a starting point between strike and the perpetual boundary.
        let perpetual = 1 / (1 + 2 / ((n - 1) + ((n - 1) * (n - 1) + 4 * m).squareRoot()))
        let slope = ((rate - yield) * years - 2 * deviation) / max(1e-12, 1 - perpetual)
        var critical = perpetual + (1 - perpetual) * exp(min(0, slope))
        critical = min(max(critical, 0.05), 0.999_999)
        for _ in 0..<8 {
            let d1 = (log(critical) + (rate - yield + 0.5 * variance) * years) / deviation
            let probability = Self.cumulative(-d1)
            let put = Self.european(.put, spot: critical * yieldDiscount, strike: discount, deviation: deviation)
            let coverage = 1 - yieldDiscount * probability
            let gap = (1 - critical) - put + critical / exponent * coverage
            let density = exp(-0.5 * d1 * d1) * 0.398_942_280_401_432_7
            let derivative =
                -1 + yieldDiscount * probability + coverage / exponent
                + yieldDiscount * density / deviation / exponent
            let next = min(max(critical - gap / derivative, 0.5 * critical), 0.5 * (1 + critical))
            let step = abs(next - critical)
            critical = next
            if step < 1e-7 { break }
        }
        let boundary = critical * strike
        if escrowed <= boundary { return max(european, strike - escrowed) }
        let d1 = (log(critical) + (rate - yield + 0.5 * variance) * years) / deviation
        let scale = -(boundary / exponent) * (1 - yieldDiscount * Self.cumulative(-d1))
        return european + scale * pow(escrowed / boundary, exponent)
    }
}
