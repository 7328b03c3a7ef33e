import MagnusDomain

/// A running total that counts what it could not add.
struct FigureSum: RunningSum {
    private var value = 0.0
    private var known = 0
    private var unknown = 0
    private var trust = Trust.fresh
    private var reason: UnknownReason?

    @inline(__always)
    mutating func add(_ figure: Figure) {
        switch figure {
        case .known(let part, let partTrust):
            value += part
            known += 1
            if partTrust != .fresh { trust = Trust.worse(trust, partTrust) }
        case .unknown(let why):
            unknown += 1
            if reason == nil { reason = why }
        }
    }

    @inline(__always)
    mutating func add(_ other: FigureSum) {
        value += other.value
        known += other.known
        unknown += other.unknown
        if other.trust != .fresh { trust = Trust.worse(trust, other.trust) }
        if reason == nil { reason = other.reason }
    }

    /// Whether there is no part at all: then the sum is zero only where nothing can be missing.
    var isEmpty: Bool { known == 0 && unknown == 0 }

    /// Unknown when there are parts and none is known.
    var total: Total {
        if known == 0, let reason { return Total(figure: .unknown(reason), unknownCount: unknown) }
        return Total(figure: Figure(value, trust: trust), unknownCount: unknown)
    }

    /// For figures that must be complete: one unknown part makes the sum unknown.
    var complete: Figure {
        if unknown > 0 { return .unknown(known == 0 ? reason ?? .incomplete : .incomplete) }
        return Figure(value, trust: trust)
    }
}
