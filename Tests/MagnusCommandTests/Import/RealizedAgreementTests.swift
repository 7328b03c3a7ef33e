import Foundation
import MagnusAnalysis
import MagnusConnectors
import MagnusDesk
import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusEngine

/// Journal, performance, income, settlement and tax tell one total of genuine files, with what brokers state of closings
/// that no entry opened.
@Suite(
    .enabled(
        if: FileManager.default.fileExists(atPath: SharedRecordings.root + "/broker-exports/ibkr-flex"),
        "shared data is absent"))
struct RealizedAgreementTests {
    static let files =
        (FlexStatedResultTests.files + [FlexStatedResultTests.silent]).map { "ibkr-flex/" + $0 } + [
            "tastytrade/2018-2020-05.csv", "tastytrade/2020-05-2020-12.csv",
            "tastytrade/transactions_history_2018-2020.csv", "tastytrade/uso.csv", "robinhood/robinhood.test.csv",
        ]

    private static let now = NewYorkTime.instant(
        on: CalendarDate(year: 2026, month: 11, day: 20) ?? CalendarDate(daysSinceEpoch: 0), hour: 12, minute: 0)

    private func history(_ name: String) throws -> LifecycleHistory {
        var batch = ImportBatch()
        try batch.add(path: SharedRecordings.root + "/broker-exports/" + name)
        let events = LedgerBook(batch.finish().bookings.flatMap(\.result.events)).allEvents
        return LifecycleHistory(events, others: [], now: Self.now)
    }

    private func sum(_ parts: [Money]) -> Money { parts.reduce(.zero) { $0 + $1 } }

    @Test(arguments: files) func oneTotal(name: String) throws {
        let history = try history(name)
        let performance = history.performance
        let total = performance.realizedTotal
        for grouping in RealizedGrouping.allCases {
            #expect(sum((performance.realized[grouping] ?? []).map(\.profit)) == total, "\(grouping)")
        }
        #expect(sum(history.months.map { $0.optionProfit + $0.shareProfit }) == total)
        #expect(sum(history.weeks.map { $0.optionProfit + $0.shareProfit }) == total)
        let journal = JournalBuilder.entries(history, notes: [:], now: Self.now)
        #expect(sum(journal.map(\.profit)) + performance.statedTotal == total)
        #expect(sum(history.months.map(\.stated.profit)) == performance.statedTotal)
        #expect(history.taxYears.reduce(0) { $0 + $1.stated.count } == performance.statedCount)
    }

    /// The week of each settlement is the same week of the income.
    @Test(arguments: files) func eachWeekOfASettlement(name: String) throws {
        let history = try history(name)
        let builder = SettlementBuilder(history: history, calendar: .standard)
        for day in builder.expiries(before: Self.now) {
            let settlement = builder.report(of: day, closes: [:], valued: nil, now: Self.now)
            let week = history.weeks.first { $0.begins == settlement.weekBegins }
            let own = week.map { $0.optionProfit + $0.shareProfit } ?? .zero
            #expect(sum(settlement.week.map(\.realized)) == own, "\(day.iso8601)")
            #expect(sum(settlement.week.map(\.stated.profit)) == week?.stated.profit ?? .zero)
        }
    }

    /// Where every cost and mark is known the tax years add up to what performance counts for tax, year by year.
    @Test(arguments: files) func theTaxYears(name: String) throws {
        let history = try history(name)
        let groups = history.performance.realized[.taxYear] ?? []
        for year in history.taxYears where year.unknownCount == 0 && year.section1256.unknownCount == 0 {
            let own = year.shortTerm + year.longTerm + year.section1256.total + year.stated.profit
            #expect(own == groups.first { $0.key == String(year.year) }?.taxProfit ?? .zero, "\(year.year)")
        }
    }

    /// 871.75 and 1,050.00 in the broker's words: the week of the settlement and every total have them, marked.
    @Test func whatTheBrokerStatesIsInTheWeek() throws {
        let history = try history("ibkr-flex/ib-flex-rs-synthetic/activity_options.xml")
        #expect(history.performance.realizedTotal == Money(dollars: 1921.75))
        let builder = SettlementBuilder(history: history, calendar: .standard)
        let day = try #require(CalendarDate(year: 2025, month: 1, day: 17))
        let week = builder.report(of: day, closes: [:], valued: nil, now: Self.now).week
        #expect(week.map(\.symbol).contains("MSFT") && week.map(\.symbol).contains("SPY"))
        #expect(sum(week.map(\.realized)) == Money(dollars: 1921.75))
        #expect(week.reduce(0) { $0 + $1.stated.count } == 2)
        #expect(history.taxYears.first?.stated == StatedSum(count: 2, profit: Money(dollars: 1921.75) ?? .zero))
    }
}
