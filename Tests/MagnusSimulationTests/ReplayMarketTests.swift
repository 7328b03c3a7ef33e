import Glibc
import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusSimulation

@Suite struct ReplayMarketTests {
    private static let open = Worlds.at(12, 23, 9, 30, year: 2015)

    /// Quotes of calls and puts around 750 that imply a spot of `spot` at each minute.
    private func recordings(spot: (Int) -> Double) throws -> [Recording] {
        try [740.0, 745, 750, 755, 760].flatMap { strike in
            try OptionRight.allCases.map { right in
                let contract = try Worlds.option("GOOG", 1, 15, right, strike, year: 2016)
                let bars = (1...5).map { minute in
                    let value = 12 + max(right.sign * (spot(minute) - strike), 0)
                    return Recording.QuoteBar(
                        end: Self.open.adding(seconds: Double(minute * 60)), bid: value - 0.1, ask: value + 0.1,
                        bidSize: 5, askSize: 6)
                }
                return Recording(
                    instrument: .option(contract), quotes: bars.reversed(),
                    openInterest: [.init(time: Self.open.adding(seconds: -9000), contracts: 77)])
            }
        }
    }

    @Test func answersWithTheLastFinishedBar() async throws {
        let market = ReplayMarket(recordings: try recordings { 750 + Double($0) })
        let contract = try Worlds.option("GOOG", 1, 15, .call, 750, year: 2016)
        #expect(try await market.quotes(of: [contract], now: Self.open.adding(seconds: 59)).isEmpty)
        let now = Self.open.adding(seconds: 150)
        let quote = try #require(try await market.quotes(of: [contract], now: now)[contract])
        #expect(quote.time == Self.open.adding(seconds: 120))
        #expect(abs((quote.bid ?? 0) - 13.9) < 1e-9)
        #expect(quote.openInterest == 77 && quote.receivedAt == now && quote.source == "replay")
        #expect(try await market.chain(of: "GOOG", now: now).entries.count == 10)
        #expect(market.span == Self.open.adding(seconds: 60)...Self.open.adding(seconds: 300))
    }

    @Test func spotComesFromParityUntilItIsRecorded() async throws {
        let now = Self.open.adding(seconds: 185)
        let options = try recordings { 750 + Double($0) }
        let implied = try await ReplayMarket(recordings: options).quote(of: "GOOG", now: now)
        #expect(implied.source == "parity" && implied.bid == nil)
        #expect(abs((implied.last ?? 0) - 753) < 0.01)
        // What it was made of makes it again, and shares with a quote of their own have nothing of the kind.
        let found = try #require(await ReplayMarket(recordings: options).impliedSpot(of: "GOOG", now: now))
        #expect(found.pairs.count == 3 && found.price == implied.last && found.time == implied.time)
        let told = found.pairs.map { pair in
            (pair.callBid + pair.callAsk - pair.putBid - pair.putAsk) / 2
                + pair.call.strike * exp(-pair.rate * pair.years)
        }
        #expect(abs(told.sorted()[1] - found.price) < 1e-9)
        let shares = Recording(
            instrument: .stock(symbol: "GOOG"),
            trades: [.init(end: now, open: 752, high: 753, low: 752, close: 752.5, volume: 900)],
            dailyBars: [DailyBar(date: .on(2015, 12, 22), open: 1, high: 2, low: 1, close: 750, volume: 1)])
        let market = ReplayMarket(recordings: options + [shares])
        let quote = try await market.quote(of: "GOOG", now: now)
        #expect(quote.last == 752.5 && quote.source == "replay" && quote.time == now)
        #expect(await market.impliedSpot(of: "GOOG", now: now) == nil)
        #expect(try await market.dailyBars(of: "GOOG", count: 9, now: now).count == 1)
        #expect(try await market.profile(of: "GOOG", now: now).previousClose == 750)
    }

    /// Two pairs that expire today say more of the spot than a month of many: spot and today's forward are one number.
    @Test func theSpotIsThatOfTheNearestExpiryHoweverFewItsPairs() async throws {
        let now = Self.open.adding(seconds: 90)
        func pairs(_ month: Int, _ day: Int, _ year: Int, _ strikes: [Double], level: Double) throws -> [Recording] {
            try strikes.flatMap { strike in
                try OptionRight.allCases.map { right in
                    let contract = try Worlds.option("SPXW", month, day, right, strike, year: year)
                    let value = 1 + max(right.sign * (level - strike), 0)
                    return Recording(
                        instrument: .option(contract),
                        quotes: [.init(end: Self.open.adding(seconds: 60), bid: value - 0.1, ask: value + 0.1)])
                }
            }
        }
        let later = try pairs(6, 15, 2016, [3000, 3600, 3700, 3800], level: 3740)
        let today = try pairs(12, 23, 2015, [3700, 3800], level: 3755)
        let market = ReplayMarket(recordings: later + today)
        #expect(abs((try await market.quote(of: "SPX", now: now).last ?? 0) - 3755) < 1e-6)
        // Pairs far from the money say nothing by themselves: then the expiry with three counts.
        let far = try pairs(12, 23, 2015, [3000, 5000], level: 3755)
        let other = ReplayMarket(recordings: later + far)
        #expect(abs((try await other.quote(of: "SPX", now: now).last ?? 0) - 3740) < 1e-6)
    }

    @Test func whatWasNotRecordedIsUnsupported() async throws {
        let market = ReplayMarket(recordings: try recordings { _ in 750 })
        await #expect(throws: MarketDataError.unsupported) {
            try await market.dailyBars(of: "GOOG", count: 9, now: Self.open)
        }
        await #expect(throws: MarketDataError.unsupported) {
            try await market.volatilityHistory(of: "GOOG", count: 9, now: Self.open)
        }
        await #expect(throws: MarketDataError.unsupported) { try await market.rates(now: Self.open) }
        await #expect(throws: MarketDataError.unknownSymbol("AAPL")) {
            try await market.quote(of: "AAPL", now: Self.open)
        }
        let early = try await market.quote(of: "GOOG", now: Self.open)
        #expect(early.last == nil && early.time == nil)
    }

    /// Six SPX and six GOOG pairs of one expiry at parity with 4 %, the mids missed by up to `noise` dollars.
    private func parityPairs(_ root: String, month: Int, noise: Double) throws -> [Recording] {
        let now = Self.open.adding(seconds: 60)
        return try (0..<6).flatMap { number in
            let strike = 1900 + 50 * Double(number)
            return try OptionRight.allCases.map { right in
                let contract = try Worlds.option(root, month, 15, right, strike, year: 2016)
                let years = contract.yearsToExpiry(from: now, calendar: .standard)
                let difference = exp(-0.04 * years) * (2010 - strike) + (number % 2 == 0 ? noise : -noise)
                let value = 200 + (right == .call ? difference : 0)
                return Recording(
                    instrument: .option(contract), quotes: [.init(end: now, bid: value - 0.1, ask: value + 0.1)])
            }
        }
    }

    @Test func ratesAreThoseEuropeanPairsImply() async throws {
        let now = Self.open.adding(seconds: 90)
        let sharp = ReplayMarket(recordings: try parityPairs("SPX", month: 6, noise: 0))
        let curve = try await sharp.rates(now: now)
        #expect(curve.source == "put-call parity" && curve.points.count == 1)
        #expect(abs((curve.rate(years: 0.5) ?? 0) - 0.04) < 1e-6)
        #expect(curve.asOf == Self.open.adding(seconds: 60))
        let silent = [
            try parityPairs("SPX", month: 6, noise: 5), try parityPairs("SPX", month: 1, noise: 0),
            try parityPairs("GOOG", month: 6, noise: 0),
        ]
        for recordings in silent {
            await #expect(throws: MarketDataError.unsupported) {
                try await ReplayMarket(recordings: recordings).rates(now: now)
            }
        }
    }

    @Test func mergingKeepsTheLaterRecording() throws {
        let contract = try Worlds.option("GOOG", 1, 15, .call, 750, year: 2016)
        let end = Self.open.adding(seconds: 60)
        let first = Recording(
            instrument: .option(contract),
            quotes: [.init(end: end, bid: 1, ask: 2), .init(end: end.adding(seconds: 60), bid: 3, ask: 4)])
        let second = Recording(instrument: .option(contract), quotes: [.init(end: end, bid: 1.5, ask: 2)])
        #expect(first.merged(with: second).quotes.map(\.bid) == [1.5, 3])
        let foreign = Recording(instrument: .stock(symbol: "GOOG"), quotes: [.init(end: end, bid: 9, ask: 9)])
        #expect(first.merged(with: foreign) == first)
    }
}
