import Glibc

/// Prices of one contract over many spots and volatilities: a row of a scenario table or a heat map.
///
/// The exercise boundary of an American option depends on neither the spot nor the size of the strike (L. Andersen,
/// M. Lake, D. Offengenden, "High Performance American Option Pricing", J. Comp. Finance 2016), so one boundary is solved
/// for each volatility, eight at once, and read at every spot; nothing is interpolated between volatilities. Another time
/// to expiry, rate or yield needs a grid of its own.
///
/// For scenarios: the error of an American price with a continuous yield is below 2e-5 of the spot (root mean square
/// 1e-6), five times less than `PricingAccuracy.live` allows. With cash dividends a finite-difference grid is solved for eight
/// volatilities at once and read at every spot: error about 1e-4 of the spot. Extreme terms and two exercise boundaries
/// are priced as `OptionPricing` prices them at `.live`, cell by cell. European prices are exact.
public struct OptionPriceGrid: Sendable {
    /// Of every cell; spot and volatility are those of the cell.
    public let terms: OptionTerms
    /// Per square-root year, one for each row of the table.
    public let volatilities: [Double]

    /// How a row is priced.
    private enum Row: Sendable {
        /// By the boundary in a lane of a family.
        case family(Int, lane: Int)
        /// By the closed form, never below the exercise value where that can be had.
        case european
        /// By a boundary of its own.
        case boundary(AmericanBoundary)
        /// With the other rows of cash dividends, by finite differences.
        case cashDividends
        /// Cell by cell.
        case cells
    }

    private let rows: [Row]
    private let families: [BoundaryFamily]

    /// Solves the boundaries.
    ///
    /// - Parameters:
    ///   - terms: The contract and its market; `terms.volatility` is not looked at, `terms.spot` only checked.
    ///   - volatilities: Per square-root year, >= 0, in any order.
    /// - Throws: As `OptionTerms.validate`, for the terms with each of the volatilities.
    public init(_ terms: OptionTerms, volatilities: [Double]) throws(PricingError) {
        self.terms = terms
        self.volatilities = volatilities
        var rows: [Row] = []
        var puts: [BoundaryFamily.Put] = []
        var cell = terms
        for volatility in volatilities {
            cell.volatility = volatility
            try cell.validate()
            let row = Self.row(cell)
            if case .family = row {
                let width = BoundaryFamily.lanes
                rows.append(.family(puts.count / width, lane: puts.count % width))
                puts.append(BoundaryFamily.Put(cell))
            } else {
                rows.append(row)
            }
        }
        var families: [BoundaryFamily] = []
        for first in stride(from: 0, to: puts.count, by: BoundaryFamily.lanes) {
            let part = puts[first..<min(puts.count, first + BoundaryFamily.lanes)]
            families.append(BoundaryFamily(Array(part), scheme: .five))
        }
        for (index, row) in rows.enumerated() {
            guard case .family(let family, let lane) = row, !families[family].isSolved(lane) else { continue }
            cell.volatility = volatilities[index]
            rows[index] = Self.boundary(cell)
        }
        self.rows = rows
        self.families = families
    }

    private static func row(_ terms: OptionTerms) -> Row {
        guard !AmericanPricing.isDegenerate(terms) else { return .cells }
        if terms.paysCashDividend { return .cashDividends }
        let put = BoundaryFamily.Put(terms)
        // Beyond these the kernel's exponentials end.
        let isBounded = abs(put.rate * put.years) < 100 && abs(put.yield * put.years) < 100
        if terms.style == .european { return isBounded ? .european : .cells }
        switch ExerciseRegime(terms) {
        case .never: return isBounded ? .european : .cells
        case .double: return .cells
        case .single: return put.isOrdinary ? .family(0, lane: 0) : boundary(terms)
        }
    }

    private static func boundary(_ terms: OptionTerms) -> Row {
        let boundary = AmericanBoundary(
            right: terms.right, years: terms.years, rate: terms.rate, dividendYield: terms.dividendYield,
            volatility: terms.volatility, accuracy: .live)
        return boundary.map { .boundary($0) } ?? .cells
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
        let ladder = Ladder(terms, spots: spots)
        var withDividends = dividendRows(spots)[...]
        var prices: [Double] = []
        prices.reserveCapacity(spots.count * volatilities.count)
        var cell = terms
        for (volatility, row) in zip(volatilities, rows) {
            cell.volatility = volatility
            let first = prices.count
            switch row {
            case .family(let family, let lane):
                let unit = families[family].prices(
                    lane: lane, moneyness: ladder.moneyness, logarithms: ladder.logarithms)
                for (index, spot) in spots.enumerated() {
                    prices.append(ladder.price(unit[index], spot, canExercise: true))
                }
            case .european:
                let unit = BoundaryFamily.europeanPrices(
                    BoundaryFamily.Put(cell), moneyness: ladder.moneyness, logarithms: ladder.logarithms)
                for (index, spot) in spots.enumerated() {
                    prices.append(ladder.price(unit[index], spot, canExercise: terms.style == .american))
                }
            case .boundary(let boundary):
                for spot in spots { prices.append(boundary.price(spot: spot, strike: terms.strike, accuracy: .live)) }
            case .cashDividends:
                prices += withDividends.popFirst() ?? []
            case .cells:
                prices.append(contentsOf: repeatElement(.nan, count: spots.count))
            }
            // What a row left open, or could not do to a number.
            for (index, spot) in spots.enumerated() where !prices[first + index].isFinite {
                cell.spot = spot
                prices[first + index] = try OptionPricing.price(cell, accuracy: .live)
            }
        }
        return prices
    }

    private func dividendRows(_ spots: [Double]) -> [[Double]] {
        let own = zip(volatilities, rows).compactMap { volatility, row in
            if case .cashDividends = row { volatility } else { nil }
        }
        return own.isEmpty ? [] : CashDividendPricing.table(terms, volatilities: own, spots: spots)
    }

    /// The spots as the kernel takes them, filled up to a multiple of eight.
    private struct Ladder {
        let isPut: Bool
        let strike: Double
        /// Of the equivalent put.
        let moneyness: [Double]
        let logarithms: [Double]

        init(_ terms: OptionTerms, spots: [Double]) {
            isPut = terms.right == .put
            strike = terms.strike
            var moneyness = [Double](repeating: 1, count: (spots.count + 7) / 8 * 8)
            for (index, spot) in spots.enumerated() {
                moneyness[index] = isPut ? spot / strike : strike / spot
            }
            self.moneyness = moneyness
            logarithms = moneyness.map { Glibc.log($0) }
        }

        /// The price of the option from that of the equivalent put with strike 1.
        func price(_ unit: Double, _ spot: Double, canExercise: Bool) -> Double {
            let held = unit * (isPut ? strike : spot)
            let exercised = canExercise ? (isPut ? strike - spot : spot - strike) : 0
            // Not Swift.max: a value that is not a number must stay one, so that it is seen.
            return held < exercised ? exercised : held
        }
    }
}
