/// An exact amount of US dollars, in whole ten-thousandths.
///
/// Cash, fees, premiums in the ledger and everything that must add up is `Money`; prices and Greeks are `Double`.
public struct Money: Sendable, Hashable, Comparable, Codable {
    /// Ten-thousandths of a dollar: 1.25 dollars are 12_500.
    public var tenThousandths: Int64

    public init(tenThousandths: Int64) {
        self.tenThousandths = tenThousandths
    }

    public static let zero = Money(tenThousandths: 0)

    /// The amount in dollars, for display and analytics.
    public var dollars: Double { Double(tenThousandths) / 10_000 }

    /// The nearest ten-thousandth (half away from zero).
    /// - Returns: nil for NaN, infinity or an amount beyond +-9e14 dollars.
    public init?(dollars: Double) {
        let scaled = (dollars * 10_000).rounded(.toNearestOrAwayFromZero)
        guard scaled.isFinite, abs(scaled) < 9e18 else { return nil }
        tenThousandths = Int64(scaled)
    }

    public static func < (left: Money, right: Money) -> Bool { left.tenThousandths < right.tenThousandths }

    public static func + (left: Money, right: Money) -> Money {
        Money(tenThousandths: left.tenThousandths + right.tenThousandths)
    }

    public static func - (left: Money, right: Money) -> Money {
        Money(tenThousandths: left.tenThousandths - right.tenThousandths)
    }

    public static func += (left: inout Money, right: Money) { left = left + right }
    public static func -= (left: inout Money, right: Money) { left = left - right }
    public static prefix func - (value: Money) -> Money { Money(tenThousandths: -value.tenThousandths) }

    /// A whole multiple, for example a price per share times shares.
    public static func * (left: Money, right: Int) -> Money {
        Money(tenThousandths: left.tenThousandths * Int64(right))
    }
}
