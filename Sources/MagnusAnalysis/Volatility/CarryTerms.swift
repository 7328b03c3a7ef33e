import Glibc
import MagnusDomain
import MagnusQuant

/// What carries the spot to one expiry: time, rate, yield and cash dividends.
struct CarryTerms: Sendable, Hashable {
    let years: Double
    let daysToExpiry: Int
    /// Continuously compounded, decimal.
    let rate: Double
    let dividendYield: Double
    /// Ex-dates before the settlement, as years from now.
    let dividends: [CashDividend]
    /// Dollars per share today of those dividends.
    let presentDividends: Double

    /// - Parameter pricedAt: the moment the prices belong to, from which time and ex-dates count; nil: now.
    init(
        contract: OptionContract, profile: SecurityProfile, rates: RateCurve, calendar: ExchangeCalendar, now: Instant,
        pricedAt: Instant? = nil
    ) {
        let ends = contract.expiryInstants(calendar: calendar)
        let moment = pricedAt ?? now
        let years = ends.years(from: moment)
        let stated = rates.rate(years: years) ?? 0
        let rate = stated.isFinite ? stated : 0
        self.years = years
        self.rate = rate
        daysToExpiry = ends.days(from: now)
        dividendYield = profile.dividendYield.isFinite ? profile.dividendYield : 0
        let today = moment.newYork.date
        dividends = profile.dividends.compactMap { event in
            guard event.exDate > today, event.exDate <= ends.day, event.amount.isFinite, event.amount > 0 else {
                return nil
            }
            let open = NewYorkTime.instant(on: event.exDate, secondsOfDay: ExchangeCalendar.openSeconds)
            let time = open.seconds(since: moment) / 31_536_000
            return time > 0 && time <= years ? CashDividend(years: time, amount: event.amount) : nil
        }
        presentDividends = dividends.reduce(0) { $0 + $1.amount * exp(-rate * $1.years) }
    }

    /// The spot without the dividends that fall before expiry; nil when they exceed it.
    func stripped(spot: Double) -> Double? {
        let value = spot - presentDividends
        return value > 0 && value.isFinite ? value : nil
    }

    /// The spot carried to expiry at rate and yield.
    func carriedForward(spot: Double) -> Double? {
        guard let base = stripped(spot: spot) else { return nil }
        let value = base * exp((rate - dividendYield) * years)
        return value.isFinite && value > 0 ? value : nil
    }

    /// Terms of the closed form: the dividends are taken from the spot.
    func europeanTerms(_ right: OptionRight, spot: Double, strike: Double, volatility: Double = 0) -> OptionTerms? {
        guard let base = stripped(spot: spot) else { return nil }
        return OptionTerms(
            right: right, style: .european, spot: base, strike: strike, years: years, rate: rate,
            dividendYield: dividendYield, volatility: volatility)
    }

    /// Terms in the contract's own style with its cash dividends.
    func terms(of contract: OptionContract, spot: Double, volatility: Double = 0) -> OptionTerms {
        OptionTerms(
            right: contract.right, style: contract.style, spot: spot, strike: contract.strike, years: years,
            rate: rate, dividendYield: dividendYield, volatility: volatility, dividends: dividends)
    }
}
