/// An exact signed number of shares or contracts, in millionths (brokers report fractional shares). Short is negative.
public struct Quantity: Sendable, Hashable, Comparable, Codable {
    public var millionths: Int64

    public init(millionths: Int64) {
        self.millionths = millionths
    }

    /// - Parameter whole: contracts or shares, within +-9e12.
    public init(_ whole: Int) {
        millionths = Int64(whole) * 1_000_000
    }

    public static let zero = Quantity(millionths: 0)

    public var value: Double { Double(millionths) / 1_000_000 }
    public var isZero: Bool { millionths == 0 }
    public var isShort: Bool { millionths < 0 }
    public var magnitude: Quantity { Quantity(millionths: Int64(millionths.magnitude)) }

    /// The whole number, nil when there is a fraction.
    public var whole: Int? { millionths % 1_000_000 == 0 ? Int(millionths / 1_000_000) : nil }

    /// The sum; nil beyond the exact range.
    public func adding(_ other: Quantity) -> Quantity? {
        let (sum, overflow) = millionths.addingReportingOverflow(other.millionths)
        return overflow ? nil : Quantity(millionths: sum)
    }

    public static func < (left: Quantity, right: Quantity) -> Bool { left.millionths < right.millionths }
    public static func + (left: Quantity, right: Quantity) -> Quantity {
        Quantity(millionths: left.millionths + right.millionths)
    }
    public static func - (left: Quantity, right: Quantity) -> Quantity {
        Quantity(millionths: left.millionths - right.millionths)
    }
    public static prefix func - (value: Quantity) -> Quantity { Quantity(millionths: -value.millionths) }
}
