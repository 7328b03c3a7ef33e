import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// What closing several rows costs and realises, each by itself and together.
extension AnswerMaker {
    private static let closedRows = 8
    private static let decidedRows = 4

    /// Rows of several names, or all rows of a name that is to be closed; nil where one row is decided about.
    var rowsDecidedTogether: [StrategyValuation]? {
        guard question.subject == nil else { return nil }
        let rows = rows().sorted(by: Self.attention)
        let isClosing = ClosingRules.asks(question.words, entities)
        guard !rows.isEmpty, entities.symbols.count > 1 || isClosing && rows.count > 1 else { return nil }
        return rows
    }

    func decideTogether(_ rows: [StrategyValuation]) async {
        for name in entities.symbols where !rows.contains(where: { $0.symbol == name }) {
            out.line("Nothing in \(out.quote(name)) is held, so there is nothing to close or to roll there.")
        }
        if ClosingRules.isOfClosing(question.words), !namesRolls { return await closings(rows) }
        let shorts = rows.filter { $0.legs.contains(where: Self.isShortOption) }
        for row in shorts.prefix(Self.decidedRows) { await decide(row) }
        let untold = shorts.dropFirst(Self.decidedRows) + rows.filter { row in !shorts.contains { $0.id == row.id } }
        if !untold.isEmpty { out.line("Not told here: \(untold.prefix(6).map(dated).joined(", ")).") }
    }

    private var namesRolls: Bool {
        question.words.contains { ["roll", "rolls", "rolling"].contains($0.text) }
    }

    private func closings(_ rows: [StrategyValuation]) async {
        out.record("closings", ["rows": rows.map(\.id).joined(separator: ", ")], rows: rows.count)
        var costs: [Figure] = []
        var results: [Figure] = []
        var untold: [StrategyValuation] = []
        for row in rows.prefix(Self.closedRows) {
            remember(row)
            guard let closing = await closing(row), closing.realized.value != nil else {
                untold.append(row)
                continue
            }
            costs.append(closing.cost)
            results.append(closing.realized)
            out.line("\(dated(row)): \(closing.text).")
        }
        untold += rows.dropFirst(Self.closedRows)
        if results.count > 1 {
            let cite = citeBook()
            out.line(
                "Together: closing costs \(out.dollars(Self.sum(costs), "cost to close all", cite, formula: "sum")) and realises \(out.dollars(Self.sum(results), "realised by closing all", cite, signed: true, formula: "sum")), at prices that trade now."
            )
        }
        if !untold.isEmpty {
            let names = untold.prefix(6).map { row in
                "\(dated(row)) (open P/L \(out.dollars(row.unrealizedProfit, "P/L", cite(row), signed: true)))"
                    as Fragment
            }
            out.line(
                "In no sum, because a price to close it or what it was opened at is not known: \(names.joined(", "))."
            )
        }
        if let first = rows.first { offerRow(first) }
        out.offer("ask", "Roll, close or take", ["text": "should I roll or close \(rows.first?.symbol ?? "")"])
    }

    private struct Closing {
        var cost: Figure
        var realized: Figure
        var text: Fragment
    }

    /// Of what rolls, as its report says; of other options the same by their legs; nil for shares. A calendar is closed with
    /// both its legs, where its roll would leave one.
    private func closing(_ row: StrategyValuation) async -> Closing? {
        if case .success(let report) = await rollReport(of: row), report.form != .calendar {
            return Closing(
                cost: report.buyBack.map { $0 * report.shares }, realized: report.realized,
                text: closingText(report))
        }
        let legs = row.legs.map { leg -> (cost: Figure, entry: Figure)? in
            guard case .option(let contract) = leg.position.instrument else { return nil }
            let size = leg.position.quantity.value * Double(contract.multiplier)
            return (leg.costToClose, Figure(leg.position.averagePrice.map { $0 * size }, else: .notApplicable))
        }
        let known = legs.compactMap { $0 }
        guard !known.isEmpty, known.count == legs.count else { return nil }
        let cost = Self.sum(known.map(\.cost))
        let result = Self.sum(known.map(\.entry)).combined(with: cost) { -$0 - $1 }
        let cite = cite(row)
        let brings = (cost.value ?? 0) < 0
        return Closing(
            cost: cost, realized: result,
            text:
                "closing \(brings ? "brings" : "costs") \(out.dollars(cost.map(abs), "cost to close", cite)) and realises \(out.dollars(result, "realised by closing", cite, signed: true, formula: "price at the opening - price to close, each leg x contracts x multiplier"))"
        )
    }
}
