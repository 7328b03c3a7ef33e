import MagnusAnalysis
import MagnusDomain
import MagnusMonitors

extension Engine {
    /// Starts the scans when their time has come and none is running.
    func startDueScan() {
        guard scanTask == nil, world.market != nil, let book else { return }
        let now = book.asOf
        let minutes = settings?.value(SettingCatalogue.Key.scanMinutes)?.number ?? 5
        if let last = scans.map(\.scannedAt).max(), now >= last, now.seconds(since: last) < minutes * 60 { return }
        // Before quotes are orderly, and out of session, one scan says why nothing is shown.
        scanTask = Task { [weak self] in
            guard let self else { return }
            let results = await self.scan(ScanStrategy.allCases)
            await self.finishScan(results)
        }
    }

    /// Runs scans now over the owner's lists.
    /// - Parameter symbols: nil for both lists.
    public func scan(
        _ strategies: [ScanStrategy], symbols: [String]? = nil, watchlist: String = "own+watch"
    ) async -> [ScanResult] {
        guard let source = world.market, let book else { return [] }
        let now = world.clock.now()
        let wanted: [String]
        if let symbols {
            wanted = symbols
        } else {
            let chosen = ownList + watchList
            let all = chosen.isEmpty ? await source.symbols() : chosen
            wanted = Array(Set(all).union(keeper.stockSymbols)).sorted()
        }
        let gathered = await gather(wanted, from: source, now: now)
        let inputs = strategies.map {
            ScanInput(
                strategy: $0, profile: configuration.scans, watchlist: watchlist, symbols: wanted,
                own: Set(ownList), market: gathered, book: book)
        }
        return await Self.results(of: inputs)
    }

    /// Scans compute outside the actor so that quotes and commands are not kept waiting.
    @concurrent
    private nonisolated static func results(of inputs: [ScanInput]) async -> [ScanResult] {
        inputs.map { Scanner.scan($0) }
    }

    private func gather(
        _ symbols: [String], from source: CachedMarketDataSource, now: Instant
    ) async -> MarketSnapshot {
        var snapshot = market
        let round = await MarketGathering(market: source).round(
            symbols: Set(symbols), contracts: [], now: now, withHistory: true, previous: market.underlyings)
        snapshot.underlyings = round.underlyings
        if !round.rates.points.isEmpty { snapshot.rates = round.rates }
        var problems: [String: MarketDataError] = [:]
        for symbol in symbols {
            // A scan scores what is quoted now: candidates are never shown from an old chain.
            await source.invalidateChain(of: symbol)
            do throws(MarketDataError) {
                snapshot.chains[symbol] = try await source.chain(of: symbol, now: now)
            } catch {
                problems[symbol] = error
            }
        }
        scanProblems = problems
        snapshot.asOf = now
        return snapshot
    }

    private func finishScan(_ results: [ScanResult]) {
        scanTask = nil
        guard !results.isEmpty else { return }
        scans = results
        monitorEvents.insert(.opportunities)
    }
}
