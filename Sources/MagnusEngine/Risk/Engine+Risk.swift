import MagnusAnalysis
import MagnusDesk
import MagnusDomain

extension Engine {
    /// What a day may cost the book as last valued; nil while no book has been valued.
    ///
    /// Histories come from the market source; the legs are priced outside the actor, on all cores.
    /// - Throws: what the source says of the benchmark's bars. A symbol without bars follows the benchmark by its beta and
    ///   is named.
    public func risk() async throws(MarketDataError) -> RiskReport? {
        guard let book else { return nil }
        let work = keeper.scenarioWork(ScenarioRequest(shocks: [.none], spotRule: .own), now: book.asOf)
        let market = market
        var series: [String: RiskSeries] = [:]
        for symbol in Set(book.strategies.map(\.symbol)) {
            let bars: [DailyBar]
            do throws(MarketDataError) {
                bars = try await riskBars(of: symbol, now: book.asOf)
            } catch {
                bars = []
            }
            series[symbol] = Self.series(symbol, bars: bars, market)
        }
        let bars = try await riskBars(of: book.benchmark, now: book.asOf)
        return await Self.report(
            work, benchmark: Self.series(book.benchmark, bars: bars, market), symbols: series, book: book,
            market: market)
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
            beta: underlying?.profile.beta ?? (isBills ? 0 : 1))
    }

    @concurrent
    private nonisolated static func report(
        _ work: ScenarioWork, benchmark: RiskSeries, symbols: [String: RiskSeries], book: BookValuation,
        market: MarketSnapshot
    ) async -> RiskReport {
        let risk = RiskWork(work, benchmark: benchmark, symbols: symbols)
        let parts = await withTaskGroup(of: (Int, RiskWork.Part).self) { group in
            for leg in 0..<risk.count { group.addTask { (leg, risk.evaluate(leg)) } }
            var parts: [Int: RiskWork.Part] = [:]
            for await (leg, part) in group { parts[leg] = part }
            return parts
        }
        return risk.report((0..<risk.count).compactMap { parts[$0] }, book, market: market)
    }
}
