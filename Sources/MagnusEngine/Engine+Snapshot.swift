import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusStore

extension Engine {
    /// Publishes when something a person could see has changed.
    func publishIfChanged() {
        guard let next = makeSnapshot() else { return }
        if var last = hub.latest {
            last.version = next.version
            if last == next { return }
        }
        version += 1
        hub.publish(next)
    }

    func publish() {
        guard let next = makeSnapshot() else { return }
        version += 1
        hub.publish(next)
    }

    /// Stores how far the world has run, now and then.
    func saveWorld(now: Instant, isForced: Bool = false) {
        guard isWritable, world.isPresent, let seed = world.seed else { return }
        if !isForced, let last = lastSave, abs(now.seconds(since: last)) < configuration.saveEverySeconds { return }
        lastSave = now
        store { repositories in
            guard var record = try WorldRecord.load(repositories.values), record.seed == seed else { return }
            record.now = now
            try record.save(repositories.values)
        }
    }

    private func makeSnapshot() -> DeskSnapshot? {
        guard let book else { return nil }
        let now = book.asOf
        let status = market.calendar.status(at: now, expiries: keeper.expiries)
        var snapshot = DeskSnapshot(
            version: version + 1, asOf: now,
            world: WorldStatus(
                kind: world.kind, speed: world.clock.speed, rate: world.clock.rate,
                isFrozen: world.clock.speed == 0, seed: world.seed, source: market.source),
            session: SessionStatus(
                word: status.text(at: now), isOpen: status.phase.isRegularSession,
                isOpening: status.phase == .opening,
                lastClose: status.phase.isRegularSession
                    ? nil : lastClose(now: now)),
            accounts: accounts, selectedAccount: selectedAccount, book: book, alerts: shownAlerts(at: now),
            monitors: monitorStatuses(now: now), opportunities: opportunityBoard(now: now),
            transcript: Transcript(
                session: configuration.session, messages: transcript, isAnswering: answering > 0,
                suggestions: suggestions),
            feeds: [feed(now: now)], notices: board.notices, work: work, settings: settings?.rows ?? [],
            disclaimerVersion: EngineConfiguration.disclaimerVersion, isDisclaimerAccepted: isDisclaimerAccepted,
            isReadOnly: storeProblem != nil)
        snapshot.storeProblem = storeProblem?.description
        switch storeProblem {
        case .diskFull: snapshot.isDiskFull = true
        case .mediumFailed: snapshot.isDiskFailed = true
        default: break
        }
        snapshot.unstoredAlerts = unstoredAlerts
        if let level = volatilityIndexLevel(now: now) { snapshot.volatilityIndex = level }
        return snapshot
    }

    /// nil where the world has no index of implied volatility, or it was not quoted yet.
    func volatilityIndexLevel(now: Instant) -> Figure? {
        guard let quote = world.volatilityIndex.flatMap({ market.underlyings[$0]?.quote }) else { return nil }
        return QuoteAssessment(
            quote, now: now, kind: .underlying, calendar: market.calendar, limits: configuration.book.quoteLimits
        ).mark
    }

    /// The session whose close is the latest: today's once it is over.
    private func lastClose(now: Instant) -> CalendarDate {
        let today = now.newYork.date
        if let session = market.calendar.session(on: today), now >= session.close { return today }
        return market.calendar.previousSession(before: today)
    }

    /// The scans with the marks that their figures have by now. Out of session a closing quote does not age.
    func trustedScans(now: Instant) -> [ScanResult] { trusted(scans, now: now) }

    /// The same of any scans.
    func trusted(_ scans: [ScanResult], now: Instant) -> [ScanResult] {
        guard market.calendar.status(at: now).phase.isRegularSession else { return scans }
        let limits = configuration.book.quoteLimits
        return scans.map {
            $0.trusted(
                at: now, optionSeconds: limits.optionSeconds, underlyingSeconds: limits.underlyingSeconds)
        }
    }

    private func opportunityBoard(now: Instant) -> OpportunityBoard {
        let scans = trustedScans(now: now)
        let candidates = scans.flatMap(\.candidates).sorted { left, right in
            if left.score != right.score { return left.score > right.score }
            let leftReturn = left.annualizedReturn.value ?? -.infinity
            let rightReturn = right.annualizedReturn.value ?? -.infinity
            return leftReturn != rightReturn ? leftReturn > rightReturn : left.id < right.id
        }
        .reduce(into: [Candidate]()) { best, candidate in
            // One row a symbol and strategy: its best contract. The scan command lists them all.
            if !best.contains(where: { $0.symbol == candidate.symbol && $0.strategy == candidate.strategy }) {
                best.append(candidate)
            }
        }
        let scannedAt = scans.map(\.scannedAt).max()
        let quotedAt = scans.lazy.filter { !$0.candidates.isEmpty }.map(\.quotedAt).min()
        let oldestThen = candidates.compactMap(\.quoteAgeSeconds).max()
        let sinceQuotes = quotedAt.map { max(0, now.seconds(since: $0)) }
        var board = OpportunityBoard(
            scans: scans, candidates: candidates, scannedAt: scannedAt,
            quotedAt: quotedAt, oldestQuoteSeconds: oldestThen.map { $0 + (sinceQuotes ?? 0) },
            room: scans.first?.room ?? "",
            waitingReason: world.market == nil
                ? "No live quotes for this account: nothing to scan." : scans.compactMap(\.waitingReason).first)
        if let book, !scans.isEmpty { board.sectorShares = book.sectorShares(market: market) }
        return board
    }

    func feed(now: Instant) -> FeedStatus {
        // The oldest of what is held: one symbol that moves must not hide a feed that has died (trader.md section 4).
        let times = heldQuotes(now: now).compactMap(\.quote.time)
        let oldest = times.min()
        // One contract that nobody quotes is no dead feed; nothing new of anything in session is one.
        let limit = configuration.book.quoteLimits.optionSeconds
        let isOpen = market.calendar.session(on: now.newYork.date)?.contains(now) ?? false
        let isStalled = isOpen && times.max().map { now.seconds(since: $0) > limit } ?? false
        let worst = [marketProblems, scanProblems].lazy.compactMap { $0.min { $0.key < $1.key } }.first
        let problem =
            worst.map { "\($0.key) \(Self.words($0.value))" } ?? contradictory.min().map { "\($0) contradictory" }
            ?? (isStalled ? "no new quote" : nil)
        return FeedStatus(
            name: market.source, isHealthy: world.market == nil || marketProblems.isEmpty && !isStalled,
            dataAgeSeconds: oldest.map { max(0, now.seconds(since: $0)) }, problem: problem)
    }

    /// The latest quotes of what is held, contracts whose trading is over left out.
    func heldQuotes(now: Instant) -> [(name: String, quote: Quote)] {
        keeper.symbols.compactMap { symbol in market.underlyings[symbol]?.quote.map { (symbol, $0) } }
            + keeper.contracts.compactMap { contract in
                guard now < contract.expiryInstants(calendar: market.calendar).lastTrade else { return nil }
                return market.optionQuotes[contract].map { ("\(contract.root) \(contract.shortName)", $0) }
            }
    }

    /// What somebody waits for comes first.
    private var work: [WorkProgress] {
        let scan = WorkProgress(
            id: "scan", title: "Scanning", completed: 0, total: nil, perSecond: nil, remainingSeconds: nil)
        return [importWork?.progress, riskWork, scanTask == nil ? nil : scan].compactMap { $0 }
    }
}
