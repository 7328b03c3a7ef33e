import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// The history of the selected accounts.
extension Engine {
    /// Everything the views journal, performance, wheel, settlement, income, tax and the review list show.
    ///
    /// Folded outside the actor, and only anew when the ledger, the choice of accounts or the day has changed.
    /// - Returns: never nil here; a desk without a ledger has none.
    public func lifecycle() async -> LifecycleReport? {
        let now = world.clock.now()
        let (history, market) = await history(now: now)
        return await Self.report(
            history, market: market, account: selectedAccount, notes: world.standardNotes.merging(notes) { $1 },
            book: book, calendar: self.market.calendar, now: now)
    }

    /// Takes what the owner says of a pair that may be a roll; nil takes it back. Only pairs that the ledger shows can be
    /// decided.
    func decideRoll(_ roll: String, _ verdict: RollVerdict?, now: Instant) async -> DeskReply {
        let history = await history(now: now).0
        let rolls = history.rolls.rolls + history.rolls.review + history.rolls.rejected
        guard let pair = rolls.first(where: { $0.id == roll }) else {
            return .refused("\(HarmlessText.sanitised(roll, maximumLength: 100)): no such pair of trades")
        }
        guard pair.verdict != verdict else { return .done }
        remember(.rollVerdict(roll: roll, before: pair.verdict))
        // What was said under a name that the pair had before is said anew under its present one.
        let former = RollIdentifier.former(of: roll, in: Array(rollVerdicts.keys), among: history.blotter.trades)
        for name in former { rollVerdicts[name] = nil }
        rollVerdicts[roll] = verdict
        store { repositories in
            for name in former { try repositories.annotations.setRollVerdict(nil, roll: name, now: now) }
            try repositories.annotations.setRollVerdict(verdict, roll: roll, now: now)
        }
        return .done
    }

    /// The settlement of one expiry; nil when no series of the history ended on that day.
    public func settlement(of expiry: CalendarDate) async -> LifecycleReport.Settlement? {
        let now = world.clock.now()
        let (history, _) = await history(now: now)
        let builder = SettlementBuilder(history: history, calendar: market.calendar)
        let day = market.calendar.sessionOnOrBefore(expiry)
        let symbols = builder.symbols(expiring: day)
        guard !symbols.isEmpty else { return nil }
        let closes = await pastMarket(now: now).closes(of: symbols, on: day)
        return builder.report(of: day, closes: closes, valued: book, now: now)
    }

    /// The rolls of the selected accounts: of the history where it is at hand, else found without the rest of it.
    func rollFinder(now: Instant) async -> RollFinder {
        let events = keeper.events(through: now)
        let revision = revision(events, now: now)
        if lifecycle.revision == revision, let history = lifecycle.history { return history.rolls }
        if let rollCache, rollCache.revision == revision { return rollCache.finder }
        let finder = await Self.rolls(events, verdicts: rollVerdicts)
        rollCache = RollCache(revision: revision, finder: finder)
        return finder
    }

    @concurrent
    private nonisolated static func rolls(
        _ events: [LedgerEvent], verdicts: [String: RollVerdict]
    ) async -> RollFinder {
        RollFinder(TradeBlotter(LedgerTimeline(events).latest.allEvents).trades, verdicts: verdicts)
    }

    private func revision(_ events: [LedgerEvent], now: Instant) -> LifecycleCache.Revision {
        LifecycleCache.Revision(
            account: selectedAccount, ledgerNumber: keeper.ledgerNumber, shownCount: events.count,
            date: now.newYork.date, rollVerdicts: rollVerdicts)
    }

    private func history(now: Instant) async -> (LifecycleHistory, LifecycleMarket) {
        let events = keeper.events(through: now)
        let revision = revision(events, now: now)
        if lifecycle.revision == revision, let history = lifecycle.history, let market = lifecycle.market {
            return (history, market)
        }
        let retirement = Set(accounts.filter { $0.rules == .individualRetirement }.map(\.name))
        var history = await Self.fold(
            events, others: await otherEvents(now: now), rollVerdicts: rollVerdicts, retirement: retirement, now: now)
        let market = await Self.ask(pastMarket(now: now), for: history, calendar: market.calendar, now: now)
        history.take(deltas: market.deltas)
        lifecycle = LifecycleCache(revision: revision, history: history, market: market)
        return (history, market)
    }

    /// Events of the accounts of this world that are not shown.
    private func otherEvents(now: Instant) async -> [LedgerEvent] {
        guard selectedAccount != "all" else { return [] }
        var events: [LedgerEvent] = []
        for account in accounts where account.name != selectedAccount {
            do {
                if let source = world.accounts {
                    events += try await source.ledgerEvents(of: account.name, now: now)
                } else {
                    events += try repositories.ledger.events(account: account.name, through: now)
                }
            } catch {
                reportStore(error)
            }
        }
        return events
    }

    private func pastMarket(now: Instant) -> PastMarket {
        PastMarket(
            market: world.market?.uncached, benchmark: world.benchmark, calendar: market.calendar,
            answersForThePast: world.kind == .simulated, now: now)
    }

    @concurrent
    private nonisolated static func fold(
        _ events: [LedgerEvent], others: [LedgerEvent], rollVerdicts: [String: RollVerdict], retirement: Set<String>,
        now: Instant
    ) async -> LifecycleHistory {
        LifecycleHistory(events, others: others, rollVerdicts: rollVerdicts, retirement: retirement, now: now)
    }

    @concurrent
    private nonisolated static func ask(
        _ past: PastMarket, for history: LifecycleHistory, calendar: ExchangeCalendar, now: Instant
    ) async -> LifecycleMarket {
        var result = LifecycleMarket()
        let settlement = SettlementBuilder(history: history, calendar: calendar)
        if let day = settlement.lastExpiry(before: now) {
            result.settlement = await past.closes(of: settlement.symbols(expiring: day), on: day)
        }
        for (symbol, day) in CoveredCallFinder.symbols(history.book, trades: history.blotter.trades) {
            result.bars[symbol] = await past.bars(symbol, since: day.adding(days: -7))
        }
        result.deltas = await past.deltas(of: history.blotter.trades)
        result.exDates = await past.exDates(of: history.book.allEvents)
        (result.benchmark, result.bills) = await past.returns(of: history.weeks)
        (result.benchmarkMonths, result.billMonths) = await past.returns(of: history.months)
        return result
    }

    @concurrent
    private nonisolated static func report(
        _ history: LifecycleHistory, market: LifecycleMarket, account: String, notes: [String: String],
        book: BookValuation?, calendar: ExchangeCalendar, now: Instant
    ) async -> LifecycleReport {
        let settlement = SettlementBuilder(history: history, calendar: calendar)
        let unresolved = history.book.expiredUnresolved(at: now, calendar: calendar)
        func periods(
            _ periods: [LifecycleReport.Income.Period], _ benchmark: [CalendarDate: Figure],
            _ bills: [CalendarDate: Figure]
        ) -> [LifecycleReport.Income.Period] {
            periods.map { period in
                var period = period
                period.benchmarkReturn = benchmark[period.begins] ?? .unknown(.noSource)
                period.billReturn = bills[period.begins] ?? .unknown(.noSource)
                return period
            }
        }
        var report = LifecycleReport(
            asOf: now, account: account, eventCount: history.book.eventCount, trades: history.blotter.trades,
            journal: JournalBuilder.entries(history, notes: notes, unresolved: unresolved, now: now),
            rolls: history.rolls.rolls,
            review: history.rolls.review, rejectedRolls: history.rolls.rejected, chains: history.rolls.chains,
            performance: history.performance,
            wheels: history.wheels,
            settlement: settlement.lastExpiry(before: now).map {
                settlement.report(of: $0, closes: market.settlement, valued: book, now: now)
            },
            income: LifecycleReport.Income(
                weeks: periods(history.weeks, market.benchmark, market.bills),
                months: periods(history.months, market.benchmarkMonths, market.billMonths)),
            taxYears: history.taxYears(market, now: now),
            expiredUnresolved: unresolved,
            issues: history.book.issues.map { issue in
                LifecycleReport.Issue(
                    kind: issue.kind.rawValue, account: issue.account, event: issue.event, source: issue.source,
                    line: issue.line, text: issue.text)
            })
        report.realizedByTrade = JournalBuilder.realized(history)
        report.statedTrades = JournalBuilder.stated(history)
        return report
    }
}
