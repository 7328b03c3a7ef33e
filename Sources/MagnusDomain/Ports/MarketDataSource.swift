/// Why a source did not answer.
public enum MarketDataError: Error, Sendable, Equatable {
    /// The source does not know the symbol or contract.
    case unknownSymbol(String)
    /// The source cannot be reached; may be retried.
    case unreachable(reason: String)
    /// The source answered with something that cannot be used.
    case malformed(reason: String)
    /// The source does not offer this kind of fact.
    case unsupported
}

/// Prices and facts about underlyings and their options.
///
/// `now` is the engine's clock: simulated and replayed sources answer for that moment, live ones answer for the present.
/// Values are returned as the source gave them; judging them is the caller's work.
public protocol MarketDataSource: Sendable {
    /// Shown beside every figure that comes from here, for example `simulated`.
    var name: String { get }
    /// Every underlying the source can quote, in display order.
    func symbols() async -> [String]
    func profile(of symbol: String, now: Instant) async throws(MarketDataError) -> SecurityProfile
    func quote(of symbol: String, now: Instant) async throws(MarketDataError) -> Quote
    /// Quotes for several contracts; one the source does not know is absent from the answer.
    func quotes(
        of contracts: [OptionContract], now: Instant
    ) async throws(MarketDataError) -> [OptionContract: Quote]
    func chain(of symbol: String, now: Instant) async throws(MarketDataError) -> OptionChain
    /// The last `count` completed sessions before today, oldest first.
    func dailyBars(of symbol: String, count: Int, now: Instant) async throws(MarketDataError) -> [DailyBar]
    /// 30-day at-the-money implied volatility of the last `count` completed sessions, oldest first.
    func volatilityHistory(
        of symbol: String, count: Int, now: Instant
    ) async throws(MarketDataError) -> [VolatilityObservation]
    /// Skew (``SkewObservation``) of the last `count` completed sessions, oldest first.
    func skewHistory(of symbol: String, count: Int, now: Instant) async throws(MarketDataError) -> [SkewObservation]
    func rates(now: Instant) async throws(MarketDataError) -> RateCurve
    /// What the price of an underlying was made of that nobody quotes (``Quote/source`` ``ImpliedSpot/source``); nil for
    /// one with a quote of its own.
    /// - Parameter now: when that quote was received: the answer is the one it was made of.
    func impliedSpot(of symbol: String, now: Instant) async -> ImpliedSpot?
}

extension MarketDataSource {
    public func impliedSpot(of symbol: String, now: Instant) async -> ImpliedSpot? { nil }

    /// Most sources keep none.
    public func skewHistory(
        of symbol: String, count: Int, now: Instant
    ) async throws(MarketDataError) -> [SkewObservation] {
        throw .unsupported
    }
}
