import CKernels
import Glibc

/// Exercise boundaries of eight options at once, one in each lane, with fewer unknowns than `LiveCollocation`.
///
/// Same equations; the values read from them are less exact and cost a fraction. A lane whose iteration does not settle
/// says so, and its option is left to the other methods.
struct BoundaryFamily {
    /// What the kernel needs of the equivalent put: strike 1, one exercise region.
    struct Put {
        var years: Double
        var rate: Double
        var yield: Double
        var volatility: Double

        init(_ terms: OptionTerms) {
            let isPut = terms.right == .put
            years = terms.years
            rate = isPut ? terms.rate : terms.dividendYield
            yield = isPut ? terms.dividendYield : terms.rate
            volatility = terms.volatility
        }

        /// Whether few unknowns describe the boundary to the accuracy promised: ordinary times, rates and volatilities.
        var isOrdinary: Bool {
            let deviation = volatility * years.squareRoot()
            return rate > 1e-4 && rate < 0.3 && abs(yield) < 0.3 && years > 1e-4 && years < 5 && volatility < 3
                && deviation > 0.01 && deviation < 2
        }

        /// A lane nobody asks about.
        static let idle = Put(
            OptionTerms(
                right: .put, style: .american, spot: 1, strike: 1, years: 0.5, rate: 0.05, dividendYield: 0.02,
                volatility: 0.3))
    }

    /// Figures in each lane.
    static let lanes = 8

    /// The last step of a lane's iteration below which its error is no matter, about its square.
    static let settled = 0.01

    private let scheme: FamilyScheme
    private var lanes = magnus_family()
    private let puts: [Put]

    /// - Precondition: Between one and eight puts, each ordinary.
    init(_ puts: [Put], scheme: FamilyScheme) {
        self.scheme = scheme
        self.puts = puts
        let filled = puts + [Put](repeating: .idle, count: Self.lanes - puts.count)
        scheme.withTables { tables in
            magnus_family_solve(
                tables, filled.map(\.years), filled.map(\.rate), filled.map(\.yield), filled.map(\.volatility), &lanes)
        }
    }

    /// Whether the boundary of a lane is a solution.
    func isSolved(_ lane: Int) -> Bool {
        withUnsafeBytes(of: lanes.change) { $0.bindMemory(to: Double.self)[lane] < Self.settled }
    }

    /// Prices of the put of a lane with strike 1, at moneynesses (put spot / put strike) given with their logarithms.
    ///
    /// - Parameter moneyness: A multiple of eight of them, > 0.
    func prices(lane: Int, moneyness: [Double], logarithms: [Double]) -> [Double] {
        let put = puts[lane]
        var terms = magnus_put_terms(
            years: put.years, rate: put.rate, yield: put.yield, volatility: put.volatility, by_yield: 0)
        var prices = [Double](repeating: 0, count: moneyness.count)
        withUnsafePointer(to: lanes) { lanes in
            scheme.withTables { tables in
                magnus_family_ladder(
                    tables, lanes, Int32(lane), &terms, moneyness, logarithms, &prices, moneyness.count)
            }
        }
        return prices
    }

    /// As `prices(lane:moneyness:logarithms:)` for a European put.
    static func europeanPrices(_ put: Put, moneyness: [Double], logarithms: [Double]) -> [Double] {
        var terms = magnus_put_terms(
            years: put.years, rate: put.rate, yield: put.yield, volatility: put.volatility, by_yield: 0)
        var prices = [Double](repeating: 0, count: moneyness.count)
        FamilyScheme.five.withTables { tables in
            magnus_family_ladder(tables, nil, 0, &terms, moneyness, logarithms, &prices, moneyness.count)
        }
        return prices
    }
}

extension BoundaryFamily {
    /// Columns of eight options that are solved and priced together.
    struct Lanes {
        private var years: SIMD8<Double>
        private var rate: SIMD8<Double>
        private var yield: SIMD8<Double>
        private var volatility: SIMD8<Double>
        private var moneyness = SIMD8<Double>(repeating: 1)

        init() {
            years = SIMD8(repeating: Put.idle.years)
            rate = SIMD8(repeating: Put.idle.rate)
            yield = SIMD8(repeating: Put.idle.yield)
            volatility = SIMD8(repeating: Put.idle.volatility)
        }

        /// - Precondition: The terms are ordinary.
        mutating func set(_ lane: Int, _ terms: OptionTerms) {
            let put = Put(terms)
            years[lane] = put.years
            rate[lane] = put.rate
            yield[lane] = put.yield
            volatility[lane] = put.volatility
            moneyness[lane] = terms.right == .put ? terms.spot / terms.strike : terms.strike / terms.spot
        }

        /// Prices of the puts with strike 1; NaN where the iteration of a lane did not settle.
        func prices(_ scheme: FamilyScheme) -> SIMD8<Double> {
            var family = magnus_family()
            var prices = SIMD8<Double>(repeating: .nan)
            func column(_ lanes: SIMD8<Double>, _ body: (UnsafePointer<Double>) -> Void) {
                withUnsafeBytes(of: lanes) { bytes in
                    if let base = bytes.baseAddress { body(base.assumingMemoryBound(to: Double.self)) }
                }
            }
            column(years) { years in
                column(rate) { rate in
                    column(yield) { yield in
                        column(volatility) { volatility in
                            column(moneyness) { moneyness in
                                withUnsafeMutableBytes(of: &prices) { bytes in
                                    guard let price = bytes.baseAddress else { return }
                                    scheme.withTables { tables in
                                        magnus_family_solve(tables, years, rate, yield, volatility, &family)
                                        magnus_family_values(
                                            tables, &family, years, rate, yield, volatility, moneyness,
                                            price.assumingMemoryBound(to: Double.self))
                                    }
                                }
                            }
                        }
                    }
                }
            }
            let change = withUnsafeBytes(of: family.change) { $0.loadUnaligned(as: SIMD8<Double>.self) }
            return prices.replacing(with: .nan, where: .!(change .< BoundaryFamily.settled))
        }
    }
}
