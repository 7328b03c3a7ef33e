/// Where a price is going, by its averages.
public enum Trend: String, Sendable, Hashable, CaseIterable {
    /// Close above its average of 200 sessions, and the average of 50 too.
    case bull
    /// Both below.
    case bear
    /// One above, one below.
    case sideways
}

/// A class that changes only once it was seen at several closes in a row, so that a close on the line does not flip it.
public struct HeldClass<Value: Sendable & Hashable>: Sendable, Hashable {
    /// What holds.
    public var value: Value
    /// The session at whose close it began to hold.
    public var since: CalendarDate
    /// What the last close alone says.
    public var latest: Value
    /// Closes in a row that say ``latest``, where that is not what holds; else 0.
    public var pending: Int

    public init(value: Value, since: CalendarDate, latest: Value, pending: Int) {
        self.value = value
        self.since = since
        self.latest = latest
        self.pending = pending
    }
}

/// The trend with the figures that make it, of the last closed session.
public struct TrendReading: Sendable, Hashable {
    /// nil where there are too few sessions.
    public var held: HeldClass<Trend>?
    public var close: Figure
    public var average50: Figure
    public var average200: Figure

    public init(held: HeldClass<Trend>?, close: Figure, average50: Figure, average200: Figure) {
        self.held = held
        self.close = close
        self.average50 = average50
        self.average200 = average200
    }

    /// Closes in a row that make a class hold.
    public static let closesToSwitch = 3
}
