import MagnusDomain

/// What the two generations of an export agree on about one row, see ``ImportSession``.
struct LooseKey: Hashable, Sendable {
    private var day: Int
    /// Minute of the quarter of an hour: zones differ by whole quarters.
    private var minute: Int
    private var kind: LedgerEventKind
    private var effect: PositionEffect
    private var symbol = ""
    /// Not the root: one generation prints the old root of an adjusted series.
    private var series: ImportSession.SeriesKey?
    private var size: Int64
    private var cents: Int64

    init(_ event: LedgerEvent) {
        let clock = event.time.newYork
        day = clock.date.daysSinceEpoch
        minute = clock.secondsOfDay / 60 % 15
        // Of shares it follows from the words of the file, and older records state less.
        if case .stock = event.instrument { effect = .automatic } else { effect = event.effect }
        switch event.kind {
        // Which of them moved shares is told by another row.
        case .assignment, .exercise, .adjustment: kind = .assignment
        default: kind = event.kind
        }
        switch event.instrument {
        case nil: break
        case .stock(let symbol): self.symbol = symbol
        case .option(let contract): series = ImportSession.SeriesKey(contract)
        }
        // The side of a removal is told by the holding, and an unheld one changes nothing.
        size = event.kind == .expiration ? 0 : event.quantity.magnitude.millionths
        // A fee row carries its cash as a fee. One generation prints fractions of a cent.
        let cash = event.kind == .fee ? event.amount + event.fees : event.amount
        cents = Int64((Double(cash.tenThousandths) / 100).rounded())
    }
}
