import MagnusDesk
import MagnusDomain

/// The afternoon of an expiry: when the board is offered, and when the status line tells of it.
struct ExpiryOffer {
    /// Positions with contracts that end today and are not over yet.
    let count: Int
    private let now: Instant
    private let session: TradingSession

    /// nil on days that are no session, and where nothing ends.
    init?(_ snapshot: DeskSnapshot) {
        now = snapshot.asOf
        guard let session = ExchangeCalendar.standard.session(on: now.newYork.date) else { return nil }
        self.session = session
        count = snapshot.book.strategies.count { strategy in
            strategy.legs.contains { leg in
                guard case .option = leg.position.instrument else { return false }
                return leg.daysToExpiry == 0 && (leg.state == .open || leg.state == .decide)
            }
        }
        if count == 0 { return nil }
    }

    var day: CalendarDate { session.date }

    /// From an hour and a half before the close, 14:30 on full days, to the end of what holders may decide.
    var isDue: Bool { now >= session.close.adding(seconds: -5400) && now < session.exerciseCutOff }

    /// From half an hour before the close.
    var isInStatus: Bool { now >= session.close.adding(seconds: -1800) && now < session.exerciseCutOff }
}

extension DashboardReducer {
    /// Once on the afternoon of an expiry.
    mutating func offerExpiry(_ snapshot: DeskSnapshot) {
        guard let offer = ExpiryOffer(snapshot), offer.isDue, state.offeredExpiry != offer.day else { return }
        state.offeredExpiry = offer.day
        let key = world.keymap.shortHint(for: DashboardAction.viewExpiry, in: ["global"])
        report(
            "\(CountedNoun.text(offer.count, "position")) with contracts that end today"
                + (key.map { ": \($0) shows the expiry board" } ?? ""))
    }
}
