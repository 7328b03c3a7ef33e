import Glibc
import MagnusDomain
import MagnusQuant

/// What is known of a symbol's past sessions.
public struct RiskSeries: Sendable {
    /// Daily bars, ascending.
    public var bars: [DailyBar]
    /// 30-day implied volatility at closes, ascending.
    public var volatilities: [VolatilityObservation]
    /// To the benchmark, for days that the bars lack.
    public var beta: Double
    /// How far portfolio margin moves it.
    public var kind: SecurityKind

    public init(
        bars: [DailyBar], volatilities: [VolatilityObservation], beta: Double, kind: SecurityKind = .stock
    ) {
        self.bars = bars
        self.volatilities = volatilities
        self.beta = beta
        self.kind = kind
    }
}

/// Moves of one symbol, one for each outcome.
struct RiskMoves: Sendable, Hashable {
    /// Fraction of the price.
    var price: [Double]
    /// Change of the logarithm of the implied volatility.
    var volatility: [Double]
}

/// Joint moves of the symbols of a book over past sessions: entry i of every symbol is of the same day.
struct RiskHistory: Sendable {
    /// Ascending; the day of the move.
    let days: [CalendarDate]
    let benchmark: RiskMoves
    let symbols: [String: RiskMoves]
    let assumptions: [RiskAssumption]

    /// Sessions that are looked back at: a year.
    static let sessions = 252
    /// Weight of the day before in the filter's variance (RiskMetrics, J. P. Morgan 1996, for daily returns).
    static let decay = 0.94

    init(benchmark own: RiskSeries, symbols series: [String: RiskSeries]) {
        let bars = Array(own.bars.filter(Self.isSound).suffix(Self.sessions + 1))
        let pairs = Array(zip(bars, bars.dropFirst()))
        let days = pairs.map(\.1.date)
        let befores = pairs.map(\.0.date)
        let market = pairs.map { $0.1.close / $0.0.close - 1 }
        let closes = Dictionary(own.volatilities.map { ($0.date, $0.impliedVolatility) }) { first, _ in first }
        let marketVolatility = zip(befores, days).map { Self.change(closes[$0], closes[$1]) }
        var found: [String: RiskMoves] = [:]
        var assumptions: [RiskAssumption] = []
        for (symbol, series) in series {
            let prices = Dictionary(series.bars.filter(Self.isSound).map { ($0.date, $0.close) }) { first, _ in first }
            let volatilities = Dictionary(
                series.volatilities.map { ($0.date, $0.impliedVolatility) }
            ) { first, _ in first }
            let moves = zip(befores, days).map { before, day -> Double? in
                guard let first = prices[before], let last = prices[day] else { return nil }
                return last / first - 1
            }
            let changes = zip(befores, days).map { Self.change(volatilities[$0], volatilities[$1]) }
            let usesBeta = moves.contains { $0 == nil } && series.beta != 0
            let borrows = changes.contains { $0 == nil } && series.beta != 0
            if usesBeta || borrows {
                assumptions.append(RiskAssumption(symbol: symbol, usesBeta: usesBeta, borrowsVolatility: borrows))
            }
            found[symbol] = RiskMoves(
                price: zip(moves, market).map { $0 ?? series.beta * $1 },
                volatility: zip(changes, marketVolatility).map { $0 ?? $1 ?? 0 })
        }
        self.days = days
        self.benchmark = RiskMoves(price: market, volatility: marketVolatility.map { $0 ?? 0 })
        self.symbols = found
        self.assumptions = assumptions.sorted { $0.symbol < $1.symbol }
    }

    private static func isSound(_ bar: DailyBar) -> Bool { bar.close.isFinite && bar.close > 0 }

    private static func change(_ before: Double?, _ after: Double?) -> Double? {
        guard let before, let after, before > 0, after > 0, before.isFinite, after.isFinite else { return nil }
        return log(after / before)
    }

    /// Names whose daily moves go together: from the largest amount down, each name not in a group yet with all others not
    /// in one that correlate with it by more than a bound. Names without bars of their own have no correlation.
    func groups(_ amounts: [String: Double], above bound: Double) -> [[String]] {
        let borrowed = Set(assumptions.filter(\.usesBeta).map(\.symbol))
        var left = amounts.filter { $0.value > 0 && symbols[$0.key] != nil && !borrowed.contains($0.key) }
            .sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map(\.key)
        var groups: [[String]] = []
        while let first = left.first {
            left.removeFirst()
            guard let own = symbols[first]?.price else { continue }
            let members = left.filter { name in
                symbols[name].flatMap { Self.correlation(own, $0.price) }.map { $0 > bound } ?? false
            }
            guard !members.isEmpty else { continue }
            left.removeAll(where: members.contains)
            groups.append([first] + members)
        }
        return groups
    }

    /// Of two series of moves of the same days (Pearson); nil where one of them does not move or there are few.
    static func correlation(_ left: [Double], _ right: [Double]) -> Double? {
        let count = min(left.count, right.count)
        guard count >= 60 else { return nil }
        let means = (left.prefix(count).reduce(0, +) / Double(count), right.prefix(count).reduce(0, +) / Double(count))
        var (both, first, second) = (0.0, 0.0, 0.0)
        for index in 0..<count {
            let (x, y) = (left[index] - means.0, right[index] - means.1)
            both += x * y
            first += x * x
            second += y * y
        }
        guard first > 0, second > 0 else { return nil }
        return both / (first * second).squareRoot()
    }

    /// The moves scaled from the volatility of their day to that of now (J. Hull, A. White, "Incorporating volatility
    /// updating into the historical simulation method for value at risk", J. Risk 1998).
    var filtered: [String: RiskMoves] {
        symbols.mapValues {
            RiskMoves(price: Self.filtered($0.price), volatility: Self.filtered($0.volatility))
        }
    }

    static func filtered(_ moves: [Double]) -> [Double] {
        guard moves.count > 1 else { return moves }
        let start = moves.reduce(0) { $0 + $1 * $1 } / Double(moves.count)
        guard start > 0 else { return moves }
        var variances = [start]
        for move in moves { variances.append(decay * (variances.last ?? start) + (1 - decay) * move * move) }
        let now = variances[moves.count]
        return zip(moves, variances).map { $0 * (now / $1).squareRoot() }
    }

    /// Draws from the joint normal distribution that has the covariances of the sessions: every draw weighs the sessions'
    /// deviations from their means by independent normals, so nothing is factorised and no covariance is lost.
    func drawn(_ count: Int, seed: UInt64) -> [String: RiskMoves] {
        let names = symbols.keys.sorted()
        guard days.count > 1, count > 0 else { return [:] }
        func centred(_ values: [Double]) -> [Double] {
            let mean = values.reduce(0, +) / Double(values.count)
            let scale = 1 / Double(values.count - 1).squareRoot()
            return values.map { ($0 - mean) * scale }
        }
        let columns = names.flatMap { name in
            symbols[name].map { [centred($0.price), centred($0.volatility)] } ?? []
        }
        var results = columns.map { _ in [Double](repeating: 0, count: count) }
        var random = SplitMix64(seed: seed)
        var weights = [Double](repeating: 0, count: days.count)
        for draw in 0..<count {
            for index in weights.indices { weights[index] = random.normal() }
            for column in columns.indices { results[column][draw] = Self.product(weights, columns[column]) }
        }
        var drawn: [String: RiskMoves] = [:]
        for (index, name) in names.enumerated() {
            drawn[name] = RiskMoves(price: results[2 * index], volatility: results[2 * index + 1])
        }
        return drawn
    }

    private static func product(_ left: [Double], _ right: [Double]) -> Double {
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                var sum = 0.0
                for index in 0..<min(left.count, right.count) { sum += left[index] * right[index] }
                return sum
            }
        }
    }
}
