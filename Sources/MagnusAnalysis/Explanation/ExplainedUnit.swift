import MagnusDomain

/// How a number of an explanation is written: decimals enough to recompute the figure, none that are noise.
///
/// No commas between thousands: the numbers are meant for a calculator. Rounding is half away from zero.
enum ExplainedUnit: Sendable, Hashable {
    /// Money of a position, to the cent.
    case dollars
    /// Per share: two decimals, four where it has them.
    case price
    /// Deltas: four decimals.
    case shares
    /// Six decimals.
    case gamma
    case dollarsPerDay
    case dollarsPerPoint
    /// A Greek of one share: eight decimals.
    case perShare(String)
    /// A fraction, written as percent with two decimals.
    case percent
    /// A rate or volatility of a year, written as percent.
    case percentPerYear(decimals: Int)
    /// Eight decimals: a third of a second.
    case years
    case days
    /// 0 to 100, two decimals.
    case rank
    /// Four decimals at most.
    case number(String)
    /// Sessions, contracts.
    case count(String)

    var word: String {
        switch self {
        case .dollars: "USD"
        case .price: "USD/share"
        case .shares: "shares"
        case .gamma: "shares/USD"
        case .dollarsPerDay: "USD/day"
        case .dollarsPerPoint: "USD/point"
        case .percent: "%"
        case .percentPerYear: "% a year"
        case .years: "years"
        case .days: "days"
        case .rank: "of 100"
        case .perShare(let word), .number(let word), .count(let word): word
        }
    }

    func text(_ value: Double) -> String {
        let written: String?
        switch self {
        case .dollars: written = DecimalText.text(value, decimals: 2)
        case .price: written = trimmed(value, decimals: 4, least: 2)
        case .shares, .dollarsPerDay, .dollarsPerPoint: written = DecimalText.text(value, decimals: 4)
        case .gamma: written = DecimalText.text(value, decimals: 6)
        case .perShare, .years: written = DecimalText.text(value, decimals: 8)
        case .percent: written = DecimalText.text(value * 100, decimals: 2)
        case .percentPerYear(let decimals): written = DecimalText.text(value * 100, decimals: decimals)
        case .days, .count: written = trimmed(value, decimals: 4, least: 0)
        case .rank: written = DecimalText.text(value, decimals: 2)
        case .number: written = trimmed(value, decimals: 4, least: 0)
        }
        return written ?? "not a number"
    }

    /// Without zeros at the end beyond `least` decimals.
    private func trimmed(_ value: Double, decimals: Int, least: Int) -> String? {
        guard var text = DecimalText.text(value, decimals: decimals) else { return nil }
        guard let point = text.firstIndex(of: ".") else { return text }
        var surplus = text.distance(from: point, to: text.endIndex) - 1 - least
        while surplus > 0, text.last == "0" {
            text.removeLast()
            surplus -= 1
        }
        if text.last == "." { text.removeLast() }
        return text
    }
}
