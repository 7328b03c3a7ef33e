import Glibc

/// American volatilities and deltas of many strikes of one side of one expiry at once, cash dividends included.
///
/// What a strike K is worth per unit of K depends on S / K and on the dividends over K alone: a grid in log spot
/// (``DividendGrid``) for one strike, read at S times that strike over K, serves the others. The dividends over K lie between
/// those of the lowest and the highest strike: the value is met by a line or a parabola between grids there. A grid solves
/// eight volatilities at once; between them it is met by a cubic in their logarithm. Prices are as near as those of `OptionPricing.price` at
/// `.live`: within 1e-4 of the spot.
public enum AmericanSlice {
    /// One strike with what is paid for it.
    public struct Quote: Sendable {
        /// Dollars.
        public var strike: Double
        /// Per share, above what exercise brings.
        public var price: Double
        /// The volatility of the European formula, annual decimal: the search is around it.
        public var european: Double

        public init(strike: Double, price: Double, european: Double) {
            self.strike = strike
            self.price = price
            self.european = european
        }
    }

    public struct Reading: Sendable, Hashable {
        /// Annual decimal.
        public var volatility: Double
        /// Of one long option.
        public var delta: Double
    }

    /// - Parameters:
    ///   - terms: American, checked; strike and volatility are not looked at.
    ///   - quotes: in any order.
    /// - Returns: In their order; nil where the search for one option alone is to decide: at or below exercise, far from the
    ///   money or from the European answer, next to no time or volatility.
    public static func readings(_ terms: OptionTerms, _ quotes: [Quote]) -> [Reading?] {
        var found = [Reading?](repeating: nil, count: quotes.count)
        var starts = quotes.map(\.european)
        var waiting = Array(quotes.indices)
        // In the money the European answer is far too high: there a neighbour's American one is the better beginning.
        for _ in 0..<passes where !waiting.isEmpty {
            let suited = waiting.filter { suits(quotes[$0], around: starts[$0], terms) }
            // Where waiting for a dividend begins to pay the value has a bend in the dividend over the strike.
            let near = terms.paysCashDividend ? runs(suited, within: 1.3) { quotes[$0].strike } : [suited]
            for strikes in near {
                for group in runs(strikes, within: 1.5, by: { starts[$0] }) {
                    let table = SliceTable(
                        terms, strikes: group.map { quotes[$0].strike }, starts: group.map { starts[$0] })
                    guard let table else { continue }
                    for index in group { found[index] = table.reading(quotes[index]) }
                }
            }
            let known = quotes.indices.filter { found[$0] != nil }
            waiting = suited.filter { found[$0] == nil }.filter { index in
                let neighbour = known.min {
                    abs(quotes[$0].strike - quotes[index].strike) < abs(quotes[$1].strike - quotes[index].strike)
                }
                guard let start = neighbour.flatMap({ found[$0]?.volatility }), start < starts[index] else {
                    return false
                }
                starts[index] = start
                return true
            }
        }
        // Those left have an answer far below the European one, each another.
        for index in quotes.indices where found[index] == nil && suits(quotes[index], around: starts[index], terms) {
            let european = quotes[index].european
            found[index] = SliceTable(
                terms, strikes: [quotes[index].strike], between: 0.45 * european...1.02 * european)?
                .reading(quotes[index])
        }
        return found
    }

    private static let passes = 2

    /// Shares out by a positive figure so that the largest of a share is at most so many times the smallest.
    private static func runs(_ indices: [Int], within ratio: Double, by figure: (Int) -> Double) -> [[Int]] {
        var waiting = indices.sorted { figure($0) < figure($1) }[...]
        var result: [[Int]] = []
        while let first = waiting.first {
            let run = waiting.prefix { figure($0) <= ratio * figure(first) }
            waiting = waiting.dropFirst(run.count)
            result.append(Array(run))
        }
        return result
    }

    private static func suits(_ quote: Quote, around start: Double, _ terms: OptionTerms) -> Bool {
        guard quote.strike > 0, quote.price > 0, start > 0.01, start < 4, terms.years > 0 else {
            return false
        }
        var own = terms
        own.strike = quote.strike
        own.volatility = start
        // Beyond six deviations there is no time value to read a volatility from, and the grid would have to reach there.
        let deviation = start * terms.years.squareRoot()
        return abs(own.logMoneyness) < min(1.5, 6 * deviation) && !AmericanPricing.isDegenerate(own)
            && !AmericanPricing.isAtIntrinsic(own, price: quote.price)
    }
}

/// The grids behind a group of quotes.
struct SliceTable {
    private typealias Lanes = SIMD8<Double>

    /// What one grid says at one spot, a lane for each volatility, per unit of its strike.
    private struct Column {
        var value: Lanes
        var delta: Lanes
        /// Exercise now is optimal.
        var isExercised: SIMDMask<SIMD8<Int64>>
    }

    private let terms: OptionTerms
    /// Ascending.
    private let volatilities: [Double]
    /// The strikes of the grids, ascending: one where no dividend tells the strikes apart, else the lowest and the highest
    /// and, where a line between them is too rough, one between.
    private let strikes: [Double]
    private let solutions: [(coarse: DividendGrid.Solution, fine: DividendGrid.Solution)]

    /// nil where the grid would be too wide.
    /// - Parameter starts: volatilities that the answers are expected around.
    init?(_ terms: OptionTerms, strikes wanted: [Double], starts: [Double]) {
        guard let low = starts.min(), let high = starts.max() else { return nil }
        // Early exercise is part of the price: the American answer is the lower one, seldom by much. With dividends that the
        // European formula takes from the spot it may be the higher one.
        self.init(terms, strikes: wanted, between: 0.82 * low...1.06 * high)
    }

    /// - Parameter ends: volatilities of the first and the last lane, > 0.
    init?(_ terms: OptionTerms, strikes wanted: [Double], between ends: ClosedRange<Double>) {
        guard let least = wanted.min(), let most = wanted.max(), ends.upperBound > ends.lowerBound else { return nil }
        let step = log(ends.upperBound / ends.lowerBound) / Double(DividendGrid.laneCount - 1)
        let volatilities = (0..<DividendGrid.laneCount).map { ends.lowerBound * exp(step * Double($0)) }
        let strikes = Self.strikes(terms, least, most, deviation: ends.lowerBound * terms.years.squareRoot())
        self.terms = terms
        self.volatilities = volatilities
        self.strikes = strikes
        let scenarios = volatilities.map { DividendGrid.Scenario(volatility: $0, rate: terms.rate) }
        var solutions: [(coarse: DividendGrid.Solution, fine: DividendGrid.Solution)] = []
        for strike in strikes {
            var narrow = terms
            narrow.strike = strike
            narrow.spot = strike
            narrow.volatility = ends.lowerBound
            var wide = narrow
            wide.volatility = ends.upperBound
            // S / K of the lowest and of the highest strike, as spots of this one.
            let reach = [terms.spot * strike / least, terms.spot * strike / most]
            wide.spot = reach.max { abs(log($0 / strike)) < abs(log($1 / strike)) } ?? strike
            let factor = DividendGrid.width(wide) / DividendGrid.width(narrow)
            guard factor.isFinite, factor < 8 else { return nil }
            let size = DividendGrid.Size.rough.widened(factor)
            solutions.append(
                (
                    DividendGrid(terms: wide, scenarios: scenarios, size: size).solution(),
                    DividendGrid(terms: wide, scenarios: scenarios, size: size.doubled).solution()
                ))
        }
        self.solutions = solutions
    }

    private static func strikes(
        _ terms: OptionTerms, _ least: Double, _ most: Double, deviation: Double
    ) -> [Double] {
        guard terms.paysCashDividend, most > least else { return [(least * most).squareRoot()] }
        let cash = terms.dividends.reduce(0) { $0 + ($1.years > 0 && $1.years <= terms.years ? $1.amount : 0) }
        // The second derivative in the spot per strike is n(d) / deviation at most; a line is an eighth of it away.
        let span = cash * (1 / least - 1 / most)
        guard 0.4 / deviation * span * span / 8 > 2e-6 else { return [least, most] }
        return [least, 2 / (1 / least + 1 / most), most]
    }

    private enum Answer {
        case found(AmericanSlice.Reading)
        /// Exercise is optimal at the lower of these volatilities and not at the upper one: lanes between them tell more.
        case between(ClosedRange<Double>)
        /// Not within the lanes.
        case none
    }

    /// nil where its volatility is not within the lanes.
    func reading(_ quote: AmericanSlice.Quote) -> AmericanSlice.Reading? {
        switch answer(quote) {
        case .found(let reading): reading
        case .between(let ends): SliceTable(terms, strikes: [quote.strike], between: ends)?.nearest(quote)
        case .none: nil
        }
    }

    private func answer(_ quote: AmericanSlice.Quote) -> Answer {
        guard let column = column(strike: quote.strike) else { return .none }
        let wanted = quote.price / quote.strike
        guard let upper = (1..<DividendGrid.laneCount).first(where: { column.value[$0] >= wanted }),
            column.value[upper - 1] <= wanted
        else { return flat(column, quote) }
        // Four lanes around it, all of them held: exercise is optimal up to a volatility.
        let held = (0..<upper).first { !column.isExercised[$0] } ?? upper
        let first = max(min(max(upper - 2, 0), DividendGrid.laneCount - 4), held)
        guard held < upper, first + 4 <= DividendGrid.laneCount else {
            return .between(volatilities[upper - 1]...volatilities[upper])
        }
        return reading(column, wanted, first: first, upper: upper).map { .found($0) } ?? .none
    }

    /// Deep in the money every volatility has nearly the price: the lane that has it, where one has.
    private func flat(_ column: Column, _ quote: AmericanSlice.Quote) -> Answer {
        let wanted = quote.price / quote.strike
        let nearest = (0..<DividendGrid.laneCount).filter { !column.isExercised[$0] }
            .min { abs(column.value[$0] - wanted) < abs(column.value[$1] - wanted) }
        guard let lane = nearest, abs(column.value[lane] - wanted) * quote.strike < 3e-5 * terms.spot else {
            return .none
        }
        return .found(AmericanSlice.Reading(volatility: volatilities[lane], delta: column.delta[lane]))
    }

    /// By a line between the two lanes around it: of lanes that lie close.
    private func nearest(_ quote: AmericanSlice.Quote) -> AmericanSlice.Reading? {
        guard let column = column(strike: quote.strike) else { return nil }
        let wanted = quote.price / quote.strike
        guard let upper = (1..<DividendGrid.laneCount).first(where: { column.value[$0] >= wanted }) else { return nil }
        let (low, high) = (column.value[upper - 1], column.value[upper])
        guard low <= wanted, high > low, (high - low) * quote.strike < 1e-4 * terms.spot else { return nil }
        let share = (wanted - low) / (high - low)
        return AmericanSlice.Reading(
            volatility: volatilities[upper - 1] + share * (volatilities[upper] - volatilities[upper - 1]),
            delta: column.delta[upper - 1] + share * (column.delta[upper] - column.delta[upper - 1]))
    }

    private func reading(_ column: Column, _ wanted: Double, first: Int, upper: Int) -> AmericanSlice.Reading? {
        func weights(_ place: Double) -> SIMD4<Double> {
            let u = place - Double(first)
            let (x, y, z) = (u - 1, u - 2, u - 3)
            return SIMD4(-x * y * z / 6, u * y * z / 2, -u * x * z / 2, u * x * y / 6)
        }
        func four(_ lanes: Lanes) -> SIMD4<Double> {
            SIMD4(lanes[first], lanes[first + 1], lanes[first + 2], lanes[first + 3])
        }
        let values = four(column.value)
        var low = Double(upper - 1)
        var high = Double(upper)
        for _ in 0..<40 {
            let middle = 0.5 * (low + high)
            if (weights(middle) * values).sum() < wanted { low = middle } else { high = middle }
        }
        let place = 0.5 * (low + high)
        let whole = min(Int(place), DividendGrid.laneCount - 2)
        let ratio = volatilities[whole + 1] / volatilities[whole]
        let volatility = volatilities[whole] * pow(ratio, place - Double(whole))
        let delta = (weights(place) * four(column.delta)).sum()
        guard volatility.isFinite, delta.isFinite, abs(delta) <= 1 else { return nil }
        return AmericanSlice.Reading(volatility: volatility, delta: delta)
    }

    /// The column of a strike: those of the grids by the dividends over the strike.
    private func column(strike: Double) -> Column? {
        var sum = Column(value: .zero, delta: .zero, isExercised: SIMDMask(repeating: false))
        for (grid, own) in strikes.enumerated() {
            guard let column = column(grid, strike) else { return nil }
            // Lagrange in 1 / strike, to which the dividends over the strike are proportional.
            var weight = 1.0
            for other in strikes where other != own { weight *= (1 / strike - 1 / other) / (1 / own - 1 / other) }
            sum.value += weight * column.value
            sum.delta += weight * column.delta
            sum.isExercised = sum.isExercised .| column.isExercised
        }
        return sum
    }

    /// Richardson extrapolation of the two sizes of one grid.
    private func column(_ grid: Int, _ strike: Double) -> Column? {
        let logMoneyness = log(terms.spot / strike)
        guard let coarse = Self.read(solutions[grid].coarse, logMoneyness, strikes[grid]),
            var fine = Self.read(solutions[grid].fine, logMoneyness, strikes[grid])
        else { return nil }
        let value = fine.value + (fine.value - coarse.value) / 3
        let delta = fine.delta + (fine.delta - coarse.delta) / 3
        // A coarse grid that already exercises cannot be extrapolated.
        fine.value.replace(with: value, where: .!coarse.isExercised)
        fine.delta.replace(with: delta, where: .!coarse.isExercised)
        return fine
    }

    /// The six nodes around a place, as ``DividendGridReader`` reads one lane.
    private static func read(_ solution: DividendGrid.Solution, _ logMoneyness: Double, _ strike: Double) -> Column? {
        let grid = solution.grid
        let last = grid.spots.count - 1
        let direction = grid.isRising ? 1.0 : -1.0
        let position = direction * logMoneyness / grid.spacing + Double(last / 2)
        guard position >= 2, position <= Double(last - 3) else { return nil }
        let nearest = Int(position)
        let base = nearest - 2
        let u = position - Double(base)
        var total = Lanes.zero
        var first = Lanes.zero
        for j in 0..<6 {
            var l = 1.0
            var l1 = 0.0
            for m in 0..<6 where m != j {
                let scale = 1 / Double(j - m)
                let x = (u - Double(m)) * scale
                l1 = l1 * x + l * scale
                l *= x
            }
            let node = solution.lanes(base + j)
            total += l * node
            first += l1 * node
        }
        func isExercised(_ node: Int) -> SIMDMask<SIMD8<Int64>> {
            grid.payoff[node] > 0 ? solution.lanes(node) .<= grid.payoff[node] : SIMDMask(repeating: false)
        }
        let spot = strike * exp(logMoneyness)
        return Column(
            value: total / strike, delta: first / (grid.spacing * direction * spot),
            isExercised: isExercised(nearest) .& isExercised(nearest + 1))
    }
}
