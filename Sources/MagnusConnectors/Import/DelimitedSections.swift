import MagnusDomain

/// The sections of a delimited file: what stands above the first header, then a reader below each header.
struct DelimitedSections: Sendable {
    /// Records in which the first header is looked for.
    static let preambleLimit = 40

    private let statedFormat: ImportFormat?
    private var text = DelimitedTextReader()
    private var preamble: [DelimitedRecord] = []
    /// Footer records of the open section that may turn out to be titles of the next one.
    private var trailing: [DelimitedRecord] = []
    private var reader: (any BrokerFileReader)?
    private var open: ImportFile.Section?
    private var closed: [ImportFile.Section] = []

    /// - Parameter format: nil to recognise it; with one, only its headers open sections.
    init(format: ImportFormat?) {
        statedFormat = format
    }

    var encoding: TextEncoding { text.encoding ?? .utf8 }

    mutating func read(_ bytes: ArraySlice<UInt8>) throws(ImportError) {
        try take(text.read(bytes))
    }

    mutating func finish() throws(ImportError) -> [ImportFile.Section] {
        try take(text.finish())
        if open == nil {
            guard !preamble.isEmpty else { throw .empty }
            try refuse()
        }
        close()
        // Sections without rows (a list of holdings) concern no account where others have rows.
        let filled = closed.filter { $0.content.read > 0 }
        return filled.isEmpty ? Array(closed.prefix(1)) : filled
    }

    private mutating func take(_ records: [DelimitedRecord]) throws(ImportError) {
        for record in records where !record.isBlank {
            if open == nil {
                try lookForHeader(record)
            } else if Self.mayBeHeader(record), !(reader?.isOwnTable(record) ?? false),
                let found = try section(of: record)
            {
                close()
                begin(found, header: record, preamble: trailing)
            } else if !isData(record) {
                open?.footerLines += 1
                if trailing.count < Self.preambleLimit { trailing.append(record) }
            } else {
                if !trailing.isEmpty { trailing = [] }
                reader?.read(record)
            }
        }
    }

    /// A stray quote makes one cell of what follows it on its line: what that would be without the quote tells whether it is
    /// a row, which is then skipped and told, or a line of a disclaimer.
    private func isData(_ record: DelimitedRecord) -> Bool {
        if reader?.isData(record) ?? true { return true }
        guard record.problems.contains(where: { $0.cause == .unclosedQuote }), let last = record.fields.last,
            let separator = text.separator
        else { return false }
        var unquoted = record
        unquoted.fields.removeLast()
        unquoted.fields += last.text.utf8.split(separator: separator, omittingEmptySubsequences: false).map { part in
            DelimitedField(
                text: String(decoding: part, as: UTF8.self), line: last.line, column: last.column, isQuoted: false)
        }
        return reader?.isData(unquoted) ?? true
    }

    private mutating func lookForHeader(_ record: DelimitedRecord) throws(ImportError) {
        if let found = try section(of: record) {
            return begin(found, header: record, preamble: preamble)
        }
        preamble.append(record)
        if preamble.count >= Self.preambleLimit { try refuse() }
    }

    /// The format a record is the header of.
    private func section(of record: DelimitedRecord) throws(ImportError) -> ImportFile.Section? {
        let header = record.texts
        if let statedFormat {
            guard statedFormat.missingColumns(in: header).isEmpty else { return nil }
            return ImportFile.Section(format: statedFormat, confidence: 1, content: FileContent())
        }
        switch FormatChoice.of(header: header) {
        case .none: return nil
        case .ambiguous(let formats): throw .ambiguousFormat(formats)
        case .one(let format, let confidence):
            return ImportFile.Section(format: format, confidence: confidence, content: FileContent())
        }
    }

    private mutating func begin(_ section: ImportFile.Section, header: DelimitedRecord, preamble: [DelimitedRecord]) {
        open = section
        open?.preambleLines = closed.isEmpty ? preamble.count : 0
        reader = section.format.delimited?.reader(
            SectionOpening(
                header: header.texts, separator: text.separator ?? 0x2C, line: header.line, preamble: preamble))
        self.preamble = []
        trailing = []
    }

    private mutating func close() {
        guard var section = open, var reader else { return }
        open = nil
        self.reader = nil
        section.content = reader.finish()
        closed.append(section)
    }

    /// Rows have digits, headers have none: nearly every row is told apart by its first cell, the date.
    private static func mayBeHeader(_ record: DelimitedRecord) -> Bool {
        guard record.fields.count >= 3 else { return false }
        return record.fields.allSatisfy { field in field.text.utf8.allSatisfy { !(0x30...0x39).contains($0) } }
    }

    private func refuse() throws(ImportError) {
        let headers = preamble.map(\.texts)
        if let statedFormat {
            let missing = headers.map(statedFormat.missingColumns(in:)).min { $0.count < $1.count } ?? []
            throw .missingColumns(missing, format: statedFormat)
        }
        let shown = headers.first?.prefix(12).joined(separator: ",") ?? ""
        throw .unknownFormat(
            header: HarmlessText.sanitised(shown, maximumLength: 80), nearest: NearestFormat.of(headers: headers))
    }
}
