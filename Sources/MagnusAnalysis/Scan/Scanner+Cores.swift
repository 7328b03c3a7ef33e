import MagnusDomain

/// What the first stage finds in one underlying, independent of all others.
struct JudgedSymbol: Sendable {
    let scan: SymbolScan
    /// Per input.
    let verdicts: [[ContractVerdict]]
    let tallies: [VerdictTally]

    /// nil where the snapshot has no chain of the symbol.
    /// - Parameter inputs: that differ in their strategy alone; the underlying is prepared once for all.
    init?(_ symbol: String, inputs: [ScanInput], room: BookRoom) {
        guard let first = inputs.first, let scan = SymbolScan(symbol: symbol, input: first, now: first.market.asOf)
        else { return nil }
        self.scan = scan
        verdicts = inputs.map {
            ContractJudge(input: $0, scan: scan, room: room, isFreshnessDue: false, isExact: false).lookAtAll()
        }
        tallies = zip(inputs, verdicts).map { input, verdicts in
            VerdictTally(
                verdicts,
                cap: Scanner.scoreLimit(scan: scan, input: input, isInSession: Scanner.isInSession(input)),
                limit: input.profile.nearestMisses)
        }
    }
}

extension Scanner {
    /// ``rough(_:unless:)`` of several strategies on the same market, with the symbols shared out among cores; the same
    /// drafts, whatever the number of cores.
    ///
    /// Each core takes its share of the symbols one after the other and makes way between them, so that whoever else waits
    /// for a core waits for one symbol at most, not for the scan. A cancelled task leaves out the symbols that follow.
    ///
    /// - Parameters:
    ///   - input: whose strategy does not count.
    ///   - cores: at least 1 is used.
    /// - Returns: a draft for each strategy, in their order.
    @concurrent
    public static func rough(_ input: ScanInput, strategies: [ScanStrategy], cores: Int) async -> [Draft] {
        let room = BookRoom(input.book, market: input.market)
        let inputs = strategies.map { strategy in
            var input = input
            input.strategy = strategy
            return input
        }
        guard !isWaiting(input) else { return inputs.map { assembled([], input: $0, room: room) } }
        let symbols = input.symbols
        let workers = max(1, min(cores, symbols.count))
        let found = await withTaskGroup(of: [(Int, JudgedSymbol)].self) { group in
            for worker in 0..<workers {
                group.addTask {
                    var judged: [(Int, JudgedSymbol)] = []
                    for place in stride(from: worker, to: symbols.count, by: workers) where !Task.isCancelled {
                        if let part = JudgedSymbol(symbols[place], inputs: inputs, room: room) {
                            judged.append((place, part))
                        }
                        // Whoever else waits for a core goes first.
                        await Task.yield()
                    }
                    return judged
                }
            }
            var parts: [JudgedSymbol?] = symbols.map { _ in nil }
            for await judged in group {
                for (place, part) in judged { parts[place] = part }
            }
            return parts
        }
        let parts = found.compactMap { $0 }
        return inputs.enumerated().map { assembled(parts, input: $1, place: $0, room: room) }
    }
}
