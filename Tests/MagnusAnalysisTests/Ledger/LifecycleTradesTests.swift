import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

@Suite struct LifecycleTradesTests {
    private let xyz = Ledger.stock("XYZ")
    private let near = Ledger.option("XYZ", .put, 50, "2024-03-15")
    private let far = Ledger.option("XYZ", .put, 50, "2024-04-19")
    private let farther = Ledger.option("XYZ", .put, 48, "2024-05-17")

    @Test func fillsOfOneOrderAreOneLeg() throws {
        let low = Ledger.option("XYZ", .put, 45, "2024-03-15")
        let trades = TradeBlotter([
            Ledger.event("1", "2024-02-01", near, -1, 1.00, fees: -1, order: "o"),
            Ledger.event("2", "2024-02-01", low, 3, 0.40, fees: -3, order: "o"),
            Ledger.event("3", "2024-02-01", near, -2, 1.03, fees: -2, order: "o"),
        ]).trades
        let trade = try #require(trades.first)
        #expect(trades.count == 1)
        #expect(trade.legs.map(\.quantity) == [Quantity(-3), Quantity(3)])
        #expect(trade.legs.first?.price == Ledger.money(1.02))
        #expect(trade.strategy == .bullPutSpread)
        #expect(trade.cash == Ledger.money(306 - 120 - 6))
    }

    /// A spread sold for 120 whose short leg costs 10 and whose long leg brings 90 keeps its 120; the 80 over it are no
    /// premium. Of a call's 200, closed for 250, -50 is kept: 70 of the month's 320.
    @Test func noMoreThanThePremiumIsKept() throws {
        let low = Ledger.option("XYZ", .put, 45, "2024-03-15")
        let call = Ledger.option("KO", .call, 60, "2024-03-15")
        let book = LedgerBook([
            Ledger.event("1", "2024-02-01", near, -1, 3.00, order: "o"),
            Ledger.event("2", "2024-02-01", low, 1, 1.80, order: "o"),
            Ledger.event("3", "2024-02-05", near, 1, 0.10), Ledger.event("4", "2024-02-06", low, -1, 0.90),
            Ledger.event("5", "2024-02-07", call, -1, 2.00), Ledger.event("6", "2024-02-08", call, 1, 2.50),
        ])
        let performance = TradePerformance(book, trades: TradeBlotter(book.allEvents).trades)
        let month = try #require(performance.realized(by: .month).first)
        #expect(month.premium == Ledger.money(320) && month.premiumProfit == Ledger.money(70))
        #expect(month.beyondPremium == Ledger.money(80) && month.premiumKept == 0.21875)
        #expect(month.optionProfit == Ledger.money(150))
        let symbols = performance.realized(by: .symbol)
        #expect(symbols.map(\.key) == ["KO", "XYZ"] && symbols.map(\.premiumKept) == [-0.25, 1])
        #expect(symbols.map(\.beyondPremium) == [.zero, Ledger.money(80)])
    }

    @Test func rollsChainWithTheirCredit() throws {
        let events = [
            Ledger.event("1", "2024-02-01", near, -2, 2.00, order: "o1"),
            Ledger.event("2", "2024-03-01", near, 2, 3.00, order: "o2"),
            Ledger.event("3", "2024-03-01", far, -2, 3.50, order: "o2"),
            Ledger.event("4", "2024-04-01", far, 2, 1.00, fees: -1, order: "o3"),
            Ledger.event("5", "2024-04-01", farther, -2, 1.40, order: "o4"),
        ]
        let finder = RollFinder(TradeBlotter(events).trades)
        #expect(finder.rolls.map(\.evidence) == [.sameOrder, .sameMoment])
        #expect(finder.review.isEmpty)
        let chain = try #require(finder.chains.first)
        #expect(finder.chains.count == 1)
        #expect(chain.rolls.count == 2)
        #expect(chain.credit == Ledger.money(400 - 600 + 700 - 200 - 1 + 280))
    }

    @Test func doubtfulPairsGoToReview() throws {
        let other = Ledger.option("XYZ", .put, 47, "2024-04-19")
        let later = RollFinder(
            TradeBlotter([
                Ledger.event("1", "2024-02-01", near, -2, 2.00), Ledger.event("2", "2024-03-01", near, 2, 3.00),
                Ledger.event("3", "2024-03-01", far, -2, 3.50, hour: 14),
            ]).trades)
        #expect(later.rolls.isEmpty && later.review.map(\.evidence) == [.sameDay])
        let count = RollFinder(
            TradeBlotter([
                Ledger.event("1", "2024-02-01", near, -2, 2.00), Ledger.event("2", "2024-03-01", near, 2, 3.00),
                Ledger.event("3", "2024-03-01", far, -3, 3.50),
            ]).trades)
        #expect(count.rolls.isEmpty && count.review.map(\.evidence) == [.differentCount])
        let two = RollFinder(
            TradeBlotter([
                Ledger.event("1", "2024-02-01", near, -2, 2.00), Ledger.event("2", "2024-03-01", near, 2, 3.00),
                Ledger.event("3", "2024-03-01", far, -2, 3.50), Ledger.event("4", "2024-03-01", other, -2, 2.50),
            ]).trades)
        #expect(two.rolls.isEmpty && two.review.map(\.evidence) == [.ambiguous])
    }

    /// The owner's word goes over the evidence, both ways, and frees the halves of a rejected pair.
    @Test func theOwnersWordGoesOverTheEvidence() throws {
        let other = Ledger.option("XYZ", .put, 47, "2024-04-19")
        let trades = TradeBlotter([
            Ledger.event("1", "2024-02-01", near, -2, 2.00), Ledger.event("2", "2024-03-01", near, 2, 3.00),
            Ledger.event("3", "2024-03-01", far, -2, 3.50), Ledger.event("4", "2024-03-01", other, -2, 2.50),
        ]).trades
        let proposed = try #require(RollFinder(trades).review.first)
        #expect(Instrument.option(proposed.to) == far && proposed.verdict == nil)
        let confirmed = RollFinder(trades, verdicts: [proposed.id: .confirmed])
        #expect(confirmed.rolls.map(\.id) == [proposed.id] && confirmed.review.isEmpty)
        #expect(
            confirmed.rolls.first?.isSure == true && confirmed.chains.first?.credit == Ledger.money(400 - 600 + 700))
        // Without the first, the second is the only one that fits: two orders at one moment with the same count.
        let rejected = RollFinder(trades, verdicts: [proposed.id: .rejected])
        #expect(rejected.rejected.map(\.id) == [proposed.id])
        #expect(rejected.rolls.map { Instrument.option($0.to) } == [other] && rejected.review.isEmpty)
        let second = try #require(rejected.rolls.first)
        let both = RollFinder(trades, verdicts: [proposed.id: .rejected, second.id: .confirmed])
        #expect(both.rolls.map { Instrument.option($0.to) } == [other] && both.rolls.first?.verdict == .confirmed)
        // A pair of one order is a roll until the owner says it is none.
        let sure = TradeBlotter([
            Ledger.event("1", "2024-02-01", near, -2, 2.00, order: "o1"),
            Ledger.event("2", "2024-03-01", near, 2, 3.00, order: "o2"),
            Ledger.event("3", "2024-03-01", far, -2, 3.50, order: "o2"),
        ]).trades
        let roll = try #require(RollFinder(sure).rolls.first)
        let none = RollFinder(sure, verdicts: [roll.id: .rejected, "unknown>pair": .confirmed])
        #expect(
            none.rolls.isEmpty && none.review.isEmpty && none.chains.isEmpty && none.rejected.map(\.id) == [roll.id])
    }

    /// An earlier fill of the same order that is imported later gives its trade another first entry, and the pair another
    /// name: what the owner said holds on.
    @Test func aVerdictOutlivesAnEarlierFill() throws {
        let events = [
            Ledger.event("1", "2024-02-01", near, -4, 2.00),
            Ledger.event("3", "2024-03-01", near, 2, 3.00, order: "o2", hour: 11),
            Ledger.event("5", "2024-03-01", far, -2, 3.50, order: "o3", hour: 14),
        ]
        let proposed = try #require(RollFinder(TradeBlotter(events).trades).review.first)
        let more = [
            events[0], Ledger.event("2", "2024-03-01", near, 2, 3.00, order: "o2"), events[1],
            Ledger.event("4", "2024-03-01", far, -2, 3.50, order: "o3", hour: 13), events[2],
        ]
        let trades = TradeBlotter(more).trades
        let renamed = try #require(RollFinder(trades).review.first)
        #expect(renamed.id != proposed.id)
        let confirmed = RollFinder(trades, verdicts: [proposed.id: .confirmed])
        #expect(confirmed.rolls.map(\.id) == [renamed.id] && confirmed.review.isEmpty)
        let rejected = RollFinder(trades, verdicts: [proposed.id: .rejected])
        #expect(rejected.rolls.isEmpty && rejected.rejected.map(\.id) == [renamed.id])
        // The newer word, given under the present name, goes over the older one.
        let both = RollFinder(trades, verdicts: [proposed.id: .rejected, renamed.id: .confirmed])
        #expect(both.rolls.map(\.id) == [renamed.id])
        #expect(
            RollIdentifier.former(of: renamed.id, in: [proposed.id, renamed.id, "no pair"], among: trades)
                == [proposed.id])
    }

    /// trader.md section 6 rows 3 and 10: a call still open is in no basis, and said apart.
    @Test func premiumOfOpenCallsStandsApartFromTheBases() throws {
        let call = Ledger.option("XYZ", .call, 58, "2024-04-19")
        let events = [
            Ledger.event("1", "2024-03-05", xyz, 200, 57.50, order: "o1"),
            Ledger.event("2", "2024-03-05", call, -2, 1.62, order: "o1"),
            Ledger.event("3", "2024-04-01", call, 1, 0.40, order: "o2"),
            Ledger.event("4", "2024-04-19", .expiration, call, 1, hour: 17),
        ]
        // Wheel basis, the same when the open calls expire, premium still open.
        let expected: [(Double, Double, Double)] = [
            (57.50, 55.88, 324), (57.50 - 1.22 / 2, 57.50 - 1.22 / 2 - 0.81, 162), (56.08, 56.08, 0),
        ]
        for (count, values) in zip([2, 3, 4], expected) {
            let book = LedgerBook(Array(events.prefix(count)))
            let wheel = try #require(
                WheelCampaignFinder(
                    book, trades: TradeBlotter(book.allEvents).trades, now: Ledger.time("2024-05-01")
                ).campaigns.first)
            #expect(wheel.basis?.broker == 57.50 && wheel.basis?.tax == 57.50)
            #expect(abs(try #require(wheel.basis?.wheel) - values.0) < 1e-9)
            #expect(abs(try #require(wheel.wheelBasisIfCallsExpire) - values.1) < 1e-9)
            #expect(wheel.openPremium == Ledger.money(values.2) && wheel.openCallPremium == wheel.openPremium)
        }
    }

    @Test func aWheelThroughItsStages() throws {
        let call = Ledger.option("XYZ", .call, 52, "2024-04-19")
        let events = [
            Ledger.event("1", "2024-02-01", near, -1, 2.00, order: "o1"),
            Ledger.event("2", "2024-03-15", .assignment, near, 1, hour: 17),
            Ledger.event("3", "2024-03-15", .assignment, xyz, 100, 50, hour: 17),
            Ledger.event("4", "2024-03-18", call, -1, 1.00, order: "o2"),
            Ledger.event("5", "2024-04-19", .assignment, call, 1, hour: 17),
            Ledger.event("6", "2024-04-19", .assignment, xyz, -100, 52, hour: 17),
        ]
        let stages: [WheelStage] = [.puts, .puts, .shares, .calls, .shares, .ended]
        for (count, stage) in stages.enumerated() {
            let book = LedgerBook(Array(events.prefix(count + 1)))
            let wheels = WheelCampaignFinder(
                book, trades: TradeBlotter(book.allEvents).trades, now: events[count].time.adding(seconds: 86_400)
            ).campaigns
            #expect(wheels.map(\.stage) == [stage])
        }
        let book = LedgerBook(Array(events.prefix(4)))
        let held = WheelCampaignFinder(
            book, trades: TradeBlotter(book.allEvents).trades, now: Ledger.time("2024-05-01"))
        #expect(held.campaigns.first?.basis == StockBasis(broker: 50, tax: 48, wheel: 48))
        let whole = LedgerBook(events)
        let wheel = try #require(
            WheelCampaignFinder(whole, trades: TradeBlotter(events).trades, now: Ledger.time("2024-05-01")).campaigns
                .first)
        #expect(wheel.realizedProfit == Ledger.money(500))
        #expect(wheel.premium == Ledger.money(300))
        // 5,000 bound from 1 February to 19 April.
        let days = Ledger.time("2024-04-19", 17).seconds(since: Ledger.time("2024-02-01")) / 86_400
        #expect(abs(wheel.collateralDays - 5000 * days) < 1)
        #expect(abs((wheel.annualizedReturn ?? 0) - 365 * 500 / (5000 * days)) < 1e-6)
    }

    /// A put that nobody reported binds cash up to its expiry, whatever is traded after it; a late report takes the doubt
    /// away.
    @Test func anUnreportedPutBindsNothingAfterItsExpiry() throws {
        let first = Ledger.option("XYZ", .put, 100, "2024-01-19")
        let second = Ledger.option("XYZ", .put, 100, "2024-04-19")
        let events = [
            Ledger.event("1", "2024-01-02", first, -1, 1.00), Ledger.event("2", "2024-03-01", second, -1, 1.00),
        ]
        func wheel(_ events: [LedgerEvent]) throws -> WheelCampaign {
            let book = LedgerBook(events)
            return try #require(
                WheelCampaignFinder(
                    book, trades: TradeBlotter(book.allEvents).trades, now: Ledger.time("2024-03-10")
                ).campaigns.first)
        }
        let bound =
            Ledger.time("2024-01-19", 16).seconds(since: Ledger.time("2024-01-02"))
            + Ledger.time("2024-03-10").seconds(since: Ledger.time("2024-03-01"))
        let unreported = try wheel(events)
        #expect(abs(unreported.collateralDays - 10_000 * bound / 86_400) < 1, "\(unreported.collateralDays / 10_000)")
        #expect(unreported.unresolvedSince?.iso8601 == "2024-01-19")
        let reported = try wheel(events + [Ledger.event("3", "2024-03-04", .expiration, first, 1)])
        #expect(reported.unresolvedSince == nil && abs(reported.collateralDays - 10_000 * bound / 86_400) < 1)
    }

    @Test func theSaturdayReport() throws {
        let call = Ledger.option("XYZ", .call, 55, "2024-03-15")
        let quiet = Ledger.option("ABC", .put, 20, "2024-03-15")
        let timeline = LedgerTimeline([
            Ledger.event("1", "2024-02-01", near, -3, 2.00), Ledger.event("2", "2024-02-01", call, -1, 1.00),
            Ledger.event("3", "2024-02-01", quiet, -1, 1.00),
            Ledger.event("4", "2024-03-15", .assignment, near, 2, hour: 20),
            Ledger.event("5", "2024-03-15", .expiration, near, 1, hour: 20),
            Ledger.event("6", "2024-03-15", .assignment, xyz, 200, 50, hour: 20),
            Ledger.event("7", "2024-03-15", .expiration, call, 1, hour: 20),
        ])
        let expiry = try CalendarDate(iso8601: "2024-03-15")
        let lines = SettlementReport.lines(timeline, expiry: expiry, closes: ["XYZ": 49.99])
        #expect(lines.count == 3)
        let put = try #require(lines.first { .option($0.contract) == near })
        #expect(put.expected == .assigned)
        #expect(put.reported == [.assigned: Quantity(2), .expired: Quantity(1)])
        #expect(put.shares == Quantity(200))
        #expect(put.differences == [.partly])
        #expect(lines.first { .option($0.contract) == call }?.differences == [])
        let unknown = try #require(lines.first { .option($0.contract) == quiet })
        #expect(unknown.expected == nil && unknown.underlyingClose == nil)
        #expect(unknown.differences == [.unreported])
    }

    /// A call spread for 1.00, its 50 call assigned: 100 shares are short at 50 and bought at 58, the 55 call sold for 3.10.
    /// The options made 200 and 310 - 100 = 210, the shares lost 800: the spread's row names what its delivery lost.
    @Test func deliveredSharesStandBesideTheirStrategy() throws {
        let short = Ledger.option("XYZ", .call, 50, "2024-03-15")
        let long = Ledger.option("XYZ", .call, 55, "2024-03-15")
        let events = [
            Ledger.event("a", "2024-03-01", short, -1, 2, order: "1"),
            Ledger.event("b", "2024-03-01", long, 1, 1, order: "1"),
            Ledger.event("c", "2024-03-13", .assignment, short, 1),
            Ledger.event("d", "2024-03-13", .assignment, xyz, -100, 50),
            Ledger.event("e", "2024-03-14", xyz, 100, 58), Ledger.event("f", "2024-03-14", long, -1, 3.10),
            Ledger.event("g", "2024-04-01", xyz, 100, 60), Ledger.event("h", "2024-04-02", xyz, -100, 61),
        ]
        let performance = TradePerformance(LedgerBook(events), trades: TradeBlotter(events).trades)
        let groups = performance.realized(by: .strategy)
        let spread = try #require(groups.first { $0.key == "bear_call_spread" })
        #expect(spread.profit == Ledger.money(410))
        #expect(spread.deliveredLots == 1 && spread.deliveredProfit == Ledger.money(-800))
        let shares = try #require(groups.first { $0.key == "stock" })
        #expect(shares.deliveredLots == 0)
        #expect(groups.reduce(Money.zero) { $0 + $1.profit } == Ledger.money(-290), "nothing is counted twice")
        #expect(performance.realized(by: .symbol).allSatisfy { $0.deliveredLots == 0 })
    }

    /// Two puts sold alone and one of a spread, all 40 puts, deliver 300 shares in one row. Sold at 39 with a cent of fees
    /// these lose 300.01: two thirds are 200.00667, one third is 100.00333; the cent left over goes to the larger remainder.
    /// Bought with two of three puts that the ledger knows: two thirds, and the last third is nobody's.
    @Test(arguments: [true, false]) func aDeliveryOfSeveralStrategiesIsShared(knowsTheSpread: Bool) {
        let short = Ledger.option("XYZ", .put, 40, "2024-03-15")
        let long = Ledger.option("XYZ", .put, 35, "2024-03-15")
        let spread = [
            Ledger.event("b", "2024-03-04", short, -1, 1, order: "2"),
            Ledger.event("c", "2024-03-04", long, 1, 0.20, order: "2"),
        ]
        let events =
            [Ledger.event("a", "2024-03-01", short, -2, 1, order: "1")] + (knowsTheSpread ? spread : []) + [
                Ledger.event("d", "2024-03-15", .assignment, short, 3),
                Ledger.event("e", "2024-03-15", .assignment, xyz, 300, 40),
                Ledger.event("f", "2024-03-18", xyz, -300, 39, fees: -0.01),
            ]
        let performance = TradePerformance(LedgerBook(events), trades: TradeBlotter(events).trades)
        let groups = performance.realized(by: .strategy).filter { $0.deliveredLots > 0 }
        #expect(groups.map(\.key) == (knowsTheSpread ? ["bull_put_spread"] : []) + ["cash_secured_put"])
        #expect(
            groups.map(\.deliveredProfit)
                == (knowsTheSpread ? [Ledger.money(-100)] : []) + [Ledger.money(-200.01)])
    }

    @Test func measuresOfOutcomes() throws {
        var events: [LedgerEvent] = []
        for (index, result) in [100.0, 100, 100, -150, 0].enumerated() {
            let name = Ledger.stock("S\(index)")
            events.append(Ledger.event("\(index)a", "2024-01-0\(index + 2)", name, 100, 10))
            events.append(Ledger.event("\(index)b", "2024-02-0\(index + 1)", name, -100, 10 + result / 100))
        }
        events.append(Ledger.event("z", "2024-03-01", xyz, 100, 10))
        let book = LedgerBook(events)
        let summary = TradePerformance(book, trades: TradeBlotter(events).trades).summary()
        #expect(summary.count == 5 && summary.wins == 3 && summary.losses == 1)
        #expect(summary.winRate == 0.6)
        #expect(summary.expectancy == 30)
        #expect(summary.averageWin == 100 && summary.averageLoss == -150)
        #expect(summary.profitFactor == 2)
        #expect(summary.averageDaysHeld == 30)
        let empty = PerformanceSummary()
        #expect(empty.winRate == nil && empty.profitFactor == nil && empty.averageWin == nil)
        let curve = LedgerCurve.points(book.allEvents)
        #expect(curve.last?.realized == Ledger.money(150))
        #expect(curve.allSatisfy { $0.marks == nil })
        #expect(LedgerCurve.drawdown(curve) == Ledger.money(150))
    }
}
