import MagnusDomain
import MagnusQuant

/// Turns entries into ledger events with stable ids.
struct PaperLedger {
    let account: String
    private(set) var events: [LedgerEvent] = []

    init(account: String) {
        self.account = account
    }

    static func money(_ dollars: Double) -> Money { Money(dollars: dollars) ?? .zero }

    static func multiplier(of instrument: Instrument) -> Int {
        switch instrument {
        case .stock: 1
        case .option(let contract): contract.multiplier
        }
    }

    mutating func append(_ entry: PaperBook.Entry, feePerContract: Double = 0) {
        let time = NewYorkTime.instant(on: entry.date, hour: entry.hour, minute: entry.minute)
        for (index, leg) in entry.legs.enumerated() {
            append(
                time: time, kind: entry.kind, leg: leg, group: entry.group, index: index, details: entry.details,
                feePerContract: feePerContract)
        }
    }

    /// One leg. In an assignment or exercise the option leg carries no cash, the shares carry the strike.
    mutating func append(
        time: Instant, kind: LedgerEventKind, leg: PaperBook.Leg, group: String, index: Int, details: String,
        feePerContract: Double = 0
    ) {
        let factor = Self.multiplier(of: leg.instrument)
        let price = Self.money(leg.price)
        var fees = Money.zero
        if case .option = leg.instrument, feePerContract > 0, kind == .trade {
            fees = -(Self.money(feePerContract) * abs(leg.quantity))
        }
        events.append(
            LedgerEvent(
                id: "\(account):\(group):\(time.secondsSinceEpoch):\(kind.rawValue):\(index)", account: account,
                time: time,
                kind: kind, instrument: leg.instrument, quantity: Quantity(leg.quantity), price: price,
                amount: -(price * (leg.quantity * factor)), fees: fees, orderIdentifier: group, details: details,
                source: PaperBroker.sourceName))
    }

    /// A movement of cash alone.
    mutating func appendCash(
        time: Instant, kind: LedgerEventKind, amount: Money, instrument: Instrument? = nil, identifier: String,
        details: String
    ) {
        events.append(
            LedgerEvent(
                id: "\(account):\(identifier):\(kind.rawValue)", account: account, time: time, kind: kind,
                instrument: instrument, amount: amount, details: details, source: PaperBroker.sourceName))
    }

    /// Amounts and fees of everything so far.
    var cash: Money { events.reduce(.zero) { $0 + $1.amount + $1.fees } }
}
