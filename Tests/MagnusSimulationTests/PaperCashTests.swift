import MagnusAnalysis
import MagnusDomain
import Testing

@testable import MagnusSimulation

/// The history of the paper account as the fold of the ledger sees it.
@Suite struct PaperCashTests {
    /// The account's day by day minimum of cash less what short options reserve, straight from the events.
    private func leastFree(_ events: [LedgerEvent]) -> (day: CalendarDate, free: Double)? {
        var cash = 0.0
        var held: [String: [OptionContract: Int]] = [:]
        var homes: [OptionContract: String] = [:]
        var least: (day: CalendarDate, free: Double)?
        for (index, event) in events.enumerated() {
            cash += (event.amount + event.fees).dollars
            if case .option(let contract) = event.instrument {
                let home = homes[contract] ?? event.orderIdentifier ?? event.id
                homes[contract] = home
                held[home, default: [:]][contract, default: 0] += event.quantity.whole ?? 0
            }
            // Everything of one moment is one report or one order.
            if index + 1 < events.count, events[index + 1].time == event.time { continue }
            let reserved = held.values.reduce(0) { total, legs in
                let strikes = [0] + legs.filter { $0.value != 0 }.map(\.key.strike)
                let isCurved = Set(legs.filter { $0.value != 0 }.map(\.key.expiry)).count > 1
                let worst = strikes.map { price in
                    legs.reduce(0.0) { sum, leg in
                        guard !isCurved || (leg.value < 0 && leg.key.right == .put) else { return sum }
                        let payoff = max(0, leg.key.right.sign * (price - leg.key.strike))
                        return sum + 100 * Double(leg.value) * payoff
                    }
                }
                return total + max(0, -(worst.min() ?? 0))
            }
            if cash - reserved < least?.free ?? .infinity { least = (event.time.newYork.date, cash - reserved) }
        }
        return least
    }

    @Test(arguments: 1...20) func freeCashIsNeverNegative(seed: Int) throws {
        let world = seed == 1 ? Worlds.standard : SimulatedWorld(seed: UInt64(seed))
        let events = try PaperBroker(world: world).events(of: "paper", now: SimulatedWorld.anchor)
        let least = try #require(leastFree(events))
        #expect(least.free >= 0, "seed \(seed): \(least.free) on \(least.day)")
        let trades = PaperBroker.history(of: world).trades()
        let deepest = PaperHistory.deepest(trades)
        #expect(abs(deepest - 0.09) < 0.012, "seed \(seed): \(deepest)")
        let closed = results(events)
        let winners = closed.values.filter { $0 > 0 }.count
        #expect(closed.count == 180 && winners == 128, "seed \(seed): \(winners) of \(closed.count)")
    }

    /// Realised by contract, by the fold of the ledger.
    private func results(_ events: [LedgerEvent]) -> [OptionContract: Double] {
        var book = LedgerBook()
        book.apply(events)
        let open = Set(book.positions.map(\.instrument))
        var profit: [OptionContract: Double] = [:]
        for lot in book.closedLots {
            guard case .option(let contract) = lot.instrument, !open.contains(lot.instrument) else { continue }
            profit[contract, default: 0] += lot.profit.dollars
        }
        return profit
    }

    @Test func winRateOfTheFoldIsTheStatedOne() throws {
        let events = try PaperBroker(world: Worlds.standard).events(of: "paper", now: SimulatedWorld.anchor)
        let closed = results(events)
        #expect(closed.count == 180)
        #expect(closed.values.filter { $0 > 0 }.count == 128)
        #expect(closed.values.filter { $0 < 0 }.count == 52)
    }
}
