import MagnusDomain
import MagnusQuant

extension OptionRight {
    /// `call` or `put`, as in JSON.
    var word: String { self == .call ? "call" : "put" }
}

extension ExerciseStyle {
    /// `european` or `american`, as in JSON.
    var word: String { self == .american ? "american" : "european" }
}

extension Deliverable {
    /// What one contract delivers: `100 AAPL`, `cash`, `10 LCID + 5.00`; nil when nobody stated it.
    /// - Parameter underlying: the contract's underlying.
    func words(underlying: String) -> String? {
        switch self {
        case .shares(let count): "\(count) \(underlying)"
        case .cash: "cash"
        case .adjusted(let shares, let symbol, let cash):
            cash == .zero ? "\(shares) \(symbol)" : "\(shares) \(symbol) + \(cash.exactText)"
        case .unknown: nil
        }
    }
}

extension Instrument {
    /// `stock` or `option`.
    var kindWord: String { contract == nil ? "stock" : "option" }

    /// The series, nil for shares.
    var contract: OptionContract? {
        if case .option(let contract) = self { contract } else { nil }
    }

    /// The identity everywhere: a ticker, or the 21 characters of an OSI symbol.
    var identity: String {
        switch self {
        case .stock(let symbol): symbol
        case .option(let contract): contract.osi
        }
    }

    /// On one line for people: `DIS`, `PLTR 80P 2027-04-16`.
    var lineText: String {
        switch self {
        case .stock(let symbol): symbol
        case .option(let contract): "\(contract.root) \(contract.shortName) \(contract.expiry.iso8601)"
        }
    }
}
