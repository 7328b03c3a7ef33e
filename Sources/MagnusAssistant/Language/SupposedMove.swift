/// What a question supposes of one thing: of a price, of volatility, of the volatility index or of interest rates.
struct SupposedMove: Sendable, Hashable {
    enum Subject: Sendable, Hashable { case price, volatility, volatilityIndex, rates }

    enum Unit: Sendable, Hashable { case plain, percent, points, basisPoints }

    enum Size: Sendable, Hashable {
        /// Signed, in the unit as typed: -3 and percent, +5 and points.
        case change(Double, Unit)
        /// 2 where it doubles, 0.5 where it halves; > 0.
        case multiple(Double)
        /// Where it ends, in the unit as typed.
        case level(Double, Unit)
        /// "From 40 to 30": both ends are stated.
        case path(from: Double, to: Double, Unit)
    }

    /// Why what is supposed is no single figure.
    enum Problem: Sendable, Hashable {
        /// "Volatility rises": by how much?
        case noSize(Subject)
        /// "Moves 3%": up or down?
        case noDirection(Subject)
        /// "Up 5, down 3" of one thing, or a word of direction against a sign.
        case mixedDirections(Subject)
        /// "3% or 5%": two sizes of one thing.
        case severalSizes(Subject)
        /// "Does not fall 3%".
        case negated(Subject)
        /// "Falls to 5%" of a price.
        case unclear(Subject)
        /// "IV rank goes to 50", "oil falls 10%": a thing that nothing here is revalued with, as typed.
        case notRevalued(String)
        /// "2% a day".
        case perPeriod(Subject)

        var subject: Subject {
            switch self {
            case .noSize(let subject), .noDirection(let subject), .mixedDirections(let subject),
                .severalSizes(let subject), .negated(let subject), .unclear(let subject), .perPeriod(let subject):
                subject
            case .notRevalued: .price
            }
        }
    }

    var subject: Subject
    /// Whose; empty for the market, or for what the talk is about.
    var names: [String]
    /// "The market" is named, not one price.
    var isOfMarket: Bool
    var size: Size
    /// A word in front of a level says down (true) or up; nil for none.
    var levelIsFall: Bool?

    /// Points of volatility or of rates as a decimal: 0.05 is five points; nil for a level or a multiple.
    var shift: Double? {
        switch size {
        case .change(let value, let unit): Self.decimal(value, unit)
        case .path(let from, let to, let unit): Self.decimal(to - from, unit)
        case .multiple, .level: nil
        }
    }

    static func decimal(_ value: Double, _ unit: Unit) -> Double {
        unit == .basisPoints ? value / 10_000 : value / 100
    }
}
