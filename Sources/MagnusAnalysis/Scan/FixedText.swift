import MagnusDomain

/// Figures as words inside sentences: fixed decimals, never `-0`, never more than a person reads.
public enum FixedText {
    /// A price in dollars without a sign, two decimals: `2.41`.
    public static func price(_ value: Double) -> String { decimals(value, 2) }

    /// Whole dollars with thousands commas: `26,000`, `-935`.
    public static func dollars(_ value: Double) -> String {
        guard let money = Money(dollars: value) else { return "—" }
        return money.text(decimals: 0, grouped: true)
    }

    /// `11.4k` from 1,000 on, `1.2M` from a million on, else whole.
    public static func short(_ value: Double) -> String {
        let size = abs(value)
        if size >= 999_500 { return decimals(value / 1_000_000, 1) + "M" }
        if size >= 999.5 { return decimals(value / 1000, 1) + "k" }
        return decimals(value, 0)
    }

    /// A fraction as a percentage with its sign: `62%`, `2.1%`.
    public static func percent(_ fraction: Double, decimals places: Int = 0) -> String {
        decimals(fraction * 100, places) + "%"
    }

    /// A number with 0 to 4 decimals, half away from zero, without grouping; a dash when it is no number.
    public static func decimals(_ value: Double, _ places: Int) -> String {
        guard let money = Money(dollars: value) else { return "—" }
        return money.text(decimals: places, grouped: false)
    }

    /// `Apr 22`.
    public static func date(_ date: CalendarDate) -> String {
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(names[(date.month - 1) % 12]) \(date.day)"
    }
}
