import MagnusDomain

/// Why a cell says nothing usable; the words are for the report.
struct CellFault: Error, Sendable, Equatable {
    var reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}

/// What brokers print in cells, read in one place for all formats: amounts, quantities, dates, options.
///
/// Every function takes the cell as the file has it; blanks around, a text guard of spreadsheets (`="AAPL"`, `'AAPL`)
/// and marks for nothing (`--`, `n/a`) are understood. No formula is ever evaluated: `=1+1` is no number.
enum CellText {
    /// Larger amounts are taken for damage. The bound also keeps every sum over a file within ``Money``.
    static let amountLimit = Money(tenThousandths: 1_000_000_000_000)
    /// Larger quantities are taken for damage.
    static let quantityLimit = Quantity(10_000_000)

    /// Without blanks around and without the guard that makes a spreadsheet keep a text.
    static func trimmed(_ text: some StringProtocol) -> Substring {
        var bytes = Substring(text).utf8
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        let plain = Substring(bytes)
        if plain.hasPrefix("=\""), plain.hasSuffix("\""), plain.utf8.count >= 3 {
            return plain.dropFirst(2).dropLast()
        }
        if plain.first == "'", plain.utf8.count > 1 { return plain.dropFirst() }
        return plain
    }

    /// Whether a cell states nothing: empty, `-`, `--`, `n/a`, `null`.
    static func isAbsent(_ text: some StringProtocol) -> Bool {
        let text = trimmed(text)
        if text.isEmpty { return true }
        guard text.utf8.count <= 4 else { return false }
        return ["-", "--", "---", "N/A", "NA", "NULL"].contains(text.uppercased())
    }

    /// An amount: `1,234.50`, `$-5`, `(12.00)`, `-$1`, `12.00-`, `USD 5`. nil when the cell states nothing.
    /// - Parameter notation: `.detected` where the separator of the file is a semicolon.
    /// - Throws: ``CellFault`` for anything that is no amount, or beyond ``amountLimit``.
    static func amount(
        _ text: some StringProtocol, notation: Money.Notation = .decimalPoint
    ) throws(CellFault) -> Money? {
        let text = trimmed(text)
        if isAbsent(text) { return nil }
        let amount: Money
        do { amount = try Money(text: text, notation: notation, excessDigits: .rounded) } catch {
            throw CellFault(error == .overflow ? "too large" : "no amount")
        }
        guard amount.tenThousandths.magnitude <= amountLimit.tenThousandths.magnitude else {
            throw CellFault("too large to be believed")
        }
        return amount
    }

    /// A number of shares or contracts, signed as the cell says: `1,000`, `-5`, `(5)`, `0.123456`, `5-`. Exact to six
    /// decimals; further ones must be zero unless `isRounding`. nil when the cell states nothing.
    static func quantity(
        _ text: some StringProtocol, notation: Money.Notation = .decimalPoint, isRounding: Bool = false
    ) throws(CellFault) -> Quantity? {
        var text = trimmed(text)
        if isAbsent(text) { return nil }
        var isNegative = false
        if text.hasPrefix("("), text.hasSuffix(")"), text.utf8.count > 2 {
            isNegative = true
            text = trimmed(text.dropFirst().dropLast())
            guard let first = text.utf8.first, first != 0x2D, first != 0x2B else { throw CellFault("no number") }
        } else if text.hasSuffix("-"), !text.hasPrefix("-") {
            isNegative = true
            text = text.dropLast()
        }
        if isRounding { text = shortened(text) }
        guard let quantity = Quantity(plain: text, notation: notation) else { throw CellFault("no number") }
        guard quantity.magnitude <= quantityLimit else { throw CellFault("too large to be believed") }
        return isNegative ? -quantity : quantity
    }

    /// Without decimals beyond the sixth.
    private static func shortened(_ text: Substring) -> Substring {
        guard let point = text.lastIndex(of: "."), text.distance(from: point, to: text.endIndex) > 7 else {
            return text
        }
        return text[..<text.index(point, offsetBy: 7)]
    }

    /// An option in any known spelling, see ``OptionContract/init(text:)``. nil when the text is none.
    static func option(_ text: some StringProtocol) -> OptionContract? {
        try? OptionContract(text: trimmed(text))
    }

    /// A ticker, class shares with a point: `BRK/B` is `BRK.B`. nil when the text cannot be one.
    static func ticker(_ text: some StringProtocol) -> String? { StockSymbol.normalised(trimmed(text)) }

    /// Free text made safe to print and to keep.
    static func details(_ text: some StringProtocol) -> String {
        HarmlessText.plain(trimmed(text), maximumLength: 200)
    }
}
