/// The state machine behind ``DelimitedTextReader``, over UTF-8 bytes.
struct DelimitedTextParser: Sendable {
    private enum State: Sendable {
        /// At the beginning of a cell or in blanks there.
        case fieldStart
        case unquoted
        case quoted
        /// Behind a quote inside a quoted cell: its end, or the first half of a doubled quote.
        case quoteInQuoted
        /// Behind the closing quote.
        case afterQuote
    }

    private let separator: UInt8
    private let limits: DelimitedTextReader.Limits
    private var state = State.fieldStart
    private var line = 1
    private var column = 1
    private var isAfterCarriageReturn = false
    private var recordLine = 1
    private var recordBytes = 0
    private var hasContent = false
    private var isRecordCut = false
    private var fields: [DelimitedField] = []
    private var problems: [DelimitedProblem] = []
    private var field: [UInt8] = []
    private var fieldLine = 1
    private var fieldColumn = 1
    private var isFieldCut = false
    /// The open record at its first line break inside quotes; nil while it has none.
    private var firstLine: FirstLine?
    /// Bytes of the open record behind that line break, from earlier pieces; those of the present piece follow them.
    private var kept: [UInt8] = []
    /// Whether the open record turned out not to be one record over several lines.
    private var isDistrusted = false
    /// Cells of the record before, and what two records after one another agreed on; 0 where none have.
    private var previousCount = 0
    private var usualCount = 0

    /// What ends a record at its first line break, when what follows shows that the quote was a stray one.
    private struct FirstLine: Sendable {
        var fields: [DelimitedField]
        var problems: [DelimitedProblem]
        var field: [UInt8]
        var isFieldCut: Bool
        var fieldLine: Int
        var fieldColumn: Int
        var line: Int
        var endsWithCarriageReturn: Bool
    }

    init(separator: UInt8, limits: DelimitedTextReader.Limits) {
        self.separator = separator
        self.limits = limits
    }

    mutating func parse(_ bytes: [UInt8], into records: inout [DelimitedRecord]) {
        var index = 0
        // Where the part of these bytes begins that belongs to the record over several lines.
        var keptFrom = 0
        while index < bytes.count {
            let run = plainRun(in: bytes, from: index)
            if run > 0 {
                field.append(contentsOf: bytes[index..<(index + run)])
                recordBytes += run
                column += run
                index += run
                isAfterCarriageReturn = false
                continue
            }
            let byte = bytes[index]
            index += 1
            if byte == 0x0A, isAfterCarriageReturn {
                isAfterCarriageReturn = false
                continue
            }
            isAfterCarriageReturn = byte == 0x0D
            if byte == 0x0A || byte == 0x0D {
                let wasOnFirstLine = firstLine == nil
                lineBreak(into: &records)
                if wasOnFirstLine { keptFrom = index }
            } else {
                take(byte)
                // Continuation bytes belong to the character before them.
                if byte & 0xC0 != 0x80 { column += 1 }
            }
            if isDistrusted {
                readLinesApart(kept + bytes[keptFrom..<index], into: &records)
                keptFrom = index
            }
        }
        if firstLine != nil { kept += bytes[keptFrom...] }
    }

    /// Ends the open record at its first line break and reads the bytes behind it anew: a stray quote costs its own line,
    /// not the lines up to the next quote.
    private mutating func readLinesApart(_ rest: [UInt8], into records: inout [DelimitedRecord]) {
        isDistrusted = false
        guard let first = firstLine else { return }
        (firstLine, kept) = (nil, [])
        (fields, problems, field) = (first.fields, first.problems, first.field)
        (isFieldCut, isRecordCut) = (first.isFieldCut, false)
        (fieldLine, fieldColumn, line) = (first.fieldLine, first.fieldColumn, first.line)
        (hasContent, state) = (true, .quoted)
        report(.unclosedQuote, line: fieldLine, column: fieldColumn)
        endRecord(into: &records)
        beginLine()
        isAfterCarriageReturn = first.endsWithCarriageReturn
        parse(rest, into: &records)
    }

    /// Whether a record over several lines has another number of cells than those around it; the text of a disclaimer is
    /// one cell, and blank cells behind the last are none.
    private var isOddlyCut: Bool {
        guard firstLine != nil, usualCount > 0, !fields.isEmpty else { return false }
        return fields.count + 1 < usualCount || isTooWide
    }

    /// Whether it has more cells already: told before its end, so that no more is read again than a row has cells.
    private var isTooWide: Bool {
        guard firstLine != nil, usualCount > 0 else { return false }
        return fields.dropFirst(usualCount).contains { field in field.text.contains { !$0.isWhitespace } }
            || fields.count >= usualCount && field.contains { $0 != 0x20 && $0 != 0x09 }
    }

    /// How many bytes from `start` on are ordinary ASCII that a running cell takes as it is, within the caps: the short
    /// way for nearly all bytes of a file. Never more than the caps leave room for, so that nothing is scanned twice.
    private func plainRun(in bytes: [UInt8], from start: Int) -> Int {
        guard state == .unquoted || state == .quoted, !isFieldCut, !isRecordCut else { return 0 }
        let room = min(limits.fieldBytes - field.count, limits.recordBytes - recordBytes)
        guard room > 0 else { return 0 }
        var end = start
        let last = min(bytes.count, start + room)
        while end < last, bytes[end] >= 0x20, bytes[end] < 0x7F, bytes[end] != separator, bytes[end] != 0x22 {
            end += 1
        }
        return end - start
    }

    /// Ends the file: an unfinished last line is a record.
    mutating func finish(into records: inout [DelimitedRecord]) {
        // Every round ends a line, and the rest is shorter.
        while firstLine != nil, state == .quoted || isOddlyCut { readLinesApart(kept, into: &records) }
        if state == .quoted { report(.unclosedQuote, line: fieldLine, column: fieldColumn) }
        if hasContent { endRecord(into: &records) }
    }

    private mutating func lineBreak(into records: inout [DelimitedRecord]) {
        if state == .quoted, !isRecordCut {
            if firstLine == nil {
                firstLine = FirstLine(
                    fields: fields, problems: problems, field: field, isFieldCut: isFieldCut, fieldLine: fieldLine,
                    fieldColumn: fieldColumn, line: line, endsWithCarriageReturn: isAfterCarriageReturn)
            }
            if isTooWide { isDistrusted = true }
            append(0x0A)
            line += 1
            column = 1
            return
        }
        // A quote that was never closed would swallow the rest of the file: the cap on the record ends it.
        if state == .quoted { report(.unclosedQuote, line: fieldLine, column: fieldColumn) }
        if isOddlyCut {
            isDistrusted = true
            return
        }
        endRecord(into: &records)
        beginLine()
    }

    private mutating func beginLine() {
        line += 1
        column = 1
        recordLine = line
        fieldLine = line
        fieldColumn = 1
    }

    private mutating func take(_ byte: UInt8) {
        hasContent = true
        if byte < 0x20 && byte != 0x09 || byte == 0x7F {
            report(.controlByte(byte), line: line, column: column)
            return
        }
        switch state {
        case .fieldStart:
            if byte == separator {
                endField(isQuoted: false)
            } else if byte == 0x22 {
                field.removeAll(keepingCapacity: true)
                fieldLine = line
                fieldColumn = column
                state = .quoted
            } else {
                append(byte)
                if byte != 0x20 { state = .unquoted }
            }
        case .unquoted:
            if byte == separator { endField(isQuoted: false) } else { append(byte) }
        case .quoted:
            if byte == 0x22 { state = .quoteInQuoted } else { append(byte) }
        case .quoteInQuoted:
            if byte == 0x22 {
                append(byte)
                state = .quoted
            } else {
                state = .afterQuote
                afterQuote(byte)
            }
        case .afterQuote: afterQuote(byte)
        }
    }

    private mutating func afterQuote(_ byte: UInt8) {
        if byte == separator {
            endField(isQuoted: true)
        } else if byte != 0x20 {
            report(.textAfterQuote, line: line, column: column)
            // The quote that closed it was the opening one of another cell.
            if firstLine != nil { isDistrusted = true }
            append(byte)
        }
    }

    private mutating func append(_ byte: UInt8) {
        recordBytes += 1
        if recordBytes > limits.recordBytes {
            cutRecord()
        } else if field.count >= limits.fieldBytes {
            if !isFieldCut { report(.fieldTooLong, line: fieldLine, column: fieldColumn) }
            isFieldCut = true
            if firstLine != nil { isDistrusted = true }
        } else if !isRecordCut, !isFieldCut {
            field.append(byte)
        }
    }

    private mutating func cutRecord() {
        if !isRecordCut { report(.recordTooLong, line: line, column: column) }
        isRecordCut = true
        if firstLine != nil { isDistrusted = true }
    }

    private mutating func endField(isQuoted: Bool, isLast: Bool = false) {
        recordBytes += 1
        if fields.count >= limits.fields {
            cutRecord()
        } else {
            fields.append(
                DelimitedField(text: text(), line: fieldLine, column: fieldColumn, isQuoted: isQuoted))
        }
        field.removeAll(keepingCapacity: true)
        isFieldCut = false
        state = .fieldStart
        fieldLine = line
        fieldColumn = column + 1
    }

    /// The cell's text. A file that began as UTF-8 can turn out not to be: such a cell is read as Windows-1252.
    private mutating func text() -> String {
        if isFieldCut || isRecordCut { dropPartialCharacter() }
        if let text = String(validating: field, as: UTF8.self) { return text }
        report(.wrongEncoding, line: fieldLine, column: fieldColumn)
        return TextEncoding.windows1252Text(field)
    }

    /// A cut may fall inside a character.
    private mutating func dropPartialCharacter() {
        for length in 1...3 where field.count >= length {
            let lead = field[field.count - length]
            if lead & 0xC0 == 0x80 { continue }
            let needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
            if needed > length { field.removeLast(length) }
            return
        }
    }

    private mutating func endRecord(into records: inout [DelimitedRecord]) {
        if hasContent { endField(isQuoted: state == .quoted || state == .quoteInQuoted || state == .afterQuote) }
        if firstLine != nil {
            (firstLine, kept) = (nil, [])
        } else if problems.isEmpty, fields.count >= 3 {
            if fields.count == previousCount { usualCount = previousCount }
            previousCount = fields.count
        }
        records.append(DelimitedRecord(line: recordLine, fields: fields, problems: problems))
        fields = []
        problems = []
        recordBytes = 0
        hasContent = false
        isRecordCut = false
        state = .fieldStart
    }

    private mutating func report(_ cause: DelimitedProblem.Cause, line: Int, column: Int) {
        // One line of problems is enough to skip a record; a hostile one must not fill the memory.
        guard problems.count < 16 else { return }
        problems.append(DelimitedProblem(cause: cause, line: line, column: column))
    }
}
