import MagnusDomain
import MagnusQuant

/// The search behind ``MarginRequirement``: the pairing of shorts, longs and shares with the least requirement.
struct MarginSearch {
    struct Outcome {
        var cost: Double
        var pairs: [MarginRequirement.Pair]
        /// Why the cost is not known.
        var unknown: UnknownReason?
    }

    let layout: MarginLayout
    let spot: Double?
    let underlying: MarginRequirement.Underlying
    /// Of each short, per share, uncovered; infinite where nothing bounds it.
    private(set) var alone: [Double]
    /// ``alone`` without the option's value; 0 where either is unknown.
    private(set) var deposit: [Double]
    /// Why ``alone`` is infinite, by short.
    private(set) var unboundedReasons: [Int: UnknownReason] = [:]
    /// Of each long, what of its value need not be paid while it covers nothing, per share.
    private(set) var discount: [Double]
    /// Shorts by deposit, greatest first: the order in which straddles are formed.
    private(set) var calls: [Int] = []
    private(set) var puts: [Int] = []
    /// Cost of what no pairing changes: shares, long options, adjusted contracts.
    private(set) var fixedCost = 0.0
    /// Market value of the short options and shares whose mark is known.
    private(set) var shortValue = 0.0
    /// A dearer wording stands in for a mark or spot that is missing.
    private(set) var isBounded = false
    /// Nothing can be said whatever is paired.
    private(set) var refusal: UnknownReason?

    /// - Parameter marks: Per share, of the legs of the layout.
    init(_ layout: MarginLayout, marks: [Figure], _ underlying: MarginRequirement.Underlying) {
        self.layout = layout
        self.underlying = underlying
        spot = underlying.spot.value
        alone = Array(repeating: .infinity, count: layout.shorts.count)
        deposit = Array(repeating: 0, count: layout.shorts.count)
        discount = Array(repeating: 0, count: layout.longs.count)
        for (index, role) in layout.roles {
            switch role {
            case .longShares(let shares): addShares(shares)
            case .sharesSold(let shares): addSharesSold(shares)
            case .wrongMultiplier: refusal = .multiplier
            case .long(let long): addLong(long, mark: marks[index].value)
            case .adjustedLong(let shares): addLong(shares: shares, mark: marks[index].value)
            case .short(let short): addShort(short, mark: marks[index])
            case .adjustedShort(let shares, let strike, let isUnbounded):
                if let value = marks[index].value { shortValue += value * shares }
                if isUnbounded { refusal = .adjusted }
                fixedCost += strike * shares
                isBounded = true
            }
        }
        // Straddles take both sides: with one there is no order to know.
        let rights = Set(layout.shorts.map(\.right))
        if rights.count == 2 {
            let deposit = deposit
            let order = layout.shorts.indices.sorted { (-deposit[$0], $0) < (-deposit[$1], $1) }
            calls = order.filter { layout.shorts[$0].right == .call }
            puts = order.filter { layout.shorts[$0].right == .put }
        }
    }

    private mutating func addShares(_ shares: Double) {
        // Without a price they are in no net liquidation value and lend nothing to it.
        if let spot { fixedCost += underlying.longStockShare * spot * shares } else { isBounded = true }
    }

    private mutating func addSharesSold(_ shares: Double) {
        guard let spot else {
            refusal = underlying.spot.reason ?? .noSource
            return
        }
        fixedCost += (spot + underlying.shortStockDeposit(spot)) * shares
        shortValue += spot * shares
    }

    private mutating func addLong(shares: Double, mark: Double?) {
        guard let mark else {
            isBounded = true
            return
        }
        fixedCost += mark * shares
    }

    private mutating func addLong(_ long: Int, mark: Double?) {
        addLong(shares: layout.longs[long].shares, mark: mark)
        if layout.longs[long].isLongDated { discount[long] = 0.25 * (mark ?? 0) }
    }

    private mutating func addShort(_ index: Int, mark: Figure) {
        let short = layout.shorts[index]
        if let value = mark.value { shortValue += value * short.shares }
        // Cash for the whole strike is always enough for a put.
        let bound = short.right == .put ? short.strike : .infinity
        guard let value = mark.value, let spot else {
            isBounded = true
            alone[index] = bound
            if bound == .infinity { unboundedReasons[index] = mark.reason ?? underlying.spot.reason ?? .noSource }
            return
        }
        let asked = MarginRequirement.uncovered(
            short.right, strike: short.strike, mark: value, spot: spot, underlying)
        alone[index] = min(bound, asked)
        deposit[index] = alone[index] - value
    }

    /// Of a share of a short that a long covers; infinite where it may not.
    func pairCost(_ short: Int, _ long: Int) -> Double {
        let width = layout.widths[short * layout.longs.count + long]
        return width == .infinity ? width : min(alone[short], width)
    }

    /// Of a share that covers a short: in the money its value beyond the strike lends nothing. Infinite where it may not.
    func stockCost(_ index: Int, isLong: Bool) -> Double {
        let short = layout.shorts[index]
        guard short.isPhysical, isLong == (short.right == .call) else { return .infinity }
        guard let spot else { return isLong ? 0 : .infinity }
        let inside = max(0, short.right.sign * (spot - short.strike))
        return isLong ? (1 - underlying.longStockShare) * inside : inside
    }
}
