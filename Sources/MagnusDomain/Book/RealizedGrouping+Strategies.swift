extension RealizedGrouping {
    /// Whether a closed strategy belongs to one group of it. The lots of one strategy may be puts and calls, and end in
    /// several ways: by right and by ending closed strategies are not counted, which is not none.
    public var countsStrategies: Bool {
        switch self {
        case .right, .ending: false
        case .strategy, .symbol, .month, .taxYear, .account, .daysToExpiryAtEntry, .deltaAtEntry, .daysHeld: true
        }
    }
}
