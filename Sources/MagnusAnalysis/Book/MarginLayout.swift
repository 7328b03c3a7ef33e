import MagnusDomain
import MagnusQuant

/// What the search for the least requirement needs of the legs of one underlying and stays the same while quotes move:
/// made once when the legs change.
struct MarginLayout: Sendable {
    struct Short: Sendable {
        /// In the legs.
        var index: Int
        var right: OptionRight
        var strike: Double
        var multiplier: Int
        var expiry: CalendarDate
        var isPhysical: Bool
        var shares: Double
        /// Index of its expiry, and of its strike in it.
        var group = 0
        var point = 0
    }

    struct Long: Sendable {
        var index: Int
        var right: OptionRight
        var strike: Double
        var multiplier: Int
        var expiry: CalendarDate
        var shares: Double
        /// Of more than nine months: a quarter of its value need not be paid while it covers nothing.
        var isLongDated: Bool
        /// Index of its expiry among those of the shorts, and of its strike in it; nil where no short expires then.
        var group: Int?
        var point = 0
    }

    /// What kind a leg is, in the order of the rule.
    enum Role: Sendable {
        case longShares(Double)
        case sharesSold(Double)
        case wrongMultiplier
        /// Index in ``shorts``.
        case short(Int)
        /// Index in ``longs``.
        case long(Int)
        /// Bounded by its strike, dollars per share; unbounded where that is nil.
        case adjustedShort(shares: Double, strike: Double, isUnbounded: Bool)
        case adjustedLong(shares: Double)
    }

    private(set) var shorts: [Short] = []
    private(set) var longs: [Long] = []
    private(set) var roles: [(index: Int, role: Role)] = []
    /// Indices of the first legs of shares, and the shares of all.
    private(set) var longShares: (index: Int, shares: Double)?
    private(set) var sharesSold: (index: Int, shares: Double)?
    /// Strikes of each expiry of a short, ascending.
    private(set) var strikes: [[Double]] = []
    /// By short, then long: what exercise of the long would not bring back of an assignment of the short, per share;
    /// infinite where the rule allows no such pair.
    private(set) var widths: [Double] = []
    /// Shares that cover whole contracts, without those that adjusted calls sold take; none where one may take any number.
    private(set) var longCover = 0.0
    private(set) var soldCover = 0.0
    let today: CalendarDate
    let legCount: Int

    /// More pairs than this are not searched at every quote.
    private static let large = 1000

    /// Whether the search rests on modelled marks (``MarginPairings``).
    var isLarge: Bool { shorts.count * (longs.count + 2) > Self.large }

    /// - Parameter legs: Of one underlying in one account; signed contracts or shares, nil for shares.
    init(_ legs: [(contract: OptionContract?, quantity: Double)], today: CalendarDate) {
        self.today = today
        legCount = legs.count
        let lastPaid = today.nineMonthsOn
        // In an order of their own: the order in which they are held is nothing to the rule.
        let ordered = legs.indices.sorted { left, right in
            let (first, second) = (Self.key(legs[left]), Self.key(legs[right]))
            return first == second ? left < right : first < second
        }
        var (held, sold) = (0.0, 0.0)
        for index in ordered where legs[index].quantity != 0 {
            let quantity = legs[index].quantity
            guard let contract = legs[index].contract else {
                if quantity > 0 {
                    held += quantity
                    longShares = (longShares?.index ?? index, held)
                    roles.append((index, .longShares(quantity)))
                } else {
                    sold -= quantity
                    sharesSold = (sharesSold?.index ?? index, sold)
                    roles.append((index, .sharesSold(-quantity)))
                }
                continue
            }
            let shares = abs(quantity) * Double(contract.multiplier)
            if Self.isMultiplierWrong(contract) || contract.strikeThousandths <= 0 {
                roles.append((index, .wrongMultiplier))
            } else if quantity > 0 {
                addLong(contract, shares: shares, index: index, lastPaid: lastPaid)
            } else {
                addShort(contract, shares: shares, index: index)
            }
        }
        let areSharesClaimed = legs.contains { leg in
            leg.quantity < 0 && leg.contract?.right == .call && leg.contract?.deliverable == .unknown
        }
        let taken = legs.reduce(0.0) { sum, leg in
            guard leg.quantity < 0, let contract = leg.contract, contract.right == .call else { return sum }
            return sum - leg.quantity * Double(contract.adjustedShares)
        }
        longCover = areSharesClaimed ? 0 : (max(0, held - taken) / 100).rounded(.down) * 100
        soldCover = (sold / 100).rounded(.down) * 100
        groupByExpiry()
        widths.reserveCapacity(shorts.count * longs.count)
        for short in shorts {
            for long in longs {
                let isAllowed =
                    long.right == short.right && long.expiry >= short.expiry && long.multiplier == short.multiplier
                widths.append(isAllowed ? max(0, short.right.sign * (long.strike - short.strike)) : .infinity)
            }
        }
    }

    private static func key(
        _ leg: (contract: OptionContract?, quantity: Double)
    ) -> (Int, UInt8, Int, Double) {
        guard let contract = leg.contract else { return (0, 0, 0, leg.quantity) }
        return (contract.expiry.daysSinceEpoch, contract.right.rawValue, contract.strikeThousandths, leg.quantity)
    }

    private static func isMultiplierWrong(_ contract: OptionContract) -> Bool {
        if case .shares = contract.deliverable { return contract.multiplier < 2 }
        return contract.multiplier < 1
    }

    private mutating func addLong(
        _ contract: OptionContract, shares: Double, index: Int, lastPaid: CalendarDate
    ) {
        guard !contract.isAdjusted else {
            roles.append((index, .adjustedLong(shares: shares)))
            return
        }
        roles.append((index, .long(longs.count)))
        longs.append(
            Long(
                index: index, right: contract.right, strike: contract.strike, multiplier: contract.multiplier,
                expiry: contract.expiry, shares: shares, isLongDated: contract.expiry > lastPaid))
    }

    private mutating func addShort(_ contract: OptionContract, shares: Double, index: Int) {
        guard !contract.isAdjusted else {
            // What it delivers is no plain share: nothing covers it, and only the strike bounds a put.
            let isUnbounded = contract.deliverable == .unknown || contract.right == .call
            roles.append(
                (index, .adjustedShort(shares: shares, strike: contract.strike, isUnbounded: isUnbounded)))
            return
        }
        roles.append((index, .short(shorts.count)))
        shorts.append(
            Short(
                index: index, right: contract.right, strike: contract.strike, multiplier: contract.multiplier,
                expiry: contract.expiry, isPhysical: contract.settlement == .physical, shares: shares))
    }

    /// Spreads of one expiry are looked at together.
    private mutating func groupByExpiry() {
        let days = Set(shorts.map(\.expiry)).sorted()
        let groups = Dictionary(uniqueKeysWithValues: days.enumerated().map { ($1, $0) })
        strikes = days.map { day in
            Set(shorts.lazy.filter { $0.expiry == day }.map(\.strike))
                .union(longs.lazy.filter { $0.expiry == day }.map(\.strike)).sorted()
        }
        for index in shorts.indices {
            let group = groups[shorts[index].expiry] ?? 0
            shorts[index].group = group
            shorts[index].point = strikes[group].firstIndex(of: shorts[index].strike) ?? 0
        }
        for index in longs.indices {
            guard let group = groups[longs[index].expiry] else { continue }
            longs[index].group = group
            longs[index].point = strikes[group].firstIndex(of: longs[index].strike) ?? 0
        }
    }
}
