import MagnusDesk
import MagnusDomain

/// The ledger as it was traded: legs of one order together, rolls, what closings realised.
extension TradesDocument {
    /// - Parameter events: the entries of the ledger behind them, under the key `trades`.
    static func json(
        _ events: [LedgerEvent], report: LifecycleReport, isIncluded: (Trade) -> Bool, limit: Int?,
        envelope: DocumentEnvelope
    ) -> JSONValue {
        var content = DocumentObject()
        content.set("trades", events.map(entry))
        let grouped = Self.grouped(report, isIncluded, limit)
        let shown = Set(grouped.map(\.id))
        content.set("grouped", grouped.map { entry($0, report) })
        content.set(
            "rolls",
            report.rolls.filter { shown.contains($0.opening) || shown.contains($0.closing) }.map(LifecycleWords.roll))
        content.set(
            "roll_review",
            report.review.filter { shown.contains($0.opening) || shown.contains($0.closing) }.map(LifecycleWords.roll))
        let realized = grouped.map { report.realizedByTrade[$0.id] }
        content.set("realized_pnl", JSONValue(realized.reduce(Money.zero) { $0 + ($1 ?? .zero) }.dollars))
        content.set(
            "unknown_count", .integer(zip(grouped, realized).count { trade, profit in trade.closes && profit == nil }))
        content.set("issues", report.issues.map(LifecycleWords.issue))
        return envelope.document(content)
    }

    private static func grouped(_ report: LifecycleReport, _ isIncluded: (Trade) -> Bool, _ limit: Int?) -> [Trade] {
        let trades = report.trades.filter(isIncluded)
        return limit.map { Array(trades.suffix(max(0, $0))) } ?? trades
    }

    private static func entry(_ trade: Trade, _ report: LifecycleReport) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("id", text: trade.id)
        entry.set("account", text: trade.account)
        entry.set("time", text: trade.time.rfc3339)
        entry.set("kind", text: trade.kind.rawValue)
        entry.set("symbol", text: trade.underlying)
        entry.set("strategy", trade.strategy?.rawValue, else: .notApplicable)
        entry.set("legs", trade.legs.map(LifecycleWords.leg))
        entry.set("amount", JSONValue(trade.cash.dollars))
        entry.set("fees", JSONValue(trade.fees.dollars))
        entry.set(
            "realized_pnl", trade.closes ? report.realizedByTrade[trade.id]?.dollars : nil,
            else: trade.closes ? .noBasis : .notApplicable)
        if report.statedTrades.contains(trade.id) { entry.set("realized_basis", text: "broker") }
        entry.set("order_id", trade.order, else: .noSource)
        entry.closeWithReasons()
        return entry
    }

    static func text(
        report: LifecycleReport, isIncluded: (Trade) -> Bool, limit: Int?, format: FigureFormat
    ) -> [String] {
        let trades = grouped(report, isIncluded, limit)
        guard !trades.isEmpty else { return ["No trades."] }
        let severalAccounts = Set(trades.map(\.account)).count > 1
        var table = TextTable(
            [
                .left("Time ET"), .left("Kind"), .left("Strategy"), .left("Legs"), .right("Cash"), .right("Fees"),
                .right("Realised"), .left("Roll"),
            ] + (severalAccounts ? [.left("Acct")] : []))
        let rolled = Dictionary(grouping: report.rolls, by: \.opening)
        for trade in trades {
            table.add([
                DocumentText.minute(trade.time), trade.kind.rawValue, LifecycleWords.strategy(trade.strategy),
                LifecycleWords.legs(trade.legs), format.amount(trade.cash, isSigned: true),
                format.amount(trade.fees, isSigned: true),
                !trade.closes
                    ? ""
                    : report.realizedByTrade[trade.id].map {
                        format.amount($0, isSigned: true) + (report.statedTrades.contains(trade.id) ? "*" : "")
                    } ?? format.marks.unknown,
                rolled[trade.id] == nil ? "" : "roll", trade.account,
            ])
        }
        var lines = table.lines
        if trades.contains(where: { report.statedTrades.contains($0.id) }) {
            lines += ["", "* as the broker states: no entry opened what it closed"]
        }
        if !report.review.isEmpty {
            lines.append("")
            lines.append("Rolls to review: \(DocumentText.counted(report.review.count, "pair", "pairs")); --json lists")
        }
        let shown = Set(trades.lazy.flatMap(\.legs).flatMap(\.events))
        let issues = report.issues.filter { shown.contains($0.event) }
        if let first = issues.first {
            let place = first.line.map { "\(first.source):\($0)" } ?? first.source
            lines.append("")
            lines.append(
                "\(DocumentText.counted(issues.count, "entry does", "entries do")) not add up, first \(place): "
                    + "\(first.text); --json lists")
        }
        return lines
    }
}
