import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// What events alone tell of a history: everything of a ``LifecycleReport`` but prices and the owner's words.
struct LifecycleHistory: Sendable {
    let timeline: LedgerTimeline
    let blotter: TradeBlotter
    let rolls: RollFinder
    private(set) var outcomes: TradePerformance
    private(set) var performance: LifecycleReport.Performance
    /// Absolute delta at the opening by the id of the event, where a source tells it.
    private(set) var deltas: [String: Double] = [:]
    let wheels: [LifecycleReport.Wheel]
    let weeks: [LifecycleReport.Income.Period]
    let months: [LifecycleReport.Income.Period]
    let taxYears: [LifecycleReport.TaxYear]
    let retirement: Set<String>

    var book: LedgerBook { timeline.latest }

    /// - Parameters:
    ///   - events: of the accounts shown, up to `now`.
    ///   - others: of the other accounts of the same world, for wash sales.
    ///   - rollVerdicts: what the owner said of pairs that may be rolls.
    ///   - retirement: names of the accounts whose results are no part of a tax return.
    init(
        _ events: [LedgerEvent], others: [LedgerEvent], rollVerdicts: [String: RollVerdict] = [:],
        retirement: Set<String> = [], now: Instant
    ) {
        timeline = LedgerTimeline(events)
        let book = timeline.latest
        blotter = TradeBlotter(book.allEvents)
        rolls = RollFinder(blotter.trades, verdicts: rollVerdicts)
        outcomes = TradePerformance(book, trades: blotter.trades)
        performance = Self.performance(book, outcomes)
        wheels = WheelCampaignFinder(book, trades: blotter.trades, now: now).campaigns.reversed()
            .map(Self.wheel).sorted { ($0.campaign.stage == .ended ? 1 : 0) < ($1.campaign.stage == .ended ? 1 : 0) }
        weeks = IncomePeriods.periods(book, trades: blotter.trades, outcomes: outcomes) { date in
            let monday = Self.monday(of: date)
            return (monday, monday.adding(days: 6))
        }
        months = IncomePeriods.periods(book, trades: blotter.trades, outcomes: outcomes, span: Self.month)
        self.retirement = retirement
        taxYears = Self.taxYears(timeline, others: others, retirement: retirement)
    }

    /// Groups results by what a market tells of the openings.
    mutating func take(deltas: [String: Double]) {
        guard !deltas.isEmpty else { return }
        self.deltas = deltas
        outcomes = TradePerformance(book, trades: blotter.trades, deltas: deltas)
        performance = Self.performance(book, outcomes)
    }

    /// The Monday of a date's week.
    static func monday(of date: CalendarDate) -> CalendarDate {
        date.adding(days: -((date.weekday.rawValue + 6) % 7))
    }

    private static func month(of date: CalendarDate) -> (CalendarDate, CalendarDate) {
        let (year, month, _) = date.components
        let first = CalendarDate(year: year, month: month, day: 1) ?? date
        let next =
            month == 12
            ? CalendarDate(year: year + 1, month: 1, day: 1) : CalendarDate(year: year, month: month + 1, day: 1)
        return (first, (next ?? first.adding(days: 31)).adding(days: -1))
    }

    private static func performance(_ book: LedgerBook, _ outcomes: TradePerformance) -> LifecycleReport.Performance {
        var realized: [RealizedGrouping: [RealizedGroup]] = [:]
        for grouping in RealizedGrouping.allCases { realized[grouping] = outcomes.realized(by: grouping) }
        var whole = RealizedGroup(key: "all")
        for group in realized[.account] ?? [] {
            whole.lots += group.lots
            whole.profit += group.profit
            whole.averageProfit += group.averageProfit
            whole.fees += group.fees
            whole.unknownCost += group.unknownCost
            whole.unopenedCount += group.unopenedCount
            whole.statedCount += group.statedCount
            whole.statedProfit += group.statedProfit
        }
        let curve = LedgerCurve.points(book.allEvents)
        func groups(_ key: (TradeOutcome) -> String) -> [LifecycleReport.Performance.Group] {
            Dictionary(grouping: outcomes.outcomes, by: key).sorted { $0.key < $1.key }.map { name, group in
                .init(key: name, summary: TradePerformance.summary(of: group))
            }
        }
        var performance = LifecycleReport.Performance(
            summary: outcomes.summary(), byStrategy: groups { $0.strategy?.rawValue ?? "unknown" },
            bySymbol: groups(\.symbol), realized: realized, realizedTotal: whole.profit,
            averageCostTotal: whole.averageProfit, fees: whole.fees, unknownCost: whole.unknownCost, curve: curve,
            drawdown: LedgerCurve.drawdown(curve))
        (performance.statedTotal, performance.statedCount) = (whole.statedProfit, whole.statedCount)
        (performance.unopenedCount, performance.isRealizedKnown) = (whole.unopenedCount, whole.isProfitKnown)
        return performance
    }

    private static func wheel(_ campaign: WheelCampaign) -> LifecycleReport.Wheel {
        let missing: UnknownReason = campaign.shares.isZero ? .notApplicable : .noBasis
        return LifecycleReport.Wheel(
            campaign: campaign, brokerBasis: Figure(campaign.basis?.broker, else: missing),
            taxBasis: Figure(campaign.basis?.tax, else: missing),
            wheelBasis: Figure(campaign.basis?.wheel, else: missing),
            wheelBasisIfCallsExpire: Figure(campaign.wheelBasisIfCallsExpire, else: missing),
            annualizedReturn: Figure(
                campaign.annualizedReturn,
                else: campaign.unresolvedSince == nil ? .incomplete : .expiredUnresolved))
    }

    private static func taxYears(
        _ timeline: LedgerTimeline, others: [LedgerEvent], retirement: Set<String>
    ) -> [LifecycleReport.TaxYear] {
        let book = timeline.latest
        let own = Set(book.accounts)
        let everywhere = others.isEmpty ? book : LedgerBook(book.allEvents + others)
        let washSales = WashSaleFinder.candidates(everywhere, retirement: retirement).filter {
            own.contains($0.account)
        }
        let flagged = Set(washSales.map(\.lot))
        // Purchases in other accounts flag a loss as well.
        let lines = Dictionary(
            grouping: TaxLines.form8949(book, retirement: retirement, washSales: flagged), by: \.taxYear)
        // Dividends and interest of a retirement account are no income of a year either.
        var income: [Int: (dividends: Money, interest: Money)] = [:]
        for event in book.allEvents where !retirement.contains(event.account) {
            guard event.kind == .dividend || event.kind == .interest,
                max(abs(event.amount.dollars), abs(event.fees.dollars)) <= IncomePeriods.amountLimit,
                let cash = try? event.amount.adding(event.fees)
            else { continue }
            if event.kind == .dividend {
                income[event.time.newYork.date.year, default: (.zero, .zero)].dividends += cash
            } else {
                income[event.time.newYork.date.year, default: (.zero, .zero)].interest += cash
            }
        }
        // What expired at the end of a year may have its only row of that year in the next one.
        let years = Set(book.allEvents.map { $0.time.newYork.date.year }).union(lines.keys)
            .union(book.closedLots.map(\.closedOn.year)).union(book.statedResults.map(\.closedOn.year)).sorted(by: >)
        return years.map { year in
            let rows = lines[year] ?? []
            func sum(_ term: HoldingTerm?) -> Money {
                rows.reduce(Money.zero) { $1.term == term ? $0 + ($1.gain ?? .zero) : $0 }
            }
            var result = LifecycleReport.TaxYear(
                year: year, shortTerm: sum(.short), longTerm: sum(.long),
                unknownCount: rows.count { $0.gain == nil }, lines: rows,
                section1256: TaxLines.section1256(timeline, year: year, retirement: retirement),
                washSales: washSales.filter { $0.date.year == year }.sorted(by: isEarlier),
                dividends: income[year]?.dividends ?? .zero, interest: income[year]?.interest ?? .zero)
            result.unknownTerm = sum(nil)
            result.totals = TaxLines.totals(rows)
            for own in book.statedResults where own.closedOn.year == year && !retirement.contains(own.account) {
                result.stated.add(own.profit)
            }
            return result
        }
    }

    /// The tax years with what needs the prices and the dividends of the past: covered calls and the 61-day test.
    func taxYears(_ market: LifecycleMarket, now: Instant) -> [LifecycleReport.TaxYear] {
        let calls = CoveredCallFinder.flags(book, trades: blotter.trades, bars: market.bars).filter {
            !retirement.contains($0.account)
        }
        let dividends = DividendHoldingTest.flags(book, calls: calls, exDates: market.exDates, now: now).filter {
            !retirement.contains($0.account)
        }
        return taxYears.map { year in
            var year = year
            year.coveredCalls = calls.filter {
                $0.writtenOn.year <= year.year && ($0.endedOn ?? now.newYork.date).year >= year.year
            }
            year.dividendFlags = dividends.filter { $0.paidOn.year == year.year }
            return year
        }
    }

    /// December and January first: there a purchase of the other year decides.
    private static func isEarlier(_ left: WashSaleCandidate, _ right: WashSaleCandidate) -> Bool {
        func rank(_ date: CalendarDate) -> Int { date.month == 12 ? 0 : date.month == 1 ? 1 : 2 }
        return (rank(left.date), left.date, left.lot) < (rank(right.date), right.date, right.lot)
    }
}
