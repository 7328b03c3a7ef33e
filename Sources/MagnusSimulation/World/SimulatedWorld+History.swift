import Glibc
import MagnusDomain

extension SimulatedWorld {
    /// The index of the last session that is complete at a moment, nil before the first.
    func lastCompletedSession(at now: Instant) -> Int? {
        let session = sessions.index(onOrBefore: now.newYork.date)
        if Int(now.secondsSinceEpoch) >= sessions.closes[session], sessions.dates[session] < now.newYork.date {
            return session
        }
        return session > 0 ? session - 1 : nil
    }

    /// The last `count` completed sessions before today, oldest first; nil for an unknown symbol.
    public func dailyBars(of symbol: String, count: Int, now: Instant) -> [DailyBar]? {
        guard let index = securityIndex(symbol) else { return nil }
        guard count > 0, let last = lastCompletedSession(at: now) else { return [] }
        return (max(0, last - count + 1)...last).map { bar(index, $0) }
    }

    private func bar(_ index: Int, _ session: Int) -> DailyBar {
        let open = Self.cents(openPrice(index, session))
        let close = Self.cents(closePrice(index, session))
        var high = max(open, close)
        var low = min(open, close)
        if !isVolatilityIndex(index) {
            let start = sessions.opens[session]
            let length = sessions.closes[session] - start
            for step in 1..<16 {
                let price = Self.cents(exp(regularLog(index, session, start + length * step / 16)))
                high = max(high, price)
                low = min(low, price)
            }
        }
        return DailyBar(
            date: sessions.dates[session], open: open, high: high, low: low, close: close,
            volume: sessionVolume(index, session))
    }

    /// Shares traded in a session by its close, whole: the name's usual count, more on days that move much. Bars and quotes
    /// share it.
    func sessionVolume(_ index: Int, _ session: Int) -> Double {
        let security = SecurityCatalogue.all[index]
        let random = bridges[index].stream(-2)
        let open = Self.cents(openPrice(index, session))
        let close = Self.cents(closePrice(index, session))
        let move = abs(log(close / open)) / max(1e-9, paths[index].deviation[session])
        let activity = exp(0.25 * random.normal(sessions.counter(session)) + 0.15 * (min(move, 4) - 0.8))
        return (security.dollarVolume / security.spot * activity).rounded()
    }

    /// 30-day at-the-money volatility at the closes of the last `count` completed sessions, oldest first; nil for an
    /// unknown symbol or one without options.
    public func volatilityHistory(of symbol: String, count: Int, now: Instant) -> [VolatilityObservation]? {
        guard let index = securityIndex(symbol), SecurityCatalogue.all[index].cycle != .none else { return nil }
        guard count > 0, let last = lastCompletedSession(at: now) else { return [] }
        return (max(0, last - count + 1)...last).map { session in
            VolatilityObservation(
                date: sessions.dates[session],
                impliedVolatility: events[index].thirtyDayVolatility(
                    paths[index].volatility[session], at: sessions.closes[session]))
        }
    }

    /// 30-day skew at the closes of the last `count` completed sessions, oldest first; nil for an unknown symbol or one
    /// without options.
    public func skewHistory(of symbol: String, count: Int, now: Instant) -> [SkewObservation]? {
        guard let index = securityIndex(symbol), SecurityCatalogue.all[index].cycle != .none else { return nil }
        guard count > 0, let last = lastCompletedSession(at: now) else { return [] }
        let years = 30.0 / 365
        return (max(0, last - count + 1)...last).map { session in
            let level = paths[index].volatility[session]
            let volatility = events[index].thirtyDayVolatility(level, at: sessions.closes[session])
            let surface = VolatilitySurface(
                security: SecurityCatalogue.all[index], level: level, skewMultiple: paths[index].skew[session])
            return SkewObservation(
                date: sessions.dates[session],
                skew: surface.skew25(totalVariance: volatility * volatility * years, years: years))
        }
    }
}
