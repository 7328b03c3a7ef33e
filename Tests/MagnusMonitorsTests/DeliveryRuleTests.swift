import MagnusDomain
import Testing

@testable import MagnusMonitors

/// What the broker reported overnight becomes an alert, once.
@Suite struct DeliveryRuleTests {
    private static let saturday = NewYorkTime.instant(on: MonitorsWorld.date("2027-03-20"), hour: 6, minute: 0)
    private static let contract = MonitorsWorld.contract("KO", "2027-03-19", .put, 75)

    private func event(
        _ kind: LedgerEventKind, _ count: Int, of contract: OptionContract = Self.contract, amount: Double = 0,
        at time: Instant = Self.saturday
    ) -> LedgerEvent {
        LedgerEvent(
            id: "\(kind.rawValue)-\(contract.shortName)-\(count)-\(time.secondsSinceEpoch)", account: "paper",
            time: time, kind: kind, instrument: .option(contract), quantity: Quantity(count),
            amount: Money(dollars: amount) ?? .zero, source: "test")
    }

    private func findings(
        _ events: [LedgerEvent], after hours: Double = 3, rows: [StrategyValuation] = []
    ) -> [AlertFinding] {
        var world = MonitorsWorld()
        world.now = Self.saturday.adding(seconds: hours * 3600)
        world.strategies = rows
        var context = world.context
        context.deliveries = events
        return Monitors.run(context: context, memory: MonitorMemory()).findings
            .filter { DeliveryRule.isNotice($0.conditionKey) }
    }

    private func shares(_ symbol: String, _ count: Int, _ intent: PositionIntent) -> StrategyValuation {
        MonitorsWorld.row(
            symbol, .stock, title: "\(count) sh", spot: 75,
            legs: [MonitorsWorld.Leg(instrument: .stock(symbol: symbol), quantity: count, mark: 75)],
            captured: .unknown(.notApplicable), intent: intent)
    }

    @Test func halfAssignedHalfExpiredIsOneAlertWithItsFigures() throws {
        let found = findings([event(.assignment, 1), event(.expiration, 1)], rows: [shares("KO", 100, .avoid)])
        let only = try #require(found.first)
        #expect(found.count == 1)
        #expect(only.title == "KO 75P assigned")
        #expect(only.trailing == "+100 sh")
        #expect(only.message == "+100 KO at 75.00, cash -7,500")
        #expect(only.priority == .high, "not wanted")
        #expect(only.monitor == .assignment)
        #expect(only.evidence.first { $0.name == "contracts expired" }?.value == 1)
    }

    @Test func severityGoesByWhatIsLeftToFear() throws {
        #expect(findings([event(.assignment, 1)], rows: [shares("KO", 100, .take)]).first?.priority == .medium)
        #expect(findings([event(.assignment, 1)], rows: [shares("KO", -100, .take)]).first?.priority == .critical)
        #expect(findings([event(.expiration, 2)]).first?.priority == .low)
        #expect(findings([event(.expiration, 2)]).first?.message == "2 contracts, nothing moved")
        let call = MonitorsWorld.contract("MO", "2027-03-19", .call, 57.5)
        let called = try #require(findings([event(.assignment, 2, of: call)]).first)
        #expect(called.message == "-200 MO at 57.50, cash +11,500")
        #expect(called.priority == .medium)
        let index = MonitorsWorld.contract("XSP", "2027-03-19", .put, 597, settlement: .cashAfternoon)
        let settled = try #require(findings([event(.cashSettlement, 1, of: index, amount: -323)]).first)
        #expect(settled.message == "settled in cash, -323")
        #expect(settled.priority == .medium)
        let long = findings([event(.exercise, -1)]).first
        #expect(long?.message.hasPrefix("-100 KO at 75.00, cash +7,500") == true, "a put of one's own sells")
    }

    /// Saturday's report is over when Monday's session is; one of this morning ends with today.
    @Test func itEndsWithTheNextSession() {
        #expect(findings([event(.assignment, 1)], after: 57.9).count == 1)
        #expect(findings([event(.assignment, 1)], after: 58.1).isEmpty)
        let monday = NewYorkTime.instant(on: MonitorsWorld.date("2027-03-22"), hour: 7, minute: 0)
        #expect(findings([event(.assignment, 1, at: monday)], after: 57.9).count == 1)
        #expect(findings([event(.assignment, 1, at: monday)], after: 58.1).isEmpty)
        #expect(findings([event(.assignment, 1)], after: -1).isEmpty, "not before it is reported")
    }

    @Test func acknowledgedItIsPutAwayAndComesNotBack() throws {
        let found = findings([event(.assignment, 1)])
        var policy = AlertPolicy()
        let now = Self.saturday
        _ = policy.step(findings: found, covered: [.assignment], now: now)
        let alert = try #require(policy.open.first)
        let outcome = try policy.acknowledge(alert.id, now: now)
        #expect(outcome.changed.first?.acknowledgedAt == now)
        #expect(policy.open.isEmpty)
        var later = AlertPolicy(stored: outcome.changed)
        let again = later.step(findings: found, covered: [.assignment], now: now.adding(seconds: 3600))
        #expect(again.isEmpty, "nor after a restart")
        #expect(later.open.isEmpty)
    }
}
