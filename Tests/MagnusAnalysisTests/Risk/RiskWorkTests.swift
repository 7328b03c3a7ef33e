import Glibc
import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

@Suite struct RiskWorkTests {
    static let days = 300

    /// Closes of a seeded walk, a session a day, and volatilities that move against it.
    static func series(_ seed: UInt64, beta: Double = 1, sessions: Int = days) -> RiskSeries {
        var random = SplitMix64(seed: seed)
        var close = 100.0
        var volatility = 0.25
        var bars: [DailyBar] = []
        var volatilities: [VolatilityObservation] = []
        for day in 0..<sessions {
            let date = CalendarDate(daysSinceEpoch: 20_000 + day)
            bars.append(DailyBar(date: date, open: close, high: close, low: close, close: close, volume: 1))
            volatilities.append(VolatilityObservation(date: date, impliedVolatility: volatility))
            let move = 0.012 * random.normal()
            close *= 1 + move
            volatility = min(max(0.1, volatility * exp(-3 * move + 0.02 * random.normal())), 0.9)
        }
        return RiskSeries(bars: bars, volatilities: volatilities, beta: beta)
    }

    static func report(draws: Int = 2000, missing: String? = nil) -> (report: RiskReport, book: BookValuation) {
        var valuer = PaperBook.valuer(PaperBook.market)
        let book = valuer.valuation(now: PaperBook.now)
        let work = valuer.scenarioWork(ScenarioRequest(shocks: [.none], spotRule: .own), book: book)
        var symbols: [String: RiskSeries] = [:]
        for (index, symbol) in Set(book.strategies.map(\.symbol)).sorted().enumerated() {
            symbols[symbol] = series(UInt64(index + 10), beta: symbol == "SGOV" ? 0 : 1)
        }
        if let missing { symbols[missing]?.bars = [] }
        let risk = RiskWork(work, benchmark: series(1), symbols: symbols, draws: draws)
        return (risk.report(book, market: PaperBook.market), book)
    }

    /// Every leg, priced anew by the pricer itself at the moves of the worst day, gives the profit of that day.
    @Test func theWorstDayIsARevaluation() throws {
        let (report, book) = Self.report(draws: 10)
        let day = try #require(report.worst.first)
        let var99 = try #require(report.measures.first { $0.method == .historical && $0.confidence == 0.99 })
        #expect(report.sessions == 252 && var99.outcomes == 252)
        // The third-largest loss of 252 at 99 %.
        #expect(abs((var99.valueAtRisk.value ?? .nan) + report.worst[2].profit) < 1e-9)
        var expected = 0.0
        for leg in book.strategies.flatMap(\.legs) {
            guard let value = leg.marketValue.value, let spot = leg.underlyingPrice.value, value != 0 else { continue }
            let symbol = leg.position.instrument.underlying
            let index = Set(book.strategies.map(\.symbol)).sorted().firstIndex(of: symbol) ?? 0
            let series = Self.series(UInt64(index + 10))
            let place = try #require(series.bars.firstIndex { $0.date == day.date })
            let move = series.bars[place].close / series.bars[place - 1].close - 1
            var multiplier = 1
            var isShares = true
            if case .option(let contract) = leg.position.instrument {
                (multiplier, isShares) = (contract.multiplier, false)
            }
            let size = leg.position.quantity.value * Double(multiplier)
            guard var terms = leg.terms else {
                expected += isShares ? size * spot * move : 0
                continue
            }
            let before = try OptionPricing.price(terms, accuracy: .exact)
            terms.spot *= 1 + move
            terms.volatility *=
                series.volatilities[place].impliedVolatility / series.volatilities[place - 1].impliedVolatility
            expected += size * (try OptionPricing.price(terms, accuracy: .exact) - before)
        }
        // Legs at parity are shares in part: the rest agrees to a few dollars.
        #expect(abs(day.profit - expected) < 0.02 * abs(expected) + 20, "\(day.profit) \(expected)")
        let named = day.drivers.reduce(0) { $0 + $1.profit }
        #expect(abs(named) > 0 && abs(named + (day.rest()?.profit ?? 0) - day.profit) < 1e-6)
        let three = try #require(day.rest(after: 3))
        #expect(three.symbols == day.drivers.count - 3 + day.others)
        let first = day.drivers.prefix(3).reduce(0) { $0 + $1.profit }
        #expect(abs(first + three.profit - day.profit) < 1e-6, "the parts and the rest are the whole")
    }

    /// The draws have the covariances of the sessions, and the filter scales the last day by about nothing.
    @Test func drawsHaveTheMomentsOfTheSessions() throws {
        let history = RiskHistory(benchmark: Self.series(1), symbols: ["A": Self.series(2), "B": Self.series(2)])
        let drawn = history.drawn(20_000, seed: 3)
        let (a, b) = (try #require(drawn["A"]), try #require(drawn["B"]))
        func deviation(_ values: [Double]) -> Double {
            let mean = values.reduce(0, +) / Double(values.count)
            return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
        }
        let own = try #require(history.symbols["A"])
        #expect(abs(deviation(a.price) / deviation(own.price) - 1) < 0.02)
        #expect(abs(deviation(a.volatility) / deviation(own.volatility) - 1) < 0.02)
        for index in a.price.indices { #expect(abs(a.price[index] - b.price[index]) < 1e-12) }
        #expect(history.drawn(50, seed: 3) == history.drawn(50, seed: 3))
        #expect(history.drawn(50, seed: 3) != history.drawn(50, seed: 4))
        // Calm moves of one size are left as they are, whatever their signs.
        let flat = (0..<100).map { $0.isMultiple(of: 2) ? 0.01 : -0.01 }
        for (move, scaled) in zip(flat, RiskHistory.filtered(flat)) { #expect(abs(move - scaled) < 1e-12) }
        // After a storm the calm days before it are blown up.
        let stormy = flat + (0..<20).map { $0.isMultiple(of: 2) ? 0.05 : -0.05 }
        #expect(abs(RiskHistory.filtered(stormy)[50]) > 0.02)
    }

    @Test func fewSessionsAreNoHistory() throws {
        var valuer = PaperBook.valuer(PaperBook.market)
        let book = valuer.valuation(now: PaperBook.now)
        let work = valuer.scenarioWork(ScenarioRequest(shocks: [.none], spotRule: .own), book: book)
        let risk = RiskWork(work, benchmark: Self.series(1, sessions: 100), symbols: [:])
        let report = risk.report(book, market: PaperBook.market)
        #expect(report.measures.count == 6)
        #expect(report.measures.allSatisfy { $0.valueAtRisk.reason == .insufficientHistory })
        #expect(report.worst.isEmpty)
        #expect(report.concentration.index.value != nil, "it needs no history")
    }

    /// Without bars a symbol follows the benchmark, is named, and what rests on it is an estimate.
    @Test func whatHasNoHistoryIsNamed() throws {
        let (report, _) = Self.report(draws: 10, missing: "KO")
        #expect(report.assumptions == [RiskAssumption(symbol: "KO", usesBeta: true, borrowsVolatility: false)])
        #expect(report.measures.allSatisfy { $0.valueAtRisk.trust == .estimated })
        #expect(report.excluded.map(\.reason) == [.adjusted])
    }

    /// The sum of squares of the shares, by hand.
    @Test func concentrationIsTheSumOfSquares() {
        let found = RiskWork.concentration(["A": 50, "B": 30, "C": 20], unmeasured: [])
        #expect(abs((found.index.value ?? 0) - 0.38) < 1e-12)
        #expect(abs((found.effectiveNames.value ?? 0) - 1 / 0.38) < 1e-12)
        #expect(found.weights.map(\.symbol) == ["A", "B", "C"])
        #expect(RiskWork.concentration([:], unmeasured: ["X"]).index.reason == .notApplicable)
    }

    /// The table read between its nodes is the price there.
    @Test func theTableIsThePrice() throws {
        var random = SplitMix64(seed: 5)
        let moves = RiskMoves(
            price: (0..<200).map { _ in 0.03 * random.normal() },
            volatility: (0..<200).map { _ in 0.1 * random.normal() })
        for _ in 0..<20 {
            let right: OptionRight = random.next() % 2 == 0 ? .call : .put
            let terms = OptionTerms(
                right: right, style: .american, spot: 100, strike: 100 * exp(0.1 * random.normal()),
                years: 0.02 + 0.5 * abs(random.normal()), rate: 0.04, dividendYield: 0.01, volatility: 0.3)
            let table = try #require(RiskTable(terms, moves: moves))
            let base = try OptionPricing.price(terms, accuracy: .exact)
            for (price, volatility) in zip(moves.price, moves.volatility).prefix(40) {
                var moved = terms
                moved.spot *= 1 + price
                moved.volatility *= exp(volatility)
                let expected = try OptionPricing.price(moved, accuracy: .exact) - base
                let found = try #require(table.change(price: price, volatility: volatility))
                #expect(abs(found - expected) < 3e-3, "\(terms) \(price) \(volatility)")
            }
        }
        #expect(
            RiskTable(
                OptionTerms(
                    right: .put, style: .american, spot: 100, strike: 100, years: 0.1, rate: 0, dividendYield: 0,
                    volatility: 0.2), moves: RiskMoves(price: [0], volatility: [0]))?.change(price: 0, volatility: 0)
                == 0)
    }
}
