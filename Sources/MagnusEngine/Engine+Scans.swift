import Glibc
import MagnusAnalysis
import MagnusDomain
import MagnusMonitors

/// A scan's result with what is needed to quote its candidates again.
struct FinishedScan: Sendable {
    var result: ScanResult
    /// nil without candidates.
    var watch: Scanner.Watch?
}

extension Engine {
    /// Starts the scans when their time has come and none is running.
    func startDueScan() {
        guard scanTask == nil, world.market != nil, let book else { return }
        let now = book.asOf
        let last = (scans.map(\.scannedAt) + [lastScanAttempt].compactMap { $0 }).max()
        let isRecent = last.map { now >= $0 && now.seconds(since: $0) < configuration.scanMinutes * 60 } ?? false
        guard !isRecent || isScanWanted else { return }
        isScanWanted = false
        // Before quotes are orderly, and out of session, one scan says why nothing is shown.
        scanNumber += 1
        scanTask = Task { [weak self, scanNumber] in
            guard let self else { return }
            let input = await self.scanInput(watchlist: self.configuration.scanList)
            let results = await Self.results(
                self.configuration.scans.strategies, of: input, cores: Self.cores - 1)
            await self.finishScan(results, number: scanNumber)
        }
    }

    /// Runs scans now over the owner's lists; nothing when its task is cancelled meanwhile.
    ///
    /// What is made of quotes that were old then, of a feed that stands still, is marked as it is on the screen.
    /// - Parameters:
    ///   - symbols: nil for the list that is named.
    ///   - watchlist: `own+watch`, `own`, `watch`, or another word for every symbol of the source.
    public func scan(
        _ strategies: [ScanStrategy], symbols: [String]? = nil, watchlist: String = "own+watch"
    ) async -> [ScanResult] {
        let input = await scanInput(symbols: symbols, watchlist: watchlist)
        let found = await Self.results(strategies, of: input, cores: Self.cores).map(\.result)
        return input.map { trusted(found, now: $0.market.asOf) } ?? found
    }

    /// What a scan looks at, whatever its strategy; nil without a market or book.
    private func scanInput(symbols: [String]? = nil, watchlist: String) async -> ScanInput? {
        guard let source = world.market, let book else { return nil }
        let now = world.clock.now()
        let wanted: [String]
        var name = watchlist
        if let symbols {
            wanted = symbols
        } else {
            let chosen = list(watchlist)
            // Without lists of one's own everything is looked at, and the result says so.
            if chosen.isEmpty { name = "default" }
            let all = chosen.isEmpty ? await source.symbols() : chosen
            wanted = Array(Set(all).union(keeper.stockSymbols)).sorted()
        }
        let gathered = await gather(wanted, from: source, now: now)
        return ScanInput(
            strategy: .cashSecuredPut, profile: configuration.scans, watchlist: name, symbols: wanted,
            own: Set(ownList), market: gathered, book: book,
            contradictory: Set(gathered.underlyings.filter { $0.value.quote?.contradiction != nil }.keys))
    }

    private func list(_ name: String) -> [String] {
        switch name {
        case "own": ownList
        case "watch": watchList
        case "own+watch": ownList + watchList
        default: []
        }
    }

    /// Of this machine.
    private nonisolated static var cores: Int { sysconf(Int32(_SC_NPROCESSORS_ONLN)) }

    /// Scans compute outside the actor so that quotes and commands are not kept waiting.
    /// - Parameter cores: one is used at least; a scan that nobody waits for leaves one to the screen.
    @concurrent
    private nonisolated static func results(
        _ strategies: [ScanStrategy], of input: ScanInput?, cores: Int
    ) async -> [FinishedScan] {
        guard let input else { return [] }
        let drafts = await Scanner.rough(input, strategies: strategies, cores: cores)
        var results: [FinishedScan] = []
        for draft in drafts {
            guard !Task.isCancelled else { return [] }
            let result = Scanner.finish(draft, quotes: [:], underlyings: [:], now: input.market.asOf)
            results.append(FinishedScan(result: result, watch: Scanner.watch(draft, result)))
        }
        return Task.isCancelled ? [] : results
    }

    private func gather(
        _ symbols: [String], from source: CachedMarketDataSource, now: Instant
    ) async -> MarketSnapshot {
        var snapshot = market
        let round = await MarketGathering(market: source).round(
            symbols: Set(symbols), contracts: [], now: now, historyOf: Set(symbols), previous: market.underlyings)
        snapshot.underlyings = round.underlyings
        if !round.rates.points.isEmpty { snapshot.rates = round.rates }
        var problems: [String: MarketDataError] = [:]
        for symbol in symbols where !Task.isCancelled {
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

    /// Takes what a scan found, unless it was stopped or another one began since.
    func finishScan(_ results: [FinishedScan], number: Int) {
        guard number == scanNumber, scanTask?.isCancelled == false else { return }
        scanTask = nil
        guard !results.isEmpty else { return }
        scans = results.map(\.result)
        scanWatches = results.map(\.watch)
        monitorEvents.insert(.opportunities)
    }
}
