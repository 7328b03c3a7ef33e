import MagnusDomain

/// Reads Schwab's brokerage history. Times are not stated, see ``DayOrder``.
struct SchwabReader: BrokerFileReader {
    private var rows: StatementReader<SchwabLayout>

    init(_ opening: SectionOpening) {
        rows = StatementReader(
            SchwabLayout(preamble: opening.preamble), header: opening.header, separator: opening.separator)
    }

    /// The row of totals, titles and remarks begin with letters, every transaction with its day.
    func isData(_ record: DelimitedRecord) -> Bool {
        let first = StatementText.trimmed(record.fields.first?.text ?? "")
        let isAlone = record.fields.dropFirst().allSatisfy { StatementText.trimmed($0.text).isEmpty }
        guard let letter = first.unicodeScalars.first, letter.properties.isAlphabetic else { return true }
        return !isAlone && !StatementText.words(first).hasPrefix("TRANSACTIONS ")
    }

    mutating func read(_ record: DelimitedRecord) { rows.read(record) }

    mutating func finish() -> FileContent {
        var content = rows.finish()
        SchwabPairs.dropMoves(&content)
        SchwabPairs.nameRemoved(&content)
        SchwabPairs.findDeliveries(&content)
        StatementDeliveries.freeSales(in: &content.rows)
        DayOrder.settle(&content.rows)
        return content
    }
}

/// How files of Schwab are recognised.
enum SchwabExport {
    static let delimited = DelimitedExport(
        confidence: { StatementColumns<SchwabColumn>.confidence(header: $0) },
        missing: { StatementColumns<SchwabColumn>.missing(in: $0) }, reader: { SchwabReader($0) })
}
