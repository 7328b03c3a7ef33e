/// Reading and writing numbers of the calculator.
public enum CalculatorNumber {
    /// A decimal number: sign, digits with at most one point, optional exponent; spaces around it are ignored.
    ///
    /// - Throws: `notFinite` for `nan`, `inf`, `infinity` (any case, with or without sign) and for what overflows a double;
    ///   `badInput` for anything else, hexadecimal and trailing characters included.
    public static func parse(_ text: some StringProtocol) throws(CalculatorError) -> Double {
        let bytes = Array(text.utf8)[...].trimmed
        var rest = bytes
        if let first = rest.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let letters = rest.map { $0 | 0x20 }
        for word in ["nan", "inf", "infinity"] where letters.elementsEqual(word.utf8) { throw .notFinite }
        guard isDecimal(rest), let value = Double(String(decoding: bytes, as: UTF8.self)) else { throw .badInput }
        guard value.isFinite else { throw .notFinite }
        return value
    }

    /// The shortest decimal that reads back as the same double; nothing for nil. Never `-0`.
    public static func text(_ value: Double?) -> String {
        guard let value else { return "" }
        return value == 0 ? "0.0" : value.description
    }

    private static func isDecimal(_ bytes: ArraySlice<UInt8>) -> Bool {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        var rest = bytes.drop { digits.contains($0) }
        var count = bytes.count - rest.count
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let fraction = rest.prefix { digits.contains($0) }
            count += fraction.count
            rest = rest.dropFirst(fraction.count)
        }
        guard count > 0 else { return false }
        guard let mark = rest.first else { return true }
        guard mark | 0x20 == UInt8(ascii: "e") else { return false }
        rest = rest.dropFirst()
        if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy { digits.contains($0) }
    }
}

extension ArraySlice<UInt8> {
    /// Without spaces and tabs at either end.
    var trimmed: ArraySlice<UInt8> {
        let blank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var slice = drop(while: blank)
        while let last = slice.last, blank(last) { slice.removeLast() }
        return slice
    }
}
