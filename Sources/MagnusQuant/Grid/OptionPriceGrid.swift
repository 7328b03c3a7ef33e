/// Prices of one contract over many spots and volatilities: a row of a scenario table or a heat map.
///
/// The exercise boundary of an American option depends on neither the spot nor the size of the strike (L. Andersen,
/// M. Lake, D. Offengenden, "High Performance American Option Pricing", J. Comp. Finance 2016), so one boundary is solved
/// for each volatility and read at every spot; nothing is interpolated between volatilities. Another time to expiry, rate
/// or yield needs a grid of its own.
///
/// Prices are those of `OptionPricing` at `PricingAccuracy.live`, for either style: error about 1e-5 of the strike or
/// better with a continuous yield.
public struct OptionPriceGrid: Sendable {
    /// Of every cell; spot and volatility are those of the cell.
    public let terms: OptionTerms
    /// Per square-root year, one for each row of the table.
    public let volatilities: [Double]

    private let boundaries: [AmericanBoundary?]

    /// Solves the boundaries.
    ///
    /// - Parameters:
    ///   - terms: The contract and its market; `terms.volatility` is not looked at, `terms.spot` only checked.
    ///   - volatilities: Per square-root year, >= 0, in any order.
    /// - Throws: As `OptionTerms.validate`, for the terms with each of the volatilities.
    public init(_ terms: OptionTerms, volatilities: [Double]) throws(PricingError) {
        self.terms = terms
        self.volatilities = volatilities
        var boundaries: [AmericanBoundary?] = []
        for volatility in volatilities {
            var row = terms
            row.volatility = volatility
            try row.validate()
            boundaries.append(Self.boundary(row))
        }
        self.boundaries = boundaries
    }

    private static func boundary(_ terms: OptionTerms) -> AmericanBoundary? {
        guard terms.style == .american, !terms.paysCashDividend else { return nil }
        return AmericanBoundary(
            right: terms.right, years: terms.years, rate: terms.rate, dividendYield: terms.dividendYield,
            volatility: terms.volatility, accuracy: .live)
    }

    /// Prices per share at every volatility and spot.
    ///
    /// - Parameter spots: > 0, in any order.
    /// - Returns: The price at `volatilities[i]` and `spots[j]` at index `i * spots.count + j`; each finite and >= 0.
    /// - Throws: `notFinite` or `badInput` for a spot that is not a positive number; `unsupported` where no method gives a
    ///   finite price.
    public func prices(spots: [Double]) throws(PricingError) -> [Double] {
        for spot in spots {
            guard spot.isFinite else { throw .notFinite }
            guard spot > 0 else { throw .badInput }
        }
        var prices: [Double] = []
        prices.reserveCapacity(spots.count * volatilities.count)
        for (volatility, boundary) in zip(volatilities, boundaries) {
            var cell = terms
            cell.volatility = volatility
            for spot in spots {
                if let price = boundary?.price(spot: spot, strike: terms.strike, accuracy: .live), price.isFinite {
                    prices.append(price)
                    continue
                }
                cell.spot = spot
                prices.append(try OptionPricing.price(cell, accuracy: .live))
            }
        }
        return prices
    }
}
