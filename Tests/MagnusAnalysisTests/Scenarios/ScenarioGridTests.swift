import Glibc
import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

@Suite struct ScenarioGridTests {
    static func grid(
        _ request: ScenarioRequest, market: MarketSnapshot = PaperBook.market
    ) -> (book: BookValuation, grid: ScenarioGrid) {
        var valuer = PaperBook.valuer(market)
        let book = valuer.valuation(now: PaperBook.now)
        return (book, valuer.scenarioWork(request, book: book).grid())
    }

    static func shock(_ spot: Double, _ points: Double = 0, _ days: Int = 0) -> ScenarioShock {
        ScenarioShock(spotPercent: spot, volatilityPoints: points, days: days)
    }

    @Test func nothingMovedIsTheBookItself() throws {
        let (book, grid) = Self.grid(ScenarioRequest(shocks: [.none]))
        let cell = try #require(grid.cells.first)
        #expect(cell.profit == 0)
        #expect(cell.drivers.isEmpty)
        #expect(cell.value == grid.value)
        let marks = book.strategies.flatMap(\.legs).compactMap(\.marketValue.value).reduce(0, +)
        #expect(abs(grid.value - marks) < 1e-6)
        #expect(abs((grid.netLiquidation.figure.value ?? 0) - 169_360.40) < 1e-6)
        func isNear(_ left: Total, _ right: Total, within share: Double) -> Bool {
            guard let left = left.figure.value, let right = right.figure.value else { return false }
            return abs(left - right) <= share * abs(right)
        }
        // A leg at parity is shares in both.
        #expect(isNear(cell.delta, book.greeks.delta, within: 0.001))
        #expect(isNear(cell.dollarDelta, book.greeks.dollarDelta, within: 0.001))
        #expect(isNear(cell.gamma, book.greeks.gamma, within: 0.001))
        #expect(isNear(cell.thetaPerDay, book.greeks.thetaPerDay, within: 0.001))
        #expect(isNear(cell.vegaPerPoint, book.greeks.vegaPerPoint, within: 0.001))
        // What is in no cell is unknown in every one.
        #expect(cell.delta.unknownCount == book.greeks.delta.unknownCount && cell.delta.unknownCount == 1)
        #expect(cell.thetaPerDay.unknownCount == 1 && cell.vegaPerPoint.unknownCount == 1)
    }

    /// A preset says what volatilities do: the rule adds nothing to it, and does to any other shock.
    @Test func thePointsOfAPresetAreAll() throws {
        let crash = try #require(StressPreset.published.first { $0.name == "2008" })
        var bare = crash.shock
        bare.statesVolatility = false
        func profit(_ shock: ScenarioShock, rule: Bool) throws -> Double {
            let (_, grid) = Self.grid(ScenarioRequest(shocks: [shock], followsVolatilityRule: rule))
            return try #require(grid.cells.first).profit
        }
        #expect(try profit(crash.shock, rule: true) == profit(crash.shock, rule: false))
        let (ruled, plain) = (try profit(bare, rule: true), try profit(bare, rule: false))
        #expect(abs(ruled - plain) > 100, "\(ruled) \(plain)")
        let request = ScenarioRequest(shocks: [crash.shock], followsVolatilityRule: true)
        #expect(!ScenarioCellIdentifier(crash.shock, in: request).followsVolatilityRule)
    }

    /// A grid's book can be asked for another cell of the same rule, and says so where the rule differs.
    @Test func theSameBookCanBeAskedAgain() throws {
        var valuer = PaperBook.valuer(PaperBook.market)
        let book = valuer.valuation(now: PaperBook.now)
        let work = valuer.scenarioWork(.standard, book: book)
        let cell = try #require(work.asking(ScenarioRequest(shocks: [Self.shock(-4, 5, 7)]))?.grid().cells.first)
        #expect(cell.profit == work.grid().cell(at: Self.shock(-4, 5, 7))?.profit)
        #expect(work.asking(ScenarioRequest(shocks: [Self.shock(-4)], spotRule: .own)) == nil)
    }

    /// The strip of the Greeks pane is the same grid under its rule of volatilities.
    @Test func agreesWithTheStripOfTheGreeksPane() throws {
        for market in [PaperBook.market, PaperBook.marketAtStatedVolatilities] {
            let moves = [-10.0, -5, -2, 2, 5]
            let (book, grid) = Self.grid(
                ScenarioRequest(shocks: moves.map { Self.shock($0) }, followsVolatilityRule: true), market: market)
            #expect(grid.volatilityRule == book.scenarioRule)
            for (move, cell) in zip(moves, grid.cells) {
                let strip = try #require(book.scenarios.first { abs($0.benchmarkMove * 100 - move) < 1e-9 })
                #expect(abs(cell.profit - (strip.profit.figure.value ?? .nan)) < 0.5, "\(move)")
            }
        }
    }

    /// The rule raises volatilities in a fall, which costs a short put and pays a long one.
    @Test func withoutTheRuleVolatilitiesStay() throws {
        let (_, ruled) = Self.grid(
            ScenarioRequest(shocks: [Self.shock(-10)], followsVolatilityRule: true, driverLimit: 100))
        let (_, plain) = Self.grid(ScenarioRequest(shocks: [Self.shock(-10)], driverLimit: 100))
        #expect(ruled.volatilityRule != nil && plain.volatilityRule == nil)
        func profit(_ grid: ScenarioGrid, _ id: String) throws -> Double {
            try #require(grid.cells[0].drivers.first { grid.positions[$0.index].id == id }).profit
        }
        let (short, long) = ("paper:AMD270416P00150000", "paper:SPY270521P00540000")
        #expect(try profit(plain, short) > profit(ruled, short) + 50)
        #expect(try profit(plain, long) < profit(ruled, long) - 50)
        #expect(try profit(plain, "paper:DIS") == profit(ruled, "paper:DIS"))
    }

    @Test func adjustedAndUnquotedAreExcludedWithTheirReason() {
        var market = PaperBook.market
        market.optionQuotes[PaperBook.contract("KO", PaperBook.day(3, 19), .put, 75)] = nil
        market.underlyings["DIS"]?.quote = nil
        let (_, grid) = Self.grid(ScenarioRequest(shocks: [Self.shock(-5)]), market: market)
        let reasons = Dictionary(uniqueKeysWithValues: grid.excluded.map { ($0.id, $0.reason) })
        #expect(
            reasons == [
                "paper:LCID1270618P00002500": .adjusted, "paper:KO270319P00075000": .noSource, "paper:DIS": .noSource,
            ])
        #expect(grid.positions.count == PaperBook.positions.count - 3)
        #expect(!grid.positions.contains { reasons[$0.id] != nil })
    }

    /// Index options again, by a closed form of this test from the marks alone.
    @Test(arguments: [-20.0, -7, 0, 3, 15], [-8.0, 0, 12])
    func europeanCellsAreTheClosedForm(_ percent: Double, _ points: Double) throws {
        let days = 7
        let (_, grid) = Self.grid(ScenarioRequest(shocks: [Self.shock(percent, points, days)], driverLimit: 100))
        let cell = try #require(grid.cells.first)
        for (strike, quantity, mark) in [(5650.0, -1.0, 20.30), (5600, 1, 16.50)] {
            let contract = PaperBook.contract("SPX", PaperBook.day(4, 16), .put, strike)
            let years = contract.yearsToExpiry(from: PaperBook.now)
            let spot = 5994.10
            var (low, high) = (0.01, 2.0)
            for _ in 0..<200 {
                let middle = (low + high) / 2
                if Self.put(spot, strike, years, middle) > mark { high = middle } else { low = middle }
            }
            let volatility = max(low + points / 100, 0.05 * low)
            let then = Self.put(spot * (1 + percent / 100), strike, years - Double(days) / 365, volatility)
            let expected = quantity * 100 * (then - mark)
            let index = try #require(
                grid.positions.firstIndex { $0.id == "paper:\(contract.text(in: .compact))" })
            let found = try #require(cell.drivers.first { $0.index == index }).profit
            #expect(abs(found - expected) < 1e-4 * max(1, abs(expected)), "\(strike) \(found) \(expected)")
        }
    }

    /// Black-Scholes with the normal distribution of the C library, rate 3.6 %, no yield.
    static func put(_ spot: Double, _ strike: Double, _ years: Double, _ volatility: Double) -> Double {
        let deviation = volatility * years.squareRoot()
        let first = (log(spot / strike) + (0.036 + volatility * volatility / 2) * years) / deviation
        func normal(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }
        return strike * exp(-0.036 * years) * normal(deviation - first) - spot * normal(-first)
    }

    @Test func everyDriverIsCountedOnce() {
        let (_, grid) = Self.grid(
            ScenarioRequest(
                spotPercents: [-20, -6, 0, 8], volatilityPoints: [-5, 0, 20], days: [0, 3, 45], driverLimit: 4))
        #expect(grid.cells.count == 36)
        for cell in grid.cells {
            #expect(cell.drivers.count <= 4)
            let sum = cell.drivers.reduce(0) { $0 + $1.profit } + cell.otherProfit
            #expect(abs(sum - cell.profit) < 1e-6)
            #expect(abs(cell.value - grid.value - cell.profit) < 1e-9)
            let amounts = cell.drivers.map { abs($0.profit) }
            #expect(amounts == amounts.sorted(by: >))
            #expect(cell.strategies.count <= 4)
        }
    }

    /// A spread is one row: its legs, which are large and opposite, are added up first.
    @Test func strategiesAreTheirLegs() throws {
        let (book, grid) = Self.grid(ScenarioRequest(shocks: [Self.shock(-10, 5, 2)], driverLimit: 100))
        let cell = try #require(grid.cells.first)
        #expect(abs(cell.strategies.reduce(0) { $0 + $1.profit } - cell.profit) < 1e-6)
        let spread = try #require(grid.strategies.firstIndex { $0.title == "SPX -1 PCS 5650/5600" })
        let row = try #require(book.strategies.first { $0.symbol == "SPX" })
        #expect(grid.strategies[spread].id == row.id)
        let legs = row.legs.map(\.position.id)
        let parts = cell.drivers.filter { legs.contains(grid.positions[$0.index].id) }.map(\.profit)
        #expect(parts.count == 2)
        let whole = try #require(cell.strategies.first { $0.index == spread }).profit
        #expect(abs(whole - parts.reduce(0, +)) < 1e-6 && abs(whole) < (parts.map(abs).max() ?? 0))
    }

    /// After its expiry an option is its intrinsic value, whatever the volatility.
    @Test func expiryInsideTheDaysSettlesAtIntrinsic() throws {
        let shocks = [-5.0, 5].flatMap { spot in [-10.0, 0, 40].map { Self.shock(spot, $0, 4) } }
        let (book, grid) = Self.grid(ScenarioRequest(shocks: shocks, driverLimit: 100))
        let apple = try #require(grid.positions.firstIndex { $0.id == "paper:AAPL270317P00260000" })
        let mark = try #require(book.strategies.flatMap(\.legs).first { $0.position.id == grid.positions[apple].id })
        for cell in grid.cells {
            let spot = 257.10 * (1 + 1.2 * cell.shock.spotPercent / 100)
            let expected = -100 * (max(0, 260 - spot) - (mark.mark.value ?? .nan))
            let found = try #require(cell.drivers.first { $0.index == apple }).profit
            #expect(abs(found - expected) < 0.5, "\(cell.shock) \(found) \(expected)")
        }
    }

    /// Ex tomorrow with more dividend than time value: the calls are exercised on the evening before, the shares fall by
    /// what they pay.
    @Test func exDatesInsideTheDaysAreNoProfit() throws {
        let (_, grid) = Self.grid(
            ScenarioRequest(shocks: [Self.shock(0, 0, 7), Self.shock(-20, 0, 7)], driverLimit: 100))
        let shares = try #require(grid.positions.firstIndex { $0.id == "paper:MO" })
        let calls = try #require(grid.positions.firstIndex { $0.id == "paper:MO270416C00057500" })
        #expect(!grid.cells[0].drivers.contains { $0.index == shares })
        // Marked at what exercising pays.
        #expect(abs(grid.cells[0].drivers.first { $0.index == calls }?.profit ?? 0) < 1.01)
        // 10 % down the calls are out of the money: nobody exercises them, and they keep their time value.
        let fallen = try #require(grid.cells[1].drivers.first { $0.index == shares })
        #expect(abs(fallen.profit - -200 * 6.085) < 1e-6)
        let left = 670 - (try #require(grid.cells[1].drivers.first { $0.index == calls })).profit
        #expect(left > 10 && left < 60, "\(left)")
    }

    @Test func ownPercentagesMoveEverySymbolAlike() throws {
        let (_, grid) = Self.grid(
            ScenarioRequest(shocks: [Self.shock(-10)], spotRule: .own, driverLimit: 100))
        let cell = try #require(grid.cells.first)
        func profit(_ id: String) -> Double? {
            cell.drivers.first { grid.positions[$0.index].id == id }?.profit
        }
        #expect(abs((profit("paper:DIS") ?? 0) - -1084) < 1e-9)
        #expect(abs((profit("paper:INTC") ?? 0) - -369) < 1e-9)
        #expect(profit("paper:SGOV") == nil)
    }

    /// A short put never gains by a fall or by volatility; a long call is its mirror in the spot.
    @Test func followsTheSignsOfItsLegs() {
        let spots = stride(from: -40.0, through: 40, by: 4).map { $0 }
        let points = [-10.0, -5, 0, 5, 20, 60]
        let (_, grid) = Self.grid(
            ScenarioRequest(spotPercents: spots, volatilityPoints: points, days: [0, 10], driverLimit: 100))
        for (index, position) in grid.positions.enumerated() where position.marketValue < 0 {
            guard position.id.hasSuffix("P00150000") || position.id.hasSuffix("P00080000") else { continue }
            func profit(_ shock: ScenarioShock) -> Double {
                grid.cell(at: shock)?.drivers.first { $0.index == index }?.profit ?? 0
            }
            for day in [0, 10] {
                for point in points {
                    let row = spots.map { profit(Self.shock($0, point, day)) }
                    #expect(zip(row, row.dropFirst()).allSatisfy { $0 <= $1 + 0.02 }, "\(position.id) \(point)")
                }
                for spot in spots {
                    let column = points.map { profit(Self.shock(spot, $0, day)) }
                    #expect(zip(column, column.dropFirst()).allSatisfy { $0 >= $1 - 0.02 }, "\(position.id) \(spot)")
                }
            }
        }
    }
}
