import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Rows as text for the clipboard: columns between tabs, as spreadsheets take them. The privacy mask holds here too.
enum RowText {
    /// The marked rows of the pane with the focus, else the row under the cursor.
    static func copied(_ state: DashboardState, _ snapshot: DeskSnapshot) -> String {
        let format = FigureFormat(isMasked: state.isMasked)
        switch state.focus {
        case .positions:
            let cells = PositionCells(format: format, glyphs: .unicode, today: snapshot.asOf.newYork.date)
            let columns = state.positions.columnOrder.filter {
                !$0.isWide && !state.positions.hiddenColumns.contains($0)
            }
            let rows = PositionRow.rows(snapshot, state.positions)
            return chosen(rows, state.positions.marked, state.positions.cursor, id: \.id) { row in
                columns.map { cells.cell($0, row).text }.joined(separator: "\t")
            }
        case .alerts:
            return chosen(PaneRows.alerts(snapshot, state.alerts), state.alerts.marked, state.alerts.cursor, id: \.id) {
                [
                    $0.finding.priority.rawValue, format.sentence($0.finding.title),
                    format.sentence($0.finding.trailing), format.sentence($0.finding.message),
                ].joined(separator: "\t")
            }
        case .opportunities:
            let rows = PaneRows.candidates(snapshot, state.opportunities)
            return chosen(rows, state.opportunities.marked, state.opportunities.cursor, id: \.id) {
                [
                    format.rank(Figure($0.score)), $0.strategy.rawValue, $0.symbol, $0.contract.osi,
                    String($0.daysToExpiry), format.price($0.fill), format.decimalPercent($0.annualizedReturn),
                    format.percent($0.probabilityOfProfit),
                ].joined(separator: "\t")
            }
        case .greeks where state.greeks.page == .attribution:
            return chosen(PaneRows.attribution(snapshot), [], state.greeks.cursor, id: \.id) { line in
                let row = line.row
                let parts = [row.total, row.delta, row.gamma, row.theta, row.vega, row.cross, row.residual]
                return ([line.label] + parts.map { format.profit($0.figure) }).joined(separator: "\t")
            }
        case .greeks:
            let rows = PaneRows.greeks(state.greeks.page, snapshot)
            return chosen(rows, [], state.greeks.cursor, id: \.id) {
                let row = $0.row
                return [
                    $0.label, format.profit(row.dollarDelta.figure),
                    format.benchmarkShares(row.betaWeightedDelta.figure),
                    format.profit(row.dollarGammaOnePercent.figure), format.profit(row.thetaPerDay.figure),
                    format.profit(row.vega30.figure),
                ].joined(separator: "\t")
            }
        case .chat:
            return PaneRows.message(state, snapshot).map { format.sentence($0.text) } ?? ""
        }
    }

    private static func chosen<Row>(
        _ rows: [Row], _ marked: Set<String>, _ cursor: ListCursor, id: KeyPath<Row, String>, _ text: (Row) -> String
    ) -> String {
        let picked = rows.filter { marked.contains($0[keyPath: id]) }
        if !picked.isEmpty { return picked.map(text).joined(separator: "\n") }
        return cursor.line(in: rows.map { $0[keyPath: id] }).map { text(rows[$0]) } ?? ""
    }
}
