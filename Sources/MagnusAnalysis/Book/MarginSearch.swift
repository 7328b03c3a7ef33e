import MagnusDomain
import MagnusQuant

/// The search behind ``MarginRequirement``: the pairing of shorts, longs and shares with the least requirement.
struct MarginSearch {
    struct Short {
        var index: Int
        var contract: OptionContract
        var shares: Double
        /// Per share, uncovered; nil where nothing bounds it.
        var alone: Double?
        /// ``alone`` without the option's value; nil where either is unknown.
        var deposit: Double?
        /// Why ``alone`` is nil.
        var reason: UnknownReason
    }

    struct Long {
        var index: Int
        var contract: OptionContract
        var shares: Double
        /// What of its value need not be paid while it covers nothing, per share.
        var discount: Double
    }

    struct Outcome {
        var cost: Double
        var pairs: [MarginRequirement.Pair]
        /// Why the cost is not known.
        var unknown: UnknownReason?
    }

    private(set) var shorts: [Short] = []
    private(set) var longs: [Long] = []
    private(set) var longStock: [(index: Int, shares: Double)] = []
    private(set) var shortStock: [(index: Int, shares: Double)] = []
    /// Cost of what no pairing changes: shares, long options, adjusted contracts.
    private(set) var fixedCost = 0.0
    /// Market value of the short options and shares whose mark is known.
    private(set) var shortValue = 0.0
    /// A dearer wording stands in for a mark or spot that is missing.
    private(set) var isBounded = false
    /// Nothing can be said whatever is paired.
    private(set) var refusal: UnknownReason?
    let spot: Double?
    let underlying: MarginRequirement.Underlying

    init(_ legs: [MarginRequirement.Leg], _ underlying: MarginRequirement.Underlying) {
        self.underlying = underlying
        spot = underlying.spot.value
        // In an order of their own: the order in which they are held is nothing to the rule.
        let ordered = legs.enumerated().sorted { Self.isOrdered($0.element, $1.element) }
        for (index, leg) in ordered where leg.quantity != 0 {
            guard let contract = leg.contract else {
                addShares(leg.quantity, index)
                continue
            }
            guard !Self.isMultiplierWrong(contract), contract.strikeThousandths > 0 else {
                refusal = .multiplier
                continue
            }
            if leg.quantity > 0 { addLong(leg, contract, index) } else { addShort(leg, contract, index) }
        }
    }

    private static func isOrdered(_ left: MarginRequirement.Leg, _ right: MarginRequirement.Leg) -> Bool {
        func key(_ leg: MarginRequirement.Leg) -> (Int, UInt8, Int, Double, Double) {
            (
                leg.contract?.expiry.daysSinceEpoch ?? 0, leg.contract?.right.rawValue ?? 0,
                leg.contract?.strikeThousandths ?? 0, leg.quantity, leg.mark.value ?? 0
            )
        }
        return key(left) < key(right)
    }

    private static func isMultiplierWrong(_ contract: OptionContract) -> Bool {
        if case .shares = contract.deliverable { return contract.multiplier < 2 }
        return contract.multiplier < 1
    }

    private mutating func addShares(_ shares: Double, _ index: Int) {
        if shares > 0 {
            longStock.append((index, shares))
            // Without a price they are in no net liquidation value and lend nothing to it.
            if let spot { fixedCost += underlying.longStockShare * spot * shares } else { isBounded = true }
            return
        }
        shortStock.append((index, -shares))
        guard let spot else {
            refusal = underlying.spot.reason ?? .noSource
            return
        }
        fixedCost += (spot + underlying.shortStockDeposit(spot)) * -shares
        shortValue += spot * -shares
    }

    private mutating func addLong(_ leg: MarginRequirement.Leg, _ contract: OptionContract, _ index: Int) {
        let value = leg.mark.value ?? 0
        if leg.mark.value == nil { isBounded = true }
        fixedCost += value * leg.size
        guard !contract.isAdjusted else { return }
        let isLongDated = contract.expiry > underlying.today.nineMonthsOn
        longs.append(
            Long(index: index, contract: contract, shares: leg.size, discount: isLongDated ? 0.25 * value : 0))
    }

    private mutating func addShort(_ leg: MarginRequirement.Leg, _ contract: OptionContract, _ index: Int) {
        let shares = -leg.size
        if let value = leg.mark.value { shortValue += value * shares }
        if contract.isAdjusted {
            // What it delivers is no plain share: nothing covers it, and only the strike bounds a put.
            if contract.deliverable == .unknown || contract.right == .call { refusal = .adjusted }
            fixedCost += contract.strike * shares
            isBounded = true
            return
        }
        var alone = contract.right == .put ? contract.strike : nil
        var deposit: Double?
        if let mark = leg.mark.value, let spot {
            let asked = MarginRequirement.uncovered(contract, mark: mark, spot: spot, underlying)
            // Cash for the whole strike is always enough for a put.
            let least = alone.map { min($0, asked) } ?? asked
            alone = least
            deposit = least - mark
        } else {
            isBounded = true
        }
        shorts.append(
            Short(
                index: index, contract: contract, shares: shares, alone: alone, deposit: deposit,
                reason: leg.mark.reason ?? underlying.spot.reason ?? .noSource))
    }
}
