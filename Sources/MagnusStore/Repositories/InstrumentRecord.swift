import MagnusDomain
import MagnusQuant

/// An instrument as it is written into a JSON column.
struct InstrumentRecord: Codable {
    var kind: String
    var symbol: String?
    var root: String?
    var expiryDay: Int?
    var right: String?
    var strikeThousandths: Int?
    var style: String?
    var settlement: Settlement?
    var multiplier: Int?
    var deliverable: Deliverable?

    init(_ instrument: Instrument) {
        switch instrument {
        case .stock(let symbol):
            kind = "stock"
            self.symbol = symbol
        case .option(let contract):
            kind = "option"
            symbol = contract.underlying
            root = contract.root
            expiryDay = contract.expiry.daysSinceEpoch
            right = contract.right == .call ? "call" : "put"
            strikeThousandths = contract.strikeThousandths
            style = contract.style == .european ? "european" : "american"
            settlement = contract.settlement
            multiplier = contract.multiplier
            deliverable = contract.deliverable
        }
    }

    /// - Throws: ``StoreError/unreadableRecord(table:id:reason:)`` when a field is missing.
    func instrument(id: String) throws -> Instrument {
        guard let symbol else {
            throw StoreError.unreadableRecord(table: "ledgerEvent", id: id, reason: "instrument without symbol")
        }
        if kind == "stock" { return .stock(symbol: symbol) }
        guard let root, let expiryDay, let right, let strikeThousandths, let style, let settlement, let multiplier,
            let deliverable
        else {
            throw StoreError.unreadableRecord(table: "ledgerEvent", id: id, reason: "incomplete option")
        }
        return .option(
            OptionContract(
                root: root, underlying: symbol, expiry: CalendarDate(daysSinceEpoch: expiryDay),
                right: right == "call" ? .call : .put, strikeThousandths: strikeThousandths,
                style: style == "european" ? .european : .american, settlement: settlement, multiplier: multiplier,
                deliverable: deliverable))
    }
}
