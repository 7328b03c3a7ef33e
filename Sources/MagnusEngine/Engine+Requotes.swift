import MagnusAnalysis
import MagnusDomain

extension Engine {
    /// World seconds after which shown candidates are quoted again (trader.md section 2, K1: what is on screen, 10 s).
    static let requoteSeconds = 10.0

    /// Asks for the candidates' quotes anew when they have grown old in session and nothing of the kind is running.
    func startDueRequote() {
        guard requoteTask == nil, scanTask == nil, let source = world.market, scanWatches.contains(where: { $0 != nil })
        else { return }
        let now = world.clock.now()
        // A source that fails is asked no oftener than one that answers.
        let isTried = requoteTriedAt.map { now >= $0 && now.seconds(since: $0) < Self.requoteSeconds } ?? false
        guard !isTried, market.calendar.status(at: now).phase == .open,
            zip(scans, scanWatches).contains(where: { scan, watch in
                watch != nil && now.seconds(since: scan.quotedAt) >= Self.requoteSeconds
            })
        else { return }
        requoteTriedAt = now
        let watches = scanWatches
        requoteTask = Task { [weak self, scanNumber] in
            let results = await Self.requoted(watches, from: source, now: now)
            await self?.finishRequote(results, number: scanNumber)
        }
    }

    /// Computes outside the actor, as scans do. Nothing for a scan without candidates, and for all when the source fails:
    /// old rows then grow old, and the round that asks for what is held tells of the source.
    @concurrent
    private nonisolated static func requoted(
        _ watches: [Scanner.Watch?], from source: CachedMarketDataSource, now: Instant
    ) async -> [ScanResult?] {
        let contracts = Set(watches.compactMap { $0?.contracts }.joined())
        guard let quotes = try? await source.quotes(of: Array(contracts), now: now) else { return [] }
        var shares: [String: Quote] = [:]
        for symbol in Set(watches.compactMap { $0?.symbols }.joined()).sorted() {
            shares[symbol] = try? await source.quote(of: symbol, now: now)
        }
        return watches.map { watch in
            watch.map { Scanner.requoted($0, quotes: quotes, underlyings: shares, now: now) }
        }
    }

    /// Takes what was quoted anew, unless another scan began since.
    private func finishRequote(_ results: [ScanResult?], number: Int) {
        requoteTask = nil
        guard number == scanNumber, results.count == scans.count else { return }
        for (index, result) in results.enumerated() {
            if let result { scans[index] = result }
        }
    }
}
