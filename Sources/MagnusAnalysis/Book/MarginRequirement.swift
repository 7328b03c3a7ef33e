import MagnusDomain
import MagnusQuant

/// Strategy-based initial requirement in dollars, the rule minimum (FINRA 4210(f)(2), Cboe 10.3; domain.md section 5). A
/// broker may ask for more.
public enum MarginRequirement {
    /// One leg for the rule.
    public struct Leg: Sendable, Hashable {
        public var contract: OptionContract?
        /// Signed contracts or shares.
        public var quantity: Double
        /// Per share.
        public var mark: Double

        public init(contract: OptionContract?, quantity: Double, mark: Double) {
            self.contract = contract
            self.quantity = quantity
            self.mark = mark
        }

        var size: Double { quantity * Double(contract?.multiplier ?? 1) }
    }

    /// The requirement of one strategy.
    /// - Parameters:
    ///   - kind: As recognised: the pairing that the rule allows.
    ///   - spot: Of the underlying, > 0.
    ///   - security: Index options ask for 15 % in place of 20 %.
    public static func regulationT(
        _ kind: StrategyKind, legs: [Leg], spot: Double, security: SecurityKind
    ) -> Double {
        let options = legs.filter { $0.contract != nil }
        let shares = legs.filter { $0.contract == nil }
        let stock = shares.reduce(0.0) { $0 + stockRequirement($1, spot: spot) }
        switch kind {
        case .bullPutSpread, .bearCallSpread, .bullCallSpread, .bearPutSpread, .ironCondor, .ironButterfly,
            .callButterfly, .putButterfly:
            return spread(options, spot: spot, security: security)
        case .callCalendar, .putCalendar, .callDiagonal, .putDiagonal:
            // The long leg is paid in full; a short that expires no later costs at most the adverse width.
            let short = options.filter { $0.quantity < 0 }
            let long = options.filter { $0.quantity > 0 }
            let isCovered = short.allSatisfy { leg in
                long.allSatisfy { ($0.contract?.expiry ?? .distantPast) >= (leg.contract?.expiry ?? .distantPast) }
            }
            let paid = long.reduce(0.0) { $0 + $1.size * $1.mark }
            let naked = short.reduce(0.0) { $0 + uncovered($1, spot: spot, security: security) }
            return paid + (isCovered ? min(naked, spread(options, spot: spot, security: security)) : naked)
        case .shortStraddle, .shortStrangle:
            let needs = options.map { uncovered($0, spot: spot, security: security) }
            let values = options.map { abs($0.size) * $0.mark }
            guard needs.count == 2 else { return needs.reduce(0, +) }
            return needs[0] >= needs[1] ? needs[0] + values[1] : needs[1] + values[0]
        case .coveredCall, .collar, .protectivePut:
            return stock + options.filter { $0.quantity > 0 }.reduce(0.0) { $0 + $1.size * $1.mark }
        default:
            return stock
                + options.reduce(0.0) { total, leg in
                    total + (leg.quantity > 0 ? leg.size * leg.mark : uncovered(leg, spot: spot, security: security))
                }
        }
    }

    /// Option value plus the greater of 20 % of the spot less what it is out of the money and 10 % of spot or strike.
    public static func uncovered(_ leg: Leg, spot: Double, security: SecurityKind) -> Double {
        guard let contract = leg.contract else { return 0 }
        let share = security == .index ? 0.15 : 0.20
        let outOfTheMoney = max(0, contract.right.sign * (contract.strike - spot))
        let base = contract.right == .call ? spot : contract.strike
        return abs(leg.size) * (leg.mark + max(share * spot - outOfTheMoney, 0.10 * base))
    }

    /// The greatest loss over the strikes, without the premium; never more than the shorts uncovered.
    static func spread(_ options: [Leg], spot: Double, security: SecurityKind) -> Double {
        let strikes = [0.0] + options.compactMap { $0.contract?.strike }
        func payoff(_ price: Double) -> Double {
            options.reduce(0.0) { total, leg in
                guard let contract = leg.contract else { return total }
                return total + leg.size * max(0, contract.right.sign * (price - contract.strike))
            }
        }
        let worst = strikes.map(payoff).min() ?? 0
        let slope = options.reduce(0.0) { $0 + ($1.contract?.right == .call ? $1.size : 0) }
        let naked = options.filter { $0.quantity < 0 }.reduce(0.0) {
            $0 + uncovered($1, spot: spot, security: security)
        }
        return slope < 0 ? naked : min(naked, max(0, -worst))
    }

    private static func stockRequirement(_ leg: Leg, spot: Double) -> Double {
        leg.quantity >= 0 ? 0.5 * leg.quantity * spot : 1.5 * -leg.quantity * spot
    }
}

extension CalendarDate {
    fileprivate static let distantPast = CalendarDate(daysSinceEpoch: -1_000_000)
}
