import MagnusDomain
import MagnusQuant

/// The report of the Saturday after an expiry.
public enum SettlementReport {
    /// - Parameters:
    ///   - expiry: The day the series ends.
    ///   - closes: The price that settles each underlying, where a source tells it.
    public static func lines(
        _ timeline: LedgerTimeline, expiry: CalendarDate, closes: [String: Double],
        calendar: ExchangeCalendar = .standard
    ) -> [SettlementLine] {
        let day = calendar.sessionOnOrBefore(expiry)
        let session = calendar.session(on: day)?.close ?? NewYorkTime.instant(on: day, hour: 16, minute: 0)
        // Trades up to the close, and what brokers book later that night or in the days after as the report.
        let before = timeline.book(at: session.adding(seconds: -1))
        let deadline = calendar.adding(sessions: 3, to: day)
        let events = timeline.latest.allEvents
        var removals: [String: [LedgerEvent]] = [:]
        var shares: [String: Int64] = [:]
        for event in events.reversed() {
            let date = event.time.newYork.date
            if date < day { break }
            guard date <= deadline, let instrument = event.instrument, isRemoval(event.kind) else { continue }
            switch instrument {
            case .option:
                removals[LedgerBook.identifier(account: event.account, instrument: instrument), default: []].append(
                    event)
            case .stock(let symbol):
                let key = shareKey(event.account, symbol, event.price)
                shares[key] = (shares[key] ?? 0) &+ event.quantity.millionths
            }
        }
        var result: [SettlementLine] = []
        for position in before.positions {
            guard case .option(let contract) = before.valued(position).instrument,
                calendar.sessionOnOrBefore(contract.expiry) == day
            else { continue }
            // Closed on the last day before the bell, or reported before it.
            let traded = tradedAfter(position, session, events)
            let quantity = position.quantity + traded
            guard !quantity.isZero else { continue }
            result.append(
                line(
                    position, contract, quantity, close: closes[contract.underlying],
                    removals: removals[position.id] ?? [], shares: shares))
        }
        return result
    }

    private static func isRemoval(_ kind: LedgerEventKind) -> Bool {
        [.assignment, .exercise, .expiration, .cashSettlement].contains(kind)
    }

    private static func shareKey(_ account: String, _ symbol: String, _ price: Money?) -> String {
        "\(account)\u{0}\(symbol)\u{0}\(price?.tenThousandths ?? 0)"
    }

    /// Index options trade fifteen minutes longer.
    private static func tradedAfter(_ position: Position, _ close: Instant, _ events: [LedgerEvent]) -> Quantity {
        var sum = Int64(0)
        for event in events.reversed() {
            if event.time < close { break }
            if event.kind == .trade, event.account == position.account, event.instrument == position.instrument {
                sum = sum &+ event.quantity.millionths
            }
        }
        return Quantity(millionths: sum)
    }

    private static func line(
        _ position: Position, _ contract: OptionContract, _ quantity: Quantity, close: Double?,
        removals: [LedgerEvent], shares: [String: Int64]
    ) -> SettlementLine {
        var reported: [LotEnding: Quantity] = [:]
        var total = Quantity.zero
        for event in removals {
            reported[LedgerBook.ending(event.kind), default: .zero] =
                (reported[LedgerBook.ending(event.kind)] ?? .zero) + event.quantity.magnitude
            total = total + event.quantity.magnitude
        }
        var expected: LotEnding?
        if let close, close.isFinite, !contract.isAdjusted {
            let inside = contract.right == .call ? close - contract.strike : contract.strike - close
            // Half a cent less than the cent of exercise by exception: prices are binary fractions.
            if inside < 0.0095 {
                expected = .expired
            } else if contract.settlement != .physical {
                expected = .cashSettled
            } else {
                expected = quantity.isShort ? .assigned : .exercised
            }
        }
        let delivered = [LotEnding.assigned, .exercised, .cashSettled].reduce(Quantity.zero) {
            $0 + (reported[$1] ?? .zero)
        }
        var differences: [SettlementLine.Difference] = []
        if total < quantity.magnitude { differences.append(.unreported) }
        if let expected {
            if expected == .expired, !delivered.isZero { differences.append(.unexpected) }
            if expected != .expired, !total.isZero {
                if delivered.isZero {
                    differences.append(.notAssigned)
                } else if delivered < quantity.magnitude, total == quantity.magnitude {
                    differences.append(.partly)
                }
            }
        }
        let strike = Money(tenThousandths: Int64(contract.strikeThousandths) * 10)
        let moved = delivered.isZero ? 0 : shares[shareKey(position.account, contract.underlying, strike)] ?? 0
        return SettlementLine(
            account: position.account, contract: contract, quantity: quantity, underlyingClose: close,
            expected: expected, reported: reported, shares: Quantity(millionths: moved), differences: differences)
    }
}
