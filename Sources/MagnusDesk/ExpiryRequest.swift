import MagnusDomain

/// Which expiries and deadlines a front end wants.
public struct ExpiryRequest: Sendable, Hashable {
    /// The last expiry day; nil for the week that matters now.
    public var through: CalendarDate?
    /// Calendar days that deadlines look ahead.
    public var deadlineDays: Int

    public init(through: CalendarDate? = nil, deadlineDays: Int = ExpiryRequest.usualDays) {
        self.through = through
        self.deadlineDays = deadlineDays
    }

    public static let usualDays = 45
}
