import Glibc
import MagnusDomain
import MagnusQuant

/// One underlying prepared for scanning: everything that its contracts share.
struct SymbolScan: Sendable {
    let symbol: String
    let chain: OptionChain
    let market: UnderlyingMarket
    let spot: Double?
    let shares: QuoteReading
    let shareTime: Instant?
    /// The source prices the underlying without quoting it: an index, or a spot implied by put-call parity.
    let isSpotUnquoted: Bool
    let readings: [QuoteReading]
    let slices: [ExpirySlice]
    let standing: VolatilityStanding
    /// 30-day at-the-money volatility now.
    let currentVolatility: Double?
    /// max(HV20, HV60) without earnings days.
    let realizedVolatility: Double?
    let isAboveAverage200: Bool?
    /// Gates that hold for the underlying as a whole, apart from its expiry.
    let commonReasons: [GateReason]
    /// Per slice: earnings, known events, unlisted events, borrow.
    let sliceReasons: [[GateReason]]

    /// - Parameter quotes: fresher quotes that replace those of the chain.
    init?(
        symbol: String, input: ScanInput, quotes: [OptionContract: Quote] = [:], underlying: Quote? = nil, now: Instant
    ) {
        guard let market = input.market.underlyings[symbol], var chain = input.market.chains[symbol] else { return nil }
        let pricedAt = chain.pricedAt(now: now, calendar: input.market.calendar)
        // Out of session the shares trade on without their options: then the chain keeps the price it belongs to.
        if let quote = underlying ?? market.quote, !quote.isApart(from: pricedAt) { chain.underlying = quote }
        if !quotes.isEmpty {
            for index in chain.entries.indices {
                if let quote = quotes[chain.entries[index].contract] {
                    // Open interest comes once a day: a fresh quote without it does not forget it.
                    let known = chain.entries[index].quote
                    chain.entries[index].quote = quote
                    if quote.openInterest == nil { chain.entries[index].quote.openInterest = known.openInterest }
                }
            }
        }
        self.symbol = symbol
        self.chain = chain
        self.market = market
        let profile = market.profile
        let settings = input.profile
        shares = QuoteReading(chain.underlying, now: now)
        shareTime = chain.underlying.time
        isSpotUnquoted =
            chain.underlying.bid == nil && chain.underlying.ask == nil && chain.underlying.sharePrice(now: now) != nil
        let spot = chain.underlying.sharePrice(now: now)
        self.spot = spot
        // By index: an entry of a chain is large, and its quote all that is read.
        let entries = chain.entries
        let readings = entries.indices.map { QuoteReading(entries[$0].quote, now: now) }
        self.readings = readings
        var slices: [ExpirySlice] = []
        if let spot {
            for group in ExpirySlice.groups(entries) {
                let days = input.market.calendar.sessionOnOrBefore(group.expiry).days(since: now.newYork.date)
                let slice = ExpirySlice(
                    root: group.root, expiry: group.expiry, indices: group.indices, entries: entries,
                    readings: readings, spot: spot, profile: profile, rates: input.market.rates,
                    calendar: input.market.calendar, now: now, isSmileWanted: settings.days.contains(days),
                    tolerance: settings.maximumSmileDistance, pricedAt: pricedAt)
                if let slice { slices.append(slice) }
            }
        }
        self.slices = slices
        let nodes = slices.compactMap { slice in
            slice.atTheMoneyVolatility.map {
                VolatilityTermStructure.Node(years: slice.carry.years, volatility: $0)
            }
        }
        let current = ChainAnalyser.thirtyDayVolatility(nodes, spot: spot)
        currentVolatility = current.value
        standing = VolatilityStanding(history: market.volatilityHistory)
        realizedVolatility = Self.realized(
            market.bars, earnings: input.pastEarnings[symbol, default: []] + profile.earnings.map(\.date))
        isAboveAverage200 = Self.aboveAverage(market.bars)
        commonReasons = Self.common(input: input, symbol: symbol, profile: profile, spot: spot, now: now)
        sliceReasons = Self.perSlice(slices, profile: profile, settings: settings, now: now)
    }

    /// The larger of 20- and 60-session close-to-close volatility; returns over an announcement are left out.
    static func realized(_ bars: [DailyBar], earnings: [CalendarDate]) -> Double? {
        let events = Set(earnings)
        // Newest first, and no further back than the longer window.
        var returns: [Double] = []
        for index in bars.indices.dropFirst().reversed() where returns.count < 60 {
            let (close, previous) = (bars[index].close, bars[index - 1].close)
            // After the close yesterday or before the open today: both move this session; in doubt both are left out.
            if events.contains(bars[index].date) || events.contains(bars[index - 1].date) { continue }
            guard previous > 0, close > 0, previous.isFinite, close.isFinite else { continue }
            returns.append(log(close / previous))
        }
        guard returns.count >= 20, let short = try? HistoricalVolatility.ofReturns(Array(returns.prefix(20))) else {
            return nil
        }
        let long = returns.count >= 60 ? try? HistoricalVolatility.ofReturns(returns) : nil
        return max(short, long ?? 0)
    }

    private static func aboveAverage(_ bars: [DailyBar]) -> Bool? {
        guard bars.count >= 200, let last = bars.last?.close, last.isFinite else { return nil }
        let mean = bars.suffix(200).reduce(0) { $0 + $1.close } / 200
        return mean.isFinite && mean > 0 ? last > mean : nil
    }

    private static func common(
        input: ScanInput, symbol: String, profile: SecurityProfile, spot: Double?, now: Instant
    ) -> [GateReason] {
        let settings = input.profile
        var reasons: [GateReason] = []
        if input.contradictory.contains(symbol) { reasons.append(.contradictory) }
        if let spot, spot < settings.minimumSharePrice {
            reasons.append(.sharePrice(spot, limit: settings.minimumSharePrice))
        }
        if let volume = profile.averageDollarVolume, volume.isFinite, volume < settings.minimumDollarVolume {
            reasons.append(.shareVolume(volume, limit: settings.minimumDollarVolume))
        }
        if let volume = profile.optionVolume, volume < settings.minimumOptionVolume {
            reasons.append(.optionVolume(volume, limit: settings.minimumOptionVolume))
        }
        if profile.kind == .leveragedFund { reasons.append(.leveraged) }
        if let split = profile.splitDate, abs(split.days(since: now.newYork.date)) <= settings.splitDays {
            reasons.append(.split(split, days: settings.splitDays))
        }
        return reasons
    }

    private static func perSlice(
        _ slices: [ExpirySlice], profile: SecurityProfile, settings: ScanProfile, now: Instant
    ) -> [[GateReason]] {
        let today = now.newYork.date
        let wall = now.newYork.secondsOfDay
        let upcoming = profile.earnings.filter { event in
            // Out before today's open: it is in the price.
            !(event.date == today && event.time == .beforeOpen && wall >= ExchangeCalendar.openSeconds)
        }
        var unlisted: GateReason?
        return slices.indices.map { index in
            let slice = slices[index]
            var reasons: [GateReason] = []
            for event in upcoming {
                let margin = event.isConfirmed ? 0 : settings.unconfirmedDays
                if event.date.adding(days: margin) >= today, event.date.adding(days: -margin) <= slice.expiry {
                    reasons.append(.earnings(event, unconfirmedDays: settings.unconfirmedDays))
                    break
                }
            }
            if let date = profile.knownEvents.filter({ $0 >= today && $0 <= slice.expiry }).min() {
                reasons.append(.knownEvent(date))
            }
            if slice.carry.daysToExpiry >= settings.frontMinimumDays, let front = slice.atTheMoneyVolatility,
                let next = slices[(index + 1)...].first(where: {
                    $0.root == slice.root && $0.atTheMoneyVolatility != nil
                }), let behind = next.atTheMoneyVolatility, front > settings.frontVolatilityRatio * behind,
                !upcoming.contains(where: { $0.date <= next.expiry.adding(days: settings.unconfirmedDays) })
            {
                unlisted =
                    unlisted
                    ?? .frontVolatility(
                        front: front, next: behind, expiry: slice.expiry, ratio: settings.frontVolatilityRatio)
            }
            if let unlisted { reasons.append(unlisted) }
            if let borrow = slice.borrow, let error = slice.borrowError, borrow > settings.maximumBorrow + error {
                reasons.append(.borrow(rate: borrow, limit: settings.maximumBorrow + error))
            }
            return reasons
        }
    }
}
