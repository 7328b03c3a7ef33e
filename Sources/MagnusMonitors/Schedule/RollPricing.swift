import MagnusDomain

/// Which rows' grids of rolls are computed, and when anew. A value: it is told what happened and says what is to be done.
///
/// A grid costs the analysis of a chain. It is computed for rows that M9 is due on, and again only when the spot moved, the
/// row changed, a day began, or the quotes in it grew old in session; a try that brought nothing counts as one.
public struct RollPricing: Sendable, Hashable {
    /// What was known of a row when its grid was last asked for.
    private struct Entry: Sendable, Hashable {
        var triedAt: Instant
        var spot: Double?
        var legs: [String]
        var report: RollReport?
    }

    /// World seconds that must lie between two tries because of a moved spot, and that are worth asking after.
    public static let leastSeconds = 15.0

    private var entries: [String: Entry] = [:]

    public init() {}

    /// By row, as far as they are known and not too old to be told.
    public func reports(now: Instant, settings: MonitorSettings.Roll, isInSession: Bool) -> [String: RollReport] {
        entries.compactMapValues { entry in
            let age = abs(now.seconds(since: entry.triedAt))
            return isInSession && age > 3 * settings.refreshSeconds ? nil : entry.report
        }
    }

    /// Forgets rows that are not due any more.
    /// - Parameters:
    ///   - rows: on which M9 is due.
    ///   - isInSession: whether quotes can change.
    /// - Returns: ids of the rows whose grid is to be computed now: those without one first, then the oldest try, so that
    ///   each has its turn where only some are computed at once.
    public mutating func due(
        _ rows: [StrategyValuation], settings: MonitorSettings.Roll, isInSession: Bool, now: Instant
    ) -> [String] {
        let ids = Set(rows.map(\.id))
        entries = entries.filter { ids.contains($0.key) }
        return rows.filter { row in
            guard let entry = entries[row.id], entry.triedAt <= now, entry.legs == Self.legs(row) else { return true }
            let age = now.seconds(since: entry.triedAt)
            if entry.triedAt.newYork.date != now.newYork.date { return true }
            guard isInSession else { return false }
            return age >= settings.refreshSeconds || age >= Self.leastSeconds && hasMoved(row, entry, settings)
        }.enumerated().sorted { left, right in
            switch (entries[left.element.id]?.triedAt, entries[right.element.id]?.triedAt) {
            case (nil, nil): left.offset < right.offset
            case (nil, _): true
            case (_, nil): false
            case (let one?, let other?): one == other ? left.offset < right.offset : one < other
            }
        }.map(\.element.id)
    }

    private func hasMoved(_ row: StrategyValuation, _ entry: Entry, _ settings: MonitorSettings.Roll) -> Bool {
        guard let spot = Self.spot(row), let before = entry.spot, before > 0 else {
            return (Self.spot(row) == nil) != (entry.spot == nil)
        }
        return abs(spot / before - 1) >= settings.move
    }

    /// Notes what came of a try.
    /// - Parameter report: nil where the row does not roll or no source answered.
    public mutating func take(_ report: RollReport?, of row: StrategyValuation, now: Instant) {
        entries[row.id] = Entry(triedAt: now, spot: Self.spot(row), legs: Self.legs(row), report: report)
    }

    private static func spot(_ row: StrategyValuation) -> Double? {
        row.legs.compactMap(\.underlyingPrice.value).first
    }

    private static func legs(_ row: StrategyValuation) -> [String] {
        row.legs.map { "\($0.position.id) \($0.position.quantity.value)" }
    }
}
