import MagnusDesk
import MagnusDomain

/// `magnus sectors`: exposure against the limit, returns of the sectors, their correlation.
enum SectorsDocument {
    static func json(_ report: SectorReport, envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set("net_liquidation", report.netLiquidation)
        content.set("limit", JSONValue(report.limit))
        content.set("return_windows", .array(SectorReport.windows.map { .integer($0) }))
        content.set("sectors", report.rows.map { row($0, limit: report.limit) })
        content.set("correlation", CorrelationDocument.content(report.correlation))
        content.set("source", text: report.source)
        content.closeWithReasons()
        return envelope.document(content)
    }

    private static func row(_ row: SectorReport.Row, limit: Double) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("sector", text: row.sector)
        entry.set("held", JSONValue(list: row.held))
        entry.set("positions", .integer(row.positions))
        entry.set("at_risk", row.atRisk)
        entry.set("net_liquidation_fraction", row.share)
        entry.set("limit", row.isLimited ? limit : nil, else: .notApplicable)
        let isOver = row.isLimited ? row.share.value.map { $0 > limit } : nil
        entry.set(
            "over_limit", isOver,
            else: row.isLimited ? row.share.reason ?? .incomplete : .notApplicable)
        entry.set("dollar_delta", row.dollarDelta)
        entry.set("beta_weighted_delta", row.betaWeightedDelta)
        entry.set("unrealized_pnl", row.unrealizedProfit)
        entry.set("day_pnl", row.dayProfit)
        entry.set("unknown_count", .integer(row.atRisk.unknownCount))
        entry.set("listed", JSONValue(list: row.listed))
        for (window, figure) in zip(SectorReport.windows, row.returns) { entry.set("return_\(window)", figure) }
        entry.closeWithReasons()
        return entry
    }

    static func text(_ report: SectorReport, format: FigureFormat) -> [String] {
        guard !report.rows.isEmpty else { return ["No sectors: the book is empty and the source lists none."] }
        var table = TextTable([
            .left("Sector"), .right("Rows"), .right("At risk"), .right("Net liq"), .left(""),
            .right("\(format.betaName)\(format.deltaName)"), .right("P/L"), .right("Day"), .right("1d"), .right("5d"),
            .right("21d"), .right("63d"), .right("252d"),
        ])
        for row in report.rows {
            let isOver = row.isLimited && (row.share.value ?? 0) > report.limit
            let isHeld = row.positions > 0
            table.add(
                [
                    row.sector.isEmpty ? "Unknown" : row.sector, isHeld ? String(row.positions) : "",
                    isHeld ? format.total(row.atRisk) { format.dollars($0) } : "",
                    isHeld ? format.percent(row.share) : "", isOver ? "over" : "",
                    isHeld ? format.total(row.betaWeightedDelta) { format.benchmarkShares($0) } : "",
                    isHeld ? format.total(row.unrealizedProfit) { format.profit($0) } : "",
                    isHeld ? format.total(row.dayProfit) { format.profit($0) } : "",
                ] + row.returns.map { format.decimalPercent($0, isSigned: true) })
        }
        var lines = table.lines
        lines.append(
            "At risk as a share of net liquidation; the limit is \(format.percent(Figure(report.limit))). Returns: the mean "
                + "of the names listed in the sector, every day.")
        if report.correlation.members.count > 1 {
            lines.append("")
            lines += CorrelationDocument.text(report.correlation, format: format)
        }
        return lines
    }
}
