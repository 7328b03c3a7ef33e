import MagnusDomain

/// Between two scans the candidates are quoted again: on a screen only re-quoted rows are live (trader.md section 5).
extension Scanner {
    /// What is kept of a scan for that: its candidates with the chains of their symbols, nothing else.
    public struct Watch: Sendable {
        let draft: Draft
        /// As the scan left it.
        let original: ScanResult

        /// To be quoted again.
        public var contracts: [OptionContract] { draft.shortlist }
        /// Their underlyings.
        public var symbols: [String] { draft.shortlistedSymbols }
    }

    /// nil for a scan without candidates, and for spreads: their legs belong together and grow old until the next scan.
    public static func watch(_ draft: Draft, _ result: ScanResult) -> Watch? {
        guard !result.candidates.isEmpty, !draft.input.strategy.isSpread else { return nil }
        let kept = Set(result.candidates.map(\.contract))
        let symbols = Set(kept.map(\.underlying))
        var input = draft.input
        input.symbols = input.symbols.filter(symbols.contains)
        input.market.chains = input.market.chains.filter { symbols.contains($0.key) }
        let places = draft.scans.indices.filter { symbols.contains(draft.scans[$0].symbol) }
        let verdicts = places.map { place in
            draft.verdicts[place].filter { verdict in
                verdict.isPassed && kept.contains(draft.scans[place].chain.entries[verdict.index].contract)
            }
        }
        let reduced = Draft(
            input: input, shortlist: draft.shortlist.filter(kept.contains), waitingReason: nil,
            symbolsScanned: draft.symbolsScanned, contractsScanned: draft.contractsScanned, room: draft.room,
            scans: places.map { draft.scans[$0] }, verdicts: verdicts,
            tallies: verdicts.map { VerdictTally($0, cap: .infinity, limit: 0) },
            chosen: verdicts.map { Set($0.indices) },
            isInSession: draft.isInSession)
        return Watch(draft: reduced, original: result)
    }

    /// The scan's result with its candidates on fresh quotes; what fails a gate now is a near miss until it passes again.
    /// Nothing new is looked for: that is the next scan's work.
    ///
    /// - Parameters:
    ///   - quotes: a contract without one keeps that of the scan, whose age then decides.
    ///   - now: when the quotes were taken.
    public static func requoted(
        _ watch: Watch, quotes: [OptionContract: Quote], underlyings: [String: Quote], now: Instant
    ) -> ScanResult {
        let again = finish(watch.draft, quotes: quotes, underlyings: underlyings, now: now)
        var result = watch.original
        result.quotedAt = now
        result.candidates = again.candidates
        result.rejected.merge(again.rejected, uniquingKeysWith: +)
        let limit = watch.draft.input.profile.nearestMisses
        let known = Set(again.nearestMisses.map(\.id))
        // The near misses of the scan have the quotes of the scan.
        let older = max(0, now.seconds(since: watch.original.scannedAt))
        let others = watch.original.nearestMisses.lazy.filter { !known.contains($0.id) }.map { $0.aged(by: older) }
        result.nearestMisses = Array((again.nearestMisses + others).prefix(limit))
        return result
    }
}
