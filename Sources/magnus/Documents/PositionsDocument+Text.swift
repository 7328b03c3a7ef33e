import MagnusDashboard
import MagnusDesk
import MagnusDomain

extension PositionsDocument {
    /// One row a strategy in the order of the screen: severity, deadline, days to expiry, loss. Legs below those that have
    /// several, and the total.
    /// - Parameters:
    ///   - alerts: whose deadlines order the rows.
    ///   - world: tells why a book may be empty.
    ///   - showsLegs: a row for each leg of strategies with more than one.
    static func text(
        _ book: BookValuation, alerts: [Alert] = [], in world: WorldKind = .simulated,
        format: FigureFormat = FigureFormat(), showsLegs: Bool = true
    ) -> [String] {
        guard !book.strategies.isEmpty else {
            return [
                EmptyBook.reason(in: world)
                    ?? "No positions. magnus import FILE reads a broker's export, magnus accounts lists the accounts."
            ] + DocumentText.unopened(book.unopenedCount) + DocumentText.gaps(book)
        }
        let today = book.asOf.newYork.date
        let severalAccounts = Set(book.strategies.map(\.account)).count > 1
        var table = TextTable(
            [
                .left(""), .left("Sym"), .left("Position"), .left("Exp"), .right("DTE"), .right("P/L"), .right("Cap"),
                .right("Dist"), .right(format.deltaName), .right("\(format.thetaName)/d"), .right("Asg"), .left("Flag"),
            ] + (severalAccounts ? [.left("Acct")] : []))
        for strategy in PositionSort.byAttention(book.strategies, alerts: alerts) {
            table.add(row(strategy, today: today, format: format))
            guard showsLegs, strategy.legs.count > 1 else { continue }
            for leg in strategy.legs { table.add(row(leg, today: today, format: format)) }
        }
        return table.lines + [totalLine(book, format: format)]
            + (book.excluded.isEmpty ? [] : [excludedLine(book.excluded)])
            + DocumentText.unopened(book.unopenedCount) + DocumentText.gaps(book)
    }

    private static func row(
        _ strategy: StrategyValuation, today: CalendarDate, format: FigureFormat
    ) -> [String] {
        [
            format.glyph(strategy.severity), strategy.listedSymbol, strategy.title,
            strategy.expiry?.expiryText(today: today) ?? "", days(strategy.daysToExpiry),
            format.profit(strategy.unrealizedProfit),
            applicable(strategy.captured, format.captured(strategy.captured)),
            applicable(
                strategy.distance, format.distance(strategy.distance, dollars: strategy.distanceDollars)),
            format.shares(strategy.delta), format.profit(strategy.thetaPerDay),
            applicable(strategy.assignmentProbability, format.percent(strategy.assignmentProbability)),
            format.text(strategy.flags), strategy.account,
        ]
    }

    private static func row(_ leg: PositionValuation, today: CalendarDate, format: FigureFormat) -> [String] {
        let contract = leg.position.instrument.contract
        let name =
            contract?.positionText(quantity: leg.position.quantity)
            ?? "\(leg.position.quantity.signedText) sh"
        let dollars = leg.underlyingPrice.combined(with: leg.distanceToStrike) { $0 * $1 }
        return [
            "", "", "  \(name)", contract?.expiry.expiryText(today: today) ?? "",
            days(leg.daysToExpiry), format.profit(leg.unrealizedProfit),
            applicable(leg.profitCaptured, format.captured(leg.profitCaptured)),
            applicable(leg.distanceToStrike, format.distance(leg.distanceToStrike, dollars: dollars)),
            format.shares(leg.delta), format.profit(leg.thetaPerDay),
            applicable(leg.assignmentProbability, format.percent(leg.assignmentProbability)), "",
        ]
    }

    /// Blank where the figure means nothing for the row, so that `—` keeps saying "unknown".
    private static func applicable(_ figure: Figure, _ text: String) -> String {
        figure.reason == .notApplicable ? "" : text
    }

    private static func totalLine(_ book: BookValuation, format: FigureFormat) -> String {
        let rows = DocumentText.counted(book.strategies.count, "row", "rows")
        return DocumentText.line(
            "\(rows)  open \(format.total(book.openProfit) { format.profit($0) })"
                + "  day \(format.total(book.dayProfit) { format.profit($0) })"
                + "  \(format.thetaName) \(format.total(book.thetaPerDay) { format.profit($0) })"
                + "  short extrinsic \(format.total(book.shortExtrinsic) { format.dollars($0) })")
    }

    private static func excludedLine(_ symbols: [String]) -> String {
        DocumentText.line("without quotes, excluded from the Greeks: \(symbols.joined(separator: ", "))")
    }

    /// Days left; an expiry that is over says so.
    private static func days(_ count: Int?) -> String {
        guard let count else { return "" }
        return count < 0 ? "exp" : String(count)
    }
}
