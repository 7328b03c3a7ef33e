import MagnusDomain

/// The contracts of one root and expiry: AM- and PM-settled series of one day are two.
public struct ChainSeries: Sendable, Hashable {
    public var expiry: CalendarDate
    /// nil: whichever root is listed first for the day.
    public var root: String?

    public init(expiry: CalendarDate, root: String? = nil) {
        self.expiry = expiry
        self.root = root
    }
}

/// Which part of a chain a front end wants.
public struct ChainRequest: Sendable, Hashable {
    /// Of the underlying, or an option root such as `SPXW`.
    public var symbol: String
    /// nil, or one that is not listed: the series nearest to ``ChainReport/usualDays`` days.
    public var series: ChainSeries?

    public init(symbol: String, series: ChainSeries? = nil) {
        self.symbol = symbol
        self.series = series
    }
}

/// What became of a ``ChainRequest``.
public enum ChainAnswer: Sendable, Hashable {
    case chain(ChainReport)
    /// What could not be had, and why, in a sentence.
    case refused(String)
}
