import MagnusAnalysis
import MagnusDesk
import MagnusDomain

extension Engine {
    /// The risk of the book for the screen: computed outside the actor while its progress is in the snapshots; a later
    /// question ends an earlier one.
    public func riskAnswer() async -> RiskAnswer {
        let account = selectedAccount
        guard let book, Set(book.accounts.map(\.account.name)) == Set(keeper.selected) else {
            return RiskAnswer(account: account, report: nil)
        }
        riskTask?.cancel()
        riskNumber += 1
        let number = riskNumber
        riskWork = Self.riskProgress(0, of: nil)
        let task = Task { await riskAnswer(account, number: number) }
        riskTask = task
        publish()
        let answer = await task.value
        if riskNumber == number {
            (riskTask, riskWork) = (nil, nil)
            publish()
        }
        return answer
    }

    private func riskAnswer(_ account: String, number: Int) async -> RiskAnswer {
        do throws(MarketDataError) {
            let report = try await risk { [weak self] done, total in
                await self?.riskAdvanced(number, done, of: total)
            }
            guard !Task.isCancelled else {
                return RiskAnswer(account: account, report: nil, refusal: "Cancelled.", isCancelled: true)
            }
            return RiskAnswer(account: account, report: report)
        } catch {
            let benchmark = book?.benchmark ?? market.benchmark
            return RiskAnswer(account: account, report: nil, refusal: Self.refusal(of: benchmark, error))
        }
    }

    private func riskAdvanced(_ number: Int, _ done: Int, of total: Int) {
        guard number == riskNumber, riskTask != nil else { return }
        riskWork = Self.riskProgress(done, of: total)
        publish()
    }

    private static func riskProgress(_ done: Int, of total: Int?) -> WorkProgress {
        WorkProgress(
            id: RiskAnswer.workIdentifier, title: "Risk of the book", completed: done, total: total, perSecond: nil,
            remainingSeconds: nil)
    }

    /// What a day may cost the book as last valued; nil while no book has been valued, and once the task is cancelled.
    ///
    /// Histories come from the market source; the legs are priced outside the actor, on all cores.
    /// - Parameters:
    ///   - hedgeTarget: beta-weighted dollars over net liquidation that hedges are to lead to; nil for the band.
    ///   - progress: told now and then how many legs of how many are done.
    /// - Throws: what the source says of the benchmark's bars. A symbol without bars follows the benchmark by its beta and
    ///   is named.
    public func risk(
        hedgeTarget: Double? = nil,
        progress: @escaping @Sendable (Int, Int) async -> Void = { _, _ in }
    ) async throws(MarketDataError) -> RiskReport? {
        guard let book else { return nil }
        let work = keeper.scenarioWork(ScenarioRequest(shocks: [.none], spotRule: .own), now: book.asOf)
        let market = market
        let profile = configuration.scans
        let limits = RiskLimits(
            name: profile.maximumNameShare, sector: profile.maximumSectorShare, deltaBand: profile.betaDelta)
        let hedging = hedgeTask(book, band: limits.deltaBand, target: hedgeTarget)
        var series: [String: RiskSeries] = [:]
        for symbol in Set(book.strategies.map(\.symbol)) {
            guard !Task.isCancelled else { return nil }
            let bars: [DailyBar]
            do throws(MarketDataError) {
                bars = try await riskBars(of: symbol, now: book.asOf)
            } catch {
                bars = []
            }
            series[symbol] = Self.series(symbol, bars: bars, market)
        }
        let bars = try await riskBars(of: book.benchmark, now: book.asOf)
        var report = await Self.report(
            work, benchmark: Self.series(book.benchmark, bars: bars, market), symbols: series, book: book,
            market: market, limits: limits, progress: progress)
        guard report != nil, !Task.isCancelled else { return nil }
        report?.exposure.hedges = await hedges(hedging, market: market)
        return report
    }

    /// Empty where the source keeps none.
    private func riskBars(of symbol: String, now: Instant) async throws(MarketDataError) -> [DailyBar] {
        guard let source = world.market else { return [] }
        do throws(MarketDataError) {
            return try await source.dailyBars(of: symbol, count: RiskReport.sessionMinimum + 10, now: now)
        } catch {
            guard error == .unsupported else { throw error }
            return []
        }
    }

    private nonisolated static func series(
        _ symbol: String, bars: [DailyBar], _ market: MarketSnapshot
    ) -> RiskSeries {
        let underlying = market.underlyings[symbol]
        let isBills = underlying?.profile.kind == .treasuryBillFund
        return RiskSeries(
            bars: bars, volatilities: underlying?.volatilityHistory ?? [],
            beta: underlying?.profile.beta ?? (isBills ? 0 : 1), kind: underlying?.profile.kind ?? .stock)
    }

    @concurrent
    private nonisolated static func report(
        _ work: ScenarioWork, benchmark: RiskSeries, symbols: [String: RiskSeries], book: BookValuation,
        market: MarketSnapshot, limits: RiskLimits, progress: @escaping @Sendable (Int, Int) async -> Void
    ) async -> RiskReport? {
        let risk = RiskWork(work, benchmark: benchmark, symbols: symbols)
        guard !Task.isCancelled else { return nil }
        await progress(0, risk.count)
        // A tenth at a time: every step is a snapshot.
        let step = max(1, risk.count / 10)
        let parts = await withTaskGroup(of: (Int, RiskWork.Part?).self) { group in
            for leg in 0..<risk.count {
                group.addTask { Task.isCancelled ? (leg, nil) : (leg, risk.evaluate(leg)) }
            }
            var parts: [Int: RiskWork.Part] = [:]
            for await (leg, part) in group {
                parts[leg] = part
                if parts.count.isMultiple(of: step) { await progress(parts.count, risk.count) }
            }
            return parts
        }
        guard !Task.isCancelled, parts.count == risk.count else { return nil }
        return risk.report((0..<risk.count).compactMap { parts[$0] }, book, market: market, limits: limits)
    }
}
