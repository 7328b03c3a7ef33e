import MagnusAnalysis
import MagnusDomain
import MagnusMonitors
import MagnusStore

/// What one-shot commands ask of the engine.
extension Engine {
    /// Every ledger event of the selected accounts up to now, oldest first.
    public func ledgerEvents() -> [LedgerEvent] { keeper.events(through: world.clock.now()) }

    /// When the selected accounts' ledgers begin, also when that lies behind the moment that is shown; nil without an
    /// event.
    public func bookBegins() async throws -> Instant? {
        if let begins = keeper.begins { return begins }
        guard let source = world.accounts else { return nil }
        let present = try WorldRecord.load(repositories.values)?.now ?? WorldRecord.standard.now
        var first: Instant?
        for account in await source.accounts() where selectedAccount == "all" || account.name == selectedAccount {
            let times = try await source.ledgerEvents(of: account.name, now: present).map(\.time)
            if let earliest = times.min() { first = min(first ?? earliest, earliest) }
        }
        return first
    }

    /// Scans now and keeps the results for monitors, answers and explanations.
    public func scanNow() async {
        scans = await scan(configuration.scans.strategies, watchlist: configuration.scanList)
    }

    /// Scans for the candidate that an id names: on its symbol alone, where no scan of the engine's lists has found it.
    public func scanCandidate(_ id: String) async {
        let name = id.hasPrefix("candidate/") ? String(id.dropFirst(10)) : id
        let parts = name.prefix { $0 != "#" }.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let strategy = ScanStrategy(rawValue: String(parts[0])),
            let first = parts[1].split(separator: "/").first,
            let contract = try? OptionContract(text: String(first))
        else { return }
        scans += await scan([strategy], symbols: [contract.underlying])
    }

    /// Stores what a reading command found or was told, in the order it happened: alerts that can be acknowledged by
    /// their id afterwards, questions and answers.
    /// - Parameter database: opened for writing, under the home's lock.
    /// - Throws: ``StoreError``.
    public func storePostponed(in database: MagnusDatabase) throws {
        let writes = postponed
        postponed = []
        let repositories = Repositories(database)
        try database.together { for write in writes { try write(repositories) } }
    }

    /// Scans and runs every monitor once: the same picture the screen shows.
    public func completeOnce() async {
        await scanNow()
        await judgeOnce(by: Set(MonitorName.allCases))
    }

    /// Runs monitors once, without a scan: the rows carry the severity of what they find.
    ///
    /// - Parameter textsAreRead: whether the texts of alerts are read too: they quote what became of earlier trades, counted
    ///   over the whole ledger, and rolls from their grids. No severity rests on either.
    public func judgeOnce(
        by monitors: Set<MonitorName> = Set(MonitorName.allCases).subtracting([.opportunities]),
        textsAreRead: Bool = true
    ) async {
        if textsAreRead {
            await awaitTradeRecords(now: world.clock.now())
            if !monitors.isDisjoint(with: Monitors.positionMonitors) { await awaitRolls() }
        }
        runMonitors(monitors, textsAreRead: textsAreRead)
        // The rows carry the severity of what was found just now, and their order rests on it.
        await refresh(withHistory: false)
        publish()
    }
}

extension Engine {
    public func explain(_ id: String) async -> Explanation? {
        if id.hasPrefix("chain/") { return await explainContract(id) }
        if let roll = await explainRoll(id) { return roll }
        guard let book else { return nil }
        if let ending = explainExpiry(id) { return ending }
        if let cell = await explainScenario(id) { return cell }
        let candidates = trustedScans(now: book.asOf).flatMap { scan in
            (scan.candidates + scan.nearestMisses).map { $0.aged(by: book.asOf.seconds(since: scan.scannedAt)) }
        }
        // A row without a figure's name explains its most telling figure; candidates and alerts may be named bare.
        let row = id.split(separator: "#", maxSplits: 1).first.map(String.init) ?? id
        let key = id.contains("#") ? String(id.drop { $0 != "#" }.dropFirst()) : nil
        let name =
            if candidates.contains(where: { $0.id == row }) {
                "candidate/\(row)"
            } else if policy.alert(row) != nil {
                "alert/\(row)"
            } else {
                row
            }
        var screen = explainedScreen(now: book.asOf)
        let alerts = policy.open(at: book.asOf)
        let quoted = market
        if ["underlying_price", "spot", "mark"].contains(key) { screen.impliedSpots = await impliedSpots(quoted) }
        let explainer = Explainer(
            book: book, market: quoted, candidates: candidates, alerts: alerts, settings: configuration.book,
            screen: screen)
        if let found = explainer.explain(id: "\(name)#\(key ?? Self.tellingFigure(of: name))") { return found }
        // A figure of the whole book may be named alone: net-liquidation.
        let word = String(id.map { $0 == "-" ? "_" : $0 })
        return key == nil ? explainer.explain(id: "book#\(word)") : nil
    }

    /// What the prices of underlyings were made of that nobody quotes.
    private func impliedSpots(_ market: MarketSnapshot) async -> [String: ImpliedSpot] {
        guard let source = world.market else { return [:] }
        var result: [String: ImpliedSpot] = [:]
        for (symbol, underlying) in market.underlyings {
            guard let quote = underlying.quote, quote.source == ImpliedSpot.source else { continue }
            result[symbol] = await source.impliedSpot(of: symbol, now: quote.receivedAt)
        }
        return result
    }

    private func explainedScreen(now: Instant) -> ExplainedScreen {
        var screen = ExplainedScreen()
        screen.scans = scans
        screen.profile = configuration.scans
        if let symbol = world.volatilityIndex, let level = volatilityIndexLevel(now: now) {
            screen.volatilityIndex = (symbol, level)
        }
        screen.speed = world.kind == .live ? nil : world.clock.speed
        screen.rate = world.kind == .live ? nil : world.clock.rate
        screen.quoteTimes = heldQuotes(now: now).compactMap { name, quote in
            quote.time.map { ExplainedScreen.QuoteTime(name: name, time: $0, source: quote.source) }
        }
        screen.expiries = keeper.expiries
        return screen
    }

    private static func tellingFigure(of id: String) -> String {
        if id.hasPrefix("candidate/") { return "score" }
        if id.hasPrefix("alert/") { return "priority" }
        if id.hasPrefix("account/") { return "net_liquidation" }
        if id == "room" { return "free_cash" }
        if id == "book" || id.hasPrefix("greeks/") { return "delta" }
        return "unrealized_pnl"
    }
}
