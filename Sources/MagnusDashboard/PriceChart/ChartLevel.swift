import MagnusDesk
import MagnusDomain

/// A price that the book gives a chart: a strike that is held or written, or a breakeven.
struct ChartLevel: Equatable {
    enum Kind: Equatable {
        case strike
        case breakeven
    }

    var kind: Kind
    /// Dollars per share.
    var price: Double
    /// `-1 95P`, or the title of the position that breaks even there.
    var name: String
    var expiry: CalendarDate?
    /// Id of the row of Positions behind it.
    var row: String
    /// Signed contracts; nil for a breakeven.
    var quantity: Quantity?

    /// Those of a symbol in the shown accounts: strikes by expiry and price, then breakevens by price. What has ended has
    /// none; a strike of an adjusted contract is no price of one share.
    static func levels(of symbol: String, in book: BookValuation) -> [ChartLevel] {
        let strategies = book.strategies.filter { $0.symbol == symbol }
        var strikes: [OptionContract: ChartLevel] = [:]
        for strategy in strategies {
            for leg in strategy.legs where leg.state == .open {
                guard case .option(let contract) = leg.position.instrument, !contract.isAdjusted else { continue }
                let before = strikes[contract]?.quantity ?? .zero
                // A sum that no count can hold is no position.
                guard let held = before.adding(leg.position.quantity) else { continue }
                strikes[contract] = ChartLevel(
                    kind: .strike, price: contract.strike, name: contract.positionText(quantity: held),
                    expiry: contract.expiry, row: strikes[contract]?.row ?? strategy.id, quantity: held)
            }
        }
        let held = strikes.values.filter { $0.quantity != .zero }.sorted {
            (daysOf($0), $0.price, $0.name) < (daysOf($1), $1.price, $1.name)
        }
        let breakevens = strategies.filter { strategy in strategy.legs.contains { $0.state == .open } }.flatMap {
            strategy in
            strategy.breakevens.filter { $0.isFinite && $0 > 0 }.map {
                ChartLevel(
                    kind: .breakeven, price: $0, name: strategy.title, expiry: strategy.expiry, row: strategy.id)
            }
        }
        return held + breakevens.sorted { ($0.price, $0.name) < ($1.price, $1.name) }
    }

    /// Contracts of the symbol whose strike is no price of one share.
    static func adjustedCount(of symbol: String, in book: BookValuation) -> Int {
        book.strategies.filter { $0.symbol == symbol }.flatMap(\.legs).count { leg in
            if case .option(let contract) = leg.position.instrument { contract.isAdjusted } else { false }
        }
    }

    private static func daysOf(_ level: ChartLevel) -> Int { level.expiry?.daysSinceEpoch ?? 0 }

    /// On the chart: `-1 95P 03-25`, `BE 93.01`.
    func label(_ format: FigureFormat, today: CalendarDate) -> String {
        switch kind {
        case .strike: name + (expiry.map { " " + $0.expiryText(today: today) } ?? "")
        case .breakeven: "BE " + format.price(Figure(price))
        }
    }
}
