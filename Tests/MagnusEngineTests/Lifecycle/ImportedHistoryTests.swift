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

    /// Fees of 1.00 a trade: paid by what is open and by what nobody reported as well; of 2 contracts of which one was bought
    /// back, the opening's 1.00 and the closing's.
    @Test func feesArePaidBeforeAnythingEnds() throws {
        let entries = Self.journal(
            Self.history([
                Self.trade("1", Self.day(2020, 12, 29), try Self.put(50, Self.day(2021, 1, 15)), -2, 200),
                Self.trade("2", Self.day(2026, 11, 2), try Self.put(60, Self.day(2026, 12, 18)), -1, 100),
                Self.trade("3", Self.day(2026, 11, 3), try Self.put(61, Self.day(2026, 12, 18)), -2, 200),
                Self.trade("4", Self.day(2026, 11, 4), try Self.put(61, Self.day(2026, 12, 18)), 1, -90),
            ]))
        #expect(entries.map(\.state) == [.partly, .open, .unresolved])
        #expect(entries.map(\.fees) == [Money(dollars: -2), Money(dollars: -1), Money(dollars: -1)])
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

    private static func move(
        _ id: String, _ date: CalendarDate, _ instrument: Instrument, _ quantity: Int
    ) -> LedgerEvent {
        LedgerEvent(
            id: id, account: "broker", time: NewYorkTime.instant(on: date, hour: 17, minute: 0), kind: .transfer,
            instrument: instrument, quantity: Quantity(quantity), source: "file.csv")
    }

    /// A transfer to another broker is no sale and no expiry: it was held until then, and nothing was realised.
    @Test func whatWasMovedOutIsHeldUntilThen() throws {
        let put = try Self.put(50, Self.day(2026, 3, 16))
        let shares = Instrument.stock(symbol: "KO")
        let entries = Self.journal(
            Self.history([
                Self.trade("1", Self.day(2026, 1, 5), put, -1, 299),
                Self.move("2", Self.day(2026, 2, 5), put, 1),
                Self.trade("3", Self.day(2026, 1, 6), shares, 100, -7000),
                Self.move("4", Self.day(2026, 2, 5), shares, -100),
            ]))
        #expect(entries.map(\.state) == [.movedOut, .movedOut])
        // 2026-01-06 and 2026-01-05 to 2026-02-05.
        #expect(entries.map(\.daysHeld) == [30, 31])
        #expect(entries.allSatisfy { $0.closedAt?.newYork.date == Self.day(2026, 2, 5) && $0.endings.isEmpty })
        let parts = Self.journal(
            Self.history([
                Self.trade("1", Self.day(2026, 1, 5), shares, 300, -21_000),
                Self.trade("2", Self.day(2026, 1, 15), shares, -100, 7100),
                Self.move("3", Self.day(2026, 2, 5), shares, -100),
            ]))
        // A hundred are held still.
        #expect(parts.first?.state == .partly && parts.first?.closedAt?.newYork.date == Self.day(2026, 2, 5))
        let split = Self.history([
            Self.trade("1", Self.day(2026, 1, 5), shares, 100, -7000),
            Self.move("2", Self.day(2026, 2, 5), shares, -150),
        ])
        #expect(split.book.departures.map(\.quantity) == [Quantity(100)])
        #expect(split.book.departures.first?.movedBy == "2" && split.book.departures.first?.openedBy == "1")
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
        // The put bought for 91 is no premium and keeps none: 76 of 118 = 0.644.
        #expect(february.premium == Money(dollars: 118) && february.premiumProfit == Money(dollars: 76))
        #expect(february.optionProfit == Money(dollars: 79))
        #expect(february.premiumKept.map { ($0 * 1000).rounded() } == 644)
        #expect(february.tradeProfit == Money(dollars: 79) && february.expectancy == 39.5)
        let shapes = try #require(history.performance.realized[.strategy])
        #expect(shapes.map(\.key) == ["bull_put_spread", "long_put"] && shapes.map(\.trades) == [1, 1])
        #expect(shapes.first?.premiumKept.map { ($0 * 1000).rounded() } == 644)
        #expect(shapes.last?.premium == .zero && shapes.last?.premiumKept == nil)
        // Both legs are puts: one net credit. The put bought alone stays out here as well.
        let puts = try #require(history.performance.realized[.right]?.first)
        #expect(puts.premium == Money(dollars: 118) && puts.premiumProfit == Money(dollars: 76))
        #expect(history.wheels.isEmpty)
    }

    /// The genuine case: puts bought in a month make its net small, and what calls sold have kept becomes several times it.
    /// Received: 2 puts at 300 less 1.00, closed one at 100 (100 + 1.00), one still open: a trade that is not closed brings
    /// nothing yet. A call sold for 200 less 1.00 and bought back for 250 and 1.00 kept -52 of 199.
    @Test func keptIsAPartOfWhatWasReceived() throws {
        let expiry = Self.day(2026, 12, 18)
        let call = Instrument.option(
            try OptionContract.standard(symbol: "KO", expiry: expiry, right: .call, strikeThousandths: 60_000))
        let history = Self.history([
            Self.trade("1", Self.day(2026, 2, 3), try Self.put(50, expiry), -2, 600),
            Self.trade("2", Self.day(2026, 2, 10), try Self.put(50, expiry), 1, -100),
            Self.trade("3", Self.day(2026, 2, 11), try Self.put(40, expiry), 1, -190),
            Self.trade("4", Self.day(2026, 2, 12), try Self.put(40, expiry), -1, 20),
            Self.trade("5", Self.day(2026, 2, 13), call, -1, 200),
            Self.trade("6", Self.day(2026, 2, 16), call, 1, -250),
        ])
        let month = try #require(history.performance.realized[.month]?.first)
        #expect(month.premium == Money(dollars: 199) && month.premiumProfit == Money(dollars: -52))
        let rights = try #require(history.performance.realized[.right])
        #expect(rights.map(\.key) == ["call", "put"] && rights.map(\.premium) == [Money(dollars: 199), .zero])
        #expect(rights.last?.premiumKept == nil)
    }

    /// What a settlement in cash costs is closing what was opened for a credit: 5,000 put sold, 4,950 bought for a net
    /// credit of 200 less 2.00, settled 20 points in the money for 2,000.
    @Test func settlingInCashIsClosing() throws {
        let expiry = Self.day(2024, 8, 16)
        func index(_ strike: Int) throws -> Instrument {
            .option(
                try OptionContract.standard(
                    symbol: "SPX", expiry: expiry, right: .put, strikeThousandths: strike * 1000))
        }
        var settled = Self.trade("3", expiry, try index(5_000), 1, -2_000)
        (settled.kind, settled.effect, settled.fees) = (.cashSettlement, .closing, .zero)
        var expired = Self.trade("4", expiry, try index(4_950), -1, 0)
        (expired.kind, expired.effect, expired.fees) = (.expiration, .closing, .zero)
        let history = Self.history([
            Self.trade("1", Self.day(2024, 8, 1), try index(5_000), -1, 1_000),
            Self.trade("2", Self.day(2024, 8, 1), try index(4_950), 1, -800), settled, expired,
        ])
        let month = try #require(history.months.first)
        #expect(month.premiumReceived == Money(dollars: 198) && month.premiumClosed == Money(dollars: -2_000))
        #expect(month.optionProfit == Money(dollars: 198 - 2_000))
    }

    /// A closing that no row opened counts as the broker states it, in every view, and is marked.
    @Test func whatTheBrokerStatesIsMarked() throws {
        var closing = Self.trade("1", Self.day(2026, 2, 3), try Self.put(50, Self.day(2026, 3, 20)), 5, -625)
        (closing.effect, closing.statedProfit) = (.closing, Money(dollars: 871.75))
        let history = Self.history([closing])
        #expect(JournalBuilder.realized(history) == ["1": Money(dollars: 871.75) ?? .zero])
        #expect(JournalBuilder.stated(history) == ["1"] && Self.journal(history).isEmpty)
        #expect(history.performance.realizedTotal == Money(dollars: 871.75))
        #expect(history.performance.statedTotal == Money(dollars: 871.75) && history.performance.statedCount == 1)
        #expect(history.performance.unknownCost == 0 && history.months.map(\.optionProfit) == [Money(dollars: 871.75)])
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

    private static func delivered(
        _ id: String, _ date: CalendarDate, _ instrument: Instrument, _ quantity: Int, at price: Double? = nil
    ) -> LedgerEvent {
        // Plain files state that it closes, on the row of the option and on that of the shares.
        LedgerEvent(
            id: id, account: "broker", time: NewYorkTime.instant(on: date, hour: 17, minute: 0), kind: .assignment,
            effect: .closing, instrument: instrument, quantity: Quantity(quantity),
            price: price.flatMap { Money(dollars: $0) },
            amount: price.flatMap { Money(dollars: -$0 * Double(quantity)) } ?? .zero, source: "file.csv")
    }

    /// Three puts at 60 assigned; 200 of the 300 shares sold later in two sales, 61 and 59, the rest still held.
    /// Fees of 1.00 on each trade: put +300 - 1, shares 100 * (61 - 60) - 1 and 100 * (59 - 60) - 1.
    @Test func deliveredSharesAreAnOpeningAndTheirSaleClosesThem() throws {
        let shares = Instrument.stock(symbol: "KO")
        let put = try Self.put(60, Self.day(2025, 1, 17))
        let history = Self.history([
            Self.trade("1", Self.day(2025, 1, 2), put, -3, 300),
            Self.delivered("2", Self.day(2025, 1, 17), put, 3),
            Self.delivered("3", Self.day(2025, 1, 17), shares, 300, at: 60),
            Self.trade("4", Self.day(2025, 2, 3), shares, -100, 6_100),
            Self.trade("5", Self.day(2025, 2, 10), shares, -100, 5_900),
        ])
        let entries = Self.journal(history)
        #expect(entries.map(\.id) == ["3", "1"])
        #expect(entries.map(\.state) == [.partly, .closed])
        let stock = try #require(entries.first)
        #expect(stock.strategy == .stock && stock.openingCash == Money(dollars: -18_000))
        #expect(stock.legs.map(\.opened) == [Quantity(300)] && stock.closings == ["4", "5"])
        #expect(stock.profit == Money(dollars: 100 - 1 - 100 - 1) && stock.endings == [.closed])
        #expect(history.blotter.trades.filter(\.opens).map(\.id) == ["1", "3"])
        #expect(entries.reduce(Money.zero) { $0 + $1.profit } == history.performance.realizedTotal)
        #expect(history.performance.realizedTotal == Money(dollars: 299 - 2))
        #expect(history.performance.realized[.strategy]?.map(\.key) == ["cash_secured_put", "stock"])
    }

    /// A call assigned without shares sells short at its strike: 100 sold at 65, bought back at 63.
    @Test func anUncoveredCallOpensShortShares() throws {
        let shares = Instrument.stock(symbol: "KO")
        let call = Instrument.option(
            try OptionContract.standard(
                symbol: "KO", expiry: Self.day(2025, 1, 17), right: .call, strikeThousandths: 65_000))
        let history = Self.history([
            Self.trade("1", Self.day(2025, 1, 2), call, -1, 80),
            Self.delivered("2", Self.day(2025, 1, 17), call, 1),
            Self.delivered("3", Self.day(2025, 1, 17), shares, -100, at: 65),
            Self.trade("4", Self.day(2025, 1, 21), shares, 100, -6_300),
        ])
        let entries = Self.journal(history)
        #expect(entries.map(\.id) == ["3", "1"] && entries.map(\.daysHeld) == [4, 15])
        #expect(entries.map(\.profit) == [Money(dollars: 199), Money(dollars: 79)])
        #expect(history.performance.realizedTotal == Money(dollars: 278))
    }

    /// Shares that were moved in at a stated price are an opening too: 100 at 40, sold at 45 less 1.00.
    @Test func whatWasMovedInIsInTheJournal() throws {
        let shares = Instrument.stock(symbol: "KO")
        var transfer = Self.trade("1", Self.day(2025, 1, 2), shares, 100, 0)
        (transfer.kind, transfer.price, transfer.fees) = (.transfer, Money(dollars: 40), .zero)
        let history = Self.history([transfer, Self.trade("2", Self.day(2025, 1, 22), shares, -100, 4_500)])
        let entries = Self.journal(history)
        #expect(entries.map(\.id) == ["1"] && entries.map(\.strategy) == [.stock])
        #expect(entries.map(\.profit) == [Money(dollars: 499)] && entries.map(\.daysHeld) == [20])
        #expect(history.performance.realizedTotal == Money(dollars: 499))
        #expect(history.performance.realized[.strategy]?.map(\.key) == ["stock"])
        // When they were bought nobody tells: neither short-term nor long-term, and in the sums all the same.
        let year = try #require(history.taxYears.first)
        #expect(year.unknownTerm == Money(dollars: 499) && year.shortTerm == .zero && year.longTerm == .zero)
        #expect(year.unknownCount == 0)
    }
}
