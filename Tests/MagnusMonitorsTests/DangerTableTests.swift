import MagnusDomain
import Testing

@testable import MagnusMonitors

/// Every cell of the severity table.
@Suite struct DangerTableTests {
    static let table = DangerTable(settings: MonitorSettings().expiration)

    static func value(
        _ days: Int, _ standing: DangerTable.Standing, _ consequence: DangerTable.Consequence = .unwanted,
        worthless: Bool = false
    ) -> AlertPriority? {
        table.priority(days: days, standing: standing, consequence: consequence, isWorthless: worthless)
    }

    @Test(arguments: [0, 1, 2, 3]) func soon(days: Int) {
        #expect(Self.value(days, .outOfTheMoney(sigmas: 2), worthless: true) == .low)
        #expect(Self.value(days, .outOfTheMoney(sigmas: 1.99), worthless: true) == .medium)
        #expect(Self.value(days, .outOfTheMoney(sigmas: 2)) == .medium)
        #expect(Self.value(days, .outOfTheMoney(sigmas: 1)) == .medium)
        #expect(Self.value(days, .outOfTheMoney(sigmas: 0.99)) == .high)
        #expect(Self.value(days, .outOfTheMoney(sigmas: nil)) == .high)
        #expect(Self.value(days, .inTheMoneyOrPinned) == .critical)
        #expect(Self.value(days, .inTheMoneyOrPinned, .wantedAndFunded) == .medium)
        #expect(Self.value(days, .inTheMoneyOrPinned, .uncovered) == .critical)
    }

    @Test(arguments: [4, 5, 6, 7]) func week(days: Int) {
        #expect(Self.value(days, .outOfTheMoney(sigmas: 3), worthless: true) == nil)
        #expect(Self.value(days, .outOfTheMoney(sigmas: 1)) == nil)
        #expect(Self.value(days, .outOfTheMoney(sigmas: 0.99)) == .medium)
        #expect(Self.value(days, .inTheMoneyOrPinned) == .high)
        #expect(Self.value(days, .inTheMoneyOrPinned, .wantedAndFunded) == .low)
        #expect(Self.value(days, .inTheMoneyOrPinned, .uncovered) == .high)
    }

    @Test func beyondAWeekNothing() {
        #expect(Self.value(8, .inTheMoneyOrPinned, .uncovered) == nil)
    }
}
