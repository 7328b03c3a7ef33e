import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import Testing

@testable import MagnusEngine

/// What the views tell of a history that a broker's file brought, years later and without quotes.
@Suite struct ImportedHistoryTests {
    private static let now = NewYorkTime.instant(on: day(2026, 11, 20), hour: 12, minute: 0)

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
        CalendarDate(year: year, month: month, day: day) ?? CalendarDate(daysSinceEpoch: 0)
    }

    private static func put(_ strike: Int, _ expiry: CalendarDate) throws -> Instrument {
        .option(
            try OptionContract.standard(symbol: "KO", expiry: expiry, right: .put, strikeThousandths: strike * 1000))
    }

    private static func trade(
        _ id: String, _ date: CalendarDate, _ instrument: Instrument, _ quantity: Int, _ cash: Double
    ) -> LedgerEvent {
        LedgerEvent(
            id: id, account: "broker", time: NewYorkTime.instant(on: date, hour: 16, minute: 0), kind: .trade,
            instrument: instrument, quantity: Quantity(quantity), price: nil, amount: Money(dollars: cash) ?? .zero,
            fees: Money(dollars: -1) ?? .zero, source: "file.csv")
    }

    private static func history(_ events: [LedgerEvent]) -> LifecycleHistory {
        LifecycleHistory(events, others: [], now: now)
    }

    private static func journal(_ history: LifecycleHistory, notes: [String: String] = [:]) -> [JournalEntry] {
        JournalBuilder.entries(
            history, notes: notes, unresolved: history.book.expiredUnresolved(at: now), now: now)
    }

    /// An option that ended years ago without a row is not open, was not held until today, and binds nothing.
    @Test func whatEndedWithoutARowIsNotHeld() throws {
        let history = Self.history([
            Self.trade("1", Self.day(2020, 12, 29), try Self.put(50, Self.day(2021, 1, 15)), -2, 200),
            Self.trade("2", Self.day(2026, 11, 2), try Self.put(60, Self.day(2026, 12, 18)), -1, 100),
        ])
        let entries = Self.journal(history)
        #expect(entries.map(\.state) == [.open, .unresolved])
        #expect(entries.map(\.daysHeld) == [18, 17])
        #expect(entries.allSatisfy { $0.endings.isEmpty && $0.profit == .zero })
        let wheel = try #require(
            Self.history(
                [Self.trade("1", Self.day(2020, 12, 29), try Self.put(50, Self.day(2021, 1, 15)), -2, 200)]
            ).wheels.first)
        #expect(wheel.campaign.unresolvedSince == Self.day(2021, 1, 15))
        #expect(abs(wheel.campaign.collateralDays - 10_000 * 17) < 1)
        #expect(wheel.annualizedReturn == .unknown(.expiredUnresolved))
    }

    /// Part of it was closed before: days run to the later of the two, the result is what is known.
    @Test func whatWasPartlyClosedAndThenEndedWithoutARow() throws {
        let put = try Self.put(50, Self.day(2021, 1, 15))
        let entries = Self.journal(
            Self.history([
                Self.trade("1", Self.day(2020, 12, 29), put, -2, 200),
                Self.trade("2", Self.day(2021, 1, 5), put, 1, -40),
            ]))
        let entry = try #require(entries.first)
        #expect(entry.state == .unresolved && entry.daysHeld == 17 && entry.endings == [.closed])
        #expect(entry.profit == Money(dollars: 58.5))
    }

    /// Premium of a spread is its net credit, debits are no premium, and what was paid to close debits is not bought back.
    @Test func premiumIsTheNetCredit() throws {
        let expiry = Self.day(2026, 3, 20)
        let history = Self.history([
            Self.trade("1", Self.day(2026, 2, 3), try Self.put(50, expiry), -1, 300),
            Self.trade("2", Self.day(2026, 2, 3), try Self.put(45, expiry), 1, -180),
            Self.trade("3", Self.day(2026, 2, 10), try Self.put(50, expiry), 1, -100),
            Self.trade("4", Self.day(2026, 2, 10), try Self.put(45, expiry), -1, 60),
            Self.trade("5", Self.day(2026, 2, 11), try Self.put(40, expiry), 1, -90),
            Self.trade("6", Self.day(2026, 2, 12), try Self.put(40, expiry), -1, 95),
        ])
        let month = try #require(history.months.first)
        #expect(history.months.count == 1)
        #expect(month.premiumReceived == Money(dollars: 118))
        #expect(month.premiumClosed == Money(dollars: -42))
        #expect(month.optionProfit == Money(dollars: 76 + 3))
        let groups = try #require(history.performance.realized[.month])
        let february = try #require(groups.first)
        #expect(february.trades == 2 && february.wins == 2 && february.winRate == 1)
        #expect(february.premium == Money(dollars: 118 - 91) && february.optionProfit == Money(dollars: 79))
        #expect(february.tradeProfit == Money(dollars: 79) && february.expectancy == 39.5)
        let shapes = try #require(history.performance.realized[.strategy])
        #expect(shapes.map(\.key) == ["bull_put_spread", "long_put"] && shapes.map(\.trades) == [1, 1])
        #expect(shapes.first?.premiumKept.map { ($0 * 1000).rounded() } == 644)
        #expect(history.wheels.isEmpty)
    }

    /// A note written when fills stood apart stays with them when they are put together.
    @Test func aNoteStaysWithItsFills() throws {
        let expiry = Self.day(2027, 3, 19)
        let entries = Self.journal(
            Self.history([
                Self.trade("1", Self.day(2026, 11, 3), try Self.put(45, expiry), 1, -180),
                Self.trade("2", Self.day(2026, 11, 3), try Self.put(50, expiry), -1, 300),
            ]), notes: [JournalEntry.noteKey(of: "2"): "sold alone #once"])
        #expect(entries.map(\.note) == ["sold alone #once"])
    }
}
