import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusSimulation

@Suite struct PaperBrokerTests {
    private static let broker = PaperBroker(world: Worlds.standard)
    private let broker = PaperBrokerTests.broker

    private func holdings(_ events: [LedgerEvent]) -> [Instrument: Int] {
        var held: [Instrument: Int] = [:]
        for event in events {
            guard let instrument = event.instrument, let count = event.quantity.whole else { continue }
            held[instrument, default: 0] += count
        }
        return held.filter { $0.value != 0 }
    }

    private func value(_ held: [Instrument: Int], now: Instant) throws -> Double {
        var total = 0.0
        for (instrument, count) in held {
            switch instrument {
            case .stock(let symbol): total += Double(count) * (try #require(Worlds.standard.spot(of: symbol, at: now)))
            case .option(let contract) where contract.isAdjusted: break
            case .option(let contract):
                let quote = try #require(Worlds.standard.quote(of: contract, now: now))
                total += Double(count * 100) * Worlds.middle(quote)
            }
        }
        return total
    }

    @Test func cashAndNetLiquidationAtTheAnchor() throws {
        let events = try broker.events(of: "paper", now: SimulatedWorld.anchor)
        let cash = events.reduce(Money.zero) { $0 + $1.amount + $1.fees }
        #expect(cash == Money(dollars: 114_640.40))
        let value = try value(holdings(events), now: SimulatedWorld.anchor)
        #expect(abs(cash.dollars + value - 169_360.40) < 0.01)
        #expect(holdings(events).count == 28)
    }

    @Test func openProfitAtTheAnchor() throws {
        let events = try broker.events(of: "paper", now: SimulatedWorld.anchor)
        let held = holdings(events)
        var paid = 0.0
        for event in events {
            guard let instrument = event.instrument, held[instrument] != nil,
                !(instrument == .option(PaperBook.adjusted))
            else { continue }
            if case .stock = instrument, event.orderIdentifier?.hasPrefix("W-T") ?? false { continue }
            paid += event.amount.dollars
        }
        #expect(abs(paid + (try value(held, now: SimulatedWorld.anchor)) + 911) < 9.11)
    }

    @Test func history() throws {
        let events = try broker.events(of: "paper", now: SimulatedWorld.anchor)
        var profit: [OptionContract: Double] = [:]
        var quantity: [OptionContract: Int] = [:]
        for event in events {
            guard case .option(let contract) = event.instrument else { continue }
            profit[contract, default: 0] += (event.amount + event.fees).dollars
            quantity[contract, default: 0] += event.quantity.whole ?? 0
        }
        let closed = profit.filter { quantity[$0.key] == 0 }
        #expect(closed.count == 180)
        #expect(closed.values.filter { $0 > 0 }.count == 128)
        let first = try #require(events.first?.time)
        #expect(SimulatedWorld.anchor.seconds(since: first) > 400 * 86_400)
        #expect(events.contains { $0.time.newYork.hourMinute == "15:40" && $0.details.contains("broker") })
        #expect(events.filter { $0.details.hasPrefix("Roll") }.count == 6)
        #expect(events.contains { $0.details.hasPrefix("Assigned 1 of 3 T") })
    }

    @Test(arguments: [UInt64(1), 7]) func drawdown(seed: UInt64) {
        let world = seed == 1 ? Worlds.standard : Worlds.other
        let trades = PaperBroker.history(of: world).trades()
        #expect(abs(PaperHistory.deepest(trades) - 0.09) < 0.012)
    }

    @Test func eventsAreStableSortedAndUnique() throws {
        let early = try broker.events(of: "paper", now: SimulatedWorld.anchor)
        let late = try broker.events(of: "paper", now: SimulatedWorld.anchor.adding(seconds: 40 * 86_400))
        #expect(Array(late.prefix(early.count)) == early)
        #expect(Set(late.map(\.id)).count == late.count)
        #expect(zip(late, late.dropFirst()).allSatisfy { ($0.time, $0.id) <= ($1.time, $1.id) })
        #expect(throws: MarketDataError.unknownSymbol("live")) {
            try broker.events(of: "live", now: SimulatedWorld.anchor)
        }
    }

    @Test func theWeekUnfolds() throws {
        func news(_ from: Instant, _ to: Instant) throws -> [LedgerEvent] {
            try broker.events(of: "paper", now: to).filter { $0.time > from }
        }
        let monday = SimulatedWorld.anchor
        #expect(try news(monday, Worlds.at(3, 16, 6, 59)).isEmpty)
        let tuesday = try news(monday, Worlds.at(3, 16, 7, 0))
        #expect(tuesday.contains { $0.instrument == .stock(symbol: "MO") && $0.quantity == Quantity(-200) })
        #expect(tuesday.filter { $0.instrument?.underlying == "XSP" }.count == 2)
        let thursday = try news(Worlds.at(3, 16, 7, 0), Worlds.at(3, 18, 7, 0))
        #expect(thursday.contains { $0.instrument == .stock(symbol: "AAPL") && $0.amount == Money(dollars: -26_000) })
        #expect(try news(Worlds.at(3, 18, 7, 0), Worlds.at(3, 20, 5, 59)).isEmpty)
        let saturday = try news(Worlds.at(3, 18, 7, 0), Worlds.at(3, 20, 6, 0))
        let put = try Worlds.option("KO", 3, 19, .put, 75)
        #expect(saturday.filter { $0.instrument == .option(put) }.map(\.kind) == [.assignment, .expiration])
        #expect(saturday.contains { $0.instrument == .stock(symbol: "KO") && $0.quantity == Quantity(100) })
        let all = try broker.events(of: "paper", now: Worlds.at(6, 1, 12, 0))
        #expect(!all.contains { $0.kind == .dividend && $0.instrument == .stock(symbol: "MO") })
        let settled = all.filter { $0.instrument?.underlying == "SPX" && $0.kind != .trade }
        #expect(settled.allSatisfy { $0.time == Worlds.at(4, 17, 6, 0) } && settled.count == 2)
    }

    @Test func nothingIsHeldPastItsReport() throws {
        for seed in [UInt64(1), 3, 9] {
            let world = seed == 1 ? Worlds.standard : SimulatedWorld(seed: seed)
            let events = try PaperBroker(world: world).events(of: "paper", now: Worlds.at(3, 30, 12, 0, year: 2028))
            for (instrument, count) in holdings(events) {
                if case .option(let contract) = instrument { Issue.record("\(contract.osi) \(count) never ended") }
            }
        }
    }

    @Test func secondAccountAndOrders() async throws {
        let events = try broker.events(of: "ira", now: SimulatedWorld.anchor)
        let held = holdings(events)
        #expect(held[.stock(symbol: "VTI")] == 50)
        #expect(held[.option(try Worlds.option("XLE", 4, 16, .put, 85))] == -1)
        let orders = await broker.workingOrders(of: "paper", now: SimulatedWorld.anchor)
        #expect(orders.map(\.strategyGroup) == ["P14"] && orders.map(\.limitPrice) == [0.93])
        #expect(await broker.workingOrders(of: "ira", now: SimulatedWorld.anchor).isEmpty)
        let groups = Set(try broker.events(of: "paper", now: SimulatedWorld.anchor).compactMap(\.orderIdentifier))
        for note in PaperBroker.notes { #expect(groups.contains(note.strategyGroup)) }
        for group in PaperBroker.intents.keys { #expect(groups.contains(group)) }
    }
}
