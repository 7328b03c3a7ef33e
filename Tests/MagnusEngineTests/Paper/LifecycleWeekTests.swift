import MagnusDesk
import MagnusDomain
import MagnusSimulation
import MagnusStore
import Testing

@testable import MagnusEngine

/// The scripted week seen through the engine: expiry, assignment and settlement of the paper book.
@Suite struct LifecycleWeekTests {
    private func shares(_ snapshot: DeskSnapshot, _ symbol: String) -> Quantity {
        snapshot.book.strategies.flatMap(\.legs).filter { $0.position.instrument == .stock(symbol: symbol) }
            .reduce(.zero) { $0 + $1.position.quantity }
    }

    @Test func theWeekUnfoldsOnceInTheLedger() async throws {
        let database = try EngineWorlds.database()
        let ledger = LedgerRepository(database)
        let clock = TestClock()
        let engine = try await EngineWorlds.opened(clock: clock, database: database)
        let cash = try #require(try await engine.shown().book.accounts.first?.cash)

        func at(_ moment: Instant) async throws -> DeskSnapshot {
            clock.move(to: moment)
            await engine.step()
            let count = try ledger.events(account: "paper").count
            clock.move(seconds: 6)
            await engine.step()
            #expect(try ledger.events(account: "paper").count == count, "asking again adds nothing")
            let snapshot = try await engine.shown()
            #expect(snapshot.nonsense.isEmpty)
            return snapshot
        }

        let evening = try await at(try march(15, 17, 45))
        #expect(!evening.session.isOpen)
        let spread = try evening.row("XSP")
        #expect(spread.legs.allSatisfy { $0.state == .awaitingBroker }, "\(spread.legs.map(\.state))")
        #expect(shares(evening, "MO") == Quantity(200))

        let tuesday = try await at(try march(16, 7, 1))
        #expect(!tuesday.book.strategies.contains { $0.symbol == "XSP" }, "cash settled")
        #expect(!tuesday.book.strategies.contains { $0.symbol == "MO" }, "called away before the dividend")
        #expect(shares(tuesday, "XSP") == .zero)
        #expect(tuesday.notices.contains { $0.text.contains("MO") })
        let events = try ledger.events(account: "paper")
        #expect(
            !events.contains {
                $0.kind == .dividend && $0.instrument == .stock(symbol: "MO") && $0.time > SimulatedWorld.anchor
            })

        let thursday = try await at(try march(18, 7, 1))
        #expect(shares(thursday, "AAPL") == Quantity(100))
        #expect(
            !thursday.book.strategies.flatMap(\.legs).contains {
                $0.contract?.underlying == "AAPL"
            })
        let bought = try #require(
            try ledger.events(account: "paper").last { $0.instrument == .stock(symbol: "AAPL") })
        #expect(bought.amount == Money(dollars: -26_000))

        let friday = try await at(try march(19, 16, 30))
        let pinned = try friday.leg("KO").state
        #expect(pinned == .decide, "\(pinned)")
        let saturday = try await at(try march(20, 6, 1))
        #expect(shares(saturday, "KO") == Quantity(100), "one of two assigned")
        #expect(
            !saturday.book.strategies.flatMap(\.legs).contains {
                $0.contract?.underlying == "KO"
            })
        let final = try ledger.events(account: "paper")
        #expect(Set(final.map(\.id)).count == final.count)
        let booked = final.filter { $0.time > SimulatedWorld.anchor }.reduce(Money.zero) { $0 + $1.amount + $1.fees }
        #expect(saturday.book.accounts.first?.cash == cash + booked)
        await engine.close()

        let again = try await EngineWorlds.opened(clock: clock, database: database)
        #expect(try ledger.events(account: "paper").count == final.count)
        #expect(try await again.shown().book.accounts.first?.cash == saturday.book.accounts.first?.cash)
        #expect(try await again.shown().book.strategies.map(\.id) == saturday.book.strategies.map(\.id))
    }

    /// One jump over the whole week leads to the same ledger as living through it.
    @Test func sleepingThroughTheWeekLeadsToTheSameBook() async throws {
        let clock = TestClock()
        let engine = try await EngineWorlds.opened(clock: clock)
        for moment in [try march(16, 7, 1), try march(18, 7, 1), try march(20, 6, 1)] {
            clock.move(to: moment)
            await engine.step()
        }
        let lived = try await engine.shown()
        let slept = try await EngineWorlds.opened(clock: clock).shown()
        #expect(lived.book.strategies.map(\.id) == slept.book.strategies.map(\.id))
        #expect(lived.book.accounts.first?.cash == slept.book.accounts.first?.cash)
        #expect(lived.book.realizedProfit == slept.book.realizedProfit)
        await engine.close()
    }
}
