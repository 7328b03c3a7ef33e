import MagnusDesk
import MagnusDomain

/// A card that never changes, of the book of ``SampleBook``; figures of the specification where it has them.
enum SampleToday {
    static func card(_ snapshot: DeskSnapshot = SampleBook.snapshot()) -> TodayCard {
        let rows = snapshot.book.strategies
        func gap(
            _ symbol: String, _ spot: Double, _ move: Double, _ title: String, _ distance: Double, _ sigmas: Double
        ) -> TodayGap {
            TodayGap(
                symbol: symbol, spot: Figure(spot), move: Figure(move),
                row: rows.first { $0.symbol == symbol }?.id ?? rows[0].id, title: title,
                distance: Figure(distance, trust: .estimated), distanceDollars: Figure(distance * spot),
                sigmas: Figure(sigmas, trust: .estimated))
        }
        let saturday = NewYorkTime.instant(on: SampleBook.date(2027, 3, 13), hour: 7, minute: 2)
        return TodayCard(
            asOf: snapshot.asOf, account: "paper",
            since: NewYorkTime.instant(on: SampleBook.date(2027, 3, 12), hour: 16, minute: 0),
            nextSession: SampleBook.date(2027, 3, 16),
            overnight: [
                OvernightEvent(
                    id: "1", account: "paper", time: saturday, kind: .assignment, symbol: "KO",
                    title: "KO +2 75P 03-12", cash: 0),
                OvernightEvent(
                    id: "2", account: "paper", time: saturday.adding(seconds: 60), kind: .transfer, symbol: nil,
                    title: "ACH deposit", cash: 500),
            ],
            unreported: [
                UnreportedEnd(
                    row: rows[0].id, symbol: "XSP", title: "XSP -1 597P 03-12", expiry: SampleBook.date(2027, 3, 12))
            ],
            accounts: SampleExpiry.board().accounts,
            gaps: [
                gap("AAPL", 257.10, 0.004, "-1 260P", -0.0113, -0.6), gap("KO", 74.98, -0.002, "-2 75P", -0.0003, 0),
                gap("MU", 99.80, -0.014, "-1 95P", 0.0481, 0.4),
                TodayGap(
                    symbol: "DIS", spot: Figure(108.40), move: .unknown(.noSource), row: nil, title: "",
                    distance: .unknown(.notApplicable), distanceDollars: .unknown(.notApplicable),
                    sigmas: .unknown(.notApplicable)),
            ],
            deadlines: [
                Deadline(
                    kind: .expiry, day: SampleBook.date(2027, 3, 15),
                    time: NewYorkTime.instant(on: SampleBook.date(2027, 3, 15), hour: 16, minute: 0), symbol: "XSP",
                    text: "-1 PCS 597/592", consequence: "cash on the close"),
                Deadline(
                    kind: .exDividend, day: SampleBook.date(2027, 3, 16), symbol: "MO", text: "1.06 a share",
                    consequence: "calls decided Mon evening: CC -2 57.5C"),
                Deadline(
                    kind: .earnings, day: SampleBook.date(2027, 3, 22), symbol: "MU", text: "AMC, unconfirmed",
                    consequence: "may move inside -1 95P", isEstimated: true),
            ],
            orders: [
                TodayOrder(
                    order: order("O2", 0.10), row: nil, title: "P99", isOrphan: true),
                TodayOrder(
                    order: order("O1", 0.93), row: rows[0].id, title: "IWM IC 210/235 w5", isOrphan: false),
            ],
            sources: [
                TodaySource(name: "simulated", isHealthy: true, ageSeconds: 9, text: "quotes"),
                TodaySource(name: "schwab", isHealthy: false, ageSeconds: 420, text: "the broker is silent (schwab)"),
            ])
    }

    private static func order(_ id: String, _ price: Double) -> WorkingOrder {
        WorkingOrder(
            id: id, account: "paper", strategyGroup: id, limitPrice: price, isGoodTillCancelled: true,
            placedAt: NewYorkTime.instant(on: SampleBook.date(2027, 3, 12), hour: 10, minute: 0))
    }

    /// A day on which nothing is to be told.
    static func empty() -> TodayCard {
        var card = card()
        (card.overnight, card.unreported, card.accounts, card.gaps) = ([], [], [], [])
        (card.deadlines, card.orders, card.sources) = ([], [], [])
        return card
    }
}
