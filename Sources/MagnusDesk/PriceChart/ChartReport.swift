import MagnusDomain

/// Whose price chart a front end wants.
public struct ChartRequest: Sendable, Hashable {
    /// Of the underlying, or an option root such as `SPXW`.
    public var symbol: String

    public init(symbol: String) {
        self.symbol = symbol
    }
}

/// What became of a ``ChartRequest``.
public enum ChartAnswer: Sendable, Hashable {
    case report(ChartReport)
    /// What could not be had, and why, in a sentence.
    case refused(String)
}

/// The past sessions of a symbol with their technicals, and its price of now.
public struct ChartReport: Sendable, Hashable {
    public var technicals: TechnicalReport
    /// Dollars per share now.
    public var spot: Figure
    /// Where ``spot`` comes from: mid, last, close.
    public var spotSource: String
    /// nil where the source gave no usable time.
    public var spotAgeSeconds: Double?
    /// The last session that was over before today: the history should reach to it.
    public var lastSession: CalendarDate
    /// When it was asked for, world time.
    public var asOf: Instant

    public init(
        technicals: TechnicalReport, spot: Figure, spotSource: String, spotAgeSeconds: Double?,
        lastSession: CalendarDate, asOf: Instant
    ) {
        self.technicals = technicals
        self.spot = spot
        self.spotSource = spotSource
        self.spotAgeSeconds = spotAgeSeconds
        self.lastSession = lastSession
        self.asOf = asOf
    }

    public var symbol: String { technicals.symbol }

    /// The history ends before the last session that is over.
    public var isBehind: Bool { technicals.last.map { $0.bar.date < lastSession } ?? false }

    /// What is not refreshed any more: the price of now past its age. Closed sessions stay what they were.
    public var old: ChartReport {
        var report = self
        report.spot = spot.old
        return report
    }
}
