import MagnusDomain

/// Whether what open alerts say is still what their rows show. Monitors are called before their turn when it is not.
public enum AlertFreshness {
    /// Seconds between two runs that moved figures alone call for.
    public static let leastSeconds = 5.0
    /// Dollars, or this share of the distance to the strike, by which a spot must move.
    static let leastMove = 0.02
    static let moveShare = 0.05
    /// Fraction by which a probability or a captured share must move.
    static let leastFraction = 0.02

    /// Whether an open alert states figures that its row no longer has, or a row's quotes went stale or came back.
    public static func isOutdated(_ alerts: [Alert], book: BookValuation) -> Bool {
        let stated = alerts.filter { !DeliveryRule.isNotice($0.finding.conditionKey) }
        guard !stated.isEmpty else { return false }
        let rows = Dictionary(book.strategies.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return stated.contains { alert in
            guard let row = alert.finding.positionIdentifier.flatMap({ rows[$0] }) else { return false }
            return differs(alert.finding, row)
        }
    }

    private static func differs(_ finding: AlertFinding, _ row: StrategyValuation) -> Bool {
        if PositionRules.isStale(row) != finding.message.hasPrefix(PaneWords.staleMark) { return true }
        func value(_ name: String) -> Double? { finding.evidence.first { $0.name == name }?.value }
        if let spot = value("spot"), let now = row.legs.compactMap(\.underlyingPrice.value).first {
            let distance = value("strike").map { abs(spot - $0) } ?? spot
            if abs(now - spot) >= max(leastMove, moveShare * distance) { return true }
        }
        if let stated = value("assignment probability"), let now = row.assignmentProbability.value,
            abs(now - stated) >= leastFraction
        {
            return true
        }
        guard let stated = value("captured"), let now = row.captured.value else { return false }
        return abs(now - stated) >= leastFraction
    }
}
