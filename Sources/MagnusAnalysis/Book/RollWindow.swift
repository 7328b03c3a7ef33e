import MagnusDomain

/// When a row with a short option is due to be rolled or closed (trader.md section 2, M9): the same rule for every row, by
/// the day on which its nearest short was opened.
struct RollWindow {
    /// Days to expiry of the nearest short option.
    let days: Int
    /// Days from its opening to its expiry.
    let life: Int
    /// The window begins at this many days to expiry.
    let begins: Int
    /// The expiry rules take over at this many days.
    let ends: Int

    /// nil for a row without a short option.
    init?(_ row: StrategyValuation, settings: BookSettings) {
        let shorts = row.legs.compactMap { leg -> (days: Int, expiry: CalendarDate, opened: CalendarDate)? in
            guard case .option(let contract) = leg.position.instrument, leg.position.quantity.isShort,
                let days = leg.daysToExpiry
            else { return nil }
            return (days, contract.expiry, leg.position.openedAt.newYork.date)
        }
        guard let nearest = shorts.min(by: { ($0.days, $0.opened) < ($1.days, $1.opened) }) else { return nil }
        days = nearest.days
        life = max(0, nearest.expiry.days(since: nearest.opened))
        begins = life >= Self.longLife ? settings.rollDays : life / 3
        ends = settings.expiryWeekDays
    }

    /// Opened with so many days or more, the window is a number of days; with fewer it is a third of the life.
    static let longLife = 30

    var isOpen: Bool { days > ends && days <= begins }

    /// `opened 39 days before expiry, so from 21 days; 16 left`.
    var words: String {
        "opened \(life) days before expiry, so from \(begins) days"
            + (begins <= ends ? ", inside the last \(ends) that belong to the expiry rules" : "") + "; \(days) left"
    }
}
