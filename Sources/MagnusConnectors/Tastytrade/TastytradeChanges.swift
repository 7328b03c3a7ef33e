import MagnusDomain
import MagnusQuant

/// Contracts that took the place of others.
enum TastytradeChanges {
    /// Gives each pair of an old and a new contract a moment of its own: the halves of a change meet in the book by their
    /// moment, and all strikes of an underlying change at the same second. The lowest old strike becomes the lowest new
    /// one, and so on; where the numbers of contracts differ nothing tells the pairs apart, and nothing is changed.
    ///
    /// Only fractions of the second are set: they are no part of a row's id.
    static func separate(_ rows: inout ImportedRows) {
        var changes: [Change: [Int]] = [:]
        for (index, row) in rows.enumerated() {
            guard case .option(let contract) = row.event.instrument, kinds.contains(row.event.kind),
                row.event.effect != .automatic
            else { continue }
            changes[Change(row.event, contract), default: []].append(index)
        }
        for places in changes.values where places.count > 2 {
            let former = strikes(places, .closing, rows)
            let present = strikes(places, .opening, rows)
            guard former.count == present.count else { continue }
            for place in places {
                let event = rows[place].event
                guard case .option(let contract) = event.instrument else { continue }
                let order = event.effect == .closing ? former : present
                let rank = order.firstIndex(of: contract.strikeThousandths) ?? 0
                rows[place].event.time = Instant(
                    nanosecondsSinceEpoch: event.time.nanosecondsSinceEpoch + Int64(rank) * 1000)
            }
        }
    }

    private static let kinds: Set<LedgerEventKind> = [.adjustment, .split, .symbolChange, .merger]

    private static func strikes(_ places: [Int], _ effect: PositionEffect, _ rows: ImportedRows) -> [Int] {
        var found: Set<Int> = []
        for place in places where rows[place].event.effect == effect {
            if case .option(let contract) = rows[place].event.instrument { found.insert(contract.strikeThousandths) }
        }
        return found.sorted()
    }

    /// What changes together: one kind of change of one right and expiry at one second.
    private struct Change: Hashable {
        var second: Int64
        var kind: LedgerEventKind
        var right: OptionRight
        var expiry: CalendarDate

        init(_ event: LedgerEvent, _ contract: OptionContract) {
            (second, kind) = (event.time.secondsSinceEpoch, event.kind)
            (right, expiry) = (contract.right, contract.expiry)
        }
    }
}
