import MagnusAnalysis
import MagnusDomain

/// All that decides the technicals of a symbol.
struct TechnicalInput: Sendable, Equatable {
    var bars: [DailyBar]
    var symbol: String
    var kind: SecurityKind
    var source: String
    var calendar: ExchangeCalendar
}

extension Engine {
    /// Sessions that analyses of the past ask for: ten years, and what their windows need before.
    static let pastSessions = RegimeModel.sessionLimit + 80
    /// What stands beside the book's names in a matrix, where the source lists it.
    static let comparedBenchmarks = ["QQQ", "IWM"]

    /// Technicals, trend and zones of a symbol from its closed sessions.
    /// - Parameters:
    ///   - last: nothing after this day is used; nil for all.
    ///   - sessions: asked of the source.
    public func technicals(
        of symbol: String, through last: CalendarDate? = nil, sessions: Int? = nil
    ) async throws(MarketDataError) -> TechnicalReport {
        let source = try connected()
        let now = world.clock.now()
        let bars = try await source.dailyBars(of: symbol, count: sessions ?? Self.pastSessions, now: now)
        let profile = try await source.profile(of: symbol, now: now)
        let input = TechnicalInput(
            bars: last.map { last in bars.filter { $0.date <= last } } ?? bars, symbol: profile.symbol,
            kind: profile.kind, source: source.name, calendar: market.calendar)
        if let known = knownTechnicals.answer(to: input) { return known }
        let report = await Self.technicals(input)
        knownTechnicals.take(report, to: input)
        return report
    }

    @concurrent
    private nonisolated static func technicals(_ input: TechnicalInput) async -> TechnicalReport {
        TechnicalAnalyser.analyse(
            input.bars, symbol: input.symbol, kind: input.kind, source: input.source, calendar: input.calendar)
    }

    /// The regime of a symbol at its last close.
    /// - Parameters:
    ///   - name: nil for the benchmark.
    ///   - seed: of the model's beginnings; the same seed gives the same model.
    public func regime(of name: String? = nil, seed: UInt64 = 1) async throws(MarketDataError) -> RegimeReport {
        let source = try connected()
        let symbol = name ?? world.benchmark
        let now = world.clock.now()
        let profile = try await source.profile(of: symbol, now: now)
        let input = RegimeInput(
            symbol: symbol, source: source.name, kind: profile.kind,
            bars: try await past(symbol, known: true, now: now), volatilities: try await volatilities(symbol, now: now),
            volatilityIndex: try await past(world.volatilityIndex ?? "VIX", now: now),
            threeMonthIndex: try await past("VIX3M", now: now), weakCredit: try await past("HYG", now: now),
            strongCredit: try await past("IEF", now: now), calendar: market.calendar, seed: seed)
        if let known = knownRegimes.answer(to: input) { return known }
        let report = await Self.regime(input)
        knownRegimes.take(report, to: input)
        return report
    }

    @concurrent
    private nonisolated static func regime(_ input: RegimeInput) async -> RegimeReport { RegimeAnalyser.analyse(input) }

    /// Correlations of names with each other and with the benchmark.
    /// - Parameters:
    ///   - names: none for those of the book, Treasury bills apart, and the usual benchmarks.
    ///   - sessions: of the window.
    /// - Throws: `unknownSymbol` of a name that was asked for and that no source knows.
    public func correlation(
        of names: [String] = [], sessions: Int = CorrelationReport.window
    ) async throws(MarketDataError) -> CorrelationReport {
        let source = try connected()
        let now = world.clock.now()
        var wanted = [world.benchmark]
        if names.isEmpty {
            let listed = Set(await source.symbols())
            let held = Set((book?.strategies ?? []).map(\.symbol)).sorted()
            wanted += Self.comparedBenchmarks.filter { listed.contains($0) } + held
        } else {
            wanted += names
        }
        var seen: Set<String> = []
        var series: [CorrelationAnalyser.Series] = []
        for symbol in wanted where seen.insert(symbol).inserted {
            let found = try await listed(symbol, sessions: sessions + 1, isKnown: names.contains(symbol), now: now)
            guard !names.isEmpty || found.series.kind != .treasuryBillFund else { continue }
            series.append(found.series)
        }
        return await Self.correlation(series, sessions: sessions, source: source.name, calendar: market.calendar)
    }

    @concurrent
    private nonisolated static func correlation(
        _ series: [CorrelationAnalyser.Series], sessions: Int, source: String, calendar: ExchangeCalendar
    ) async -> CorrelationReport {
        CorrelationAnalyser.analyse(series, sessions: sessions, source: source, calendar: calendar)
    }

    /// What the book has in each sector, how the sectors did and how they go together; nil while no book has been valued.
    public func sectors() async throws(MarketDataError) -> SectorReport? {
        guard let book else { return nil }
        let source = try connected()
        var names: [SectorAnalyser.Listed] = []
        for symbol in await source.symbols() {
            names.append(
                try await listed(symbol, sessions: CorrelationReport.window + 1, isKnown: false, now: book.asOf))
        }
        return await Self.sectors(
            book, market: market, listed: names, limit: configuration.scans.maximumSectorShare, source: source.name)
    }

    @concurrent
    private nonisolated static func sectors(
        _ book: BookValuation, market: MarketSnapshot, listed: [SectorAnalyser.Listed], limit: Double, source: String
    ) async -> SectorReport {
        SectorAnalyser.analyse(book, market: market, listed: listed, limit: limit, source: source)
    }

    // MARK: What the source has

    private func connected() throws(MarketDataError) -> CachedMarketDataSource {
        guard let source = world.market else { throw .unreachable(reason: "no market data source is connected") }
        return source
    }

    /// A name with its sector and its sessions.
    /// - Parameter isKnown: whether a source that does not know it is an error; else it has no sessions.
    private func listed(
        _ symbol: String, sessions: Int, isKnown: Bool, now: Instant
    ) async throws(MarketDataError) -> SectorAnalyser.Listed {
        let source = try connected()
        let profile: SecurityProfile?
        do throws(MarketDataError) {
            profile = try await source.profile(of: symbol, now: now)
        } catch {
            guard !isKnown, error == .unsupported || error == .unknownSymbol(symbol) else { throw error }
            profile = nil
        }
        let bars = try await past(symbol, known: isKnown, sessions: sessions, now: now)
        return SectorAnalyser.Listed(
            sector: profile?.sector ?? "",
            series: CorrelationAnalyser.Series(name: symbol, kind: profile?.kind ?? .stock, bars: bars))
    }

    /// Closed sessions; empty where the source keeps none, and where it does not know what was not asked for by name.
    private func past(
        _ symbol: String, known: Bool = false, sessions: Int = Engine.pastSessions, now: Instant
    ) async throws(MarketDataError) -> [DailyBar] {
        let source = try connected()
        do throws(MarketDataError) {
            return try await source.dailyBars(of: symbol, count: sessions, now: now)
        } catch {
            guard error == .unsupported || (!known && error == .unknownSymbol(symbol)) else { throw error }
            return []
        }
    }

    private func volatilities(
        _ symbol: String, now: Instant
    ) async throws(MarketDataError) -> [VolatilityObservation] {
        let source = try connected()
        do throws(MarketDataError) {
            return try await source.volatilityHistory(of: symbol, count: Self.pastSessions, now: now)
        } catch {
            guard error == .unsupported else { throw error }
            return []
        }
    }
}
