import MagnusDomain

/// One leg of the section Account Trade History.
struct ThinkorswimLeg: Sendable {
    var time: Instant
    var quantity: Quantity
    var effect: PositionEffect
    var instrument: Instrument
    var price: Money
    var line: Int
    /// Legs of one order share it.
    var order: Int
    /// The spread's name and the cells, for people.
    var details: String

    /// What it paid or cost, without fees.
    var value: Money? {
        let multiplier = if case .option(let contract) = instrument { contract.multiplier } else { 1 }
        return try? Money.value(price: price, quantity: -quantity, multiplier: multiplier)
    }
}

/// One row of the section Cash Balance that moves something.
struct ThinkorswimCash: Sendable {
    var time: Instant
    var type: Substring
    var reference: Substring
    var text: String
    var description: ThinkorswimDescription
    var amount: Money
    /// A cost is negative.
    var fees: Money
    var line: Int
}

/// The columns of a section, found by name.
struct ThinkorswimColumns: Sendable {
    private let places: [String: Int]
    let count: Int

    init(_ header: [String]) {
        var places: [String: Int] = [:]
        for (index, name) in header.enumerated() {
            let words = StatementText.words(name)
            if !words.isEmpty, places[words] == nil { places[words] = index }
        }
        self.places = places
        count = header.count
    }

    func has(_ names: [String]) -> Bool { names.allSatisfy { places[$0] != nil } }

    /// The cell's content without blanks and guards; empty when there is none and for `--`.
    func text(_ names: String..., in record: DelimitedRecord) -> Substring {
        guard let index = names.lazy.compactMap({ places[$0] }).first, index < record.fields.count else { return "" }
        let text = CellText.trimmed(record.fields[index].text)
        return CellText.isAbsent(text) ? "" : text
    }
}

/// Why a row cannot be booked.
struct ThinkorswimFault: Error {
    var reason: String
    var text: String

    init(_ reason: String) {
        self.reason = reason
        text = ""
    }

    init(_ reason: String, _ text: some StringProtocol) {
        self.reason = reason
        self.text = String(text)
    }
}
