import MagnusDomain
import MagnusQuant

/// What the strategy-based rule asks for the legs of one underlying in one margin account: the initial requirement of
/// FINRA Rule 4210(f)(2), Cboe Rule 10.3 and Regulation T, in dollars (domain.md section 5). A broker may ask for more.
///
/// Two figures of the same requirement:
/// - ``gross`` is the rule's wording: what is short counts with its full value plus the deposit, long options are paid.
/// - ``net`` is what is held against the net liquidation value, and what brokers show: gross less the market value of
///   the short options and shares, which the net liquidation value has taken off already. So
///   `excess = net liquidation - net`, and neither premiums nor the proceeds of a short sale count twice.
///
/// Nothing of the kind of a strategy is needed: shorts are paired with longs and shares so that the sum is the least the
/// rule allows. Where a mark or the spot is missing the legs count as the rule's dearer wording that needs neither (a
/// short put as its whole strike, a spread as its width) and the figures are marked estimated, as they are where there are
/// too many legs to search at every quote (``MarginPairings``); what has no bound without
/// them, an uncovered call or short shares, makes both figures unknown. They are never less than the truth.
public struct MarginRequirement: Sendable, Hashable {
    /// One leg.
    public struct Leg: Sendable, Hashable {
        /// nil for shares.
        public var contract: OptionContract?
        /// Signed contracts or shares.
        public var quantity: Double
        /// Per share, >= 0.
        public var mark: Figure

        public init(contract: OptionContract?, quantity: Double, mark: Figure) {
            self.contract = contract
            self.quantity = quantity
            self.mark = mark
        }
    }

    /// What the rule needs to know of the underlying.
    public struct Underlying: Sendable, Hashable {
        public var spot: Figure
        public var kind: SecurityKind
        /// In New York: long options of more than nine months are not paid in full.
        public var today: CalendarDate

        public init(spot: Figure, kind: SecurityKind, today: CalendarDate) {
            self.spot = spot
            self.kind = kind
            self.today = today
        }

        /// Leverage of a leveraged fund: the profile does not tell it, so the greatest that is listed.
        private var factor: Double { kind == .leveragedFund ? 3 : 1 }
        /// Of the spot, for an uncovered option.
        var optionShare: Double { (kind == .index ? 0.15 : 0.20) * factor }
        /// Of the spot or strike, the least for an uncovered option.
        var leastShare: Double { 0.10 * factor }
        /// Of long stock: 50 %, maintenance of 25 % times the leverage (FINRA Regulatory Notice 09-53).
        var longStockShare: Double { max(0.5, min(1, 0.25 * factor)) }

        /// Deposit for one share sold short: 50 %, never less than the maintenance of FINRA 4210(c): 30 % and 5 dollars;
        /// under 5 dollars all of it and 2.50.
        func shortStockDeposit(_ spot: Double) -> Double {
            let least = spot < 5 ? max(2.5, spot) : max(5, min(1, 0.3 * factor) * spot)
            return max(0.5 * spot, least)
        }
    }

    /// A short that something covers.
    public struct Pair: Sendable, Hashable {
        /// Indices of the legs.
        public var short: Int
        public var cover: Int
        /// Shares of the underlying on either side.
        public var shares: Double
    }

    public let gross: Figure
    public let net: Figure
    /// The pairing with the least requirement.
    public let pairs: [Pair]

    /// - Parameter legs: Of one underlying in one account.
    public init(_ legs: [Leg], _ underlying: Underlying) {
        let layout = MarginLayout(legs.map { ($0.contract, $0.quantity) }, today: underlying.today)
        var pairings = MarginPairings()
        self.init(layout, marks: legs.map(\.mark), underlying, &pairings)
    }

    /// - Parameters:
    ///   - layout: Made on the day of `underlying`.
    ///   - marks: Of its legs, per share.
    ///   - known: Of the same layout; what is searched is added.
    init(_ layout: MarginLayout, marks: [Figure], _ underlying: Underlying, _ known: inout MarginPairings) {
        let search = MarginSearch(layout, marks: marks, underlying)
        let result = search.cheapest(&known)
        pairs = result.pairs
        if let reason = search.refusal ?? result.unknown {
            gross = .unknown(reason)
            net = .unknown(reason)
            return
        }
        var trust = search.isBounded || layout.isLarge ? Trust.estimated : .fresh
        if let known = underlying.spot.trust { trust = Trust.worse(trust, known) }
        for mark in marks {
            if let known = mark.trust, known != .fresh { trust = Trust.worse(trust, known) }
        }
        gross = Figure(result.cost, trust: trust)
        net = Figure(max(0, result.cost - search.shortValue), trust: trust)
    }

    /// Per share of an uncovered short option: its value plus the greater of 20 % of the spot (broad index 15 %) less what
    /// it is out of the money, and 10 % of the spot (calls) or the strike (puts).
    static func uncovered(
        _ right: OptionRight, strike: Double, mark: Double, spot: Double, _ underlying: Underlying
    ) -> Double {
        let outOfTheMoney = max(0, right.sign * (strike - spot))
        let base = right == .call ? spot : strike
        return mark + max(underlying.optionShare * spot - outOfTheMoney, underlying.leastShare * base)
    }
}

extension CalendarDate {
    /// The same day nine months on; the last of the month where that has no such day.
    var nineMonthsOn: CalendarDate {
        let (year, month, day) = components
        let target = month + 9
        for candidate in stride(from: day, to: 27, by: -1) {
            if let date = CalendarDate(
                year: year + (target - 1) / 12, month: (target - 1) % 12 + 1, day: candidate)
            {
                return date
            }
        }
        return CalendarDate(year: year + (target - 1) / 12, month: (target - 1) % 12 + 1, day: min(day, 28)) ?? self
    }
}
