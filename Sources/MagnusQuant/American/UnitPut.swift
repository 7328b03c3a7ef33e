import Glibc

/// Value and spot derivatives of a put with strike 1 at a given moneyness (spot / strike).
struct UnitPut: Sendable {
    var price: Double
    var delta: Double
    var gamma: Double
    var speed: Double

    /// European put with strike 1. Needs positive moneyness, years and volatility.
    static func european(
        moneyness m: Double, years: Double, rate: Double, dividendYield: Double, volatility: Double
    ) -> UnitPut {
        let deviation = volatility * years.squareRoot()
        let growth = Glibc.exp(-dividendYield * years)
        let discount = Glibc.exp(-rate * years)
        let upper = (Glibc.log(m) + (rate - dividendYield) * years) / deviation + 0.5 * deviation
        let lower = upper - deviation
        let upperTail = 0.5 * Glibc.erfc(upper * 0.7071067811865476)
        let lowerTail = 0.5 * Glibc.erfc(lower * 0.7071067811865476)
        let bell = 0.3989422804014327 * Glibc.exp(-0.5 * upper * upper)
        let gamma = growth * bell / (m * deviation)
        return UnitPut(
            price: max(0, discount * lowerTail - m * growth * upperTail), delta: -growth * upperTail, gamma: gamma,
            speed: -gamma / m * (1 + upper / deviation))
    }
}
