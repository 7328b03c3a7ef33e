import MagnusQuant

extension OptionTextParser {
    /// The spellings of several words; nil when the words hold no date, so that the text may be a code.
    static func described(_ tokens: [String]) throws(ContractError) -> OptionContract? {
        let words = tokens.filter { !($0.hasPrefix("(") && $0.hasSuffix(")")) }
        if let index = words.indices.dropFirst().first(where: {
            words[$0].contains("/") && words[$0].first?.isNumber == true
        }) {
            let date: CalendarDate
            do { date = try CalendarDate(monthDayYear: words[index]) } catch {
                throw error == .noSuchDate ? .noSuchDate : .unrecognised
            }
            return try contract(symbol: words[..<index], date: date, terms: words[(index + 1)...])
        }
        if let index = words.indices.dropFirst().first(where: { dayMonthYear(words[$0]) != nil }),
            let parts = dayMonthYear(words[index])
        {
            let date = try date(day: parts.day, month: parts.month, year: parts.year)
            return try contract(symbol: words[..<index], date: date, terms: words[(index + 1)...])
        }
        guard let index = words.indices.dropFirst().first(where: { CalendarDate.monthNames.contains(words[$0]) }),
            let month = CalendarDate.monthNames.firstIndex(of: words[index]), index + 2 < words.count
        else { return nil }
        // Behind `5 JUN 26` four digits are a strike, behind `JUN 26` a year: the words left over tell.
        let isDayFirst = index >= 2 && words.count == index + 4 && number(words[index - 1], most: 2) != nil
        if !isDayFirst, words[index + 2].utf8.count == 4, let day = number(words[index + 1], most: 2),
            let year = number(words[index + 2], most: 4)
        {
            let date = try date(day: day, month: month + 1, year: year)
            return try contract(symbol: words[..<index], date: date, terms: words[(index + 3)...])
        }
        guard index >= 2, let day = number(words[index - 1], most: 2), let year = number(words[index + 1], most: 4)
        else { return nil }
        let date = try date(day: day, month: month + 1, year: year)
        var symbol = words[..<(index - 1)]
        var multiplier: Int?
        if symbol.count > 1, let last = symbol.last, let stated = number(last, most: 5) {
            multiplier = stated
            symbol.removeLast()
        }
        let found = try contract(symbol: symbol, date: date, terms: words[(index + 2)...])
        return multiplier == nil ? found : try found.stating(multiplier: multiplier)
    }

    /// Strike and right in either order.
    private static func contract(
        symbol: ArraySlice<String>, date: CalendarDate, terms: ArraySlice<String>
    ) throws(ContractError) -> OptionContract {
        guard terms.count == 2, let first = terms.first, let last = terms.last else { throw .unrecognised }
        let right: OptionRight
        let strikeText: String
        if let found = self.right(first) {
            (right, strikeText) = (found, last)
        } else if let found = self.right(last) {
            (right, strikeText) = (found, first)
        } else {
            throw .unrecognised
        }
        guard let strike = strike(strikeText) else { throw .invalidStrike }
        return try .standard(
            symbol: symbol.joined(separator: " "), expiry: date, right: right, strikeThousandths: strike)
    }

    private static func date(day: Int, month: Int, year: Int) throws(ContractError) -> CalendarDate {
        let fullYear = year < 100 ? CalendarDate.century(ofTwoDigitYear: year) : year
        guard let date = CalendarDate(year: fullYear, month: month, day: day) else { throw .noSuchDate }
        return date
    }

    /// `19DEC25`, `9DEC25`, `19DEC2025`.
    private static func dayMonthYear(_ token: String) -> (day: Int, month: Int, year: Int)? {
        let bytes = Array(token.utf8)
        guard let letters = bytes.firstIndex(where: { ByteCursor.digit($0) == nil }), (1...2).contains(letters),
            bytes.count == letters + 5 || bytes.count == letters + 7,
            let month = CalendarDate.monthNames.firstIndex(
                of: String(decoding: bytes[letters..<(letters + 3)], as: UTF8.self)),
            let day = number(String(decoding: bytes[..<letters], as: UTF8.self), most: 2),
            let year = number(String(decoding: bytes[(letters + 3)...], as: UTF8.self), most: 4)
        else { return nil }
        return (day, month + 1, year)
    }

    private static func number(_ token: String, most: Int) -> Int? {
        var cursor = ByteCursor(token)
        guard let value = cursor.digits(upTo: most), cursor.isAtEnd else { return nil }
        return value
    }
}
