extension Money {
    /// How a source writes the decimals of its amounts.
    public enum Notation: Sendable, Hashable {
        /// `1,234.50`: point for decimals, comma (or blank, or apostrophe) for thousands.
        case decimalPoint
        /// `1.234,50`: the other way round.
        case decimalComma
        /// Told from the text: of two kinds of separators the last one is for decimals; a single comma is for decimals
        /// unless exactly three digits follow it; a single point is for decimals.
        case detected
    }

    /// What happens to decimals beyond the fourth.
    public enum ExcessDigits: Sendable, Hashable {
        case refused
        /// Rounded to the nearest ten-thousandth, half away from zero.
        case rounded
    }

    /// Reads an amount as brokers print it, exactly, without any detour through binary fractions.
    ///
    /// Accepted: `1,234.50`, `.5`, `-$1,234.56`, `$-5`, `(1,234.50)` and `1,234.50-` for negative, `+5`, a Unicode
    /// minus, `USD` or `$` before or behind, blanks around. Thousands must stand in groups of three.
    /// - Throws: ``MoneyError/empty``, ``MoneyError/notStated``, ``MoneyError/malformed(at:)``,
    ///   ``MoneyError/tooPrecise`` and ``MoneyError/overflow``.
    public init(
        text: some StringProtocol, notation: Notation = .decimalPoint, excessDigits: ExcessDigits = .refused
    ) throws(MoneyError) {
        var scanner = MoneyScanner(text)
        self = try scanner.read(notation: notation, excessDigits: excessDigits)
    }

    /// The amount to the cent with thousands commas, half a cent away from zero: `-1,234.50`, `0.00`, never `-0.00`.
    public var text: String { text(decimals: 2, grouped: true) }

    /// The exact amount without commas, two decimals and as many more as it needs: `1234.5` is `1234.50`.
    public var exactText: String {
        if tenThousandths % 100 == 0 { return text(decimals: 2, grouped: false) }
        return text(decimals: tenThousandths % 10 == 0 ? 3 : 4, grouped: false)
    }

    /// The nearest cent, half a cent away from zero, as forms and statements print it; itself where no cent is in range.
    public var roundedToCents: Money {
        let (cents, rest) = tenThousandths.quotientAndRemainder(dividingBy: 100)
        let whole = rest >= 50 ? cents + 1 : rest <= -50 ? cents - 1 : cents
        let (result, overflow) = whole.multipliedReportingOverflow(by: 100)
        return overflow ? self : Money(tenThousandths: result)
    }

    /// The amount with 0 to 4 decimals (others are clamped), rounded half away from zero; zero has no sign.
    /// - Parameter signed: whether a positive amount carries a plus.
    public func text(decimals: Int, grouped: Bool, signed: Bool = false) -> String {
        let places = min(max(decimals, 0), 4)
        let unit: UInt64 = [10_000, 1000, 100, 10, 1][places]
        let (quotient, remainder) = tenThousandths.magnitude.quotientAndRemainder(dividingBy: unit)
        let rounded = quotient + (remainder > 0 && remainder >= unit - remainder ? 1 : 0)
        if rounded == 0 { return places == 0 ? "0" : "0." + String(repeating: "0", count: places) }
        let scale = 10_000 / unit
        var result = tenThousandths < 0 ? "-" : signed ? "+" : ""
        result += grouped ? Self.grouped(rounded / scale) : String(rounded / scale)
        if places > 0 { result += "." + Int(rounded % scale).padded(places) }
        return result
    }

    private static func grouped(_ value: UInt64) -> String {
        let digits = Array(String(value))
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return result
    }
}

extension Money: CustomStringConvertible {
    /// The exact amount without commas, see ``exactText``.
    public var description: String { exactText }
}
