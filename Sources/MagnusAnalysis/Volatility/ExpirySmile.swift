import Glibc
import MagnusDomain
import MagnusQuant

/// The smile of one root and expiry, fitted so that a quote counts as much as it can tell.
///
/// A point's error is its half spread over its vega: ticks make the volatility of a nearly worthless option a matter of
/// points, while one near the money is known to tenths. Quotes without a bid tell no volatility and are left out. Beyond
/// the outermost quote total variance goes on as a straight line in log strike (R. Lee, "The moment formula for implied
/// volatility at extreme strikes", 2004: it grows no faster, with a slope of at most 2), and never falls outwards.
public struct ExpirySmile: Sendable {
    private let fit: SmileFit
    private let forward: Double
    private let years: Double
    private let quoteCount: Int
    private let asOf: Instant
    private let source: String

    /// Distance from the curve, in volatility, that makes a quote an error.
    static let tolerance = 0.03
    /// Volatility that no quote is trusted beyond: one point does not outweigh all others.
    static let accuracy = 0.002

    /// nil without a spot, after the settlement, or below five two-sided quotes out of the money.
    public init?(
        _ chain: OptionChain, root: String, expiry: CalendarDate, profile: SecurityProfile, rates: RateCurve,
        calendar: ExchangeCalendar, now: Instant
    ) {
        let indices = chain.entries.indices.filter {
            chain.entries[$0].contract.root == root && chain.entries[$0].contract.expiry == expiry
        }
        guard let spot = chain.underlying.sharePrice(now: now) else { return nil }
        let entries = indices.map { chain.entries[$0] }
        let readings = entries.map { QuoteReading($0.quote, now: now) }
        guard
            let slice = ExpirySlice(
                root: root, expiry: expiry, indices: Array(entries.indices), entries: entries, readings: readings,
                spot: spot, profile: profile, rates: rates, calendar: calendar, now: now, isSmileWanted: false,
                tolerance: Self.tolerance, pricedAt: chain.pricedAt(now: now, calendar: calendar)),
            let forward = slice.forward, slice.carry.years > 0
        else { return nil }
        var points: [SmileFit.Point] = []
        for (entry, reading) in zip(entries, readings) {
            if let point = Self.point(entry.contract, reading: reading, forward: forward, carry: slice.carry) {
                points.append(point)
            }
        }
        let heaviest = points.map(\.weight).max() ?? 1
        for index in points.indices { points[index].weight /= heaviest }
        guard let fit = SmileFit(points, tolerance: Self.tolerance) else { return nil }
        self.fit = fit
        self.forward = forward
        years = slice.carry.years
        quoteCount = points.count
        asOf = chain.retrievedAt
        source = chain.source
    }

    /// nil where the curve gives nothing positive.
    public func volatility(strike: Double) -> SmileVolatility? {
        guard strike > 0, let volatility = fit.extended(at: log(strike / forward) / years.squareRoot(), years: years)
        else { return nil }
        let x = log(strike / forward) / years.squareRoot()
        return SmileVolatility(
            volatility: volatility, quoteCount: quoteCount, isExtrapolated: !fit.range.contains(x), asOf: asOf,
            source: source)
    }

    /// Out of the money only: the other side repeats the information with a wider spread.
    private static func point(
        _ contract: OptionContract, reading: QuoteReading, forward: Double, carry: CarryTerms
    ) -> SmileFit.Point? {
        guard !contract.isAdjusted, let mid = reading.mid, let spread = reading.spread, contract.strikeThousandths > 0,
            contract.right == .call ? contract.strike >= forward : contract.strike < forward
        else { return nil }
        var terms = OptionTerms(
            right: contract.right, style: .european,
            spot: forward * exp(-(carry.rate - carry.dividendYield) * carry.years), strike: contract.strike,
            years: carry.years, rate: carry.rate, dividendYield: carry.dividendYield, volatility: 0)
        guard let volatility = try? ImpliedVolatility.european(price: mid, terms: terms) else { return nil }
        terms.volatility = volatility
        guard let vega = try? OptionPricing.valuation(terms, accuracy: .live).vega, vega > 0 else { return nil }
        let error = 0.5 * spread / vega
        return SmileFit.Point(
            x: log(contract.strike / forward) / carry.years.squareRoot(), volatility: volatility,
            weight: 1 / (error * error + accuracy * accuracy))
    }
}
