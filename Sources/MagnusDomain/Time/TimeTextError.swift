/// Why a text is not a date or a moment.
public enum TimeTextError: Error, Sendable, Equatable {
    /// The text departs from the format at this byte, counted from 0.
    case malformed(at: Int)
    /// Well-formed, but the calendar has no such day (2027-02-30).
    case noSuchDate
    /// Well-formed, but no clock shows that time (25:00, 10:60).
    case noSuchTime
    /// Outside what ``Instant`` can hold (years 1678 to 2262).
    case outOfRange
}
