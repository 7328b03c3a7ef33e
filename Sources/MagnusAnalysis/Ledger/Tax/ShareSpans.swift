import MagnusDomain
import MagnusQuant

/// Lots of shares of each account and symbol with the days they were held, open ones too, oldest first.
struct ShareSpans: Sendable {
    struct Key: Hashable, Sendable {
        var account: String
        var symbol: String
    }

    struct Span: Sendable {
        var openedAt: Instant
        /// nil while held.
        var closedAt: Instant?
        var shares: Quantity
        /// False when the shares were acquired on the day of ``openedAt`` or earlier.
        var isOpeningDayKnown = true

        func isHeld(at moment: Instant) -> Bool {
            openedAt <= moment && closedAt.map { $0 > moment } ?? true
        }
    }

    private(set) var spans: [Key: [Span]] = [:]

    init(_ book: LedgerBook) {
        for lot in book.closedLots {
            guard case .stock(let symbol) = lot.instrument, !lot.isShort, !lot.quantity.isZero else { continue }
            spans[Key(account: lot.account, symbol: symbol), default: []].append(
                Span(
                    openedAt: lot.openedAt, closedAt: lot.closedAt, shares: lot.quantity,
                    isOpeningDayKnown: lot.isOpeningDayKnown))
        }
        for lot in book.openLots {
            guard case .stock(let symbol) = lot.instrument, lot.quantity > .zero else { continue }
            spans[Key(account: lot.account, symbol: symbol), default: []].append(
                Span(
                    openedAt: lot.openedAt, closedAt: nil, shares: lot.quantity,
                    isOpeningDayKnown: lot.isOpeningDayKnown))
        }
        for key in spans.keys { spans[key]?.sort { $0.openedAt < $1.openedAt } }
    }

    /// Lots held at a moment, oldest first.
    func held(_ account: String, _ symbol: String, at moment: Instant) -> [Span] {
        (spans[Key(account: account, symbol: symbol)] ?? []).filter { $0.isHeld(at: moment) }
    }
}
