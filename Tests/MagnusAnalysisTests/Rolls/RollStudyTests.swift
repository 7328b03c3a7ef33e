import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

/// The grid of rolls against the overlay of trader.md section 4 and arithmetic by hand.
@Suite struct RollStudyTests {
    static func row(_ symbol: String, _ title: String = "") throws -> StrategyValuation {
        try #require(RollChain.book.strategies.first { $0.symbol == symbol && $0.title.hasPrefix(title) })
    }

    static func palantir(
        _ lines: [RollChain.Line] = RollChain.palantir, earnings: [EarningsEvent] = [RollChain.earnings],
        campaigns: [OptionContract: RollCampaign] = [:], rules: RollRules = RollRules(), now: Instant = PaperBook.now
    ) throws -> RollReport {
        try RollChain.study(
            try row("PLTR"), RollChain.chain("PLTR", .put, spot: 76.40, lines), earnings: earnings,
            campaigns: campaigns, rules: rules, now: now)
    }

    static func cell(_ report: RollReport, _ month: Int, _ day: Int, _ strike: Double) throws -> RollReport.Cell {
        let expiry = try #require(report.expiries.firstIndex { $0.date == PaperBook.day(month, day) })
        return try #require(report.cell(strike: Int(strike * 1000), expiry: expiry))
    }

    static func isNear(_ figure: Figure, _ value: Double, _ tolerance: Double = 1e-9) -> Bool {
        figure.value.map { abs($0 - value) <= tolerance } ?? false
    }

    /// `buy back 7.10 realises -950 now`: (2.35 - 7.10) x 200; `tax basis if taken 77.65` = 80 - 2.35.
    @Test func theHeadIsThatOfTheSpecification() throws {
        let report = try Self.palantir()
        #expect(report.form == .shortOption && report.title == "-2 80P" && report.daysToExpiry == 32)
        #expect(Self.isNear(report.buyBack, 7.10) && Self.isNear(report.realized, -950))
        guard case .takeShares(let count, let price, let basis) = report.alternative else {
            Issue.record("\(report.alternative)")
            return
        }
        #expect(count == 200 && price == 80 && Self.isNear(basis, 77.65))
        #expect(report.closedOn == nil)
    }

    /// The four lines of the specification: DTE, net, mid, $/day, BE and what stands against each.
    @Test(arguments: [
        (4, 30, 80.0, 46, 0.65, 0.82, 0.046, 77.00, ""), (4, 23, 80.0, 39, 0.30, 0.47, 0.043, 77.35, ""),
        (4, 30, 77.5, 46, -0.75, -0.58, -1, 75.90, "debit 0.75"),
        (5, 7, 80.0, 53, 1.40, 1.57, 0.067, 76.25, "earnings 05-03 AMC inside"),
    ])
    func theLinesAreThoseOfTheSpecification(
        month: Int, day: Int, strike: Double, days: Int, net: Double, mid: Double, perDay: Double, breakeven: Double,
        words: String
    ) throws {
        let report = try Self.palantir()
        let cell = try Self.cell(report, month, day, strike)
        #expect(report.expiries[cell.expiry].daysToExpiry == days)
        #expect(Self.isNear(cell.net, net) && Self.isNear(cell.netAtMid, mid))
        #expect(
            perDay < 0
                ? cell.creditPerDay == .unknown(.notApplicable) : Self.isNear(cell.creditPerDay, perDay, 0.0005))
        #expect(Self.isNear(cell.breakeven, breakeven))
        #expect(cell.obstacles.map(\.text).joined(separator: "; ") == words)
    }

    /// `04-30 80P +0.65 nat`, the roll that the alert of the specification names: 0.046 a day is more than 0.043.
    @Test func theBestPaysMostADay() throws {
        let report = try Self.palantir()
        let best = try #require(report.bestCell)
        #expect(report.expiries[best.expiry].date == PaperBook.day(4, 30) && best.strikeThousandths == 80_000)
        #expect(report.allowed.map { report.expiries[$0.expiry].date } == [PaperBook.day(4, 30), PaperBook.day(4, 23)])
        #expect(Self.isNear(best.delta, -0.55))
    }

    @Test func everyRuleForbids() throws {
        let report = try Self.palantir()
        let worse = try Self.cell(report, 4, 30, 82.5)
        #expect(worse.obstacles == [.worseStrike], "9.20 - 7.10 is a credit, and yet")
        let late = try Self.cell(report, 5, 21, 80)
        #expect(late.obstacles.first == .tooLate(days: 67, limit: 60) && late.obstacles.count == 2)
        let listed = [PaperBook.day(4, 23), PaperBook.day(4, 30), PaperBook.day(5, 7), PaperBook.day(5, 21)]
        #expect(report.expiries.map(\.date) == listed, "of those beyond the days only the first")
        let narrow = try Self.palantir(rules: RollRules(minimumDays: 40, maximumDays: 60))
        #expect(try Self.cell(narrow, 4, 23, 80).obstacles == [.tooEarly(days: 39, limit: 40)])
        // Not confirmed, 05-03 may be 04-26: inside 04-30, not inside 04-23.
        var doubtful = RollChain.earnings
        doubtful.isConfirmed = false
        let careful = try Self.palantir(earnings: [doubtful])
        #expect(try Self.cell(careful, 4, 30, 80).obstacles == [.earnings(doubtful, unconfirmedDays: 7)])
        #expect(try Self.cell(careful, 4, 23, 80).isAllowed)
        #expect(careful.bestCell?.expiry == 0)
        // Level with what it costs is no credit.
        var lines = RollChain.palantir
        lines[1].bid = 7.10
        #expect(try Self.cell(Self.palantir(lines), 4, 23, 80).obstacles == [.debit(0)])
        #expect(RollObstacle.debit(0).text == "no credit")
    }

    /// Out before today's open, an announcement is in the price; after today's close it is not.
    @Test func earningsOfToday() throws {
        var event = EarningsEvent(date: PaperBook.day(3, 15), time: .beforeOpen, isConfirmed: true)
        #expect(try Self.cell(Self.palantir(earnings: [event]), 4, 30, 80).isAllowed)
        event.time = .afterClose
        #expect(try !Self.cell(Self.palantir(earnings: [event]), 4, 30, 80).isAllowed)
    }

    /// Rolled before, the breakeven is that of the campaign: 80 - (3.00 + 0.65). What closing realises stays that of this
    /// option.
    @Test func earlierRollsCount() throws {
        let held = PaperBook.contract("PLTR", PaperBook.day(4, 16), .put, 80)
        let twice = try Self.palantir(campaigns: [held: RollCampaign(rolls: 2, toReview: 1, creditPerShare: 3.00)])
        #expect(twice.rollsDone == 2 && twice.rollsToReview == 1)
        let cell = try Self.cell(twice, 4, 30, 80)
        let leg = try #require(cell.legs.first)
        #expect(Self.isNear(cell.breakeven, 76.35) && Self.isNear(leg.entry, 3.65))
        #expect(Self.isNear(twice.realized, -950) && twice.best != nil)
        let thrice = try Self.palantir(campaigns: [held: RollCampaign(rolls: 3, creditPerShare: 3.00)])
        #expect(thrice.best == nil && thrice.cells.allSatisfy { $0.obstacles.first == .rollsDone(3, limit: 3) })
        // A campaign that lost more than it took in loses at every price.
        let lost = try Self.palantir(campaigns: [held: RollCampaign(rolls: 1, creditPerShare: -2)])
        #expect(try Self.cell(lost, 4, 30, 80).breakeven == .unknown(.locked))
    }

    @Test func quotesThatAreNoneGiveNoNet() throws {
        var lines = RollChain.palantir
        lines[2].bid = 0
        lines[2].reason = .oneSided
        lines[1].bid = 7.7
        lines[1].reason = .crossed
        let report = try Self.palantir(lines)
        #expect(try Self.cell(report, 4, 30, 80).obstacles == [.noQuote(.oneSided)])
        #expect(try Self.cell(report, 4, 30, 80).breakeven == .unknown(.oneSided))
        #expect(try Self.cell(report, 4, 23, 80).obstacles == [.noQuote(.crossed)])
        lines = RollChain.palantir
        lines[0].ask = nil
        lines[0].reason = .oneSided
        let unpriced = try Self.palantir(lines)
        #expect(unpriced.buyBack == .unknown(.oneSided) && unpriced.realized == .unknown(.oneSided))
        #expect(unpriced.best == nil && unpriced.cells.allSatisfy { $0.net == .unknown(.oneSided) })
        lines = RollChain.palantir
        lines[2].trust = .stale
        let stale = try Self.cell(Self.palantir(lines), 4, 30, 80)
        #expect(stale.net.trust == .stale && stale.creditPerDay.trust == .stale && stale.isAllowed)
    }

    @Test func outOfSessionTheCloseIsNamed() throws {
        let saturday = NewYorkTime.instant(on: PaperBook.day(3, 20), hour: 12, minute: 0)
        #expect(try Self.palantir(now: saturday).closedOn == PaperBook.day(3, 19))
    }

    /// Closing at 4.03 - 2.26 = 1.77 realises (5.10 - 3.12 - 1.77) x 200 = 42; the new one brings 6.00 - 4.20 = 1.80, so
    /// 0.03 net; breakeven 585 - (1.98 + 0.03).
    @Test func aSpreadRollsAsOne() throws {
        let lines = [
            RollChain.line(4, 5, 585, 3.99, 4.03), RollChain.line(4, 5, 575, 2.26, 2.30),
            RollChain.line(4, 30, 585, 6.00, 6.10), RollChain.line(4, 30, 575, 4.10, 4.20),
            RollChain.line(4, 30, 580, 5.00, 5.10),
        ]
        let report = try RollChain.study(
            try Self.row("SPY", "-2 PCS"), RollChain.chain("SPY", .put, spot: 597.85, lines))
        #expect(report.form == .creditSpread && report.shares == 200)
        #expect(Self.isNear(report.buyBack, 1.77) && Self.isNear(report.realized, 42, 1e-6))
        let cell = try Self.cell(report, 4, 30, 585)
        #expect(Self.isNear(cell.net, 0.03) && Self.isNear(cell.breakeven, 582.99) && cell.isAllowed)
        // Mids: (6.05 - 4.15) - (4.01 - 2.28).
        #expect(Self.isNear(cell.netAtMid, 0.17))
        #expect(try Self.cell(report, 4, 30, 580).obstacles == [.notListed("570P")])
        guard case .keepSpread = report.alternative else {
            Issue.record("\(report.alternative)")
            return
        }
    }

    /// 1.40 - 0.99 = 0.41; the shares cost 42.00, so 42 - (0.88 + 0.41).
    @Test func ofACoveredCallTheCallRolls() throws {
        let lines = [
            RollChain.line(4, 16, 39, 0.97, 0.99), RollChain.line(4, 30, 39, 1.40, 1.45),
            RollChain.line(4, 30, 40, 1.00, 1.05), RollChain.line(4, 30, 38, 1.90, 1.95),
        ]
        let report = try RollChain.study(
            try Self.row("INTC"), RollChain.chain("INTC", .call, spot: 36.90, lines))
        #expect(report.form == .coveredCall && report.rows == [38_000, 39_000, 40_000], "worse first")
        let cell = try Self.cell(report, 4, 30, 39)
        #expect(Self.isNear(cell.net, 0.41) && Self.isNear(cell.breakeven, 40.71) && cell.isAllowed)
        #expect(try Self.cell(report, 4, 30, 38).obstacles == [.worseStrike])
        #expect(try Self.isNear(Self.cell(report, 4, 30, 40).net, 0.01))
        guard case .deliverShares(let count, let price, let proceeds) = report.alternative else {
            Issue.record("\(report.alternative)")
            return
        }
        #expect(count == 100 && price == 39 && Self.isNear(proceeds, 39.88))
    }

    /// The short leg of a calendar may not outlive the long one of 05-21, nor become it: whoever is long the 525C of that
    /// day closes it by selling it, and 12.29 - 6.70 = 5.59 is the price of the calendar, not the credit of a roll.
    @Test func theShortOfACalendarEndsWithItsLong() throws {
        let lines = [
            RollChain.line(4, 16, 525, 6.66, 6.70), RollChain.line(4, 30, 525, 8.50, 8.60),
            RollChain.line(5, 21, 525, 12.29, 12.37), RollChain.line(6, 17, 525, 15.00, 15.20),
            RollChain.line(5, 21, 530, 10.10, 10.20),
        ]
        let report = try RollChain.study(
            try Self.row("QQQ"), RollChain.chain("QQQ", .call, spot: 512.30, lines),
            rules: RollRules(maximumDays: 100))
        #expect(report.form == .calendar && report.held.count == 1)
        let near = try Self.cell(report, 4, 30, 525)
        #expect(near.isAllowed && near.breakeven == .unknown(.notApplicable) && Self.isNear(near.net, 1.80))
        let own = try Self.cell(report, 5, 21, 525)
        #expect(own.obstacles == [.closesLongLeg("525C 05-21")] && Self.isNear(own.net, 5.59))
        // 5.59 over 35 days would be 0.160 a day, more than 1.80 over 14: it would be the best.
        #expect(!report.allowed.contains(own) && report.bestCell == near)
        #expect(try Self.cell(report, 5, 21, 530).isAllowed, "another strike of that day is another contract")
        #expect(try Self.cell(report, 6, 17, 525).obstacles == [.beyondLongLeg(PaperBook.day(5, 21))])
    }

    @Test func whatCannotBeRolledSaysWhy() throws {
        func refusal(_ row: StrategyValuation, _ now: Instant = PaperBook.now) -> RollRefusal? {
            do throws(RollRefusal) {
                _ = try RollChain.study(row, RollChain.chain(row.symbol, .put, spot: 100, []), now: now)
                return nil
            } catch {
                return error
            }
        }
        #expect(try refusal(Self.row("DIS")) == .sharesOnly)
        #expect(try refusal(Self.row("SPY", "+1 540P")) == .longOnly)
        #expect(try refusal(Self.row("IWM")) == .severalShorts(.ironCondor))
        #expect(try refusal(Self.row("LCID")) == .adjusted)
        #expect(try refusal(Self.row("PLTR")) == .notInChain("PLTR 80P 2027-04-16"))
        let afterwards = NewYorkTime.instant(on: PaperBook.day(4, 16), hour: 16, minute: 30)
        #expect(try refusal(Self.row("PLTR"), afterwards) == .ended)
        var spread = try Self.row("SPY", "-2 PCS")
        for index in spread.legs.indices {
            spread.legs[index].position.quantity = -spread.legs[index].position.quantity
        }
        #expect(refusal(spread) == .debitSpread)
        spread = try Self.row("SPY", "-2 PCS")
        let long = try #require(spread.legs.firstIndex { !$0.position.quantity.isShort })
        spread.legs[long].position.quantity = Quantity(1)
        #expect(refusal(spread) == .unevenLegs)
        for kind in [RollRefusal.sharesOnly, .longOnly, .severalShorts(.ironCondor), .unsupported(.collar)] {
            #expect(kind.text.hasSuffix("."))
        }
    }

    /// Only the series that a roll may go to are priced, and the first one behind.
    @Test func theRestOfTheChainIsLeftOut() throws {
        let row = try Self.row("PLTR")
        let quote = PaperBook.quote(1, 1.1)
        let entries = [(3, 19), (4, 16), (4, 30), (5, 21), (6, 17)].map { month, day in
            ChainEntry(contract: PaperBook.contract("PLTR", PaperBook.day(month, day), .put, 80), quote: quote)
        }
        let chain = OptionChain(
            symbol: "PLTR", underlying: quote, entries: entries, retrievedAt: PaperBook.now, source: "test")
        let part = RollStudy.entries(
            of: chain, for: try RollShape(row), rules: RollRules(), calendar: .standard, now: PaperBook.now)
        #expect(part.entries.map(\.contract.expiry) == [(4, 16), (4, 30), (5, 21)].map { PaperBook.day($0.0, $0.1) })
    }

    /// Two puts sold at 4.00, one order buys them back at 6.00 and sells the next at 7.00: 800 - 1,200 + 1,400 over 200.
    @Test func theLedgerTellsTheCampaign() throws {
        let first = Ledger.option("KO", .put, 70, "2027-01-15")
        let second = Ledger.option("KO", .put, 70, "2027-02-19")
        let events = [
            Ledger.event("1", "2027-01-04", first, -2, 4), Ledger.event("2", "2027-01-11", first, 2, 6, order: "o"),
            Ledger.event("3", "2027-01-11", second, -2, 7, order: "o"),
        ]
        let finder = RollFinder(TradeBlotter(events).trades)
        var position = Position(
            id: "a:KO", account: "a", instrument: second, quantity: Quantity(-2), openedAt: Ledger.time("2027-01-11"),
            averagePrice: 7, costBasis: nil, realizedProfit: .zero)
        #expect(RollCampaign(of: position, in: finder) == RollCampaign(rolls: 1, creditPerShare: 5))
        // One of them was closed since: nobody can say which part of the credit is left.
        position.quantity = Quantity(-1)
        #expect(RollCampaign(of: position, in: finder) == RollCampaign(rolls: 1))
        position.quantity = Quantity(-2)
        position.account = "b"
        #expect(RollCampaign(of: position, in: finder) == RollCampaign())
        position.account = "a"
        position.openedAt = Ledger.time("2027-01-20")
        #expect(RollCampaign(of: position, in: finder) == RollCampaign(), "closed and sold anew later")
    }
}
