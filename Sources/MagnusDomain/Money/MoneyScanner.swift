/// Reads one amount. The text is taken apart from both ends: blanks, parentheses, sign and currency, then the number.
struct MoneyScanner {
    private var bytes: [UInt8]
    private var start = 0
    private var end: Int
    private var isNegative = false
    private var signs = 0
    private var currencies = 0

    init(_ text: some StringProtocol) {
        // One byte for each foreign form keeps positions simple: U+2212, U+2013 and U+FE63 are minus, U+00A0, U+202F
        // and U+2009 blanks. A byte that no form uses marks every other foreign character.
        bytes = text.unicodeScalars.map { scalar in
            switch scalar.value {
            case 0x2212, 0x2013, 0xFE63: 0x2D
            case 0xA0, 0x202F, 0x2009: 0x20
            case 0x2019: 0x27
            case 0...0x7F: UInt8(scalar.value)
            default: 0xFF
            }
        }
        end = bytes.count
    }

    mutating func read(notation: Money.Notation, excessDigits: Money.ExcessDigits) throws(MoneyError) -> Money {
        trim()
        guard start < end else { throw .empty }
        if isPlaceholder { throw .notStated }
        if end - start > 64 { throw .malformed(at: 64) }
        try takeMarks()
        guard start < end else { throw .malformed(at: start) }
        return try number(notation: notation, excessDigits: excessDigits)
    }

    private mutating func trim() {
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        while start < end, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    }

    private var isPlaceholder: Bool {
        let word = String(decoding: bytes[start..<end], as: UTF8.self).uppercased()
        return ["-", "--", "---", "N/A", "NA", "NULL"].contains(word)
    }

    private mutating func takeMarks() throws(MoneyError) {
        var isProgressing = true
        while isProgressing, start < end {
            isProgressing = false
            trim()
            if end - start > 2, bytes[start] == 0x28, bytes[end - 1] == 0x29 {
                try sign(0x2D, at: start)
                start += 1
                end -= 1
                isProgressing = true
            } else if start < end, bytes[start] == 0x2D || bytes[start] == 0x2B {
                try sign(bytes[start], at: start)
                start += 1
                isProgressing = true
            } else if start < end, bytes[start] == 0x24 {
                try currency(at: start)
                start += 1
                isProgressing = true
            } else if word(at: start) {
                try currency(at: start)
                start += 3
                isProgressing = true
            } else if start < end, bytes[end - 1] == 0x2D {
                try sign(0x2D, at: end - 1)
                end -= 1
                isProgressing = true
            } else if start < end, bytes[end - 1] == 0x24 {
                try currency(at: end - 1)
                end -= 1
                isProgressing = true
            } else if word(at: end - 3) {
                try currency(at: end - 3)
                end -= 3
                isProgressing = true
            }
        }
    }

    /// Whether `USD` stands there.
    private func word(at index: Int) -> Bool {
        index >= start && index + 3 <= end && bytes[index] & 0xDF == 0x55 && bytes[index + 1] & 0xDF == 0x53
            && bytes[index + 2] & 0xDF == 0x44
    }

    private mutating func sign(_ byte: UInt8, at position: Int) throws(MoneyError) {
        guard signs == 0 else { throw .malformed(at: position) }
        signs += 1
        isNegative = byte == 0x2D
    }

    private mutating func currency(at position: Int) throws(MoneyError) {
        guard currencies == 0 else { throw .malformed(at: position) }
        currencies += 1
    }

    private func number(notation: Money.Notation, excessDigits: Money.ExcessDigits) throws(MoneyError) -> Money {
        let point = try decimalIndex(notation)
        var value: UInt64 = 0
        var digits = 0
        var group = 0
        var separator: UInt8?
        for index in start..<point {
            let byte = bytes[index]
            if let digit = ByteCursor.digit(byte) {
                value = try append(digit, to: value)
                digits += 1
                group += 1
            } else {
                // The first group has one to three digits, every later one exactly three, all with one separator.
                guard Self.isSeparator(byte), separator == nil || separator == byte,
                    separator == nil ? (1...3).contains(group) : group == 3
                else { throw .malformed(at: index) }
                separator = byte
                group = 0
            }
        }
        if separator != nil, group != 3 { throw .malformed(at: point) }
        var roundUp = false
        var places = 0
        for index in min(point + 1, end)..<end {
            guard let digit = ByteCursor.digit(bytes[index]) else { throw .malformed(at: index) }
            digits += 1
            places += 1
            if places <= 4 {
                value = try append(digit, to: value)
            } else if excessDigits == .refused {
                guard digit == 0 else { throw .tooPrecise }
            } else if places == 5 {
                roundUp = digit >= 5
            }
        }
        guard digits > 0 else { throw .malformed(at: start) }
        for _ in 0..<max(0, 4 - places) { value = try append(0, to: value) }
        if roundUp { value += 1 }
        guard value <= UInt64(Int64.max) else { throw .overflow }
        return Money(tenThousandths: isNegative ? -Int64(value) : Int64(value))
    }

    private func append(_ digit: Int, to value: UInt64) throws(MoneyError) -> UInt64 {
        guard value <= UInt64(Int64.max) / 10 else { throw .overflow }
        return value * 10 + UInt64(digit)
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == 0x2C || byte == 0x2E || byte == 0x20 || byte == 0x27
    }

    /// Where the decimals begin: the index of the decimal mark, or the end.
    private func decimalIndex(_ notation: Money.Notation) throws(MoneyError) -> Int {
        let text = bytes[start..<end]
        let lastPoint = text.lastIndex(of: 0x2E)
        let lastComma = text.lastIndex(of: 0x2C)
        let mark: UInt8
        switch notation {
        case .decimalPoint: mark = 0x2E
        case .decimalComma: mark = 0x2C
        case .detected:
            switch (lastPoint, lastComma) {
            case (let point?, let comma?): mark = point > comma ? 0x2E : 0x2C
            case (nil, let comma?):
                let isSingle = text.firstIndex(of: 0x2C) == comma
                mark = isSingle && end - comma - 1 != 3 ? 0x2C : 0x2E
            case (let point?, nil): mark = text.firstIndex(of: 0x2E) == point ? 0x2E : 0x2C
            case (nil, nil): mark = 0x2E
            }
        }
        guard let first = text.firstIndex(of: mark) else { return end }
        guard first == text.lastIndex(of: mark) else { throw .malformed(at: first) }
        // A thousands separator of the same kind as the decimal mark is refused above; one behind it by the digits.
        return first
    }
}
