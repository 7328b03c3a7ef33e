import MagnusDomain
import MagnusQuant

/// The terms that a chain prices a contract in.
public enum ChainTerms {
    /// - Parameters:
    ///   - spot: dollars per share, > 0.
    ///   - volatility: annual decimal.
    /// - Returns: nil for contracts that are never priced: adjusted, or with an impossible multiplier.
    public static func terms(
        of contract: OptionContract, spot: Double, volatility: Double, profile: SecurityProfile, rates: RateCurve,
        calendar: ExchangeCalendar, now: Instant
    ) -> OptionTerms? {
        guard !contract.isAdjusted, contract.multiplier >= 2, spot > 0, spot.isFinite else { return nil }
        return CarryTerms(contract: contract, profile: profile, rates: rates, calendar: calendar, now: now)
            .terms(of: contract, spot: spot, volatility: volatility)
    }
}
