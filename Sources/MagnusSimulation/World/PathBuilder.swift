import Glibc
import MagnusDomain

/// Builds the daily paths of a world from its seed: one market factor with stochastic volatility, one factor a sector,
/// own noise, jumps on the morning after earnings, drops on ex-dates.
///
/// Daily return of a name: beta m + sector + own, scaled so that its deviation is its own volatility level less its
/// premium. The volatility level is an Ornstein-Uhlenbeck process of its logarithm (half-life about 23 sessions), with a
/// common part that falls when the market rises. Regimes: spells of 20 to 60 sessions in which own drift is up or down;
/// together with the premium they are what learning can find, and the null world has neither.
struct PathBuilder {
    let seed: UInt64
    let isNull: Bool
    let sessions: WorldSessions
    let script: WorldScript
    /// Index of the anchor's session.
    let anchor: Int
    /// Daily standard normal of the market and the common part of volatility, by session.
    private let marketNoise: [Double]
    private let volatilityNoise: [Double]
    private let sectorNoise: [String: [Double]]

    static let persistence = 0.97
    static let skewPersistence = 0.95
    static let skewNoise = 0.05
    static let yearSessions = 252.0

    init(seed: UInt64, isNull: Bool, sessions: WorldSessions, script: WorldScript) {
        self.seed = seed
        self.isNull = isNull
        self.sessions = sessions
        self.script = script
        anchor = sessions.index(onOrBefore: SimulatedWorld.anchorDate)
        let market = CounterRandom(seed: seed, stream: "market")
        let common = CounterRandom(seed: seed, stream: "volatility")
        marketNoise = (0..<sessions.count).map { market.normal(sessions.counter($0)) }
        let noise = marketNoise
        volatilityNoise = (0..<sessions.count).map {
            -0.7 * noise[$0] + 0.714 * common.normal(sessions.counter($0))
        }
        var sectors: [String: [Double]] = [:]
        for security in SecurityCatalogue.all where sectors[security.sector] == nil {
            let random = CounterRandom(seed: seed, stream: "sector \(security.sector)")
            sectors[security.sector] = (0..<sessions.count).map { random.normal(sessions.counter($0)) }
        }
        sectorNoise = sectors
    }

    func path(of security: SimulatedSecurity, events: SecurityEvents) -> PricePath {
        let random = CounterRandom(seed: seed, stream: "path \(security.symbol)")
        let volatility = volatilityLevels(of: security, events: events, random: random)
        let premium = isNull ? 0 : security.premium
        var returns = [Double](repeating: 0, count: sessions.count)
        var deviation = returns
        let sectors = sectorNoise[security.sector] ?? []
        let marketVolatility = 0.155 * 0.8
        for index in 0..<sessions.count {
            let level = volatility[max(0, index - 1)]
            let daily = max(1e-6, level * (1 - premium) / Self.yearSessions.squareRoot())
            deviation[index] = daily
            // Shares of variance: market, sector, own; own noise keeps at least a tenth.
            let scale = level / max(1e-6, security.volatility)
            let marketPart = security.beta * marketVolatility / Self.yearSessions.squareRoot() * scale
            let bounded = min(max(marketPart, -0.92 * daily), 0.92 * daily)
            let rest = (daily * daily - bounded * bounded).squareRoot()
            let isFund = security.kind != .stock || sectors.isEmpty
            let sectorShare = isFund ? 0 : 0.45
            let own = (1 - sectorShare * sectorShare).squareRoot()
            let sector = sectors.isEmpty ? 0 : sectors[index]
            returns[index] =
                bounded * marketNoise[index] + rest
                * (sectorShare * sector + own * random.normal(4 * sessions.counter(index)))
                + drift(of: security, at: index, random: random) / Self.yearSessions
        }
        let jumpRandom = random.stream(4)
        var jumps = (0..<sessions.count).map { index in
            events.announcementMove(before: index).map { $0 * 0.85 * jumpRandom.normal(sessions.counter(index)) } ?? 0
        }
        // The 60 returns before the anchor: the greater of 20- and 60-session volatility is what the premium leaves.
        let totals = zip(returns, jumps).map { $0 + $1 }
        let realised = max(
            Self.realised(totals[(anchor - 20)..<anchor]), Self.realised(totals[(anchor - 60)..<anchor]))
        if realised > 0 {
            let factor = security.volatility * (1 - premium) / realised
            for index in (anchor - 60)..<anchor {
                returns[index] *= factor
                jumps[index] *= factor
                deviation[index] *= min(1.5, max(0.5, factor))
            }
        }
        return levels(
            of: security, returns: returns, jumps: jumps, deviation: deviation, volatility: volatility, events: events,
            random: random)
    }

    /// Log drift per year: the stated trend and a regime of the name before the anchor, a regime after it.
    private func drift(of security: SimulatedSecurity, at index: Int, random: CounterRandom) -> Double {
        // Bills earn their yield in any world and at any time; dividends take it off the price on their ex-dates.
        if security.kind == .treasuryBillFund { return security.trend }
        if isNull || security.isIndex {
            return index < anchor ? security.trend : 0
        }
        let regimes = random.stream(1)
        let spell = 20 + regimes.index(0, below: 41)
        let counter = sessions.counter(index)
        let number = counter >= 0 ? counter / spell : -1 - (-1 - counter) / spell
        let direction = regimes.uniform(1 + number) < 0.5 ? -1.0 : 1.0
        return direction * 0.2 * security.volatility + (index < anchor ? security.trend : 0.04)
    }

    /// Volatility levels at the closes, through the stated level at the anchor; the last close before it has the stated
    /// percentile (or rank) in its year.
    private func volatilityLevels(
        of security: SimulatedSecurity, events: SecurityEvents, random: CounterRandom
    ) -> [Double] {
        let isIndexLike = security.isIndex || security.kind == .fund
        let noise = isIndexLike ? 0.05 : 0.035
        var x = [Double](repeating: 0, count: sessions.count)
        let own = random.stream(2)
        func shock(_ index: Int) -> Double {
            let common = volatilityNoise[index]
            return noise * (isIndexLike ? common : 0.5 * common + 0.866 * own.normal(sessions.counter(index)))
        }
        // From its mean at the origin both ways: the process is the same in either direction of time.
        var current = 0.0
        for index in sessions.lead..<sessions.count {
            current = Self.persistence * current + shock(index)
            x[index] = current
        }
        current = 0
        for index in (0..<sessions.lead).reversed() {
            current = Self.persistence * current + shock(index)
            x[index] = current
        }
        // The path runs through 0 at the anchor; what is far from it keeps its own mean.
        let offset = x[anchor]
        // The last completed session stands as stated among the year before it: that is the standing Magnus shows.
        let last = anchor - 1
        let count = min(251, last)
        func weight(_ index: Int) -> Double { exp(-abs(Double(index - anchor)) / 10) }
        for index in 0..<sessions.count { x[index] -= offset * (index > anchor ? weight(index) : 1) }
        func level(_ index: Int, _ shift: Double) -> Double {
            security.volatility * exp(x[index] + shift * (1 - weight(index)))
        }
        let window = (last - count)..<last
        let eventVariances = window.map { events.thirtyDayEventVariance(at: sessions.closes[$0]) }
        func standing(_ shift: Double) -> Double {
            let now = events.thirtyDayVolatility(level(last, shift), at: sessions.closes[last])
            var below = 0.0
            var lowest = Double.infinity
            var highest = 0.0
            for (variance, index) in zip(eventVariances, window) {
                let base = level(index, shift)
                let value = (base * base + variance).squareRoot()
                if value < now { below += 1 }
                lowest = min(lowest, value)
                highest = max(highest, value)
            }
            if security.rank != nil { return 100 * (now - lowest) / max(1e-9, highest - lowest) }
            return 100 * below / Double(count)
        }
        let target = security.rank ?? security.percentile
        var low = -2.0
        var high = 2.0
        for _ in 0..<22 {
            let middle = (low + high) / 2
            if standing(middle) > target { low = middle } else { high = middle }
        }
        let shift = (low + high) / 2
        return (0..<sessions.count).map { level($0, $0 > anchor ? 0 : shift) }
    }

    /// Skew by session over its level at the anchor: the exponential of an Ornstein-Uhlenbeck process through 0 there
    /// (half-life about 14 sessions, deviation 0.16), steeper as the market falls.
    func skewMultiples(_ random: CounterRandom) -> [Double] {
        let own = random.stream(5)
        var x = [Double](repeating: 0, count: sessions.count)
        func next(_ current: Double, _ index: Int) -> Double {
            let shock = -0.5 * marketNoise[index] + 0.866 * own.normal(sessions.counter(index))
            return Self.skewPersistence * current + Self.skewNoise * shock
        }
        for index in (anchor + 1)..<sessions.count { x[index] = next(x[index - 1], index) }
        // The close before the anchor has its skew too: the day's change is that of the stated marks.
        for index in (0..<(anchor - 1)).reversed() { x[index] = next(x[index + 1], index) }
        return x.map { exp($0) }
    }

    static func realised(_ returns: ArraySlice<Double>) -> Double {
        let mean = returns.reduce(0, +) / Double(returns.count)
        let squares = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (yearSessions * squares / Double(returns.count - 1)).squareRoot()
    }
}
