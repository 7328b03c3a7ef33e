import MagnusDomain
import MagnusQuant

/// Options that were assigned or exercised against the rows that bring or take their shares, over everything that an
/// account's ledger and the files of an import hold. The book pairs the two by the same rule: side, strike and at most
/// ``StatementDeliveries/span`` days between them.
struct DeliveryBalance: Sendable {
    private struct Side: Hashable {
        var symbol: String
        var isReceived: Bool
    }

    /// An option that ended so, in the order of its row.
    private struct Ending {
        var side: Side
        var day: CalendarDate
        var strike: Money
        /// Millionths of shares.
        var shares: UInt64
        var event: LedgerEvent
        /// Of the files being imported; nil for an entry of the ledger.
        var file: Int32?
    }

    private struct Moved {
        var day: CalendarDate
        /// nil where the row states none.
        var price: Money?
        /// Millionths of shares.
        var left: UInt64
    }

    private var endings: [Ending] = []
    private var moved: [Side: [Moved]] = [:]

    /// - Parameter file: its place among the files being imported; nil for an entry of the ledger.
    mutating func take(_ event: LedgerEvent, file: Int32?) {
        guard event.kind == .assignment || event.kind == .exercise, !event.quantity.isZero else { return }
        switch event.instrument {
        case .stock(let symbol):
            moved[Side(symbol: symbol, isReceived: !event.quantity.isShort), default: []].append(
                Moved(
                    day: event.time.newYork.date, price: event.price, left: event.quantity.millionths.magnitude))
        case .option(let contract):
            guard contract.settlement == .physical, case .shares(let each) = contract.deliverable, each > 0 else {
                return
            }
            let (shares, overflow) = event.quantity.millionths.magnitude.multipliedReportingOverflow(by: UInt64(each))
            guard !overflow else { return }
            endings.append(
                Ending(
                    side: Side(
                        symbol: contract.underlying,
                        isReceived: (event.kind == .assignment) == (contract.right == .put)),
                    day: event.time.newYork.date,
                    strike: Money(tenThousandths: Int64(contract.strikeThousandths) * 10), shares: shares,
                    event: event, file: file))
        case nil: break
        }
    }

    /// New options whose shares, or a part of them, no row moves, by day, each with what is assumed.
    func missing() -> [(file: Int32, line: Int?, message: String)] {
        var moved = moved.mapValues { $0.sorted { $0.day < $1.day } }
        /// Rows before it are used up or too old for every ending still to come.
        var starts: [Side: Int] = [:]
        var result: [(file: Int32, line: Int?, message: String)] = []
        // Those of the ledger first: what they moved is not there for new ones.
        func order(_ ending: Ending) -> (CalendarDate, Int32, Int) {
            (ending.day, ending.file ?? -1, ending.event.line ?? 0)
        }
        for ending in endings.sorted(by: { order($0) < order($1) }) {
            var missing = ending.shares
            let rows = moved[ending.side] ?? []
            var index = starts[ending.side] ?? 0
            while index < rows.count,
                rows[index].left == 0 || ending.day.days(since: rows[index].day) > StatementDeliveries.span
            {
                index += 1
            }
            starts[ending.side] = index
            while missing > 0, index < rows.count, rows[index].day.days(since: ending.day) <= StatementDeliveries.span {
                if rows[index].price.map({ $0 == ending.strike }) ?? true {
                    let part = min(missing, rows[index].left)
                    moved[ending.side]?[index].left -= part
                    missing -= part
                }
                index += 1
            }
            guard missing > 0, let file = ending.file else { continue }
            result.append((file, ending.event.line, Self.message(ending, missing: missing)))
        }
        return result
    }

    private static func message(_ ending: Ending, missing: UInt64) -> String {
        guard case .option(let contract) = ending.event.instrument else { return "" }
        let count = Quantity(millionths: Int64(clamping: missing)).signedText.drop { $0 == "+" }
        let (trade, verb) = ending.side.isReceived ? ("purchase", "brings") : ("sale", "takes away")
        return
            "\(ending.event.kind.rawValue) of \(contract.underlying) \(contract.expiry.iso8601) \(contract.shortName): "
            + "no row \(verb) \(count) shares at \(contract.strikeText); none are booked for it, the option keeps its own "
            + "result, and no plain \(trade) is taken for them"
    }
}
