import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// The report of an expiry and of its week.
struct SettlementBuilder: Sendable {
    let history: LifecycleHistory
    let calendar: ExchangeCalendar

    /// The last day on which a series of this history ended with its session over; nil when none has.
    func lastExpiry(before now: Instant) -> CalendarDate? { expiries(before: now).first }

    /// Every day on which contracts of this history were held into their expiry with its session over, latest first.
    func expiries(before now: Instant) -> [CalendarDate] {
        var days: Set<CalendarDate> = []
        func consider(_ instrument: Instrument) {
            guard case .option(let contract) = instrument else { return }
            let day = calendar.sessionOnOrBefore(contract.expiry)
            guard !days.contains(day), let session = calendar.session(on: day), session.close <= now else { return }
            days.insert(day)
        }
        let day = now.newYork.date
        // Closed before its last day is not what a settlement is about.
        for lot in history.outcomes.lots where lot.ending != .closed && lot.closedOn <= day { consider(lot.instrument) }
        for position in history.book.positions { consider(position.instrument) }
        return days.sorted(by: >)
    }

    /// The nearest expiry of what is held whose session is not over.
    private func next(after now: Instant) -> LifecycleReport.Settlement.NextExpiry? {
        var symbols: [CalendarDate: Set<String>] = [:]
        for position in history.book.positions {
            guard case .option(let contract) = position.instrument else { continue }
            let day = calendar.sessionOnOrBefore(contract.expiry)
            guard let session = calendar.session(on: day), session.close > now else { continue }
            symbols[day, default: []].insert(contract.underlying)
        }
        return symbols.min { $0.key < $1.key }.map { .init(day: $0.key, symbols: $0.value.sorted()) }
    }

    /// Underlyings whose series end on a day.
    func symbols(expiring day: CalendarDate) -> Set<String> {
        var result: Set<String> = []
        func consider(_ instrument: Instrument) {
            guard case .option(let contract) = instrument, calendar.sessionOnOrBefore(contract.expiry) == day else {
                return
            }
            result.insert(contract.underlying)
        }
        for lot in history.outcomes.lots { consider(lot.instrument) }
        for position in history.book.positions { consider(position.instrument) }
        return result
    }

    func report(
        of expiry: CalendarDate, closes: [String: Figure], valued: BookValuation?, now: Instant
    ) -> LifecycleReport.Settlement {
        let day = calendar.sessionOnOrBefore(expiry)
        let lines = SettlementReport.lines(
            history.timeline, expiry: expiry, closes: closes.compactMapValues(\.value), calendar: calendar)
        let monday = LifecycleHistory.monday(of: day)
        let sunday = monday.adding(days: 6)
        var settlement = LifecycleReport.Settlement(
            expiry: day, lines: lines, closes: closes, newLots: newLots(lines, day: day), weekBegins: monday,
            weekEnds: sunday,
            // What is open today says nothing of an earlier week; on the Monday after it the week is still the last one.
            week: week(monday...sunday, valued: now.newYork.date <= sunday.adding(days: 1) ? valued : nil))
        settlement.earlier = expiries(before: now).filter { $0 < day }
        settlement.next = next(after: now)
        return settlement
    }

    /// Shares that the reported assignments and exercises brought, as they are after the last report.
    private func newLots(_ lines: [SettlementLine], day: CalendarDate) -> [LifecycleReport.Settlement.NewLot] {
        let symbols = Set(lines.filter { $0.shares > .zero }.map { "\($0.account)\u{0}\($0.contract.underlying)" })
        guard !symbols.isEmpty else { return [] }
        let deadline = calendar.adding(sessions: 3, to: day)
        let book = history.timeline.book(at: NewYorkTime.instant(on: deadline, hour: 23, minute: 59))
        let deliveries = Set(
            book.allEvents.filter { $0.kind == .assignment || $0.kind == .exercise }.map(\.id))
        return book.openLots.compactMap { lot in
            guard case .stock(let symbol) = lot.instrument, symbols.contains("\(lot.account)\u{0}\(symbol)"),
                lot.quantity > .zero, lot.openedAt.newYork.date >= day, deliveries.contains(lot.openedBy)
            else { return nil }
            return .init(
                account: lot.account, symbol: symbol, quantity: lot.quantity,
                brokerBasis: Figure(lot.stockBasis?.broker, else: .noBasis),
                taxBasis: Figure(lot.stockBasis?.tax, else: .noBasis),
                wheelBasis: Figure(lot.stockBasis?.wheel, else: .noBasis))
        }
    }

    private func week(
        _ days: ClosedRange<CalendarDate>, valued: BookValuation?
    ) -> [LifecycleReport.Settlement.Week] {
        var rows: [String: LifecycleReport.Settlement.Week] = [:]
        let nothing: Figure = valued == nil ? .unknown(.noSource) : Figure(0)
        func change(_ symbol: String, _ body: (inout LifecycleReport.Settlement.Week) -> Void) {
            body(
                &rows[
                    symbol,
                    default: .init(symbol: symbol, premiumReceived: .zero, realized: .zero, openExtrinsic: nothing)])
        }
        for trade in history.blotter.trades where days.contains(trade.time.newYork.date) {
            guard let credit = IncomePeriods.credit(of: trade) else { continue }
            change(trade.underlying) { $0.premiumReceived += credit }
        }
        for lot in history.outcomes.lots where days.contains(lot.closedOn) {
            change(lot.instrument.underlying) { row in
                if lot.isCostKnown { row.realized += lot.profit } else { row.unknownCount += 1 }
            }
        }
        for result in history.outcomes.stated where days.contains(result.closedOn) {
            change(result.instrument.underlying) { row in
                row.realized += result.profit
                row.stated.add(result.profit)
            }
        }
        for leg in (valued?.strategies ?? []).flatMap(\.legs) where leg.position.quantity.isShort {
            guard case .option(let contract) = leg.position.instrument else { continue }
            let size = Double(contract.multiplier) * leg.position.quantity.magnitude.value
            change(contract.underlying) { row in
                guard let sum = row.openExtrinsic.value else { return }
                row.openExtrinsic = leg.extrinsic.map { sum + $0 * size }
            }
        }
        return rows.values.sorted { $0.symbol < $1.symbol }
    }
}
