/// One cell of a delimited file.
public struct DelimitedField: Sendable, Hashable {
    /// The content without its quotes; line breaks inside are `\n`.
    public var text: String
    /// The physical line on which the cell begins, from 1.
    public var line: Int
    /// The character of that line at which the cell begins (its quote, when it has one), from 1.
    public var column: Int
    public var isQuoted: Bool

    public init(text: String, line: Int, column: Int, isQuoted: Bool) {
        self.text = text
        self.line = line
        self.column = column
        self.isQuoted = isQuoted
    }
}

/// Something wrong in a delimited file, and where.
public struct DelimitedProblem: Sendable, Hashable {
    public enum Cause: Sendable, Hashable {
        /// A control byte (NUL for example), left out of the cell.
        case controlByte(UInt8)
        /// Bytes that the encoding of the file cannot hold; the cell was read as Windows-1252.
        case wrongEncoding
        /// Text between a closing quote and the next separator, kept.
        case textAfterQuote
        /// A quoted cell that does not end: at the end of the file, at a cap, or before the quotes of another cell. It is cut
        /// at the end of its line.
        case unclosedQuote
        /// A cell beyond the cap, cut there.
        case fieldTooLong
        /// A record beyond the cap in bytes or in cells, cut there.
        case recordTooLong
    }

    public var cause: Cause
    /// From 1.
    public var line: Int
    /// In characters, from 1.
    public var column: Int

    public init(cause: Cause, line: Int, column: Int) {
        self.cause = cause
        self.line = line
        self.column = column
    }
}

/// One record of a delimited file. A blank line is a record without fields.
public struct DelimitedRecord: Sendable, Hashable {
    /// The physical line on which the record begins, from 1.
    public var line: Int
    public var fields: [DelimitedField]
    /// At most 16 per record.
    public var problems: [DelimitedProblem]

    public init(line: Int, fields: [DelimitedField], problems: [DelimitedProblem] = []) {
        self.line = line
        self.fields = fields
        self.problems = problems
    }

    /// The contents alone.
    public var texts: [String] { fields.map(\.text) }
    /// Whether every cell is blank.
    public var isBlank: Bool { fields.allSatisfy { $0.text.allSatisfy(\.isWhitespace) } }
}
