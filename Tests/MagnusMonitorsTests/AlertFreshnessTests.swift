import MagnusAnalysis
import MagnusDomain
import Testing

@testable import MagnusMonitors

/// An alert and its row say the same.
@Suite struct AlertFreshnessTests {
    private typealias World = MonitorsWorld

    private func put(_ spot: Double, trust: Trust = .fresh, probability: Double = 0.5, mark: Double = 0.545)
        -> StrategyValuation
    {
        var row = World.put(
            "KO", "2027-03-19", 75, count: 2, spot: spot, mark: mark, half: 0.015, volatility: 0.17,
            probability: probability, entry: 0.92)
        row.legs[0].mark = Figure(mark, trust: trust, else: .noMarket)
        row.legs[0].underlyingPrice = Figure(spot, trust: trust, else: .noSource)
        return row
    }

    private func world(_ row: StrategyValuation) -> World {
        var world = World()
        world.strategies = [row]
        return world
    }

    private func alert(_ row: StrategyValuation) throws -> Alert {
        let finding = try #require(world(row).finding("KO"))
        return Alert(id: "a", finding: finding, state: .active, raisedAt: World.monday, updatedAt: World.monday)
    }

    private func isOutdated(_ alert: Alert, by row: StrategyValuation) -> Bool {
        AlertFreshness.isOutdated([alert], book: world(row).context.book)
    }

    @Test func movedFiguresCallTheMonitors() throws {
        let shown = try alert(put(74.98))
        #expect(!isOutdated(shown, by: put(74.98)))
        #expect(!isOutdated(shown, by: put(74.99)), "a cent more is not another sentence")
        #expect(isOutdated(shown, by: put(75.03)))
        #expect(isOutdated(shown, by: put(74.98, probability: 0.47)))
        let far = try alert(put(74.0))
        #expect(!isOutdated(far, by: put(74.03)), "5 % of the distance")
        #expect(isOutdated(far, by: put(74.06)))
    }

    @Test func staleFiguresAreMarkedAndTheMarkGoes() throws {
        let stale = try alert(put(74.98, trust: .stale))
        #expect(stale.finding.message.hasPrefix("~ 0.02 in"), "\(stale.finding.message)")
        #expect(stale.finding.message.count <= PaneWords.messageColumns)
        #expect(!isOutdated(stale, by: put(74.98, trust: .stale)))
        #expect(isOutdated(stale, by: put(74.98)))
        let fresh = try alert(put(74.98))
        #expect(fresh.finding.message.hasPrefix("0.02 in"))
        #expect(isOutdated(fresh, by: put(74.98, trust: .stale)))
    }

    @Test func thePinFractionIsASetting() throws {
        var wide = world(put(74.0, probability: 0.2, mark: 1.4))
        #expect(wide.finding("KO")?.title == "KO 75P in the money")
        wide.settings.expiration.pinFraction = 0.02
        #expect(wide.finding("KO")?.title == "KO 75P at the strike")
    }
}
