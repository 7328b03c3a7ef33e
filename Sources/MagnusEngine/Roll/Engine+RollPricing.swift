import MagnusDesk
import MagnusDomain
import MagnusMonitors

/// The rolls that M9 names with its alerts: computed beside the round, and only for rows that are due and changed. The
/// monitor names them at its next turn: they decide nothing, so nothing runs out of turn for them.
extension Engine {
    /// So many grids are computed at once; the other rows follow, so that a large book in trouble leaves the screen its time.
    private static let gridsAtOnce = 8

    /// Starts what ``RollPricing`` asks for, unless it was asked a moment ago or something of the kind is running.
    func startDueRollPricing() {
        guard rollTask == nil, world.market != nil else { return }
        let now = world.clock.now()
        if let asked = rollsAskedAt, asked <= now, now.seconds(since: asked) < RollPricing.leastSeconds { return }
        rollsAskedAt = now
        let rows = Array(rowsToPrice().prefix(Self.gridsAtOnce))
        guard !rows.isEmpty else { return }
        rollTask = Task(priority: .utility) { [weak self] in await self?.priceRolls(of: rows) }
    }

    /// Where the world stands still there is no next turn: the grids are there before the first.
    func priceRollsOfAStandingWorld() async {
        guard rollsAskedAt == nil, world.clock.speed == 0 else { return }
        rollsAskedAt = world.clock.now()
        await awaitRolls()
    }

    /// The same for those who cannot wait for a second run.
    public func awaitRolls() async {
        guard world.market != nil else { return }
        await rollTask?.value
        await priceRolls(of: rowsToPrice())
    }

    /// Monitor settings, the book and what was found last are all that is looked at.
    private func rowsToPrice() -> [StrategyValuation] {
        guard let book else { return [] }
        let due = Monitors.dueForRolls(context: monitorContext(book), memory: memory)
        let ids = rollPricing.due(
            due, settings: configuration.monitors.roll, isInSession: isInSession(now: book.asOf), now: book.asOf)
        let rows = Dictionary(due.map { ($0.id, $0) }) { first, _ in first }
        return ids.compactMap { rows[$0] }
    }

    private func priceRolls(of rows: [StrategyValuation]) async {
        for row in rows {
            if Task.isCancelled { break }
            let report: RollReport? =
                if case .report(let found) = await roll(RollRequest(position: row.id)) { found } else { nil }
            rollPricing.take(report, of: row, now: world.clock.now())
        }
        rollTask = nil
    }

    func isInSession(now: Instant) -> Bool { market.calendar.status(at: now).phase.isRegularSession }
}
