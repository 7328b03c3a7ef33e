import Glibc
import MagnusDomain
import MagnusQuant

/// What tells the volatility of a held contract.
enum VolatilityOrigin: Sendable, Hashable {
    /// The mark of a two-sided quote.
    case mark
    /// The quote has no bid: the fitted smile of the expiry, annual decimal.
    case smile(Double)
    /// Neither quote nor smile: the last one the contract had, annual decimal.
    case lastKnown(Double)
    /// The underlying trades on without its options: mark and price of the last close, annual decimal.
    case closing(Double, isOwn: Bool)
    /// Neither, and there never was one.
    case nothing
}

/// Everything one held contract is priced from.
struct PricingRequest: Sendable {
    /// Volatility is 0: it is what has to be found.
    var terms: OptionTerms
    /// Per share.
    var mark: Double
    /// Whether assignment matters.
    var isShort: Bool
    /// Years to the open of the last session in which the contract trades, 0 or less within it; nil when unknown.
    var lastSession: Double?
    /// Years to the open after the evening on which the holder can decide next; nil when unknown.
    var nextSession: Double?
    /// Moves of the spot per move of the benchmark.
    var beta: Double
    /// Annual volatility of the underlying, for contracts whose own price does not tell one; nil when unknown.
    var fallbackVolatility: Double?
    var scenarios: ScenarioRule
    var origin = VolatilityOrigin.mark
    /// Dollars of time value per share within which the mark cannot tell an option from an exercised one.
    var parityBand = 0.0

    var intrinsic: Double { max(0, terms.right.sign * (terms.spot - terms.strike)) }

    /// One standard deviation of the spot to expiry at a volatility, in dollars.
    func deviation(_ volatility: Double) -> Double { terms.spot * volatility * terms.years.squareRoot() }
}

extension OptionTerms {
    /// The terms of a contract now.
    ///
    /// Dividends count on their ex-dates at 09:30 New York time, if the ex-date is not after the settlement. From 04:00 of
    /// its ex-date on, when shares begin to trade without it, a dividend is in no price any more.
    /// - Parameter minimumYears: Time is never less than this (domain.md section 1: 60 seconds for held contracts).
    init(
        contract: OptionContract, instants: ExpiryInstants, spot: Double, profile: SecurityProfile, rates: RateCurve,
        now: Instant, minimumYears: Double
    ) {
        let years = max(minimumYears, instants.years(from: now))
        let stated = rates.rate(years: years) ?? 0
        let dividends: [CashDividend] = profile.dividends.compactMap { event in
            guard event.exDate <= instants.day, event.amount.isFinite, event.amount > 0,
                now < NewYorkTime.instant(on: event.exDate, hour: 4, minute: 0)
            else { return nil }
            let moment = NewYorkTime.instant(on: event.exDate, secondsOfDay: ExchangeCalendar.openSeconds)
            let time = moment.seconds(since: now) / 31_536_000
            return time > 0 && time <= years ? CashDividend(years: time, amount: event.amount) : nil
        }
        self.init(
            right: contract.right, style: contract.style, spot: spot, strike: contract.strike, years: years,
            rate: stated.isFinite ? stated : 0,
            dividendYield: profile.dividendYield.isFinite ? profile.dividendYield : 0, volatility: 0,
            dividends: dividends)
    }

    /// The same contract after a number of days, ex-dates that have passed dropped.
    func aged(days: Int) -> OptionTerms {
        var terms = self
        let elapsed = Double(days) / 365
        terms.years = max(0, years - elapsed)
        terms.dividends = dividends.compactMap { dividend in
            dividend.years > elapsed ? CashDividend(years: dividend.years - elapsed, amount: dividend.amount) : nil
        }
        return terms
    }
}

extension UnknownReason {
    init(_ error: ImpliedVolatilityError) {
        self =
            switch error {
            case .notFinite: .notFinite
            case .badInput: .badInput
            case .unsupported: .unsupported
            case .expired: .expired
            case .belowIntrinsic: .belowIntrinsic
            case .aboveBound: .aboveBound
            }
    }

    init(_ error: PricingError) {
        self =
            switch error {
            case .notFinite: .notFinite
            case .badInput: .badInput
            case .unsupported: .unsupported
            }
    }
}
