import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// A sector against the book, and the days on which options end.
extension AnswerMaker {
    func answer(_ topic: StandingTopic) async {
        switch topic {
        case .sectorExposure: sectorExposure()
        case .expiryDays(let isQuarterly): expiryDays(isQuarterly: isQuarterly)
        case .shortLegs(let order): shortLegs(order)
        case .dayAgainstOpen(let sides): dayAgainstOpen(sides)
        case .strikeSide(let side): strikeSide(side)
        case .moveToStrike: await moveToStrike()
        case .allWorthless: allWorthless()
        case .unmovedToExpiry: unmovedToExpiry()
        }
    }

    // MARK: - Sectors

    /// What the book has at risk in the sectors of the question, as `magnus sectors` tells it, and how it moves with them.
    private func sectorExposure() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let named = FilterReader.sectorsNamed(question.words)
        // "IT names": the word alone is a pronoun.
        let sectors = named.isEmpty ? FilterReader.sectors["technology"].map { [$0] } ?? [] : named
        let cite = citeBook()
        // Returns of the sectors and the limit are of another answer.
        let report = SectorAnalyser.analyse(
            book, market: context.market, listed: [], limit: 0, source: context.market.source)
        out.record("sectors", ["names": sectors.joined(separator: ", ")], rows: sectors.count)
        for sector in sectors {
            guard let row = report.rows.first(where: { $0.sector == sector }), row.positions > 0 else {
                out.line(
                    "\(out.quote(sector)): nothing is at risk, none of \(out.counted(book.strategies.count, "open row", cite)) is in it."
                )
                continue
            }
            say(row, cite)
        }
        sayRoom()
        out.offer("ask", "By sector", ["text": "open P/L by sector"])
    }

    private func say(_ row: SectorReport.Row, _ cite: Int) {
        let rows = book.strategies.filter { $0.legs.first?.sector == row.sector && row.held.contains($0.symbol) }
        let ids = Set(rows.flatMap(\.legs).map(\.position.id))
        let greeks = FilteredBook.sum(book.byPosition.filter { ids.contains($0.key) }, key: row.sector)
        out.line(
            "\(out.quote(row.sector)): \(out.dollars(row.atRisk, "at risk in the sector", cite)) at risk, \(out.percent(row.share, "share of net liquidation", cite, formula: "at risk / net liquidation")) of net liquidation, in \(out.counted(row.positions, "row", cite)): \(row.held.map { out.quote($0) }.joined(", "))."
        )
        out.line(
            "Dollar delta \(out.dollars(greeks.dollarDelta, "dollar delta", cite, signed: true)), beta-weighted delta \(out.decimal(greeks.betaWeightedDelta, "beta-weighted delta", cite, signed: true)) (shares of \(out.quote(book.benchmark)))."
        )
        let puts = rows.flatMap(\.legs).compactMap { leg -> Double? in
            guard Self.isShortOption(leg), case .option(let contract) = leg.position.instrument,
                contract.right == .put, contract.settlement == .physical, !contract.isAdjusted
            else { return nil }
            let shares = Double(leg.deliveredShares ?? contract.multiplier)
            return leg.position.quantity.magnitude.value * shares * contract.strike
        }
        let obligation: Fragment =
            puts.isEmpty
            ? "No short put is in it; "
            : "If every short put there is assigned, shares come for \(out.dollars(Figure(puts.reduce(0, +)), "short put obligation", cite, formula: "strike x shares")); "
        out.line(
            "\(obligation)open P/L \(out.dollars(row.unrealizedProfit, "open P/L", cite, signed: true)), today \(out.dollars(row.dayProfit, "day P/L", cite, signed: true))."
        )
        out.line("At risk are shares at their price, else collateral, else the most that can be lost.")
        for strategy in rows { remember(strategy) }
    }

    // MARK: - Days of expiry

    /// Monthly expiries to come, or the quarterly ones, as the exchange calendar has them, and what of the book ends then.
    private func expiryDays(isQuarterly: Bool) {
        let calendar = context.market.calendar
        let wanted = isQuarterly ? 4 : 3
        var days: [CalendarDate] = []
        var (year, month) = (today.year, today.month)
        for _ in 0..<16 where days.count < wanted {
            if !isQuarterly || month % 3 == 0, let day = calendar.monthlyExpiry(year: year, month: month), day >= today
            {
                days.append(day)
            }
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
        }
        out.record("calendar", rows: days.count)
        guard let first = days.first else { return }
        let title = isQuarterly ? "Triple witching (also quadruple or quad)" : "Monthly expiry (opex)"
        let cite = out.cite("calendar", "Exchange calendar", passage: title)
        let away = first.days(since: today)
        let when: Fragment = away == 0 ? "today" : "\(out.counted(away, "day", cite)) away"
        out.line(
            "\(out.quote(title)): \(expiryDay(first)), \(when); then \(days.dropFirst().map(expiryDay).joined(", ")).")
        let rule =
            isQuarterly
            ? "The third Friday of March, June, September and December, when stock options, index options and index futures end together; the session before where that Friday is closed."
            : "The third Friday of the month; the session before where that Friday is closed."
        out.line("\(out.quote(rule, cite, maximumLength: 240))")
        sayEnding(on: first, cite)
    }

    /// `Thu 06-17 (Friday closed: Juneteenth)`.
    private func expiryDay(_ day: CalendarDate) -> Fragment {
        let shown = out.date(day, today: today)
        guard day.weekday != .friday,
            let holiday = context.market.calendar.holidayName(on: day.adding(days: 1))
        else { return shown }
        return "\(shown) (Friday closed: \(out.quote(holiday)))"
    }

    private func sayEnding(on day: CalendarDate, _ cite: Int) {
        let rows = book.strategies.filter { row in
            row.legs.contains { leg in
                guard case .option(let contract) = leg.position.instrument else { return false }
                return contract.expiry == day
            }
        }
        guard !isBookEmpty else { return }
        guard !rows.isEmpty else { return out.line("Nothing that is held ends on that day.") }
        let names = rows.prefix(6).map(name).joined(", ")
        let rest: Fragment = rows.count > 6 ? " and others" : Fragment()
        out.line("With options that end on that day: \(out.counted(rows.count, "row", citeBook())), \(names)\(rest).")
        for row in rows { remember(row) }
        out.offer("ask", "What expires then", ["text": "what expires \(day.monthDay)"])
    }
}
