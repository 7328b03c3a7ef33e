import MagnusDomain
import MagnusQuant

/// What the mid of one contract says: its volatility and its delta.
struct ImpliedReading: Sendable, Hashable {
    /// Annual decimal.
    private(set) var volatility: Double?
    /// Of one long option.
    private(set) var delta: Double?
    /// Why there is no volatility.
    private(set) var reason: UnknownReason?

    /// - Parameters:
    ///   - isExact: the volatility of American prices instead of the European formula's.
    ///   - isSearched: that volatility is searched for: deep in the money one step from the European one falls short.
    init(
        _ contract: OptionContract, reading: QuoteReading, slice: ExpirySlice, isExact: Bool, isSearched: Bool = false
    ) {
        guard let mid = reading.mid else {
            reason = reading.reason ?? .noMarket
            return
        }
        guard var terms = slice.carry.europeanTerms(contract.right, spot: slice.spot, strike: contract.strike) else {
            reason = .badInput
            return
        }
        do throws(ImpliedVolatilityError) {
            if isExact, isSearched, contract.style == .american {
                terms.volatility = try OptionPricing.impliedVolatility(
                    price: mid, terms: slice.carry.terms(of: contract, spot: slice.spot), accuracy: .live)
            } else {
                terms.volatility = try ImpliedVolatility.european(price: mid, terms: terms)
                if isExact { terms.volatility = Self.american(contract, from: terms, mid: mid, slice: slice) }
            }
            volatility = terms.volatility
            delta = (try? BlackScholes.valuation(terms))?.delta
            if isExact, contract.style == .american {
                // The shortlist is priced in its own style: the delta that the chain and Positions would show.
                let own = slice.carry.terms(of: contract, spot: slice.spot, volatility: terms.volatility)
                if let valued = try? OptionPricing.valuation(own, accuracy: .live), let exact = valued.delta {
                    delta = exact
                }
            }
        } catch {
            reason = UnknownReason(error)
        }
    }

    /// Without a volatility, and why.
    init(unknown reason: UnknownReason) { self.reason = reason }

    /// - Parameter volatility: annual decimal.
    init(volatility: Double) { self.volatility = volatility }

    /// The same volatility with a delta that was found otherwise.
    func with(delta: Double) -> ImpliedReading {
        var reading = self
        reading.delta = delta
        return reading
    }

    /// The volatility of the American price. The right to exercise early is worth little out of the money: one Newton step
    /// from the European answer is exact to a hundredth of a point, and costs one American price instead of a search.
    private static func american(
        _ contract: OptionContract, from european: OptionTerms, mid: Double, slice: ExpirySlice
    ) -> Double {
        let start = european.volatility
        let terms = slice.carry.terms(of: contract, spot: slice.spot, volatility: start)
        guard contract.style == .american, let price = try? OptionPricing.price(terms, accuracy: .live),
            let vega = (try? BlackScholes.valuation(european))?.vega, vega > 1e-6
        else { return start }
        let value = start - (price - mid) / vega
        // Deep in the money the step leaves the range where it is small: such contracts are outside every profile.
        return value.isFinite && abs(value - start) < 0.05 && value > 0 ? value : start
    }
}
