import MagnusDomain

/// Reads both layouts of Robinhood. Times are not stated, see ``DayOrder``.
struct RobinhoodReader<Layout: StatementLayout>: BrokerFileReader {
    private var rows: StatementReader<Layout>

    init(_ layout: Layout, header: [String], separator: UInt8) {
        rows = StatementReader(layout, header: header, separator: separator)
    }

    /// The report ends with a text in one cell of a row that is empty otherwise.
    func isData(_ record: DelimitedRecord) -> Bool {
        let filled = record.fields.filter { !StatementText.trimmed($0.text).isEmpty }
        guard filled.count == 1, let text = filled.first?.text else { return true }
        return !text.contains { $0.isLetter }
    }

    mutating func read(_ record: DelimitedRecord) { rows.read(record) }

    mutating func finish() -> FileContent {
        var content = rows.finish()
        DayOrder.settle(&content.rows)
        return content
    }
}

/// How files of Robinhood are recognised.
enum RobinhoodExport {
    static let delimited = DelimitedExport(
        confidence: { header in
            max(
                StatementColumns<RobinhoodColumn>.confidence(header: header),
                StatementColumns<RobinhoodStatementColumn>.confidence(header: header))
        },
        missing: { header in
            let activity = StatementColumns<RobinhoodColumn>.missing(in: header)
            let statement = StatementColumns<RobinhoodStatementColumn>.missing(in: header)
            return statement.count < activity.count ? statement : activity
        },
        reader: { opening in
            if StatementColumns<RobinhoodColumn>.missing(in: opening.header).isEmpty {
                return RobinhoodReader(
                    RobinhoodActivityLayout(), header: opening.header, separator: opening.separator)
            }
            return RobinhoodReader(RobinhoodStatementLayout(), header: opening.header, separator: opening.separator)
        })
}
