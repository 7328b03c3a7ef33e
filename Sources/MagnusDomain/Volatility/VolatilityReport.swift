import MagnusQuant

/// Everything about the volatility of one underlying: smiles with their quotes, term structure, standing in its past,
/// realised volatility, and the gamma of its open interest.
public struct VolatilityReport: Sendable, Hashable {
    public var symbol: String
    /// Dollars per share.
    public var spot: Figure
    public var spotSource: String
    public var spotAgeSeconds: Double?
    /// 30-day at-the-money implied volatility, annual decimal, as the chain shows it.
    public var impliedVolatility: Figure
    public var standing: VolatilityPast
    /// Ascending by expiry, then root.
    public var expiries: [ExpiryVolatility]
    public var termStructure: TermStructureReading
    public var skew: SkewReading
    public var surface: SurfaceReading
    /// By window, ascending.
    public var realised: [RealisedVolatility]
    /// Last session of the realised volatilities; nil without bars.
    public var lastSession: CalendarDate?
    /// Implied 30-day volatility less the realised one of 20 sessions, close to close.
    public var premium: Figure
    public var exposure: GammaExposure
    public var source: String
    /// World time at which the source was asked.
    public var retrievedAt: Instant

    public init(
        symbol: String, spot: Figure, spotSource: String, spotAgeSeconds: Double?, impliedVolatility: Figure,
        standing: VolatilityPast, expiries: [ExpiryVolatility], termStructure: TermStructureReading,
        skew: SkewReading, surface: SurfaceReading, realised: [RealisedVolatility], lastSession: CalendarDate?,
        premium: Figure,
        exposure: GammaExposure, source: String, retrievedAt: Instant
    ) {
        self.symbol = symbol
        self.spot = spot
        self.spotSource = spotSource
        self.spotAgeSeconds = spotAgeSeconds
        self.impliedVolatility = impliedVolatility
        self.standing = standing
        self.expiries = expiries
        self.termStructure = termStructure
        self.skew = skew
        self.surface = surface
        self.realised = realised
        self.lastSession = lastSession
        self.premium = premium
        self.exposure = exposure
        self.source = source
        self.retrievedAt = retrievedAt
    }
}

/// Where the last completed session stands among those before it, with the sessions themselves.
public struct VolatilityPast: Sendable, Hashable {
    /// 0 to 100.
    public var rank: Figure
    /// The session that is ranked, at its close; nil without one.
    public var day: CalendarDate?
    /// 0 to 100, sessions strictly below.
    public var percentile: Figure
    /// Past sessions counted.
    public var sessions: Int
    /// Annual decimals over those sessions.
    public var low: Figure
    public var high: Figure
    public var median: Figure
    /// Oldest first; the last one is the session that is ranked.
    public var history: [VolatilityObservation]

    public init(
        rank: Figure, day: CalendarDate?, percentile: Figure, sessions: Int, low: Figure, high: Figure, median: Figure,
        history: [VolatilityObservation]
    ) {
        self.rank = rank
        self.day = day
        self.percentile = percentile
        self.sessions = sessions
        self.low = low
        self.high = high
        self.median = median
        self.history = history
    }
}

/// At-the-money volatility by time, read as a trader says it.
public struct TermStructureReading: Sendable, Hashable {
    /// Which way it leans.
    public enum Shape: String, Sendable, Hashable {
        /// Later is dearer.
        case contango
        /// Earlier is dearer: something is near.
        case backwardation
        /// Within half a point.
        case flat
    }

    /// nil with fewer than two fitted expiries.
    public var shape: Shape?
    /// Days of the two ends that are compared: 30 and 90, or as near as expiries are listed.
    public var nearDays: Int
    public var farDays: Int
    /// Annual decimals there.
    public var near: Figure
    public var far: Figure

    public init(shape: Shape?, nearDays: Int, farDays: Int, near: Figure, far: Figure) {
        self.shape = shape
        self.nearDays = nearDays
        self.farDays = farDays
        self.near = near
        self.far = far
    }

    /// Volatility that makes a slope.
    public static let flatness = 0.005
}

/// The fitted surface as a whole.
public struct SurfaceReading: Sendable, Hashable {
    /// Expiries with a smile.
    public var fitted: Int
    /// Expiries listed.
    public var listed: Int
    /// Expiries whose nearest curve had arbitrage and was bent.
    public var mended: Int
    /// The least density factor on the grid, never negative: no butterfly is free.
    public var leastDensity: Figure
    /// The least growth of total variance between neighbours, never negative: no calendar spread is free.
    public var leastGrowth: Figure
    /// Root mean square error over all used quotes, volatility.
    public var rootMeanSquare: Figure
    public var usedQuotes: Int
    public var insideQuotes: Int
    /// Quotes out of the money that no curve rests on.
    public var leftOut: Int

    public init(
        fitted: Int, listed: Int, mended: Int, leastDensity: Figure, leastGrowth: Figure, rootMeanSquare: Figure,
        usedQuotes: Int, insideQuotes: Int, leftOut: Int
    ) {
        self.fitted = fitted
        self.listed = listed
        self.mended = mended
        self.leastDensity = leastDensity
        self.leastGrowth = leastGrowth
        self.rootMeanSquare = rootMeanSquare
        self.usedQuotes = usedQuotes
        self.insideQuotes = insideQuotes
        self.leftOut = leftOut
    }
}

/// Realised volatility over a window of sessions, annual decimals.
public struct RealisedVolatility: Sendable, Hashable {
    public var sessions: Int
    public var closeToClose: Figure
    public var parkinson: Figure
    public var garmanKlass: Figure
    public var rogersSatchell: Figure
    public var yangZhang: Figure

    public init(
        sessions: Int, closeToClose: Figure, parkinson: Figure, garmanKlass: Figure, rogersSatchell: Figure,
        yangZhang: Figure
    ) {
        self.sessions = sessions
        self.closeToClose = closeToClose
        self.parkinson = parkinson
        self.garmanKlass = garmanKlass
        self.rogersSatchell = rogersSatchell
        self.yangZhang = yangZhang
    }

    /// Sessions that are looked back at.
    public static let windows = [10, 20, 30, 60, 90]
}
