/// One expiry's smile with how well it tells its quotes.
public struct FittedSmile: Sendable, Hashable {
    /// Which hyperbola was fitted.
    public enum Form: String, Sendable, Hashable {
        /// Five parameters, from eight quotes on.
        case raw = "svi"
        /// Three, for fewer quotes or where the five find no arbitrage-free place.
        case surface = "ssvi"
    }

    public let smile: RawSVI
    public let form: Form
    public let years: Double
    /// Indices of the slice's quotes it rests on, ascending.
    public let used: [Int]
    /// Indices of quotes that are not sound numbers, ascending.
    public let unsound: [Int]
    /// Indices of quotes left out because they lie far off the curve of the others.
    public let outliers: [Int]
    /// Root mean square of curve less quote over ``used``, in volatility (0.01 is one point).
    public let rootMeanSquare: Double
    /// The greatest distance of a used quote from the curve, in volatility.
    public let largest: Double
    /// Used quotes between whose bid and ask the curve passes; quotes without both sides count as missed.
    public let insideCount: Int
    /// Log-moneyness from the lowest to the highest used quote: beyond it the curve is extrapolated.
    public let quoted: ClosedRange<Double>
    /// Whether the curve nearest to the quotes had arbitrage, in itself or with a neighbour, and was bent to have none.
    public let isMended: Bool

    /// Annual decimal volatility at ln(K/F).
    public func volatility(_ k: Double) -> Double? { smile.volatility(k, years: years) }
}
