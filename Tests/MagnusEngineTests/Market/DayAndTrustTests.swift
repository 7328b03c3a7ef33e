import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusSimulation
import Synchronization
import Testing

@testable import MagnusEngine

/// The profit of the day and what quotes are good for, through the engine.
@Suite struct DayAndTrustTests {
    private static let put = OptionContract(
        root: "PLTR", underlying: "PLTR",
        expiry: CalendarDate(year: 2027, month: 4, day: 16)
            ?? CalendarDate(daysSinceEpoch: 0), right: .put, strikeThousandths: 80_000, style: .american,
        settlement: .physical, multiplier: 100, deliverable: .shares(100))

    private static func event(
        _ id: String, _ instrument: Instrument, _ quantity: Int, amount: Double, at time: Instant
    ) -> LedgerEvent {
        LedgerEvent(
            id: id, account: "paper", time: time, kind: .trade, instrument: instrument, quantity: Quantity(quantity),
            amount: Money(dollars: amount) ?? .zero, orderIdentifier: id, source: "fixed")
    }

    /// A put and shares of last week, both closed this morning: the day is what they brought less what they were worth on
    /// Friday, and equals the change of net liquidation.
    @Test func whatIsClosedTodayCountsFromFridaysMarks() async throws {
        var account = FixedAccount([])
        let lastWeek = try march(9, 11, 0)
        let today = try march(15, 10, 0)
        let stock = Instrument.stock(symbol: "DIS")
        account.events = [
            Self.event("1", .option(Self.put), -1, amount: 235, at: lastWeek),
            Self.event("2", stock, 100, amount: -11_500, at: lastWeek),
            Self.event("3", .option(Self.put), 1, amount: -700, at: today),
            Self.event("4", stock, -100, amount: 10_850, at: today),
        ]
        let engine = try await EngineWorlds.opened(accounts: account)
        let book = try await engine.shown().book
        let friday = try march(12, 16, 0)
        let world = EngineWorlds.simulated
        let quote = try #require(world.quote(of: Self.put, now: friday))
        let mark = (try #require(quote.bid) + (try #require(quote.ask))) / 2
        let close = try #require(world.profile(of: "DIS", now: SimulatedWorld.anchor)?.previousClose)
        let expected = (-700 + 100 * mark) + (10_850 - 100 * close)
        let value = try #require(book.dayProfit.figure.value)
        #expect(abs(value - expected) < 1e-6, "\(value) \(expected)")
        #expect(book.dayClosings.count == 2 && book.strategies.isEmpty)
        let attribution = try #require(book.dayAttribution)
        #expect(abs((attribution.book.total.figure.value ?? .nan) - expected) < 1e-6)
        await engine.close()
    }

    /// Of two puts at the strike one was assigned and one expired on Friday: Monday's profit of the day is the change of
    /// net liquidation since Friday's close, where both counted with their intrinsic value.
    @Test func whatExpiredAtThePreviousCloseCountsFromItsIntrinsicValue() async throws {
        let friday = try await EngineWorlds.opened(clock: TestClock(try march(19, 16, 0)))
        let before = try #require(try await friday.shown().book.accounts.first?.netLiquidation.figure.value)
        await friday.close()
        let monday = try await EngineWorlds.opened(clock: TestClock(try march(22, 11, 0)))
        let account = try #require(try await monday.shown().book.accounts.first)
        let after = try #require(account.netLiquidation.figure.value)
        let day = try #require(account.dayProfit.figure.value)
        #expect(abs(day - (after - before)) < 0.02, "\(day) against \(after) - \(before)")
        await monday.close()
    }

    /// F19, domain.md section 6: the mid of 0.05 x 5.00 is an estimate that tells no volatility.
    @Test func aWideQuoteIsAnEstimateWithoutVolatility() async throws {
        let market = TamperedMarket()
        market.set { faults in
            faults.option = { contract, quote in
                var quote = quote
                if contract.underlying == "MU" { (quote.bid, quote.ask) = (0.05, 5) }
                if contract.underlying == "AMD" { (quote.bid, quote.ask) = (1.50, 2.10) }
                return quote
            }
        }
        let engine = try await EngineWorlds.opened(market: market)
        let snapshot = try await engine.shown()
        let leg = try snapshot.leg("MU")
        #expect(leg.mark.trust == .estimated && leg.markSource.contains("wide"), "\(leg.mark) \(leg.markSource)")
        #expect(leg.unrealizedProfit.trust == .estimated)
        #expect(!leg.pricingMethod.hasPrefix("American"), "\(leg.pricingMethod)")
        let amd = try snapshot.leg("AMD")
        #expect(amd.mark.trust == .estimated && amd.impliedVolatility.trust == .estimated)
        await engine.close()
    }

    @Test func theLimitOfWideSpreadsIsTakenLive() async throws {
        let market = TamperedMarket()
        market.set { faults in
            faults.option = { contract, quote in
                var quote = quote
                if contract.underlying == "AMD" { (quote.bid, quote.ask) = (1.50, 2.10) }
                return quote
            }
        }
        let clock = TestClock()
        let file = EditedSettings()
        let engine = try await EngineWorlds.opened(clock: clock, market: market, settings: file)
        #expect(try await engine.shown().leg("AMD").mark.trust == .estimated)
        await file.edit("book.wide_spread", .number(0.5))
        clock.move(seconds: 3)
        await engine.step()
        #expect(try await engine.shown().leg("AMD").mark.trust == .fresh)
        await engine.close()
    }

    /// A closing quote of 0 x 5.00 is no mark of 2.50.
    @Test func theMarkOfTheCloseIsJudgedLikeAnyOther() async throws {
        let market = TamperedMarket()
        let friday = try march(12, 16, 0)
        market.set { faults in
            faults.option = { contract, quote in
                var quote = quote
                let isClose = quote.time.map { $0 <= friday } ?? false
                if isClose, contract.underlying == "MU" { (quote.bid, quote.ask) = (0, 5) }
                if isClose, contract.underlying == "AMD" { (quote.bid, quote.ask) = (0.05, 5) }
                return quote
            }
        }
        let engine = try await EngineWorlds.opened(market: market)
        let snapshot = try await engine.shown()
        #expect(try snapshot.leg("MU").previousMark == .unknown(.noSource))
        #expect(try snapshot.leg("MU").dayProfit.value == nil)
        #expect(try snapshot.leg("AMD").dayProfit.trust == .estimated)
        #expect(try snapshot.leg("PLTR").dayProfit.trust == .fresh)
        await engine.close()
    }

    /// One live symbol hides no dead feed: the age shown is that of the oldest quote held.
    @Test func theAgeOfTheDataIsTheOldestHeld() async throws {
        let market = TamperedMarket()
        market.set { faults in
            faults.underlying = { symbol, quote in
                var quote = quote
                if symbol == "KO" { quote.time = SimulatedWorld.anchor.adding(seconds: -300) }
                return quote
            }
        }
        let engine = try await EngineWorlds.opened(market: market)
        #expect(try await engine.shown().feeds.first?.dataAgeSeconds == 300)
        await engine.close()
    }

    /// What settles on Tuesday is settled on Tuesday's screen, without a restart and without another event.
    @Test func settledCashFollowsTheDate() async throws {
        var account = FixedAccount([])
        account.events = [
            Self.event("1", .stock(symbol: "DIS"), 100, amount: -11_500, at: try march(9, 11, 0)),
            Self.event("2", .stock(symbol: "DIS"), -100, amount: 10_850, at: try march(15, 10, 0)),
        ]
        let clock = TestClock()
        let engine = try await EngineWorlds.opened(clock: clock, accounts: account)
        let monday = try #require(try await engine.shown().book.accounts.first)
        #expect(monday.settledCash == Money(dollars: -11_500) && monday.cash == Money(dollars: -650))
        clock.move(to: try march(16, 11, 0))
        await engine.step()
        let tuesday = try #require(try await engine.shown().book.accounts.first)
        #expect(tuesday.settledCash == tuesday.cash)
        // Neither is Monday's sale a part of Tuesday's profit.
        #expect(try await engine.shown().book.dayProfit.figure == Figure(0))
        await engine.close()
    }

    /// trader.md section 1: from 09:30 to 09:45 the profit of the day is an estimate.
    @Test func inTheOpeningTheDayIsAnEstimate() async throws {
        let opening = try await EngineWorlds.opened(clock: TestClock(try march(16, 9, 31)))
        let early = try await opening.shown().book
        #expect(early.dayProfit.figure.trust == .estimated)
        #expect(early.accounts.first?.dayProfit.figure.trust == .estimated)
        await opening.close()
        let later = try await EngineWorlds.opened(clock: TestClock(try march(16, 9, 45)))
        #expect(try await later.shown().book.dayProfit.figure.trust == .fresh)
        await later.close()
    }

    /// A chance of early exercise rests on the option's own volatility: one minute after the open a quote far wider than
    /// that of the close raises nothing; at 09:46 it does.
    @Test func aWideOpeningRaisesNothingFromItsMark() async throws {
        func messages(_ minute: Int, widened: Double) async throws -> [String] {
            let market = TamperedMarket()
            let open = try march(16, 9, 30)
            market.set { faults in
                faults.option = { contract, quote in
                    var quote = quote
                    guard contract.underlying == "PLTR", quote.time.map({ $0 > open }) ?? false,
                        let bid = quote.bid, let ask = quote.ask
                    else { return quote }
                    (quote.bid, quote.ask) = (max(0.01, bid - widened), ask + widened)
                    return quote
                }
            }
            let engine = try await EngineWorlds.opened(clock: TestClock(try march(16, 9, minute)), market: market)
            await engine.runMonitors(Set(MonitorName.allCases))
            await engine.publish()
            let alerts = try await engine.shown().alerts
            await engine.close()
            return alerts.filter { $0.finding.title.contains("PLTR") }.map(\.finding.message)
        }
        #expect(try await messages(31, widened: 0.5).filter { $0.contains("early") } == [])
        #expect(try await messages(46, widened: 0).contains { $0.contains("early") })
    }
}
