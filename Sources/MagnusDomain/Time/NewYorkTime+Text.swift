extension NewYorkTime: CustomStringConvertible {
    /// `Mon 2027-03-15 10:42:07 ET`.
    public var description: String { "\(date.weekday.abbreviation) \(date.iso8601) \(clock) ET" }

    /// `10:42:07`.
    public var clock: String { Instant.clock(secondsOfDay) }

    /// `10:42`.
    public var hourMinute: String { Self.hourMinute(secondsOfDay) }

    /// `Mon 10:42`.
    public var weekdayHourMinute: String { "\(date.weekday.abbreviation) \(hourMinute)" }

    /// `EDT` or `EST`.
    public var zoneAbbreviation: String { isDaylight ? "EDT" : "EST" }

    static func hourMinute(_ secondsOfDay: Int) -> String {
        "\((secondsOfDay / 3600).padded(2)):\((secondsOfDay / 60 % 60).padded(2))"
    }
}
