import MagnusDomain

/// What is due for the book between now and a day: from contracts, profiles and the exchange calendar, nothing else.
struct DeadlineFinder {
    let work: ExpiryWork
    let through: CalendarDate

    private var now: Instant { work.now }
    private var today: CalendarDate { now.newYork.date }
    private var calendar: ExchangeCalendar { work.calendar }

    func deadlines() -> [Deadline] {
        var found = ofTheExchange()
        for strategy in work.book.strategies { found += expiries(strategy) }
        for symbol in Set(work.book.strategies.map(\.symbol)).sorted() { found += ofTheCompany(symbol) }
        return found.filter { $0.day >= today && $0.day <= through }.sorted {
            if $0.day != $1.day { return $0.day < $1.day }
            let order = Deadline.Kind.allCases
            let (one, other) = (order.firstIndex(of: $0.kind) ?? 0, order.firstIndex(of: $1.kind) ?? 0)
            return one != other ? one < other : $0.id < $1.id
        }
    }

    private func ofTheExchange() -> [Deadline] {
        var found: [Deadline] = []
        var day = today
        while day <= through {
            if let name = calendar.holidayName(on: day) {
                found.append(Deadline(kind: .holiday, day: day, text: name, consequence: moved(from: day)))
            } else if let session = calendar.session(on: day), session.isEarlyClose {
                found.append(
                    Deadline(
                        kind: .halfDay, day: day, time: session.close,
                        text: "closes \(session.close.newYork.hourMinute)",
                        consequence: "holders decide to \(session.exerciseCutOff.newYork.hourMinute)"))
            }
            if day.month % 3 == 0, calendar.monthlyExpiry(year: day.year, month: day.month) == day {
                found.append(
                    Deadline(
                        kind: .tripleExpiry, day: day, text: "quarterly", consequence: "options and futures expire"))
            }
            day = day.adding(days: 1)
        }
        return found
    }

    /// The weekly expiries that a closed Friday moves.
    private func moved(from day: CalendarDate) -> String {
        guard day.weekday == .friday else { return "" }
        let earlier = calendar.previousSession(before: day)
        return "expiries of the week end \(earlier.weekday.abbreviation) \(earlier.monthDay)"
    }

    private func expiries(_ strategy: StrategyValuation) -> [Deadline] {
        var days: [CalendarDate: [PositionValuation]] = [:]
        for leg in strategy.legs where leg.state != .expiredUnresolved {
            guard case .option(let contract) = leg.position.instrument else { continue }
            days[calendar.sessionOnOrBefore(contract.expiry), default: []].append(leg)
        }
        var found: [Deadline] = []
        for (day, legs) in days {
            let contracts = legs.compactMap { leg -> OptionContract? in
                if case .option(let contract) = leg.position.instrument { contract } else { nil }
            }
            guard let first = contracts.first else { continue }
            let instants = first.expiryInstants(calendar: calendar)
            let isAll = days.count == 1
            let text =
                isAll
                ? strategy.title
                : zip(contracts, legs).map { $0.positionText(quantity: $1.position.quantity) }.joined(separator: " ")
            found.append(
                Deadline(
                    kind: .expiry, day: day, time: instants.settlement, symbol: strategy.symbol, text: text,
                    consequence: consequence(first, instants)))
            if instants.lastTrade.newYork.date < day {
                found.append(
                    Deadline(
                        kind: .lastTrade, day: instants.lastTrade.newYork.date, time: instants.lastTrade,
                        symbol: strategy.symbol, text: text,
                        consequence: "settles on the opening print of "
                            + "\(day.weekday.abbreviation) \(day.monthDay)"))
            }
        }
        return found
    }

    private func consequence(_ contract: OptionContract, _ instants: ExpiryInstants) -> String {
        switch contract.settlement {
        case .physical:
            "shares; holders decide to \((instants.exerciseCutOff ?? instants.settlement).newYork.hourMinute)"
        case .cashAfternoon: "cash on the close"
        case .cashMorning: "cash on the opening print"
        }
    }

    private func ofTheCompany(_ symbol: String) -> [Deadline] {
        guard let profile = work.market.underlyings[symbol]?.profile else { return [] }
        let rows = work.book.strategies.filter { $0.symbol == symbol }
        var found: [Deadline] = []
        for dividend in profile.dividends {
            found.append(
                Deadline(
                    kind: .exDividend, day: dividend.exDate, symbol: symbol,
                    text: "\(DecimalText.text(dividend.amount, decimals: 2) ?? "?") a share",
                    consequence: consequence(of: dividend, rows), isEstimated: dividend.isEstimated))
        }
        for event in profile.earnings {
            let time = event.time == .unknown ? "time unknown" : event.time.rawValue
            found.append(
                Deadline(
                    kind: .earnings, day: event.date, symbol: symbol,
                    text: time + (event.isConfirmed ? "" : ", unconfirmed"),
                    consequence: consequence(of: event, rows), isEstimated: !event.isConfirmed))
        }
        for day in profile.knownEvents {
            found.append(Deadline(kind: .event, day: day, symbol: symbol, text: "court, regulator or merger date"))
        }
        if let day = profile.splitDate { found.append(Deadline(kind: .event, day: day, symbol: symbol, text: "split")) }
        return found
    }

    /// The rows with an option that is still there on the day, and those to which a date that is not confirmed may move, by
    /// the days that the flag E of a row counts too.
    private func consequence(of event: EarningsEvent, _ rows: [StrategyValuation]) -> String {
        func titles(_ unconfirmedDays: Int) -> [String] {
            rows.filter { row in
                row.legs.contains { leg in
                    guard case .option(let contract) = leg.position.instrument else { return false }
                    return event.mayFall(
                        from: today, through: calendar.sessionOnOrBefore(contract.expiry),
                        unconfirmedDays: unconfirmedDays)
                }
            }.map(\.title)
        }
        let inside = titles(0)
        let near = titles(work.settings.unconfirmedEarningsDays).filter { !inside.contains($0) }
        return [("inside ", inside), ("may move inside ", near)].filter { !$0.1.isEmpty }
            .map { $0.0 + $0.1.joined(separator: ", ") }.joined(separator: "; ")
    }

    private func consequence(of dividend: DividendEvent, _ rows: [StrategyValuation]) -> String {
        let evening = calendar.previousSession(before: dividend.exDate)
        let calls = rows.filter { row in
            row.legs.contains { leg in
                guard leg.position.quantity.isShort, case .option(let contract) = leg.position.instrument else {
                    return false
                }
                return contract.right == .call && contract.style == .american
                    && calendar.sessionOnOrBefore(contract.expiry) >= evening
            }
        }
        guard !calls.isEmpty else { return "" }
        return "calls decided \(evening.weekday.abbreviation) evening: "
            + calls.map(\.title).joined(separator: ", ")
    }
}
