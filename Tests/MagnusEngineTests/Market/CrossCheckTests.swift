import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusSimulation
import Testing

@testable import MagnusEngine

/// Fault F23: two sources that differ.
@Suite struct CrossCheckTests {
    let clock = TestClock()
    let first = TamperedMarket()
    let second = TamperedMarket()

    private func opened() async throws -> Engine {
        try await EngineWorlds.opened(
            clock: clock, market: CrossCheckedMarketDataSource(first, against: second))
    }

    private func step(_ engine: Engine) async {
        clock.move(seconds: 1)
        await engine.step()
    }

    private func shift(_ symbol: String, by factor: Double) {
        second.set { faults in
            faults.underlying = { name, quote in
                guard name == symbol else { return quote }
                var quote = quote
                (quote.bid, quote.ask) = (quote.bid.map { $0 * factor }, quote.ask.map { $0 * factor })
                quote.source = "second"
                return quote
            }
        }
    }

    @Test func whatTwoSourcesSayDifferentlyIsShownAndWaits() async throws {
        let engine = try await opened()
        await step(engine)
        let before = try await engine.shown()
        let alert = try #require(before.alerts.first { $0.finding.symbol == "AAPL" })
        shift("AAPL", by: 0.92)
        for _ in 0..<3 { await step(engine) }
        let during = try await engine.shown()
        let told = during.notices.filter { $0.text.contains("AAPL contradictory") }
        #expect(told.count == 1, "\(during.notices.map(\.text))")
        #expect(told.first?.text.contains("second 23") == true && told.first?.text.contains("simulated 2") == true)
        #expect(during.feeds.first?.problem == "AAPL contradictory")
        let leg = try during.leg("AAPL")
        #expect(leg.delta.value == nil, "\(leg.delta)")
        #expect(try during.row("KO").delta.value != nil, "the others are as they were")
        let present = during.alerts.first { $0.id == alert.id }
        #expect(present?.finding.priority == alert.finding.priority, "it waits: \(String(describing: present))")
        clock.move(seconds: 1200)
        for _ in 0..<3 { await step(engine) }
        #expect(try await engine.shown().alerts.contains { $0.id == alert.id }, "neither raised nor ended")
        shift("AAPL", by: 1)
        await step(engine)
        let after = try await engine.shown()
        #expect(after.notices.contains { $0.text == "AAPL: sources agree again" })
        #expect(try after.leg("AAPL").delta.value != nil && after.feeds.first?.problem == nil)
        #expect(during.nonsense.isEmpty)
        await engine.close()
    }

    @Test func aContradictorySymbolIsNotScanned() async throws {
        shift("XLE", by: 1.08)
        let engine = try await opened()
        await engine.scanNow()
        let scans = await engine.scans
        #expect(!scans.flatMap(\.candidates).contains { $0.symbol == "XLE" } && !scans.flatMap(\.candidates).isEmpty)
        await engine.close()
    }

    @Test(arguments: [1.0, 1.009, 0.991]) func smallDifferencesAreAgreement(_ factor: Double) async throws {
        shift("AAPL", by: factor)
        let quote = try await CrossCheckedMarketDataSource(first, against: second).quote(of: "AAPL", now: clock.now())
        #expect(quote.contradiction == nil)
    }

    @Test func aSecondSourceThatCannotSayContradictsNobody() async throws {
        let checked = CrossCheckedMarketDataSource(first, against: second)
        shift("AAPL", by: .nan)
        #expect(try await checked.quote(of: "AAPL", now: clock.now()).contradiction == nil)
        second.set { $0.failure = .unreachable(reason: "timeout") }
        #expect(try await checked.quote(of: "AAPL", now: clock.now()).contradiction == nil)
        second.set { faults in
            faults.failure = nil
            faults.underlying = { _, quote in
                var quote = quote
                (quote.bid, quote.ask, quote.time) = (1, 1.01, SimulatedWorld.anchor.adding(seconds: -900))
                return quote
            }
        }
        #expect(
            try await checked.quote(of: "AAPL", now: clock.now()).contradiction == nil, "an old quote is no witness")
    }
}
