/// The past of one underlying as a chart shows it: sessions with their technicals, trend, and zones of supply and demand.
/// Everything is of closed sessions; nothing in it is of a session that still runs.
public struct TechnicalReport: Sendable, Hashable {
    public var symbol: String
    public var source: String
    /// Oldest first; figures of a row use its own session and earlier ones alone.
    public var rows: [TechnicalRow]
    /// What had to be left out, and where the history begins.
    public var history: HistoryQuality
    public var trend: TrendReading
    /// Zones that hold at the last close, nearest first.
    public var zones: [PriceZone]
    /// Zones that a close has broken.
    public var brokenZones: Int
    /// Why no zones could be looked for; nil where they were.
    public var zonesMissing: UnknownReason?

    public init(
        symbol: String, source: String, rows: [TechnicalRow], history: HistoryQuality, trend: TrendReading,
        zones: [PriceZone], brokenZones: Int, zonesMissing: UnknownReason?
    ) {
        self.symbol = symbol
        self.source = source
        self.rows = rows
        self.history = history
        self.trend = trend
        self.zones = zones
        self.brokenZones = brokenZones
        self.zonesMissing = zonesMissing
    }

    /// The last closed session; nil without bars.
    public var last: TechnicalRow? { rows.last }

    /// The zone whose near edge is nearest to the last close.
    public var nearestZone: PriceZone? { zones.first }
}

/// One session with the technicals at its close. Prices in dollars adjusted for splits.
public struct TechnicalRow: Sendable, Hashable {
    public var bar: DailyBar
    /// Simple averages of the closes of 20, 50 and 200 sessions.
    public var average20: Figure
    public var average50: Figure
    public var average200: Figure
    /// Exponential average of the closes of 20 sessions.
    public var exponential20: Figure
    /// Relative strength index of 14 sessions, 0 to 100.
    public var relativeStrength: Figure
    /// Exponential averages of 12 less 26 sessions, the average of 9 of that, and their difference.
    public var convergence: Figure
    public var convergenceSignal: Figure
    public var convergenceHistogram: Figure
    /// Average true range of 14 sessions, Wilder's.
    public var trueRange: Figure
    /// Two standard deviations about the average of 20 sessions.
    public var upperBand: Figure
    public var lowerBand: Figure
    /// Directional movement of 14 sessions, 0 to 100: up, down, and how one-sided.
    public var plusDirection: Figure
    public var minusDirection: Figure
    public var directionIndex: Figure
    /// Volume-weighted price of 20 sessions.
    public var volumeWeighted: Figure

    public init(
        bar: DailyBar, average20: Figure, average50: Figure, average200: Figure, exponential20: Figure,
        relativeStrength: Figure, convergence: Figure, convergenceSignal: Figure, convergenceHistogram: Figure,
        trueRange: Figure, upperBand: Figure, lowerBand: Figure, plusDirection: Figure, minusDirection: Figure,
        directionIndex: Figure, volumeWeighted: Figure
    ) {
        self.bar = bar
        self.average20 = average20
        self.average50 = average50
        self.average200 = average200
        self.exponential20 = exponential20
        self.relativeStrength = relativeStrength
        self.convergence = convergence
        self.convergenceSignal = convergenceSignal
        self.convergenceHistogram = convergenceHistogram
        self.trueRange = trueRange
        self.upperBand = upperBand
        self.lowerBand = lowerBand
        self.plusDirection = plusDirection
        self.minusDirection = minusDirection
        self.directionIndex = directionIndex
        self.volumeWeighted = volumeWeighted
    }
}

/// How far a price history can be trusted: what of it was not used.
public struct HistoryQuality: Sendable, Hashable {
    /// First and last session that is used; nil without any.
    public var first: CalendarDate?
    public var last: CalendarDate?
    /// Sessions of the exchange between them for which the source has no bar.
    public var missing: [CalendarDate]
    /// Days whose bar cannot be: a price not positive or not finite, a high below the low, open or close.
    public var unsound: [CalendarDate]
    /// The first day after a break that no market makes overnight (a split that was not adjusted, another holder of the
    /// ticker): nothing before it is used. nil without one.
    public var seam: CalendarDate?

    public init(
        first: CalendarDate?, last: CalendarDate?, missing: [CalendarDate], unsound: [CalendarDate], seam: CalendarDate?
    ) {
        self.first = first
        self.last = last
        self.missing = missing
        self.unsound = unsound
        self.seam = seam
    }

    /// Nothing was left out.
    public var isWhole: Bool { missing.isEmpty && unsound.isEmpty && seam == nil }
}
