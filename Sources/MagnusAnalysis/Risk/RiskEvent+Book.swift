import MagnusDomain

extension RiskEvent {
    /// Announcements and ex-dates that come before what they fall on expires, the nearest first.
    ///
    /// Earnings: rows with something short in options, from today to the day of the nearest short expiry; a date that is
    /// not confirmed counts seven days either way (trader.md section 2, M5). Ex-dates: rows with short American calls of
    /// a later expiry, whose holder may take the dividend, and shares sold short, which pay it. The fall of the price at
    /// an ex-date is no risk of a put: it is in its price.
    static func found(
        _ book: BookValuation, market: MarketSnapshot, unconfirmedDays: Int = 7
    ) -> [RiskEvent] {
        let today = book.asOf.newYork.date
        let events = book.strategies.flatMap { row -> [RiskEvent] in
            guard let profile = market.underlyings[row.symbol]?.profile else { return [] }
            return earnings(row, profile, today: today, unconfirmedDays: unconfirmedDays)
                + dividends(row, profile, today: today)
        }
        return events.sorted {
            ($0.date, $0.symbol, $0.row, $0.kind.rawValue) < ($1.date, $1.symbol, $1.row, $1.kind.rawValue)
        }
    }

    private static func earnings(
        _ row: StrategyValuation, _ profile: SecurityProfile, today: CalendarDate, unconfirmedDays: Int
    ) -> [RiskEvent] {
        let expiries = row.legs.compactMap { leg -> CalendarDate? in
            guard case .option(let contract) = leg.position.instrument, leg.position.quantity.isShort else {
                return nil
            }
            return contract.expiry
        }
        guard let expiry = expiries.min() else { return [] }
        return profile.earnings.filter { event in
            let slack = event.isConfirmed ? 0 : unconfirmedDays
            return event.date.adding(days: slack) >= today && event.date.adding(days: -slack) <= expiry
        }
        .map { event in
            RiskEvent(
                kind: .earnings, symbol: row.symbol, row: row.id, account: row.account, title: row.title,
                date: event.date, isConfirmed: event.isConfirmed, time: event.time, expiry: expiry,
                shares: row.delta, dollars: BookRoom.exposure(row), earlyExercise: .unknown(.notApplicable))
        }
    }

    private static func dividends(
        _ row: StrategyValuation, _ profile: SecurityProfile, today: CalendarDate
    ) -> [RiskEvent] {
        profile.dividends.filter { $0.exDate > today }.compactMap { dividend in
            var shares = 0.0
            var expiry: CalendarDate?
            var early: Figure?
            for leg in row.legs where leg.position.quantity.isShort {
                switch leg.position.instrument {
                case .stock: shares -= leg.position.quantity.value
                case .option(let contract):
                    guard contract.right == .call, contract.style == .american, contract.settlement == .physical,
                        !contract.isAdjusted, dividend.exDate <= contract.expiry
                    else { continue }
                    shares -= leg.position.quantity.value * Double(contract.multiplier)
                    expiry = min(expiry ?? contract.expiry, contract.expiry)
                    if (leg.earlyExerciseProbability.value ?? -1) > (early?.value ?? -1) || early == nil {
                        early = leg.earlyExerciseProbability
                    }
                }
            }
            // Years of dividends lie before shares sold short: the next one is owed first.
            guard shares > 0,
                expiry != nil || dividend.exDate == profile.dividends.first(where: { $0.exDate > today })?.exDate
            else { return nil }
            let trust: Trust = dividend.isEstimated ? .estimated : .fresh
            return RiskEvent(
                kind: .exDividend, symbol: row.symbol, row: row.id, account: row.account, title: row.title,
                date: dividend.exDate, isConfirmed: !dividend.isEstimated, time: .unknown, expiry: expiry,
                shares: Figure(shares), dollars: Figure(shares * dividend.amount, trust: trust),
                earlyExercise: early ?? .unknown(.notApplicable))
        }
    }
}
