import MagnusDomain

/// A line of the card of a day.
public struct TodayLine: Sendable, Hashable {
    /// How a line is to be taken.
    public enum Tone: String, Sendable, Hashable, CaseIterable {
        /// Begins a part.
        case heading
        case plain
        /// Today's.
        case strong
        /// Says that there is nothing, or that nobody tells.
        case dim
        /// Something is to be done.
        case warning
        /// Cash is short.
        case critical
        /// A figure of it is not known.
        case unknown
    }

    public var text: String
    public var tone: Tone
    /// What it leads to: a row of Positions, or a symbol.
    public var row: String?
    public var symbol: String?
    /// The figure that it tells, by its id.
    public var figure: String?

    public init(
        text: String, tone: Tone = .plain, row: String? = nil, symbol: String? = nil, figure: String? = nil
    ) {
        self.text = text
        self.tone = tone
        self.row = row
        self.symbol = symbol
        self.figure = figure
    }
}

/// The parts of the card in words, in their order, for screen and command alike. A part without anything says so.
public struct TodayText: Sendable {
    let format: FigureFormat

    public init(format: FigureFormat) {
        self.format = format
    }

    public func lines(_ card: TodayCard) -> [TodayLine] {
        TodayCard.Part.allCases.flatMap { part in
            [TodayLine(text: heading(part, card), tone: .heading)] + lines(part, card)
        }
    }

    private func heading(_ part: TodayCard.Part, _ card: TodayCard) -> String {
        switch part {
        case .overnight:
            let close = card.since.map { " since \(day($0.newYork.date)) \($0.newYork.hourMinute)" } ?? ""
            return "1 Overnight\(close)"
        case .cash: return "2 Cash"
        case .gaps: return "3 Gaps since the previous close, least cushion first"
        case .deadlines: return "4 Deadlines to the opening of \(day(card.nextSession))"
        case .orders: return "5 Orders"
        case .sources: return "6 Sources"
        }
    }

    private func lines(_ part: TodayCard.Part, _ card: TodayCard) -> [TodayLine] {
        switch part {
        case .overnight: overnight(card)
        case .cash: card.accounts.isEmpty ? [nothing("no account")] : card.accounts.flatMap { cash($0, card) }
        case .gaps: card.gaps.isEmpty ? [nothing("nothing held")] : card.gaps.map(gap)
        case .deadlines: deadlines(card)
        case .orders: card.orders.isEmpty ? [nothing("no working orders")] : card.orders.map(order)
        case .sources:
            card.sources.map(source) + [nothing("broker logins: no source tells when they end")]
        }
    }

    private func nothing(_ words: String) -> TodayLine { TodayLine(text: words, tone: .dim) }

    // MARK: Parts

    private func overnight(_ card: TodayCard) -> [TodayLine] {
        let waiting = card.unreported.map { end in
            TodayLine(
                text: "\(end.title): ended \(day(end.expiry)), the broker has not reported", tone: .warning,
                row: end.row)
        }
        guard !card.overnight.isEmpty || !waiting.isEmpty else {
            return [nothing("no assignments, exercises, dividends, splits or cash moves overnight")]
        }
        return card.overnight.map { event in
            let cash = event.cash == 0 ? "" : " \(format.profit(Figure(event.cash)))"
            let title = event.title.isEmpty ? "" : " \(event.title)"
            let account = card.accounts.count > 1 ? " \(event.account)" : ""
            let time = "\(day(event.time.newYork.date)) \(event.time.newYork.hourMinute)"
            return TodayLine(text: "\(time) \(event.kind.words)\(title)\(cash)\(account)", symbol: event.symbol)
        } + waiting
    }

    private func cash(_ account: ExpiryAccount, _ card: TodayCard) -> [TodayLine] {
        let name = card.accounts.count > 1 ? "\(account.name): " : ""
        let id = "account/\(account.name)#free_cash"
        let settled = "settled \(format.dollars(account.settledCash)), reserved \(format.dollars(account.reserved)), "
        var lines = [
            TodayLine(
                text: name + settled
                    + "free \(format.dollars(account.free)), T-bill funds \(format.dollars(account.treasuryBillFunds))",
                tone: account.free.value.map { $0 < 0 ? .critical : .plain } ?? .unknown, figure: id)
        ]
        let steps = account.ladder.filter { $0.reserved.value != 0 }.map { step in
            let when =
                step.day.days(since: card.asOf.newYork.date) < 7
                ? "\(step.day.weekday.abbreviation) \(step.day.day)" : step.day.monthDay
            return "\(when): \(format.dollars(step.reserved))"
        }
        if !steps.isEmpty {
            lines.append(
                TodayLine(
                    text: "\(name)by expiry " + steps.joined(separator: ", "), figure: id))
        }
        return lines
    }

    private func gap(_ gap: TodayGap) -> TodayLine {
        let price = "\(gap.symbol) \(format.price(gap.spot)) \(format.decimalPercent(gap.move, isSigned: true))"
        guard let row = gap.row else {
            return TodayLine(text: "\(price)  nothing short", tone: .dim, symbol: gap.symbol)
        }
        let sigmas =
            gap.sigmas.value.flatMap { DecimalText.text($0, decimals: 1) }.map { " (\($0)\(sigma))" } ?? ""
        let distance = format.distance(gap.distance, dollars: gap.distanceDollars)
        return TodayLine(
            text: "\(price)  \(gap.title) now \(distance)\(sigmas)",
            tone: gap.distance.value.map { $0 < 0 ? .warning : .plain } ?? .unknown, row: row,
            figure: "\(row)#distance_to_strike")
    }

    private func deadlines(_ card: TodayCard) -> [TodayLine] {
        let unknown = nothing("FOMC, CPI and jobs: no source tells their dates")
        guard !card.deadlines.isEmpty else { return [nothing("nothing is due"), unknown] }
        let today = card.asOf.newYork.date
        return card.deadlines.map { deadline in
            let mark = format.marks.mark(deadline.isEstimated ? .estimated : .fresh)
            let when = deadline.day == today ? "today" : day(deadline.day)
            let parts = [
                mark + when, deadline.time?.newYork.hourMinute ?? "", deadline.kind.words, deadline.symbol ?? "",
                deadline.text,
            ].filter { !$0.isEmpty }
            let end = deadline.consequence.isEmpty ? "" : ": \(deadline.consequence)"
            return TodayLine(
                text: parts.joined(separator: " ") + end, tone: deadline.day == today ? .strong : .plain,
                symbol: deadline.symbol)
        } + [unknown]
    }

    private func order(_ order: TodayOrder) -> TodayLine {
        let price = DecimalText.text(abs(order.order.limitPrice), decimals: 2) ?? format.marks.unknown
        let side = order.order.limitPrice < 0 ? "sell" : "buy"
        let life = order.order.isGoodTillCancelled ? "GTC" : "day"
        let since = day(order.order.placedAt.newYork.date)
        let words = "\(order.title): \(side) \(price) \(life), placed \(since)"
        guard order.isOrphan == true else { return TodayLine(text: words, row: order.row) }
        return TodayLine(text: "\(words): its position is gone, cancel it", tone: .warning)
    }

    private func source(_ source: TodaySource) -> TodayLine {
        let age = source.ageSeconds.flatMap(DurationText.age).map { ", \($0) old" } ?? ""
        return TodayLine(
            text: "\(source.name): \(source.text)\(age)", tone: source.isHealthy ? .plain : .warning)
    }

    private var sigma: String { format.marks == .ascii ? "sd" : "σ" }

    private func day(_ day: CalendarDate) -> String { "\(day.weekday.abbreviation) \(day.monthDay)" }
}

extension LedgerEventKind {
    /// As the card of a day says it.
    var words: String {
        switch self {
        case .trade: "trade"
        case .assignment: "assigned"
        case .exercise: "exercised"
        case .expiration: "expired"
        case .cashSettlement: "settled in cash"
        case .dividend: "dividend"
        case .interest: "interest"
        case .fee: "fee"
        case .transfer: "moved"
        case .split: "split"
        case .symbolChange: "new symbol"
        case .merger: "merger"
        case .adjustment: "adjustment"
        case .statement: "listed"
        case .unread: "not booked"
        case .otherAsset: "other asset"
        }
    }
}
