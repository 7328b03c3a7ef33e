/// Why a figure has no value. The raw value is the word used in JSON `reasons`.
public enum UnknownReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// No source knows it.
    case noSource = "no_source"
    /// Only an outdated value exists and it may not be used.
    case stale
    /// Bid above ask.
    case crossed
    /// Bid and ask both absent or zero.
    case noMarket = "no_market"
    /// Both sides are quoted, so far apart that their middle is nobody's price.
    case wideSpread = "wide_spread"
    /// Only one side is quoted where both are needed.
    case oneSided = "one_sided"
    case halted
    /// The quote is stamped more than five seconds in the future.
    case futureTime = "future_time"
    /// The source repeats the previous close.
    case previousClose = "previous_close"
    /// Two sources disagree beyond the tolerance.
    case contradictory
    case notFinite = "not_finite"
    case expired
    /// Expired, and nobody reported how it ended.
    case expiredUnresolved = "expired_unresolved"
    /// An adjusted contract whose deliverable is unknown.
    case adjusted
    /// The multiplier stated for the contract cannot be right.
    case multiplier
    case belowIntrinsic = "below_intrinsic"
    case aboveBound = "above_bound"
    case badInput = "bad_input"
    case unsupported
    /// Too few observations.
    case insufficientHistory = "insufficient_history"
    /// Highest and lowest observation are equal.
    case flatHistory = "flat_history"
    /// Not defined for this kind of position.
    case notApplicable = "not_applicable"
    /// Undefined at an exercise boundary or kink.
    case nearBoundary = "near_boundary"
    /// The maximum profit is not positive, so a captured share means nothing.
    case locked
    /// Some parts of a total are unknown.
    case incomplete
    /// It has no bound: a short call that nothing covers.
    case unlimited
    /// No contract near enough to the forward is quoted.
    case noNearStrike = "no_near_strike"
    /// No entry price is known.
    case noBasis = "no_basis"
    /// The session is closed or quotes are not orderly yet.
    case waitingForQuotes = "waiting_for_quotes"
}

/// How far a known figure may be trusted.
public enum Trust: String, Sendable, Hashable, Codable {
    case fresh
    /// Its inputs are older than allowed; shown with `~`.
    case stale
    /// Derived from estimates (undeclared dividends, re-priced marks); shown with `≈`.
    case estimated
}

/// A number that is either known, with its trust, or unknown, with its reason. Never NaN, never a silent zero.
public enum Figure: Sendable, Hashable {
    case known(Double, Trust)
    case unknown(UnknownReason)

    /// A finite value is known; NaN and infinity become `.unknown(.notFinite)`.
    public init(_ value: Double, trust: Trust = .fresh) {
        self = value.isFinite ? .known(value, trust) : .unknown(.notFinite)
    }

    /// - Parameter reason: given when `value` is nil.
    public init(_ value: Double?, trust: Trust = .fresh, else reason: UnknownReason) {
        if let value { self.init(value, trust: trust) } else { self = .unknown(reason) }
    }

    public var value: Double? {
        if case .known(let value, _) = self { value } else { nil }
    }

    public var reason: UnknownReason? {
        if case .unknown(let reason) = self { reason } else { nil }
    }

    public var trust: Trust? {
        if case .known(_, let trust) = self { trust } else { nil }
    }

    /// The figure transformed; a result that is not finite becomes unknown.
    public func map(_ transform: (Double) -> Double) -> Figure {
        switch self {
        case .known(let value, let trust): Figure(transform(value), trust: trust)
        case .unknown: self
        }
    }

    /// Two figures combined; unknown if either is, and no more trusted than the worse of both.
    public func combined(with other: Figure, _ transform: (Double, Double) -> Double) -> Figure {
        switch (self, other) {
        case (.unknown, _): self
        case (_, .unknown): other
        case (.known(let left, let leftTrust), .known(let right, let rightTrust)):
            Figure(transform(left, right), trust: Trust.worse(leftTrust, rightTrust))
        }
    }
}

extension Trust {
    /// The less trustworthy of two.
    public static func worse(_ left: Trust, _ right: Trust) -> Trust {
        if left == .stale || right == .stale { return .stale }
        if left == .estimated || right == .estimated { return .estimated }
        return .fresh
    }
}
