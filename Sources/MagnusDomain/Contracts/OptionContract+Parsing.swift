import MagnusQuant

extension OptionContract {
    /// Reads a listed option in any spelling of ``OptionNotation`` and its variants.
    ///
    /// Also read: OSI with any padding or a leading dot, TD Ameritrade's `AAPL_121925C150`, Interactive Brokers' long
    /// form `AAPL DEC2025 150 C [AAPL  251219C00150000 100]`, thinkorswim's `AAPL 100 19 DEC 25 150 CALL`, Tradier's
    /// `AAPL Dec 19 2025 $150.00 Call`. Case does not matter. The symbol decides on the terms, see
    /// ``standard(root:expiry:right:strikeThousandths:)``; a multiplier inside the text must be plausible.
    /// - Throws: ``ContractError``; texts of more than 128 bytes are ``ContractError/unrecognised``.
    public init(text: some StringProtocol) throws(ContractError) {
        let bytes = Array(text.utf8.prefix(129))
        guard bytes.count <= 128, bytes.allSatisfy({ $0 == 0x09 || (0x20..<0x7F).contains($0) }) else {
            throw .unrecognised
        }
        let upper = String(decoding: bytes.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
        let tokens = upper.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard !tokens.isEmpty else { throw .unrecognised }
        if upper.contains("[") {
            self = try OptionTextParser.bracketed(upper)
        } else if let described = try OptionTextParser.described(tokens) {
            self = described
        } else {
            self = try OptionTextParser.coded(tokens.joined(separator: " "))
        }
    }

    /// Reads an OSI symbol only: root, any blanks, `YYMMDD`, `C` or `P`, eight digits of strike.
    public init(osi text: some StringProtocol) throws(ContractError) {
        let bytes = Array(text.utf8.prefix(33))
        guard bytes.count <= 32, bytes.count >= 16 else { throw .unrecognised }
        let root = String(decoding: bytes.dropLast(15), as: UTF8.self)
        guard let series = OptionTextParser.series(bytes.suffix(15)), series.isThousandths else { throw .unrecognised }
        guard let clean = OptionContract.normalisedRoot(root) else { throw .malformedRoot }
        self = try .standard(
            root: clean, expiry: try series.date(isMonthFirst: false), right: series.right,
            strikeThousandths: series.strike)
    }
}

/// The spellings, each as one function over upper-case ASCII.
enum OptionTextParser {
    /// Six date digits, right and strike, as found at the end of a coded symbol.
    struct Series {
        var first: Int
        var second: Int
        var third: Int
        var right: OptionRight
        var strike: Int
        /// Whether the strike was written as eight digits of thousandths.
        var isThousandths: Bool

        func date(isMonthFirst: Bool) throws(ContractError) -> CalendarDate {
            let (year, month, day) = isMonthFirst ? (third, first, second) : (first, second, third)
            guard
                let date = CalendarDate(
                    year: CalendarDate.century(ofTwoDigitYear: year), month: month, day: day)
            else { throw .noSuchDate }
            return date
        }
    }

    /// `251219C00150000` or `251219C150`; nil when it is neither.
    static func series(_ bytes: ArraySlice<UInt8>) -> Series? {
        let part = Array(bytes)
        guard part.count >= 8 else { return nil }
        var cursor = ByteCursor(String(decoding: part, as: UTF8.self))
        guard let first = cursor.digits(2), let second = cursor.digits(2), let third = cursor.digits(2) else {
            return nil
        }
        guard let letter = cursor.next(), let right = right(String(decoding: [letter], as: UTF8.self)) else {
            return nil
        }
        let rest = part.suffix(from: 7)
        if rest.count == 8, rest.allSatisfy({ ByteCursor.digit($0) != nil }) {
            guard let thousandths = cursor.digits(8) else { return nil }
            return Series(
                first: first, second: second, third: third, right: right, strike: thousandths, isThousandths: true)
        }
        guard let strike = strike(String(decoding: rest, as: UTF8.self)) else { return nil }
        return Series(first: first, second: second, third: third, right: right, strike: strike, isThousandths: false)
    }

    /// Root, date, right and strike without blanks between the last three.
    static func coded(_ text: String) throws(ContractError) -> OptionContract {
        var body = Substring(text)
        if body.hasPrefix("O:") {
            body = body.dropFirst(2)
        } else if body.hasPrefix(".") || body.hasPrefix("-") {
            body = body.dropFirst()
        }
        let bytes = Array(body.utf8)
        guard let letter = bytes.lastIndex(where: { $0 == 0x43 || $0 == 0x50 }), letter > 6,
            let series = series(bytes[(letter - 6)...])
        else { throw .unrecognised }
        var symbol = bytes[..<(letter - 6)]
        let isMonthFirst = symbol.last == 0x5F
        if isMonthFirst { symbol.removeLast() }
        guard let root = OptionContract.normalisedRoot(String(decoding: symbol, as: UTF8.self)) else {
            throw .malformedRoot
        }
        return try .standard(
            root: root, expiry: try series.date(isMonthFirst: isMonthFirst), right: series.right,
            strikeThousandths: series.strike)
    }

    /// Interactive Brokers' long form: the OSI symbol and the multiplier stand in brackets.
    static func bracketed(_ text: String) throws(ContractError) -> OptionContract {
        guard let open = text.firstIndex(of: "["), let close = text.lastIndex(of: "]"), open < close else {
            throw .unrecognised
        }
        var tokens = text[text.index(after: open)..<close].split(separator: " ").map(String.init)
        var multiplier: Int?
        if tokens.count > 1, let last = tokens.last, last.utf8.count <= 5, let stated = Int(last) {
            multiplier = stated
            tokens.removeLast()
        }
        let contract = try coded(tokens.joined(separator: " "))
        return multiplier == nil ? contract : try contract.stating(multiplier: multiplier)
    }

    static func right(_ token: String) -> OptionRight? {
        switch token {
        case "C", "CALL", "CALLS": .call
        case "P", "PUT", "PUTS": .put
        default: nil
        }
    }

    /// A strike in dollars as thousandths: `150`, `$1,234.50`, `.5`. nil when it is no number or finer than that.
    static func strike(_ token: String) -> Int? {
        var digits = 0
        var value = 0
        var decimals: Int?
        for byte in (token.hasPrefix("$") ? token.dropFirst() : Substring(token)).utf8 {
            if byte == 0x2C, decimals == nil, digits > 0 { continue }
            if byte == 0x2E, decimals == nil {
                decimals = 0
                continue
            }
            guard let digit = ByteCursor.digit(byte) else { return nil }
            if let count = decimals, count >= 3 {
                guard digit == 0, count < 9 else { return nil }
                decimals = count + 1
                continue
            }
            value = value * 10 + digit
            digits += 1
            decimals = decimals.map { $0 + 1 }
            guard digits <= 11 else { return nil }
        }
        guard digits > 0 else { return nil }
        for _ in 0..<max(0, 3 - (decimals ?? 0)) { value *= 10 }
        return value
    }
}
