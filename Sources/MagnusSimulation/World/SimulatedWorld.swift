import Glibc
import MagnusDomain

/// A market made from a seed: forty-odd underlyings, their prices, volatilities, events and option surfaces.
///
/// Everything it says is a pure function of the seed and the moment asked about: nothing advances, so any order of
/// asking gives the same figures. At ``anchor`` spots and the quotes of the paper account's contracts are those of its
/// specification for every seed; the seed decides what happened before and what happens after. Sessions from 2022-10-03
/// to 2029-12-31 are known; before and after them prices stand still.
///
/// Hidden structure a learner may find: each name realises less (or more) volatility than its options imply, and drifts
/// in regimes of 20 to 60 sessions. The null world has neither premium nor regimes.
public final class SimulatedWorld: Sendable {
    public let seed: UInt64
    /// Whether the world pays no variance premium and has no regimes.
    public let isNull: Bool

    /// The default start, Monday 2027-03-15 10:42 in New York.
    public static let anchor = NewYorkTime.instant(on: anchorDate, hour: 10, minute: 42)
    /// The days in New York whose prices are known; before and after them prices stand still.
    public static let knownDays = WorldSessions.first...WorldSessions.last
    static let anchorDate = CalendarDate.on(2027, 3, 15)
    static let anchorSecond = Int(anchor.secondsSinceEpoch)

    /// The flat, continuously compounded risk-free rate of this world.
    public static let rate = 0.036

    public let calendar = ExchangeCalendar.standard
    let sessions: WorldSessions
    let script: WorldScript
    let anchorSession: Int
    let paths: [PricePath]
    let events: [SecurityEvents]
    let bridges: [CounterRandom]
    let pins: [PinnedSmile]
    let listings = ContractListing()

    /// Every underlying, in display order.
    public var symbols: [String] { SecurityCatalogue.symbols }
    /// The same without a world: every seed has the same securities.
    public static var everySymbol: [String] { SecurityCatalogue.symbols }

    /// - Parameters:
    ///   - seed: 1 is the default world with its scripted week.
    ///   - isNull: without variance premia and regimes, and without the script.
    ///   - stalls: spans in which the feed repeats its last quotes with their old times, beside those of the script.
    public init(seed: UInt64 = 1, isNull: Bool = false, stalls: [Range<Instant>] = []) {
        self.seed = seed
        self.isNull = isNull
        let calendar = ExchangeCalendar.standard
        let sessions = WorldSessions(calendar: calendar)
        var script = WorldScript.script(seed: seed, isNull: isNull)
        script.stalls += stalls.map { WorldScript.Stall(from: $0.lowerBound, until: $0.upperBound) }
        let builder = PathBuilder(seed: seed, isNull: isNull, sessions: sessions, script: script)
        let all = SecurityCatalogue.all
        let events = all.map { SecurityEvents(security: $0, sessions: sessions, calendar: calendar) }
        self.sessions = sessions
        self.script = script
        self.events = events
        anchorSession = builder.anchor
        var paths: [PricePath] = []
        for (security, events) in zip(all, events) {
            if let multiple = security.indexMultiple, let index = paths.first {
                let shift = log(multiple)
                var path = index
                path.open = path.open.map { $0 + shift }
                path.close = path.close.map { $0 + shift }
                paths.append(path)
            } else {
                paths.append(builder.path(of: security, events: events))
            }
        }
        self.paths = paths
        bridges = all.map {
            CounterRandom(seed: seed, stream: "bridge \($0.indexMultiple == nil ? $0.symbol : all[0].symbol)")
        }
        pins = PinnedSmile.all(events: events)
    }

    func securityIndex(_ symbol: String) -> Int? { SecurityCatalogue.indexBySymbol[symbol] }

    /// The moment the feed reports at `now`: earlier while it stalls.
    func feedTime(_ now: Instant) -> Instant {
        for stall in script.stalls where now >= stall.from && now < stall.until { return stall.from }
        return now
    }

    /// The last price of an underlying at a moment, nil for a symbol the world does not have.
    public func spot(of symbol: String, at now: Instant) -> Double? {
        securityIndex(symbol).map { tick(of: $0, at: Int(feedTime(now).secondsSinceEpoch)).price }
    }

    /// The official close of a session day, nil when the day is no session or the symbol unknown.
    public func officialClose(of symbol: String, on date: CalendarDate) -> Double? {
        guard let index = securityIndex(symbol), let session = sessions.index(on: date) else { return nil }
        return Self.cents(closePrice(index, session))
    }

    /// The first price of a session day, what morning-settled options settle on.
    public func openingPrint(of symbol: String, on date: CalendarDate) -> Double? {
        guard let index = securityIndex(symbol), let session = sessions.index(on: date) else { return nil }
        return Self.cents(openPrice(index, session))
    }

    static func cents(_ price: Double) -> Double { (price * 100).rounded() / 100 }

    func isVolatilityIndex(_ index: Int) -> Bool { SecurityCatalogue.all[index].symbol == "VIX" }

    func closePrice(_ index: Int, _ session: Int) -> Double {
        isVolatilityIndex(index) ? 110 * paths[0].volatility[session] : exp(paths[index].close[session])
    }

    func openPrice(_ index: Int, _ session: Int) -> Double {
        isVolatilityIndex(index) ? 110 * paths[0].volatility[max(0, session - 1)] : exp(paths[index].open[session])
    }

    /// Volatility level without scheduled events at a moment of (or after) a session.
    func volatilityLevel(_ index: Int, session: Int, second: Int) -> Double {
        let levels = paths[index].volatility
        let before = levels[max(0, session - 1)]
        if second <= sessions.opens[session] { return before }
        if second >= sessions.closes[session] { return levels[session] }
        var (start, from) = (sessions.opens[session], before)
        var (end, to) = (sessions.closes[session], levels[session])
        if session == anchorSession {
            let stated = SecurityCatalogue.all[index].volatility
            if second < Self.anchorSecond {
                (end, to) = (Self.anchorSecond, stated)
            } else {
                (start, from) = (Self.anchorSecond, stated)
            }
        }
        let share = Double(second - start) / Double(max(1, end - start))
        return exp(log(from) + share * (log(to) - log(from)))
    }
}
