import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// Short ways to write ledgers down.
enum Ledger {
    static func time(_ date: String, _ hour: Int = 10) -> Instant {
        guard let day = try? CalendarDate(iso8601: date) else { return Instant(nanosecondsSinceEpoch: 0) }
        return NewYorkTime.instant(on: day, hour: hour, minute: 0)
    }

    static func option(
        _ root: String, _ right: OptionRight, _ strike: Int, _ expiry: String
    ) -> Instrument {
        guard let day = try? CalendarDate(iso8601: expiry),
            let contract = try? OptionContract.standard(
                symbol: root, expiry: day, right: right, strikeThousandths: strike * 1000)
        else { return .stock(symbol: "?") }
        return .option(contract)
    }

    static func stock(_ symbol: String) -> Instrument { .stock(symbol: symbol) }

    static func money(_ dollars: Double) -> Money { Money(dollars: dollars) ?? .zero }

    static func event(
        _ id: String, _ date: String, _ kind: LedgerEventKind, _ instrument: Instrument?, _ quantity: Int,
        _ price: Double? = nil, amount: Double? = nil, fees: Double = 0, effect: PositionEffect = .automatic,
        order: String? = nil, account: String = "a", hour: Int = 10
    ) -> LedgerEvent {
        var factor = 1
        if case .option(let contract)? = instrument { factor = contract.multiplier }
        let cash = amount ?? price.map { -$0 * Double(quantity * factor) } ?? 0
        return LedgerEvent(
            id: id, account: account, time: time(date, hour), kind: kind, effect: effect, instrument: instrument,
            quantity: Quantity(quantity), price: price.map(money), amount: money(cash), fees: money(fees),
            orderIdentifier: order, source: "test")
    }

    static func event(
        _ id: String, _ date: String, _ instrument: Instrument, _ quantity: Int, _ price: Double, fees: Double = 0,
        effect: PositionEffect = .automatic, order: String? = nil, account: String = "a", hour: Int = 10
    ) -> LedgerEvent {
        event(
            id, date, .trade, instrument, quantity, price, fees: fees, effect: effect, order: order,
            account: account, hour: hour)
    }
}
