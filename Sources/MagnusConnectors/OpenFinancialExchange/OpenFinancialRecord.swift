import MagnusDomain

/// Why an entry cannot be booked, and the element at fault.
struct OpenFinancialFault: Error {
    var element: String
    var reason: String

    init(_ element: String, _ reason: String) {
        self.element = element
        self.reason = reason
    }
}

/// One aggregate of a statement (`BUYSTOCK`, `POSOPT`, `OPTINFO`) with its leaves by name; of leaves that repeat, the
/// first one counts.
struct OpenFinancialRecord: Sendable {
    var name: String
    var line: Int
    var column: Int
    var values: [String: String] = [:]

    func text(_ name: String) -> Substring? {
        guard let value = values[name] else { return nil }
        let text = CellText.trimmed(value)
        return text.isEmpty ? nil : text
    }

    func money(_ name: String) throws(OpenFinancialFault) -> Money? {
        guard let text = text(name) else { return nil }
        do { return try CellText.amount(text, notation: Self.notation(text)) } catch {
            throw OpenFinancialFault(name, error.reason)
        }
    }

    func quantity(_ name: String) throws(OpenFinancialFault) -> Quantity? {
        guard let text = text(name) else { return nil }
        do { return try CellText.quantity(text, notation: Self.notation(text), isRounding: true) } catch {
            throw OpenFinancialFault(name, error.reason)
        }
    }

    /// The standard allows a comma for the decimals and no thousands.
    private static func notation(_ text: Substring) -> Money.Notation {
        text.contains(",") && !text.contains(".") ? .decimalComma : .decimalPoint
    }

    /// `20261120`, `20261120104012.000[-5:EST]`: year to second, fraction, hours east of Greenwich.
    ///
    /// Midnight and noon stand for a day without a time. A clock without an offset is Greenwich time by the standard and
    /// New York time with most brokers: only its day is taken.
    func moment(_ name: String) throws(OpenFinancialFault) -> (date: CalendarDate, instant: Instant?) {
        guard let text = text(name) else { throw OpenFinancialFault(name, "no date") }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard digits.utf8.count >= 8, digits.utf8.count <= 14, let day = try? CellText.date(digits.prefix(8)) else {
            throw OpenFinancialFault(name, "no date")
        }
        let rest = text.dropFirst(digits.count)
        guard rest.isEmpty || rest.first == "." || rest.first == "[" else { throw OpenFinancialFault(name, "no date") }
        guard digits.utf8.count == 14, let seconds = CellText.clock(digits.dropFirst(8)),
            seconds != 0, seconds != 43_200, let bracket = rest.firstIndex(of: "["),
            let offset = Self.offset(rest[rest.index(after: bracket)...])
        else { return (day, nil) }
        let instant = Instant(secondsSinceEpoch: Int64(day.daysSinceEpoch * 86_400 + seconds - offset))
        return (instant.newYork.date, instant)
    }

    /// Seconds of `-5:EST]`, `-4.50]`, `0:GMT]`.
    private static func offset(_ text: Substring) -> Int? {
        let hours = text.prefix { $0 != ":" && $0 != "]" }
        guard let money = try? Money(text: hours), abs(money.dollars) <= 14 else { return nil }
        return Int(money.tenThousandths * 3600 / 10_000)
    }
}
