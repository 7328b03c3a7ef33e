import MagnusDomain

/// Words and days as American statements print them; figures are read by ``CellText``.
enum StatementText {
    /// Without blanks around and without a spreadsheet's guard, as every cell is read.
    static func trimmed(_ text: some StringProtocol) -> Substring { CellText.trimmed(text) }

    /// Upper case with single blanks: what words are compared in.
    static func words(_ text: some StringProtocol) -> String {
        text.uppercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// `03/02/2026`, `3/2/26`, `03-02-2026`, `2026-03-02`, `Mar-02-2026`, `03-02-26`; nil for anything else and for
    /// years outside 1990 to 2199, which no such account has.
    /// - Parameter order: of `03/02/2026`.
    static func date(_ text: some StringProtocol, order: CellText.DateOrder) -> CalendarDate? {
        guard order == .dayFirst else { return date(text) }
        return (try? CellText.date(String(text), order: order)) ?? nil
    }

    static func date(_ text: some StringProtocol) -> CalendarDate? {
        let parts = text.split(separator: text.contains("/") ? "/" : "-", omittingEmptySubsequences: false)
        guard parts.count == 3, text.utf8.count <= 12 else { return nil }
        var found: CalendarDate?
        if parts[0].utf8.count == 4 {
            found = try? CalendarDate(iso8601: parts.joined(separator: "-"))
        } else if let month = months.firstIndex(of: parts[0].uppercased()) {
            found = try? CalendarDate(monthDayYear: "\(month + 1)/\(parts[1])/\(parts[2])")
        } else {
            found = try? CalendarDate(monthDayYear: parts.joined(separator: "/"))
        }
        guard let found, (1990...2199).contains(found.year) else { return nil }
        return found
    }

    private static let months = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]

    /// Rows that state a day only. Within a day the corporate actions come first, then what opens, then what closes,
    /// then what ends without a trade.
    static func time(on date: CalendarDate, movement: StatementMovement) -> Instant {
        switch movement.kind {
        case .split, .symbolChange, .merger: return CellText.corporateAction(on: date)
        case .expiration, .assignment, .exercise, .cashSettlement: return CellText.removal(on: date)
        case .trade where movement.effect == .closing: return CellText.trade(on: date).adding(seconds: 1)
        default: return CellText.trade(on: date)
        }
    }

    /// A committee's identification number of a security (CUSIP): nine letters and digits, digits among them.
    static func isSecurityNumber(_ text: some StringProtocol) -> Bool {
        let bytes = text.utf8
        return bytes.count == 9 && bytes.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
            && bytes.count { (0x30...0x39).contains($0) } >= 3
    }

    /// Money market funds have five letters, the last two `XX`; an account's cash is kept in them.
    static func isMoneyMarketFund(_ symbol: some StringProtocol) -> Bool {
        symbol.utf8.count == 5 && symbol.hasSuffix("XX") && symbol.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }

    /// To the cent: one file may print fractions that another one rounds.
    static func cents(_ value: Money) -> Int64 {
        let half: Int64 = value < .zero ? -50 : 50
        return (value.tenThousandths + half) / 100
    }

    static func words(_ error: ContractError) -> String {
        switch error {
        case .unrecognised: "no option symbol"
        case .malformedRoot: "no option root"
        case .noSuchDate: "no such expiry date"
        case .invalidStrike: "no such strike"
        case .multiplierMissing: "no multiplier stated"
        case .multiplierImplausible(let stated): "no such contract has the multiplier \(stated)"
        }
    }
}
