import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusSimulation

@Suite struct WorldSessionTests {
    private let world = Worlds.standard

    @Test func quotesAreSecondsOldInSession() throws {
        let contract = try Worlds.option("AMD", 4, 16, .put, 150)
        for second in stride(from: 0, to: 23_000, by: 997) {
            let now = Worlds.at(3, 16, 9, 30).adding(seconds: Double(second))
            for symbol in ["SPX", "AAPL", "MU", "TLT"] {
                let time = try #require(world.quote(of: symbol, now: now)?.time)
                #expect((0..<3).contains(now.seconds(since: time)))
            }
            let time = try #require(world.quote(of: contract, now: now)?.time)
            #expect((0..<3).contains(now.seconds(since: time)))
        }
    }

    @Test func optionsStandStillOutOfSessionAndSharesDoNot() throws {
        let contract = try Worlds.option("AMD", 4, 16, .put, 150)
        let evening = Worlds.at(3, 16, 18, 0)
        let atClose = world.quote(of: contract, now: Worlds.at(3, 16, 16, 0))
        var later = try #require(world.quote(of: contract, now: evening))
        #expect(later.time == Worlds.at(3, 16, 16, 0))
        later.receivedAt = Worlds.at(3, 16, 16, 0)
        #expect(later == atClose)
        let shares = try #require(world.quote(of: "AMD", now: evening)?.time)
        #expect(evening.seconds(since: shares) < 10)
        #expect(world.quote(of: "SPX", now: evening)?.time == Worlds.at(3, 16, 16, 0))
        #expect(world.quote(of: "AMD", now: Worlds.at(3, 17, 2, 0))?.time == Worlds.at(3, 16, 20, 0))
        let preMarket = try #require(world.quote(of: "AMD", now: Worlds.at(3, 17, 7, 0))?.time)
        #expect(Worlds.at(3, 17, 7, 0).seconds(since: preMarket) < 10)
    }

    @Test func indexFundOptionsTradeToQuarterPast() throws {
        let later = try Worlds.option("SPY", 5, 21, .put, 540)
        #expect(world.quote(of: later, now: Worlds.at(3, 16, 16, 40))?.time == Worlds.at(3, 16, 16, 15))
        let stock = try Worlds.option("MU", 3, 25, .put, 95)
        #expect(world.quote(of: stock, now: Worlds.at(3, 16, 16, 40))?.time == Worlds.at(3, 16, 16, 0))
    }

    @Test func morningSettledSeriesStopTheDayBefore() throws {
        let contract = try Worlds.option("SPX", 4, 16, .put, 5650)
        #expect(contract.settlement == .cashMorning)
        #expect(world.quote(of: contract, now: Worlds.at(4, 16, 11, 0))?.time?.newYork.date == .on(2027, 4, 15))
        #expect(world.quote(of: contract, now: Worlds.at(4, 17, 11, 0)) == nil)
    }

    @Test func halfDayEndsAtOne() throws {
        let now = Worlds.at(11, 27, 14, 0, year: 2026)
        #expect(world.quote(of: "SPX", now: now)?.time == Worlds.at(11, 27, 13, 0, year: 2026))
        let contract = try Worlds.option("AAPL", 12, 18, .put, 200, year: 2026)
        #expect(world.quote(of: contract, now: now)?.time == Worlds.at(11, 27, 13, 0, year: 2026))
        let shares = try #require(world.quote(of: "AAPL", now: now)?.time)
        #expect(shares > Worlds.at(11, 27, 13, 59, year: 2026))
        #expect(
            world.quote(of: "AAPL", now: Worlds.at(11, 27, 19, 0, year: 2026))?.time
                == Worlds.at(11, 27, 17, 0, year: 2026))
    }

    @Test func daylightChangeAndHolidayMoveNothingButTheClock() throws {
        // Friday 03-12 closes at 21:00Z, Monday 03-15 opens at 13:30Z: the clocks changed between them.
        #expect(world.quote(of: "SPX", now: Worlds.at(3, 13, 12, 0))?.time == Instant(secondsSinceEpoch: 1_804_885_200))
        #expect(world.quote(of: "SPX", now: Worlds.at(3, 15, 9, 30))?.time == Instant(secondsSinceEpoch: 1_805_117_400))
        // Good Friday.
        #expect(world.quote(of: "SPX", now: Worlds.at(3, 26, 11, 0))?.time == Worlds.at(3, 25, 16, 0))
        let expiries = Set(try #require(world.chain(of: "MU", now: SimulatedWorld.anchor)).map(\.contract.expiry))
        #expect(expiries.contains(.on(2027, 3, 25)) && !expiries.contains(.on(2027, 3, 26)))
        #expect(expiries.contains(.on(2027, 6, 17)) && !expiries.contains(.on(2027, 6, 18)))
    }

    @Test func scriptedWeek() throws {
        // The feed stalls for 70 s and goes on.
        let stall = Worlds.at(3, 15, 11, 5)
        #expect(world.quote(of: "SPX", now: stall.adding(seconds: 69))?.time == stall)
        #expect(world.quote(of: "SPX", now: stall.adding(seconds: 70))?.time == stall.adding(seconds: 70))
        #expect(Worlds.other.quote(of: "SPX", now: stall.adding(seconds: 69))?.time == stall.adding(seconds: 69))
        let before = try #require(world.spot(of: "AMD", at: Worlds.at(3, 15, 13, 20)))
        let after = try #require(world.spot(of: "AMD", at: Worlds.at(3, 15, 13, 34)))
        #expect(after < before * 0.96)
        #expect(world.spot(of: "KO", at: Worlds.at(3, 19, 16, 0)) == 74.99)
        #expect(world.spot(of: "KO", at: Worlds.at(3, 19, 17, 10)) == 75.20)
        let close = try #require(world.officialClose(of: "MU", on: .on(2027, 3, 24)))
        let night = try #require(world.spot(of: "MU", at: Worlds.at(3, 24, 16, 30)))
        #expect(abs(night / close - 0.91) < 0.01)
        #expect(try #require(world.officialClose(of: "AAPL", on: .on(2027, 3, 17))) < 259)
        #expect(try #require(world.officialClose(of: "XSP", on: .on(2027, 3, 15))) > 597)
    }

    @Test func stallsCanBeAdded() throws {
        let start = Worlds.at(3, 16, 10, 0)
        let stalled = SimulatedWorld(seed: 7, stalls: [start..<start.adding(seconds: 30)])
        let contract = try Worlds.option("AMD", 4, 16, .put, 150)
        #expect(stalled.quote(of: "SPY", now: start.adding(seconds: 29))?.time == start)
        #expect(stalled.quote(of: contract, now: start.adding(seconds: 29))?.time ?? start <= start)
        #expect(
            stalled.quote(of: "SPY", now: start.adding(seconds: 30))
                == Worlds.other.quote(of: "SPY", now: start.adding(seconds: 30)))
    }

    @Test func dividendDropsTheOpen() throws {
        let index = try #require(world.securityIndex("MO"))
        let ex = try #require(world.sessions.index(on: .on(2027, 3, 16)))
        let drop = world.closePrice(index, ex - 1) - world.openPrice(index, ex)
        #expect(abs(drop - 1.06) < 0.6)
        let profile = try #require(world.profile(of: "MO", now: SimulatedWorld.anchor))
        #expect(profile.dividends.first == DividendEvent(exDate: .on(2027, 3, 16), amount: 1.06, isEstimated: false))
        let earnings = try #require(world.profile(of: "MU", now: SimulatedWorld.anchor)?.earnings.first)
        #expect(earnings == EarningsEvent(date: .on(2027, 3, 24), time: .afterClose, isConfirmed: true))
    }
}
