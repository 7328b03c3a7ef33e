import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusSimulation

/// Worlds shared by the tests of this target: they are immutable.
enum Worlds {
    static let standard = SimulatedWorld()
    static let other = SimulatedWorld(seed: 7)
    static let null = SimulatedWorld(seed: 7, isNull: true)

    static func at(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int, year: Int = 2027, second: Int = 0) -> Instant {
        NewYorkTime.instant(on: .on(year, month, day), hour: hour, minute: minute, second: second)
    }

    static func option(
        _ root: String, _ month: Int, _ day: Int, _ right: OptionRight, _ strike: Double, year: Int = 2027
    ) throws -> OptionContract {
        try OptionContract.standard(
            root: root, expiry: .on(year, month, day), right: right, strikeThousandths: Int((strike * 1000).rounded()))
    }

    static func middle(_ quote: Quote) -> Double { ((quote.bid ?? .nan) + (quote.ask ?? .nan)) / 2 }
}

@Suite struct WorldTests {
    @Test func sameSeedGivesSameFiguresInAnyOrder() throws {
        let first = SimulatedWorld(seed: 42)
        let second = SimulatedWorld(seed: 42)
        let moments = (0..<200).map { SimulatedWorld.anchor.adding(seconds: Double($0) * 7919 - 400_000) }
        let contract = try Worlds.option("AMD", 4, 16, .put, 150)
        let forward = moments.map { (first.quote(of: "PLTR", now: $0), first.quote(of: contract, now: $0)) }
        let backward = moments.reversed().map {
            (second.quote(of: "PLTR", now: $0), second.quote(of: contract, now: $0))
        }
        for (left, right) in zip(forward, backward.reversed()) {
            #expect(left.0 == right.0)
            #expect(left.1 == right.1)
        }
        #expect(first.chain(of: "SPX", now: moments[150]) == second.chain(of: "SPX", now: moments[150]))
        #expect(
            first.dailyBars(of: "MU", count: 300, now: moments[3])
                == second.dailyBars(of: "MU", count: 300, now: moments[3]))
    }

    @Test func seedsShareTheAnchorAndNothingElse() {
        let later = SimulatedWorld.anchor.adding(seconds: 3 * 86_400)
        var different = 0
        // RIVN has been halted since 09:50: its price is from before the anchor.
        for symbol in Worlds.standard.symbols where symbol != "RIVN" {
            let standard = Worlds.standard.quote(of: symbol, now: SimulatedWorld.anchor)?.last
            #expect(standard == Worlds.other.quote(of: symbol, now: SimulatedWorld.anchor)?.last)
            if Worlds.standard.spot(of: symbol, at: later) != Worlds.other.spot(of: symbol, at: later) {
                different += 1
            }
        }
        #expect(different > 35)
    }

    @Test(arguments: [
        ("XSP", 599.41), ("SPX", 5994.10), ("SPY", 597.85), ("QQQ", 512.30), ("IWM", 221.40), ("AAPL", 257.10),
        ("AMD", 168.30), ("BAC", 49.84), ("DIS", 108.40), ("INTC", 36.90), ("KO", 74.98), ("MO", 60.85), ("MU", 101.20),
        ("PLTR", 76.40), ("SGOV", 100.34), ("XLE", 94.10), ("UBER", 84.25), ("WMT", 103.60),
    ])
    func spotAtTheAnchor(symbol: String, spot: Double) throws {
        for world in [Worlds.standard, Worlds.other, Worlds.null] {
            let quote = try #require(world.quote(of: symbol, now: SimulatedWorld.anchor))
            #expect(quote.last == spot)
            #expect(abs(Worlds.middle(quote) - spot) < 1e-9)
            #expect(quote.time == SimulatedWorld.anchor)
        }
    }

    @Test func anchorQuotesAreMet() throws {
        for anchor in AnchorQuote.all {
            let contract = try OptionContract.standard(
                root: anchor.root, expiry: anchor.expiry, right: anchor.right, strikeThousandths: anchor.strike)
            for world in [Worlds.standard, Worlds.other] {
                let quote = try #require(world.quote(of: contract, now: SimulatedWorld.anchor))
                #expect(abs((quote.bid ?? -1) - anchor.bid) < 1e-9, "\(anchor.root) \(anchor.strike) \(quote)")
                #expect(abs((quote.ask ?? -1) - anchor.ask) < 1e-9, "\(anchor.root) \(anchor.strike) \(quote)")
            }
        }
    }

    @Test func pinnedVolatilitiesExplainTheirPrices() {
        // The price left unexplained by the stated volatility stays within two cents for what is held as shares options.
        for smile in Worlds.standard.pins where smile.root != "SPX" {
            for pin in smile.pins { #expect(abs(pin.price) < 0.055, "\(smile.root) \(pin.quote.strike) \(pin.price)") }
        }
    }

    @Test func nullWorldPaysNoPremium() throws {
        func ratio(_ world: SimulatedWorld, _ symbol: String) throws -> Double {
            let index = try #require(world.securityIndex(symbol))
            let path = world.paths[index]
            var realised = 0.0
            var implied = 0.0
            for session in 60..<(world.anchorSession - 70) {
                let move = path.close[session] - path.close[session - 1]
                realised += move * move
                implied += path.volatility[session - 1] * path.volatility[session - 1] / 252
            }
            return realised / implied
        }
        let paid = try ratio(Worlds.other, "XLE")
        let free = try ratio(Worlds.null, "XLE")
        #expect(paid < 0.85)
        #expect(abs(free - 1) < 0.2)
    }

    @Test func barsAreConsistentAndEndBeforeToday() throws {
        let now = Worlds.at(3, 15, 15, 0)
        for symbol in Worlds.standard.symbols {
            let bars = try #require(Worlds.standard.dailyBars(of: symbol, count: 300, now: now))
            #expect(bars.count == 300)
            #expect(bars.last?.date == .on(2027, 3, 12))
            for bar in bars {
                #expect(bar.low <= min(bar.open, bar.close) && bar.high >= max(bar.open, bar.close) && bar.low > 0)
            }
            #expect(zip(bars, bars.dropFirst()).allSatisfy { $0.date < $1.date })
        }
        #expect(
            Worlds.standard.dailyBars(of: "SPY", count: 5, now: Worlds.at(3, 15, 20, 30))?.last?.date
                == .on(2027, 3, 12))
        #expect(
            Worlds.standard.dailyBars(of: "SPY", count: 5, now: Worlds.at(3, 16, 0, 1))?.last?.date == .on(2027, 3, 15))
        #expect(Worlds.standard.dailyBars(of: "NOPE", count: 5, now: now) == nil)
    }

    @Test func farMomentsStandStillInsteadOfFailing() {
        for year in [1990, 2022, 2031, 2200] {
            let now = Worlds.at(6, 3, 11, 0, year: year)
            for symbol in ["SPX", "AAPL", "VIX"] {
                let last = Worlds.standard.quote(of: symbol, now: now)?.last ?? 0
                #expect(last > 0 && last.isFinite)
            }
            #expect(Worlds.standard.chain(of: "AAPL", now: now) != nil)
        }
    }
}
