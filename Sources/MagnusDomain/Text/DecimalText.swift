/// Plain numbers as text: ASCII signs, a point before decimals, commas between thousands.
public enum DecimalText {
    /// So near to a tie counts as one, in units of the last digit: above what sums of prices lose, below what any figure
    /// tells.
    private static let tieBreadth = 1e-7

    /// `value` with a fixed number of decimals, rounded half away from zero.
    ///
    /// Zero, and what rounds to it, is `0` (or `0.00`), never with a sign. NaN and infinity give nil: they are no figures.
    /// - Parameters:
    ///   - decimals: 0 to 9.
    ///   - isSigned: also writes `+`.
    ///   - isGrouped: commas between thousands.
    public static func text(
        _ value: Double, decimals: Int = 0, isSigned: Bool = false, isGrouped: Bool = false
    ) -> String? {
        guard value.isFinite else { return nil }
        let places = min(max(0, decimals), 9)
        let scale = scale(of: places)
        let scaled = scaledDigits(abs(value), scale)
        guard scaled < 9e18 else { return value.description }
        let digits = UInt64(scaled)
        let whole = digits / UInt64(scale)
        var text = isGrouped ? grouped(whole) : String(whole)
        if places > 0 {
            let fraction = String(digits % UInt64(scale))
            text += "." + String(repeating: "0", count: places - fraction.count) + fraction
        }
        if digits == 0 { return text }
        return (value < 0 ? "-" : isSigned ? "+" : "") + text
    }

    /// `value` as `text` would write it: rounded once to that many decimals, half away from zero.
    public static func rounded(_ value: Double, decimals: Int) -> Double {
        let scale = scale(of: min(max(0, decimals), 9))
        let digits = scaledDigits(abs(value), scale) / scale
        return value < 0 ? -digits : digits
    }

    private static func scale(of places: Int) -> Double {
        (0..<places).reduce(1.0) { result, _ in result * 10 }
    }

    /// 1.005 is stored a hair below itself, and a sum of marks comes out at 17.499999999; a reader expects 1.01 and 18.
    private static func scaledDigits(_ magnitude: Double, _ scale: Double) -> Double {
        (magnitude * scale + tieBreadth).rounded(.toNearestOrAwayFromZero)
    }

    /// A count with commas between thousands.
    public static func grouped(_ value: UInt64) -> String {
        let digits = String(value)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return result
    }

    /// As short as a column of figures allows: whole below 1,000, then `k` with one decimal, `M` from a million, `B` from
    /// a thousand million.
    public static func compact(_ value: Double, isSigned: Bool = false) -> String? {
        guard value.isFinite else { return nil }
        var scaled = value
        for unit in ["", "k", "M", "B"] {
            let decimals = unit.isEmpty ? 0 : 1
            guard let text = text(scaled, decimals: decimals, isSigned: isSigned) else { return nil }
            // Judged by what is written: 999.6 is 1.0k, not 1,000.
            let limit = unit.isEmpty ? 999.5 : 999.95
            if abs(scaled) < limit - tieBreadth || unit == "B" { return text + unit }
            scaled /= 1000
        }
        return nil
    }
}
