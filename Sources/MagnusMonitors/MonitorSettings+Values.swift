import MagnusDomain

extension MonitorSettings {
    /// A number behind a key: how it is read, written, bounded and explained.
    private struct Entry {
        var key: String
        var path: WritableKeyPath<MonitorSettings, Double> & Sendable
        var range: ClosedRange<Double>
        var explanation: String
    }

    private struct WholeEntry {
        var key: String
        var path: WritableKeyPath<MonitorSettings, Int> & Sendable
        var range: ClosedRange<Int>
        var explanation: String
    }

    private static let entries: [Entry] = [
        Entry(
            key: "expiration.worthless", path: \.expiration.worthless, range: 0...1,
            explanation: "mark per share at or below which a short near expiry counts as worthless"),
        Entry(
            key: "expiration.safe_sigmas", path: \.expiration.safeSigmas, range: 0.5...6,
            explanation: "standard deviations from which a worthless winner is LOW"),
        Entry(
            key: "expiration.comfortable_sigmas", path: \.expiration.comfortableSigmas, range: 0.1...5,
            explanation: "standard deviations from which a short near expiry is MEDIUM rather than HIGH"),
        Entry(
            key: "expiration.pin_fraction", path: \.expiration.pinFraction, range: 0...0.05,
            explanation:
                "distance to the strike as a fraction of the spot that counts as a pin, for the mark P and the alert"),
        Entry(
            key: "expiration.pin_sigmas", path: \.expiration.pinSigmas, range: 0...3,
            explanation: "standard deviations to the strike within which such a distance counts as a pin"),
        Entry(
            key: "profit_target.income", path: \.profitTarget.income, range: 0.05...1,
            explanation: "share of maximum profit at which puts, covered calls, strangles, verticals, condors close"),
        Entry(
            key: "profit_target.straddle", path: \.profitTarget.straddle, range: 0.05...1,
            explanation: "share of maximum profit at which straddles and iron butterflies close"),
        Entry(
            key: "profit_target.debit", path: \.profitTarget.debit, range: 0.05...5,
            explanation: "profit over debit at which calendars and diagonals close"),
        Entry(
            key: "profit_target.release", path: \.profitTarget.release, range: 0...0.5,
            explanation: "how far below its target a position must fall before the alert ends"),
        Entry(
            key: "assignment.high", path: \.assignment.high, range: 0.05...1,
            explanation: "assignment probability that is HIGH"),
        Entry(
            key: "assignment.critical", path: \.assignment.critical, range: 0.05...1,
            explanation: "assignment probability that is CRITICAL"),
        Entry(
            key: "assignment.parity_spread_share", path: \.assignment.paritySpreadShare, range: 0...5,
            explanation: "a short put is at parity when its extrinsic value is at most this share of its spread"),
        Entry(
            key: "assignment.release", path: \.assignment.release, range: 0...0.5,
            explanation: "how far a probability must fall below its line before the alert ends"),
        Entry(
            key: "opportunities.score", path: \.opportunities.score, range: 50...100,
            explanation: "score from which a candidate becomes an alert after two scans"),
        Entry(
            key: "opportunities.release_score", path: \.opportunities.releaseScore, range: 0...100,
            explanation: "score below which that alert ends"),
        Entry(
            key: "opportunities.confirmation_seconds", path: \.opportunities.confirmationSeconds, range: 0...86_400,
            explanation: "how far apart the two scans must be"),
        Entry(
            key: "opening.orderly_spread_multiple", path: \.opening.orderlySpreadMultiple, range: 1...20,
            explanation: "before 09:45 a spread of at most so many 20-day medians is orderly"),
        Entry(
            key: "roll.delta", path: \.roll.delta, range: 0.1...1,
            explanation: "delta of one short option from which the roll monitor counts it as breached"),
        Entry(
            key: "roll.release", path: \.roll.release, range: 0...0.05,
            explanation: "share of the spot by which it must leave the strike before that alert ends"),
        Entry(
            key: "roll.refresh_seconds", path: \.roll.refreshSeconds, range: 5...3600,
            explanation: "after which the rolls named with an alert are priced anew in session"),
    ]

    private static let wholeEntries: [WholeEntry] = [
        WholeEntry(
            key: "expiration.today_days", path: \.expiration.todayDays, range: 0...5,
            explanation: "days to expiry that count as danger near, and in which long options are looked at"),
        WholeEntry(
            key: "expiration.soon_days", path: \.expiration.soonDays, range: 1...10,
            explanation: "days to expiry of the first column of the severity table"),
        WholeEntry(
            key: "expiration.week_days", path: \.expiration.weekDays, range: 2...30,
            explanation: "days to expiry of its second column"),
        WholeEntry(
            key: "expiration.date_turn_seconds", path: \.expiration.dateTurnSeconds, range: 0...43_200,
            explanation: "second of the New York day at which days to expiry turn for the rules"),
        WholeEntry(
            key: "assignment.within_days", path: \.assignment.withinDays, range: 1...60,
            explanation: "days to expiry within which the assignment probabilities count"),
        WholeEntry(
            key: "assignment.dividend_sessions", path: \.assignment.dividendSessions, range: 1...20,
            explanation:
                "sessions before an ex-date from which short calls are compared with the dividend, for the mark D and "
                + "the alert"),
        WholeEntry(
            key: "opportunities.top", path: \.opportunities.top, range: 1...20,
            explanation: "how many candidates may be alerts at once"),
        WholeEntry(
            key: "shares.idle_sessions", path: \.shares.idleSessions, range: 1...60,
            explanation: "whole sessions without a call after which shares are idle"),
    ]

    /// Every setting with its present value.
    public var explanations: [Explained] {
        Self.entries.map { entry in
            Explained(
                key: entry.key, value: "\(self[keyPath: entry.path])", explanation: entry.explanation,
                allowed: "\(entry.range.lowerBound) to \(entry.range.upperBound)")
        }
            + Self.wholeEntries.map { entry in
                Explained(
                    key: entry.key, value: "\(self[keyPath: entry.path])", explanation: entry.explanation,
                    allowed: "\(entry.range.lowerBound) to \(entry.range.upperBound)")
            }
    }

    /// Why a setting was not taken.
    public enum Refusal: Error, Sendable, Equatable {
        case unknownKey(String)
        case outOfRange(key: String, allowed: String)
    }

    /// Sets one threshold by its key below `monitors`.
    public mutating func set(_ key: String, to value: Double) throws(Refusal) {
        if let entry = Self.entries.first(where: { $0.key == key }) {
            guard entry.range.contains(value) else {
                throw .outOfRange(key: key, allowed: "\(entry.range.lowerBound) to \(entry.range.upperBound)")
            }
            self[keyPath: entry.path] = value
            return
        }
        guard let entry = Self.wholeEntries.first(where: { $0.key == key }) else { throw .unknownKey(key) }
        guard let whole = Int(exactly: value), entry.range.contains(whole) else {
            throw .outOfRange(
                key: key, allowed: "whole, \(entry.range.lowerBound) to \(entry.range.upperBound)")
        }
        self[keyPath: entry.path] = whole
    }
}
