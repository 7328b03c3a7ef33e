import Glibc
import MagnusDomain

extension SimulatedWorld {
    /// The quote of an underlying; nil for an unknown symbol. `time` is the last tick, at most three seconds back in the
    /// session, ten before and after it, the close otherwise.
    public func quote(of symbol: String, now: Instant) -> Quote? {
        guard let index = securityIndex(symbol) else { return nil }
        let security = SecurityCatalogue.all[index]
        let tick = tick(of: index, at: Int(feedTime(now).secondsSinceEpoch))
        let half = security.halfSpread * (tick.isRegular ? 1 : 2)
        var bid = Self.cents(tick.price - half)
        var ask = Self.cents(tick.price + half)
        if security.disorder == .crossed { (bid, ask) = (ask, bid) }
        let random = bridges[index].stream(-3)
        let open = sessions.opens[tick.session]
        let progress = Double(tick.second - open) / Double(max(1, sessions.closes[tick.session] - open))
        let shares = sessionVolume(index, tick.session)
        let isHalted = security.disorder == .halted && tick.second >= open + 1200 && tick.isRegular
        return Quote(
            bid: bid, ask: ask, last: tick.price, bidSize: 100 * (1 + random.index(2 * tick.second, below: 30)),
            askSize: 100 * (1 + random.index(2 * tick.second + 1, below: 30)),
            volume: security.isIndex ? nil : Int((shares * min(1, max(0.002, progress))).rounded()),
            time: Instant(secondsSinceEpoch: Int64(tick.second)), receivedAt: now, source: "simulated",
            isHalted: isHalted)
    }

    /// What is known about an underlying apart from its quote; nil for an unknown symbol.
    public func profile(of symbol: String, now: Instant) -> SecurityProfile? {
        guard let index = securityIndex(symbol) else { return nil }
        let security = SecurityCatalogue.all[index]
        let today = now.newYork.date
        let second = Int(now.secondsSinceEpoch)
        let dividends = events[index].dividends.filter { $0.exDate >= today }.prefix(8).map { event in
            DividendEvent(
                exDate: event.exDate, amount: event.amount, isEstimated: event.exDate.days(since: today) > 45)
        }
        let earnings = events[index].announcements.filter { $0.second > second }.prefix(4).map(\.event)
        return SecurityProfile(
            symbol: symbol, name: security.name, kind: security.kind, sector: security.sector, dividendYield: 0,
            dividends: Array(dividends),
            earnings: earnings.map { event in
                EarningsEvent(
                    date: event.date, time: event.time,
                    isConfirmed: event.isConfirmed || event.date.days(since: today) <= 14)
            },
            beta: security.symbol == "VIX" ? nil : security.beta,
            previousClose: previousClose(index, today: today),
            averageDollarVolume: security.dollarVolume > 0 ? security.dollarVolume : nil,
            optionVolume: security.cycle == .none ? nil : security.optionVolume, demandZoneTop: security.demandZoneTop,
            knownEvents: security.knownEvents.filter { $0 >= today }, isHardToBorrow: security.borrow > 0.03)
    }

    /// Official close of the session before the present one, on a day without a session before the last: what a change of
    /// the day counts from.
    private func previousClose(_ index: Int, today: CalendarDate) -> Double? {
        let session = sessions.index(onOrBefore: today)
        return session > 0 ? Self.cents(closePrice(index, session - 1)) : nil
    }

    /// Announcements of an underlying between two days, both included, past ones too: realised volatility without
    /// earnings days needs them. Empty for an unknown symbol.
    public func announcements(
        of symbol: String, from first: CalendarDate, through last: CalendarDate
    ) -> [EarningsEvent] {
        guard let index = securityIndex(symbol) else { return [] }
        return events[index].announcements.map(\.event).filter { $0.date >= first && $0.date <= last }
    }

    /// The risk-free curve: flat.
    public func rates(now: Instant) -> RateCurve {
        RateCurve(
            points: [RatePoint(years: 0.0027, rate: Self.rate), RatePoint(years: 3, rate: Self.rate)], asOf: now,
            source: "simulated")
    }
}
