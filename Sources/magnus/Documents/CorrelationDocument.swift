import MagnusDesk
import MagnusDomain

/// `magnus correlation`: the matrix, what it is made of, and the pairs that go together most.
enum CorrelationDocument {
    static func json(_ report: CorrelationReport, envelope: DocumentEnvelope) -> JSONValue {
        envelope.document(content(report))
    }

    static func content(_ report: CorrelationReport) -> DocumentObject {
        var content = DocumentObject()
        content.set("method", text: "pearson of daily log returns, joint sessions of each pair, not shrunk")
        content.set("sessions", .integer(report.sessions))
        content.set("from", report.first, else: .noSource)
        content.set("to", report.last, else: .noSource)
        content.set("minimum_returns", .integer(CorrelationReport.minimum))
        content.set(
            "members",
            report.members.map { member in
                var entry = DocumentObject()
                entry.set("name", text: member.name)
                entry.set("returns", .integer(member.returns))
                entry.set("missing_sessions", JSONValue(list: member.missing.map(\.iso8601)))
                entry.set("break", member.seam?.iso8601, else: .notApplicable)
                entry.set("unusable", JSONValue(member.reason?.rawValue))
                entry.closeWithReasons()
                return entry
            })
        content.set("matrix", .array(report.coefficients.map { row in .array(row.map { JSONValue($0.value) }) }))
        content.set(
            "joint_returns", .array(report.jointReturns.map { row in .array(row.map { .integer($0) }) }))
        content.set("mean", report.mean)
        content.set(
            "pairs",
            pairs(report).map { left, right, figure in
                var entry = DocumentObject()
                entry.set("left", text: report.members[left].name)
                entry.set("right", text: report.members[right].name)
                entry.set("correlation", figure)
                entry.set("joint_returns", .integer(report.jointReturns[left][right]))
                entry.closeWithReasons()
                return entry
            })
        content.set("source", text: report.source)
        content.closeWithReasons()
        return content
    }

    /// Every pair once, highest first, those without a coefficient last.
    private static func pairs(_ report: CorrelationReport) -> [(left: Int, right: Int, figure: Figure)] {
        let known = report.pairs.map { (left: $0.left, right: $0.right, figure: Figure($0.coefficient)) }
        let unknown = report.members.indices.flatMap { row in
            report.members.indices.filter { $0 > row && report.coefficients[row][$0].value == nil }
                .map { (left: row, right: $0, figure: report.coefficients[row][$0]) }
        }
        return known + unknown
    }

    // MARK: Text

    static func text(_ report: CorrelationReport, format: FigureFormat) -> [String] {
        guard let first = report.first, let last = report.last else { return ["No daily bars."] }
        var table = TextTable(
            [.left("")] + report.members.map { .right(String($0.name.prefix(headingWidth))) })
        for row in report.members.indices {
            table.add(
                [report.members[row].name]
                    + report.members.indices.map { coefficient(report.coefficients[row][$0], format) })
        }
        var lines = table.lines
        lines.append(
            DocumentText.line(
                "Daily log returns of \(report.sessions) sessions, \(first.iso8601) to \(last.iso8601), of each pair those "
                    + "that both have; mean of all pairs \(coefficient(report.mean, format))"))
        for member in report.members {
            if let reason = member.reason {
                let why =
                    reason == .noSource
                    ? "no daily bars" : "\(member.returns) returns, \(CorrelationReport.minimum) are needed"
                lines.append(DocumentText.line("\(member.name): \(why)"))
            } else if !member.missing.isEmpty || member.seam != nil {
                let seam = member.seam.map { ", nothing used before the break of \($0.iso8601)" } ?? ""
                lines.append(
                    DocumentText.line(
                        "\(member.name): \(DocumentText.counted(member.missing.count, "session", "sessions")) "
                            + "without a bar\(seam)"))
            }
        }
        return lines
    }

    private static let headingWidth = 12

    static func coefficient(_ figure: Figure, _ format: FigureFormat) -> String {
        figure.value.flatMap { DecimalText.text($0, decimals: 2) } ?? format.marks.unknown
    }
}
