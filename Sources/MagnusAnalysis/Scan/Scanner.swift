import MagnusDomain
import MagnusQuant

/// Looks for puts to sell against cash, calls to sell against shares, and spreads.
///
/// Two stages: ``rough(_:unless:)`` looks at every contract of the cached chains with European formulas and names the best, whose
/// quotes are then asked for again; ``finish(_:quotes:underlyings:now:)`` computes those anew, American, on the fresh
/// quotes, and only they become candidates.
public enum Scanner {
    /// What the first stage leaves for the second.
    public struct Draft: Sendable {
        public let input: ScanInput
        /// Best first: to be quoted again, with their underlyings.
        public let shortlist: [OptionContract]
        /// Nothing is scanned now, and why.
        public let waitingReason: String?
        public let symbolsScanned: Int
        public let contractsScanned: Int
        let room: BookRoom
        let scans: [SymbolScan]
        /// Per scan.
        let verdicts: [[ContractVerdict]]
        let tallies: [VerdictTally]
        /// Per scan, the places of those that are looked at again.
        let chosen: [Set<Int>]
        let isInSession: Bool

        /// The underlyings of the shortlist, in alphabetical order.
        public var shortlistedSymbols: [String] { Set(shortlist.map(\.underlying)).sorted() }

        /// The judge whose verdicts those of one scan are.
        func judge(_ scan: Int) -> ContractJudge {
            ContractJudge(input: input, scan: scans[scan], room: room, isFreshnessDue: false, isExact: false)
        }
    }

    /// Every contract of the chains, on cached quotes; ages are not judged here.
    ///
    /// - Parameter isStopped: asked before each symbol: true leaves out those that follow.
    public static func rough(_ input: ScanInput, unless isStopped: () -> Bool = { false }) -> Draft {
        let room = BookRoom(input.book, market: input.market)
        guard !isWaiting(input) else { return assembled([], input: input, room: room) }
        var parts: [JudgedSymbol] = []
        for symbol in input.symbols {
            guard !isStopped() else { break }
            if let part = JudgedSymbol(symbol, inputs: [input], room: room) { parts.append(part) }
        }
        return assembled(parts, input: input, room: room)
    }

    /// The session has just begun: quotes are not orderly yet.
    static func isWaiting(_ input: ScanInput) -> Bool {
        input.market.calendar.status(at: input.market.asOf).phase == .opening
    }

    /// Ranks over all symbols what was judged symbol by symbol.
    /// - Parameter place: of the input among those that were judged together.
    static func assembled(_ parts: [JudgedSymbol], input: ScanInput, place: Int = 0, room: BookRoom) -> Draft {
        let verdicts = parts.map { $0.verdicts[place] }
        let isSpread = input.strategy.isSpread
        var found: [Passed] = []
        var best = Shortlist<Passed>(limit: input.profile.shortlist)
        let tallies = parts.map { $0.tallies[place] }
        for (scan, tally) in tallies.enumerated() {
            for position in tally.passed {
                let passed = Passed(score: verdicts[scan][position].score, scan: scan, position: position)
                if isSpread { found.append(passed) } else { best.offer(passed) }
            }
        }
        if isSpread {
            for passed in varied(found, of: verdicts, input: input) { best.offer(passed) }
        }
        var chosen: [Set<Int>] = parts.map { _ in [] }
        var shortlist: [OptionContract] = []
        var listed: Set<OptionContract> = []
        for entry in best.items {
            chosen[entry.scan].insert(entry.position)
            let found = verdicts[entry.scan][entry.position]
            for index in found.plan?.legs.map(\.index) ?? [found.index] {
                let contract = parts[entry.scan].scan.chain.entries[index].contract
                if listed.insert(contract).inserted { shortlist.append(contract) }
            }
        }
        return Draft(
            input: input, shortlist: shortlist,
            waitingReason: isWaiting(input) ? "Waiting for orderly quotes, 09:45." : nil,
            symbolsScanned: parts.count, contractsScanned: verdicts.reduce(0) { $0 + $1.count }, room: room,
            scans: parts.map(\.scan), verdicts: verdicts, tallies: tallies, chosen: chosen,
            isInSession: isInSession(input))
    }

    static func isInSession(_ input: ScanInput) -> Bool {
        input.market.calendar.status(at: input.market.asOf).phase.isRegularSession
    }

    /// What passed every gate: the best score first, then as the symbols and their contracts were found.
    private struct Passed: Ranked {
        let score: Double
        let scan: Int
        let position: Int

        func precedes(_ other: Passed) -> Bool {
            if score != other.score { return score > other.score }
            return (scan, position) < (other.scan, other.position)
        }
    }

    /// Neighbouring strikes and widths of one name are one trade: not more of them than the profile says.
    ///
    /// Diagonals of calls and of puts are opposite trades, and interest takes from the time value of a put in the money what
    /// it adds to that of a call: each side has its own places and half of the list.
    private static func varied(
        _ passed: [Passed], of verdicts: [[ContractVerdict]], input: ScanInput
    ) -> [Passed] {
        let isSided = input.strategy == .diagonal
        let half = max(1, input.profile.shortlist / 2)
        var taken: [Int: Int] = [:]
        var sides = [0, 0]
        return passed.sorted { $0.precedes($1) }.filter { entry in
            let side = isSided && verdicts[entry.scan][entry.position].plan?.kind == .putDiagonal ? 1 : 0
            let place = 2 * entry.scan + side
            taken[place, default: 0] += 1
            guard taken[place, default: 0] <= input.profile.spreadsPerName else { return false }
            sides[side] += 1
            return !isSided || sides[side] <= half
        }
    }

    /// The result on fresh quotes.
    ///
    /// - Parameters:
    ///   - quotes: of the shortlist; a contract without one keeps its cached quote, whose age then decides.
    ///   - underlyings: of their symbols.
    ///   - now: when the quotes were taken.
    public static func finish(
        _ draft: Draft, quotes: [OptionContract: Quote], underlyings: [String: Quote], now: Instant
    ) -> ScanResult {
        let input = draft.input
        var rejected: [String: Int] = [:]
        // By the order of the gates: hashing a name for every contract would cost more than counting it.
        var counts = ScanGate.allCases.map { _ in 0 }
        var candidates: [Candidate] = []
        var misses = NearMisses(draft, limit: input.profile.nearestMisses)
        for (number, scan) in draft.scans.enumerated() {
            let chosen = draft.chosen[number]
            let fresh =
                !chosen.isEmpty
                ? SymbolScan(
                    symbol: scan.symbol, input: input, quotes: quotes, underlying: underlyings[scan.symbol], now: now)
                : nil
            let judge = fresh.map {
                ContractJudge(
                    input: input, scan: $0, room: draft.room, isFreshnessDue: draft.isInSession, isExact: true)
            }
            let tally = draft.tallies[number]
            for (gate, count) in tally.counts.enumerated() { counts[gate] += count }
            misses.add(tally, scan: number)
            for position in tally.passed {
                let verdict = draft.verdicts[number][position]
                guard chosen.contains(position), let fresh, let judge else {
                    rejected[ScanGate.outranked, default: 0] += 1
                    continue
                }
                guard verdict.isWithin(fresh) else {
                    // Its shares have no price any more: shown with the figures that it had.
                    var unpriced = draft.judge(number).whole(verdict)
                    unpriced.reasons = [.noQuote(fresh.shares.reason ?? .noSource)]
                    rejected[ScanGate.quotes.rawValue, default: 0] += 1
                    misses.add(unpriced, at: position, scan: number, as: scan)
                    continue
                }
                let again = judge.again(verdict)
                if let gate = ContractVerdict(again).firstGate {
                    rejected[gate.rawValue, default: 0] += 1
                    misses.add(again, at: position, scan: number, as: fresh)
                } else {
                    if let found = candidate(again, scan: fresh, input: input, isInSession: draft.isInSession) {
                        candidates.append(found)
                    }
                }
            }
        }
        for (gate, count) in zip(ScanGate.allCases, counts) where count > 0 {
            rejected[gate.rawValue, default: 0] += count
        }
        candidates.sort(by: precedes)
        // Nothing expires within the days of the profile: those nearest to it are what there is to tell.
        if misses.offered == 0 {
            for (number, position) in nearestOutside(draft) {
                let scan = draft.scans[number]
                let found = draft.judge(number).outside(draft.verdicts[number][position])
                misses.add(found, at: position, scan: number, as: scan)
            }
        }
        let nearest = misses.nearest.compactMap {
            candidate($0.contract, scan: $0.scan, input: input, isInSession: draft.isInSession)
        }
        return ScanResult(
            strategy: input.strategy, watchlist: input.watchlist, scannedAt: now,
            symbolsScanned: draft.symbolsScanned, contractsScanned: draft.contractsScanned, candidates: candidates,
            nearestMisses: nearest, rejected: rejected, waitingReason: draft.waitingReason,
            room: draft.room.words(input.profile))
    }

    /// Of contracts outside the days of a profile those that miss them least, as many as are listed.
    private static func nearestOutside(_ draft: Draft) -> [(scan: Int, position: Int)] {
        let profile = draft.input.profile
        var places: [(scan: Int, position: Int)] = []
        for (number, scan) in draft.scans.enumerated() {
            for (position, verdict) in draft.verdicts[number].enumerated()
            where !verdict.isPassed && !verdict.hasFigures && scan.slices.indices.contains(verdict.slice) {
                places.append((number, position))
            }
        }
        let measured = places.map { place in
            let scan = draft.scans[place.scan]
            let contract = draft.verdicts[place.scan][place.position]
            let days = scan.slices[contract.slice].carry.daysToExpiry
            let distance = max(0, profile.days.lowerBound - days, days - profile.days.upperBound)
            return (place: place, distance: distance, gates: contract.gateCount, index: contract.index)
        }
        let sorted = measured.sorted { left, right in
            if left.distance != right.distance { return left.distance < right.distance }
            if left.gates != right.gates { return left.gates < right.gates }
            return (draft.scans[left.place.scan].symbol, left.index)
                < (draft.scans[right.place.scan].symbol, right.index)
        }
        return sorted.prefix(profile.nearestMisses).map(\.place)
    }

    /// Both stages on the quotes of the snapshot: for replays, tests and one-shot commands.
    public static func scan(_ input: ScanInput) -> ScanResult {
        finish(rough(input), quotes: [:], underlyings: [:], now: input.market.asOf)
    }

    /// The same, given up between two symbols.
    ///
    /// - Parameter isStopped: asked before each symbol.
    /// - Returns: nil when it was stopped: a part of the symbols is no result.
    public static func scan(_ input: ScanInput, unless isStopped: () -> Bool) -> ScanResult? {
        let draft = rough(input, unless: isStopped)
        guard !isStopped() else { return nil }
        return finish(draft, quotes: [:], underlyings: [:], now: input.market.asOf)
    }

    /// Score, then return: never by return alone.
    static func precedes(_ left: Candidate, _ right: Candidate) -> Bool {
        if left.score != right.score { return left.score > right.score }
        let returns = (left.annualizedReturn.value ?? -1, right.annualizedReturn.value ?? -1)
        return returns.0 != returns.1 ? returns.0 > returns.1 : left.id < right.id
    }
}
