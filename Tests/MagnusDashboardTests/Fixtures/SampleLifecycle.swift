import MagnusDesk
import MagnusDomain

/// A history made up for the views: a wheel in KO after assignment, one that ended in F, a roll chain and a spread.
enum SampleLifecycle {
    static func money(_ dollars: Double) -> Money { Money(dollars: dollars) ?? .zero }

    static func time(_ year: Int, _ month: Int, _ day: Int, hour: Int = 10, minute: Int = 5) -> Instant {
        NewYorkTime.instant(on: SampleBook.date(year, month, day), hour: hour, minute: minute, second: 0)
    }

    static func put(_ symbol: String, _ strike: Double, _ expiry: CalendarDate) -> OptionContract {
        OptionKind.put.contract(symbol, strike, expiry)
    }

    static func report() -> LifecycleReport {
        LifecycleReport(
            asOf: SampleBook.now, account: "paper", eventCount: 412, trades: trades(), journal: journal(),
            rolls: [roll("r1", .sameOrder)], review: [roll("r2", .sameDay), roll("r3", .ambiguous)],
            chains: [RollChain(rolls: [roll("r1", .sameOrder)], credit: money(298.6))],
            performance: performance(), wheels: wheels(), settlement: settlement(), income: income(),
            taxYears: [tax(2027), tax(2026)])
    }

    static func empty() -> LifecycleReport { LifecycleReport(asOf: SampleBook.now, account: "paper") }

    /// An expiry nobody reported, and a row that does not add up.
    static func damaged() -> LifecycleReport {
        var report = report()
        report.expiredUnresolved = [
            Position(
                id: "paper:x", account: "paper", instrument: .option(put("PLTR", 70, SampleBook.date(2027, 3, 12))),
                quantity: Quantity(-1), openedAt: SampleBook.now, averagePrice: nil, costBasis: nil,
                realizedProfit: .zero)
        ]
        report.journal[0].state = .unresolved
        report.wheels[0].campaign.unresolvedSince = SampleBook.date(2027, 3, 12)
        report.wheels[0].annualizedReturn = .unknown(.expiredUnresolved)
        report.issues = [
            LifecycleReport.Issue(
                kind: "closing_without_opening", account: "paper", event: "e9", source: "trades.csv", line: 17,
                text: "closes 2 contracts of AMD that were never opened")
        ]
        return report
    }

    static func wheels() -> [LifecycleReport.Wheel] {
        let put = put("KO", 75, SampleBook.date(2027, 3, 12))
        func step(_ kind: WheelCampaign.Step.Kind, _ day: Int, _ quantity: Int, _ cash: Double, stock: Bool = false)
            -> WheelCampaign.Step
        {
            WheelCampaign.Step(
                kind: kind, time: time(2027, 2, day), instrument: stock ? .stock(symbol: "KO") : .option(put),
                quantity: Quantity(quantity), cash: money(cash), event: "e\(day)")
        }
        let running = WheelCampaign(
            id: "w1", account: "paper", symbol: "KO", stage: .shares, startedAt: time(2027, 2, 1), endedAt: nil,
            steps: [
                step(.putSold, 1, -1, 91.35), step(.assigned, 20, 100, -7500, stock: true),
                step(.callSold, 22, -1, 67.9),
            ], shares: Quantity(100), openPuts: .zero, openCalls: Quantity(1), basis: nil, premium: money(159.25),
            realizedProfit: money(91.35), collateralDays: 7500 * 42)
        let ended = WheelCampaign(
            id: "w2", account: "ira", symbol: "F", stage: .ended, startedAt: time(2026, 5, 4),
            endedAt: time(2026, 8, 21), steps: [], shares: .zero, openPuts: .zero, openCalls: .zero, basis: nil,
            premium: money(212.4), realizedProfit: money(-312.6), collateralDays: 2400 * 109)
        let none = Figure.unknown(.notApplicable)
        return [
            LifecycleReport.Wheel(
                campaign: running, brokerBasis: Figure(75), taxBasis: Figure(74.08), wheelBasis: .unknown(.noBasis),
                annualizedReturn: Figure(0.106)),
            LifecycleReport.Wheel(
                campaign: ended, brokerBasis: none, taxBasis: none, wheelBasis: none,
                annualizedReturn: Figure(-0.436)),
        ]
    }

    static func settlement() -> LifecycleReport.Settlement {
        let friday = SampleBook.date(2027, 3, 12)
        let line = { (symbol: String, strike: Double, held: Int, close: Double?, expected: LotEnding?) in
            SettlementLine(
                account: "paper", contract: put(symbol, strike, friday), quantity: Quantity(held),
                underlyingClose: close, expected: expected, reported: [:], shares: .zero, differences: [])
        }
        var assigned = line("KO", 75, -1, 74.1, .assigned)
        assigned.reported = [.assigned: Quantity(1)]
        assigned.shares = Quantity(100)
        var missing = line("AMD", 150, -3, 148.2, .assigned)
        missing.reported = [.assigned: Quantity(1)]
        missing.shares = Quantity(100)
        missing.differences = [.partly]
        var dark = line("LCID", 2.5, -1, nil, nil)
        dark.differences = [.unreported]
        return LifecycleReport.Settlement(
            expiry: friday, lines: [assigned, missing, dark],
            closes: ["KO": Figure(74.1), "AMD": Figure(148.2), "LCID": .unknown(.noSource)],
            newLots: [
                LifecycleReport.Settlement.NewLot(
                    account: "paper", symbol: "KO", quantity: Quantity(100), brokerBasis: Figure(75),
                    taxBasis: Figure(74.08), wheelBasis: Figure(73.4))
            ], weekBegins: SampleBook.date(2027, 3, 8), weekEnds: SampleBook.date(2027, 3, 14),
            week: [
                LifecycleReport.Settlement.Week(
                    symbol: "AMD", premiumReceived: money(310.2), realized: money(-1204.5), openExtrinsic: Figure(512)),
                LifecycleReport.Settlement.Week(
                    symbol: "KO", premiumReceived: money(67.9), realized: money(91.35),
                    openExtrinsic: .unknown(.noSource)),
            ])
    }

    static func income() -> LifecycleReport.Income {
        func period(_ begins: CalendarDate, _ ends: CalendarDate, _ premium: Double, _ options: Double, _ spy: Figure)
            -> LifecycleReport.Income.Period
        {
            LifecycleReport.Income.Period(
                begins: begins, ends: ends, premiumReceived: money(premium), premiumClosed: money(-premium / 4),
                optionProfit: money(options), shareProfit: money(0), dividends: money(12.5), interest: money(3.21),
                fees: money(-1.5), benchmarkReturn: spy, billReturn: Figure(0.0007))
        }
        return LifecycleReport.Income(
            weeks: [
                period(SampleBook.date(2027, 3, 1), SampleBook.date(2027, 3, 7), 840, 412, Figure(0.0121)),
                period(SampleBook.date(2027, 3, 8), SampleBook.date(2027, 3, 14), 378, -1113, .unknown(.noSource)),
            ],
            months: [
                period(SampleBook.date(2027, 2, 1), SampleBook.date(2027, 2, 28), 3120, 1804, Figure(-0.0213)),
                period(SampleBook.date(2027, 3, 1), SampleBook.date(2027, 3, 31), 1218, -701, Figure(0.0088)),
            ])
    }

    static func tax(_ year: Int) -> LifecycleReport.TaxYear {
        let day = SampleBook.date(year, 1, 12)
        let lines = [
            Form8949Line(
                lot: "l1-\(year)", account: "paper", description: "1 KO \(year)-01-15 72.5 P (sold)", acquired: nil,
                sold: day, proceeds: money(91.35), cost: nil, isCostKnown: true, gain: money(91.35), term: .short,
                box: "A", taxYear: year, isWashSaleCandidate: false),
            Form8949Line(
                lot: "l2-\(year)", account: "paper", description: "100 F", acquired: SampleBook.date(year - 2, 5, 4),
                sold: day, proceeds: money(1102.5), cost: money(1415.1), isCostKnown: true, gain: money(-312.6),
                term: .long, box: "D", taxYear: year, isWashSaleCandidate: true),
            Form8949Line(
                lot: "l3-\(year)", account: "ira", description: "40 XYZ", acquired: nil, sold: day,
                proceeds: money(400), cost: nil, isCostKnown: false, gain: nil, term: .short, box: "B", taxYear: year,
                isWashSaleCandidate: false),
        ]
        let index = Section1256Year(
            year: year,
            lines: [
                Section1256Line(
                    account: "paper", contract: OptionKind.call.contract("SPX", 6000, SampleBook.date(year, 2, 19)),
                    quantity: Quantity(-1), date: day, profit: money(420), isMark: false),
                Section1256Line(
                    account: "paper", contract: OptionKind.put.contract("SPX", 5000, SampleBook.date(year + 1, 1, 15)),
                    quantity: Quantity(1), date: SampleBook.date(year, 12, 31), profit: nil, isMark: true),
            ], total: money(420), longTerm: money(252), shortTerm: money(168), unknownCount: 1)
        let wash = WashSaleCandidate(
            lot: "l2-\(year)", account: "paper", instrument: .stock(symbol: "F"), date: day, shares: Quantity(100),
            loss: money(-312.6),
            replacements: [
                WashSaleReplacement(
                    event: "e7", account: "ira", date: day.adding(days: 9), instrument: .stock(symbol: "F"),
                    shares: Quantity(50), likeness: .identical)
            ])
        return LifecycleReport.TaxYear(
            year: year, shortTerm: money(91.35), longTerm: money(-312.6), unknownCount: 1, lines: lines,
            section1256: index, washSales: [wash], dividends: money(38.4), interest: money(11.02))
    }

    static func roll(_ id: String, _ evidence: Roll.Evidence) -> Roll {
        Roll(
            id: id, account: "paper", underlying: "PLTR", closing: "t2", opening: "t3",
            from: put("PLTR", 80, SampleBook.date(2027, 3, 19)), to: put("PLTR", 80, SampleBook.date(2027, 4, 16)),
            contracts: Quantity(2), time: time(2027, 3, 10), credit: money(128.6), evidence: evidence)
    }

    static func leg(_ contract: OptionContract, _ quantity: Int, _ price: Double) -> TradeLeg {
        TradeLeg(
            instrument: .option(contract), quantity: Quantity(quantity), price: money(price),
            amount: money(-price * 100 * Double(quantity)), fees: money(-1.3), opened: Quantity(quantity),
            events: ["a", "b"])
    }

    static func trades() -> [Trade] {
        [
            Trade(
                id: "t1", account: "paper", underlying: "KO", kind: .trade, time: time(2027, 2, 1), order: "o1",
                legs: [leg(put("KO", 75, SampleBook.date(2027, 3, 12)), -1, 0.92)], strategy: .cashSecuredPut),
            Trade(
                id: "t2", account: "paper", underlying: "SPY", kind: .trade, time: time(2027, 2, 3), order: "o2",
                legs: [
                    leg(put("SPY", 585, SampleBook.date(2027, 4, 5)), -2, 6.1),
                    leg(put("SPY", 575, SampleBook.date(2027, 4, 5)), 2, 4.2),
                ], strategy: .bullPutSpread),
            Trade(
                id: "t3", account: "paper", underlying: "KO", kind: .assignment, time: time(2027, 3, 12), order: nil,
                legs: [leg(put("KO", 75, SampleBook.date(2027, 3, 12)), 1, 0)]),
        ]
    }

    static func journal() -> [JournalEntry] {
        let all = trades()
        return [
            JournalEntry(
                id: "t2", account: "paper", symbol: "SPY", strategy: .bullPutSpread, state: .open,
                openedAt: time(2027, 2, 3), closedAt: nil, legs: all[1].legs, closings: [], endings: [],
                openingCash: money(377.4), profit: .zero, isProfitKnown: true, fees: .zero, daysHeld: 40,
                daysToExpiryAtEntry: Figure(61), deltaAtEntry: .unknown(.insufficientHistory)),
            JournalEntry(
                id: "t1", account: "paper", symbol: "KO", strategy: .cashSecuredPut, state: .closed,
                openedAt: time(2027, 2, 1), closedAt: time(2027, 3, 12), legs: all[0].legs, closings: ["t3"],
                endings: [.assigned], openingCash: money(90.7), profit: money(90.7), isProfitKnown: true,
                fees: money(-1.3), daysHeld: 39, daysToExpiryAtEntry: Figure(39), deltaAtEntry: Figure(0.27),
                note: "wanted the shares #wheel"),
            JournalEntry(
                id: "t0", account: "paper", symbol: "XYZ", strategy: nil, state: .partly, openedAt: time(2027, 1, 4),
                closedAt: time(2027, 1, 12), legs: [], closings: [], endings: [.closed], openingCash: .zero,
                profit: .zero, isProfitKnown: false, fees: .zero, daysHeld: 8,
                daysToExpiryAtEntry: .unknown(.notApplicable), deltaAtEntry: .unknown(.notApplicable)),
        ]
    }

    static func performance() -> LifecycleReport.Performance {
        func group(_ key: String, _ lots: Int, _ profit: Double, unknown: Int = 0) -> RealizedGroup {
            RealizedGroup(
                key: key, lots: lots, profit: money(profit), averageProfit: money(profit * 0.97),
                taxProfit: money(profit - 91), fees: money(-1.3 * Double(lots)), unknownCost: unknown)
        }
        let curve = (0..<60).map { day in
            EquityPoint(
                date: SampleBook.date(2027, 1, 4).adding(days: day), cash: money(100_000), deposits: money(100_000),
                realized: money(Double(day * 40) - (day > 30 ? Double(day - 30) * 70 : 0)))
        }
        return LifecycleReport.Performance(
            summary: PerformanceSummary(
                count: 41, wins: 33, losses: 7, total: money(1160), grossProfit: money(3204), grossLoss: money(-2044),
                fees: money(-106.6), averageDaysHeld: 22.4),
            realized: [
                .month: [group("2027-01", 14, 1080), group("2027-02", 19, 884, unknown: 1), group("2027-03", 8, -804)],
                .daysToExpiryAtEntry: [group("0-7", 3, -120), group("30-45", 38, 1280)],
                .deltaAtEntry: [group("unknown", 41, 1160)],
                .strategy: [group("cash_secured_put", 25, 1410), group("covered_call", 16, -250)],
                .symbol: [group("KO", 22, 900), group("PLTR", 19, 260)],
            ], realizedTotal: money(1160), averageCostTotal: money(1125), fees: money(-106.6), unknownCost: 1,
            curve: curve, drawdown: money(870))
    }
}
