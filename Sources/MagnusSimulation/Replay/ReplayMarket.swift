import Glibc
import MagnusDomain
import MagnusQuant

/// Recorded quotes as a source of market data: at any moment it says what was known then.
///
/// A quote is the last bar that ended at or before `now`, stamped with that end. An underlying without an own recording
/// gets its spot from put-call parity of the pairs nearest the money (source `parity`, no bid or ask). What was not
/// recorded (history, volatility) is `unsupported`; without a given curve the rates are those that European pairs imply,
/// and `unsupported` where none do.
public struct ReplayMarket: MarketDataSource {
    public let name = "replay"
    private let recordings: [Instrument: Recording]
    let contractsByUnderlying: [String: [OptionContract]]
    private let curve: RateCurve?
    let calendar: ExchangeCalendar

    /// - Parameters:
    ///   - recordings: in any order; several of one instrument are merged, later ones win.
    ///   - curve: rates of the recorded time for parity and for `rates`; nil means the implied ones (``impliedCurve``),
    ///     and 0 in the parity of the spot.
    public init(recordings: [Recording], curve: RateCurve? = nil, calendar: ExchangeCalendar = .standard) {
        var merged: [Instrument: Recording] = [:]
        for recording in recordings {
            merged[recording.instrument] = merged[recording.instrument]?.merged(with: recording) ?? recording
        }
        var contracts: [String: [OptionContract]] = [:]
        for instrument in merged.keys {
            switch instrument {
            case .stock(let symbol): contracts[symbol, default: []] += []
            case .option(let contract): contracts[contract.underlying, default: []].append(contract)
            }
        }
        self.recordings = merged
        contractsByUnderlying = contracts.mapValues { list in
            list.sorted {
                ($0.expiry, $0.root, $0.strikeThousandths, $0.right.rawValue)
                    < ($1.expiry, $1.root, $1.strikeThousandths, $1.right.rawValue)
            }
        }
        self.curve = curve
        self.calendar = calendar
    }

    /// The first and last recorded moment, nil when there is nothing.
    public var span: ClosedRange<Instant>? {
        let spans = recordings.values.compactMap(\.span)
        guard let first = spans.map(\.lowerBound).min(), let last = spans.map(\.upperBound).max() else { return nil }
        return first...last
    }

    public func symbols() async -> [String] { contractsByUnderlying.keys.sorted() }

    public func profile(of symbol: String, now: Instant) async throws(MarketDataError) -> SecurityProfile {
        let contracts = try known(symbol)
        let isIndex = contracts.first.map { $0.settlement != .physical } ?? false
        return SecurityProfile(
            symbol: symbol, name: symbol, kind: isIndex ? .index : .stock, sector: isIndex ? "Index" : "Unknown",
            previousClose: bars(symbol, before: now.newYork.date).last?.close)
    }

    public func quote(of symbol: String, now: Instant) async throws(MarketDataError) -> Quote {
        _ = try known(symbol)
        return spotQuote(symbol, now: now)
    }

    public func quotes(
        of contracts: [OptionContract], now: Instant
    ) async throws(MarketDataError) -> [OptionContract: Quote] {
        var result: [OptionContract: Quote] = [:]
        for contract in contracts where recordings[.option(contract)] != nil {
            result[contract] = quote(of: .option(contract), now: now)
        }
        return result
    }

    public func chain(of symbol: String, now: Instant) async throws(MarketDataError) -> OptionChain {
        let today = now.newYork.date
        let entries = try known(symbol).filter { $0.expiry >= today }.compactMap { contract in
            quote(of: .option(contract), now: now).map { ChainEntry(contract: contract, quote: $0) }
        }
        return OptionChain(
            symbol: symbol, underlying: spotQuote(symbol, now: now), entries: entries, retrievedAt: now, source: name)
    }

    public func dailyBars(of symbol: String, count: Int, now: Instant) async throws(MarketDataError) -> [DailyBar] {
        _ = try known(symbol)
        let bars = bars(symbol, before: now.newYork.date)
        guard !bars.isEmpty else { throw .unsupported }
        return Array(bars.suffix(max(0, count)))
    }

    public func volatilityHistory(
        of symbol: String, count: Int, now: Instant
    ) async throws(MarketDataError) -> [VolatilityObservation] {
        _ = try known(symbol)
        throw .unsupported
    }

    public func rates(now: Instant) async throws(MarketDataError) -> RateCurve {
        if let curve { return curve }
        guard let implied = impliedCurve(now: now) else { throw .unsupported }
        return implied
    }

    private func known(_ symbol: String) throws(MarketDataError) -> [OptionContract] {
        guard let contracts = contractsByUnderlying[symbol] else { throw .unknownSymbol(symbol) }
        return contracts
    }

    private func bars(_ symbol: String, before date: CalendarDate) -> [DailyBar] {
        recordings[.stock(symbol: symbol)]?.dailyBars.filter { $0.date < date } ?? []
    }

    /// nil before the first bar of the instrument.
    func quote(of instrument: Instrument, now: Instant) -> Quote? {
        guard let recording = recordings[instrument] else { return nil }
        let sides = Recording.last(recording.quotes, at: now) { $0.end }
        let trade = Recording.last(recording.trades, at: now) { $0.end }
        guard sides != nil || trade != nil else { return nil }
        let today = now.newYork.date
        let volume = recording.trades.lazy.filter { $0.end <= now && $0.end.newYork.date == today }
            .reduce(0) { $0 + $1.volume }
        let time = [sides?.end, trade?.end].compactMap { $0 }.max()
        return Quote(
            bid: sides?.bid, ask: sides?.ask, last: trade?.close, bidSize: sides?.bidSize, askSize: sides?.askSize,
            volume: recording.trades.isEmpty ? nil : Int(volume),
            openInterest: Recording.last(recording.openInterest, at: now) { $0.time }?.contracts,
            time: sides?.end ?? time, receivedAt: now, source: name)
    }

    private func spotQuote(_ symbol: String, now: Instant) -> Quote {
        if let own = quote(of: .stock(symbol: symbol), now: now) { return own }
        let implied = impliedSpot(symbol, now: now)
        return Quote(
            bid: nil, ask: nil, last: implied?.price, time: implied?.time, receivedAt: now, source: ImpliedSpot.source)
    }

    public func impliedSpot(of symbol: String, now: Instant) async -> ImpliedSpot? {
        quote(of: .stock(symbol: symbol), now: now) == nil ? impliedSpot(symbol, now: now) : nil
    }

    /// How far from the money, as a fraction of the strike, a pair may lie that tells the spot by itself.
    private static let nearMoney = 0.05

    /// Spot from put-call parity: S = C - P + K e^(-rT) of the three pairs of the nearest usable expiry whose call and
    /// put are closest to each other; the median. The nearest expiry with a pair near the money is usable however few
    /// there are: least of rate, dividends and carry lies between it and the spot. Without such a pair three of any kind
    /// make an expiry usable. Dividends before the expiry and early exercise are not known and make it an estimate.
    private func impliedSpot(_ symbol: String, now: Instant) -> ImpliedSpot? {
        guard let contracts = contractsByUnderlying[symbol] else { return nil }
        var pairs: [ImpliedSpot.Pair] = []
        var expiry: CalendarDate?
        var hasNear = false
        for call in contracts where call.right == .call && !call.isAdjusted {
            if let expiry, call.expiry != expiry, pairs.count >= 3 || hasNear { break }
            var put = call
            put.right = .put
            guard let callQuote = quote(of: .option(call), now: now), let putQuote = quote(of: .option(put), now: now),
                let callSides = Self.sides(callQuote), let putSides = Self.sides(putQuote),
                let callTime = callQuote.time, let putTime = putQuote.time
            else { continue }
            let years = call.yearsToExpiry(from: now, calendar: calendar)
            guard years > 0 else { continue }
            if expiry != call.expiry {
                pairs = []
                expiry = call.expiry
            }
            let pair = ImpliedSpot.Pair(
                call: call, callBid: callSides.bid, callAsk: callSides.ask, putBid: putSides.bid, putAsk: putSides.ask,
                years: years, rate: curve?.rate(years: years) ?? 0, time: min(callTime, putTime))
            hasNear = hasNear || abs(pair.gap) <= Self.nearMoney * call.strike
            pairs.append(pair)
        }
        return ImpliedSpot(Array(pairs.sorted { abs($0.gap) < abs($1.gap) }.prefix(3)))
    }

    private static func sides(_ quote: Quote) -> (bid: Double, ask: Double)? {
        guard let bid = quote.bid, let ask = quote.ask, bid > 0, ask >= bid else { return nil }
        return (bid, ask)
    }

    static func middle(_ quote: Quote) -> Double? { sides(quote).map { ($0.bid + $0.ask) / 2 } }
}
