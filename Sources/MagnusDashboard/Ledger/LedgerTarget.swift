import MagnusDesk
import MagnusDomain

/// The position from which a view of the history was opened: the view begins at its lifecycle.
struct LedgerTarget: Sendable, Equatable {
    var symbol: String
    var accounts: Set<String>
    /// Ids of the ledger's events that opened its legs.
    var events: Set<String>
    var instruments: Set<Instrument>

    init(_ strategy: StrategyValuation) {
        symbol = strategy.symbol
        accounts = Set(strategy.legs.map(\.position.account))
        events = Set(strategy.legs.map(\.position.openedBy))
        instruments = Set(strategy.legs.map(\.position.instrument))
    }

    /// Row of a page that tells when the position ends; nil where it does not end in what is shown.
    func row(_ kind: LedgerPageKind, in board: ExpiryBoard) -> String? {
        switch kind {
        case .board:
            board.rows.first { row in
                accounts.contains(row.account) && row.legs.contains { instruments.contains(.option($0.contract)) }
            }?.id
        case .deadlines: board.deadlines.first { $0.symbol == symbol }?.id
        default: nil
        }
    }

    /// Row of a page that tells what became of the position; nil where the page is not about single positions, or the
    /// ledger does not know it.
    func row(_ kind: LedgerPageKind, in report: LifecycleReport) -> String? {
        switch kind {
        case .strategies:
            let own = report.journal.filter { accounts.contains($0.account) && $0.symbol == symbol }
            let opened = own.first { entry in
                entry.legs.contains { leg in leg.events.contains(where: events.contains) }
            }
            let held = own.filter { $0.state != .closed }
            let alike = held.first { entry in entry.legs.contains { instruments.contains($0.instrument) } }
            return (opened ?? alike ?? held.first ?? own.first)?.id
        case .trades:
            let own = report.trades.filter { accounts.contains($0.account) && $0.underlying == symbol }
            return
                (own.first { trade in
                    trade.legs.contains { leg in leg.events.contains(where: events.contains) }
                } ?? own.max { ($0.time, $0.id) < ($1.time, $1.id) })?.id
        case .campaigns:
            let own = report.wheels.filter {
                accounts.contains($0.campaign.account) && $0.campaign.symbol == symbol
            }
            return (own.first { $0.campaign.stage != .ended } ?? own.first)?.campaign.id
        default: return nil
        }
    }
}
