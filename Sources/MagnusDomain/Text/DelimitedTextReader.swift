/// Reads comma-, semicolon- or tab-separated text (RFC 4180 and what brokers make of it) from pieces of any size.
///
/// Feed the bytes with ``read(_:)``, end with ``finish()``; both return the records that were completed. How the bytes
/// are cut into pieces has no influence on the result. The memory used is bounded by the caps and the size of a piece.
/// Nothing in the bytes can make it trap or stop: what is wrong stands in ``DelimitedRecord/problems``.
///
/// Lines end with LF, CR or CRLF, mixed as they come. A quote opens a quoted cell at its beginning or after blanks;
/// elsewhere it is a character. A quoted cell over several lines is one only when it ends as one: with text behind its
/// closing quote, without an end, beyond a cap, or in a record of another number of cells than those around it, the record
/// ends at its first line break (``DelimitedProblem/Cause/unclosedQuote``), and the lines behind it are read by themselves.
public struct DelimitedTextReader: Sendable {
    public struct Limits: Sendable, Hashable {
        /// Bytes of one cell in UTF-8, at least 1.
        public var fieldBytes: Int
        /// Bytes of one record in UTF-8, at least 1. A quoted cell without an end is given up there.
        public var recordBytes: Int
        /// Cells of one record, at least 1.
        public var fields: Int

        public init(fieldBytes: Int = 65_536, recordBytes: Int = 1_048_576, fields: Int = 1024) {
            self.fieldBytes = max(1, fieldBytes)
            self.recordBytes = max(1, recordBytes)
            self.fields = max(1, fields)
        }
    }

    /// The encoding: the stated one, or the detected one once enough bytes were read.
    public private(set) var encoding: TextEncoding?
    /// The separator: the stated one, or the sniffed one once enough bytes were read.
    public private(set) var separator: UInt8?

    private let statedSeparator: UInt8?
    private let limits: Limits
    private var head: [UInt8] = []
    private var transcoder: TextTranscoder?
    private var parser: DelimitedTextParser?

    /// Bytes that are looked at to tell encoding and separator.
    static let headSize = 16_384

    /// - Parameters:
    ///   - separator: an ASCII character, for example `,`; nil (or one that cannot separate: quote, CR, LF, anything
    ///     but ASCII) to tell it from the first lines.
    ///   - encoding: nil to detect it.
    public init(separator: Character? = nil, encoding: TextEncoding? = nil, limits: Limits = Limits()) {
        let ascii = separator?.asciiValue
        statedSeparator = ascii == 0x22 || ascii == 0x0A || ascii == 0x0D ? nil : ascii
        self.separator = statedSeparator
        self.encoding = encoding
        self.limits = limits
    }

    /// Takes the next bytes of the file.
    /// - Returns: the records that ended in them.
    public mutating func read(_ bytes: some Collection<UInt8>) -> [DelimitedRecord] {
        // One copy of a known type: everything behind it is compiled for it, not for any collection.
        let piece = Array(bytes)
        guard parser == nil else { return parse(piece[...]) }
        let missing = Self.headSize - head.count
        head.append(contentsOf: piece.prefix(missing))
        guard head.count >= Self.headSize else { return [] }
        return begin() + parse(piece.dropFirst(missing))
    }

    /// Ends the file.
    /// - Returns: the records that only the end completed. A reader that has ended must not be used again.
    public mutating func finish() -> [DelimitedRecord] {
        var records = parser == nil ? begin() : []
        var rest: [UInt8] = []
        transcoder?.finish(to: &rest)
        parser?.parse(rest, into: &records)
        parser?.finish(into: &records)
        return records
    }

    /// All records of a file that is in memory.
    public static func records(
        of bytes: some Collection<UInt8>, separator: Character? = nil, encoding: TextEncoding? = nil,
        limits: Limits = Limits()
    ) -> [DelimitedRecord] {
        var reader = DelimitedTextReader(separator: separator, encoding: encoding, limits: limits)
        let records = reader.read(bytes)
        return records + reader.finish()
    }

    private mutating func begin() -> [DelimitedRecord] {
        let detected = TextEncoding.detected(in: head)
        let chosen = encoding ?? detected.encoding
        encoding = chosen
        var transcoder = TextTranscoder(encoding: chosen)
        var text: [UInt8] = []
        // A mark of another encoding than the stated one is content.
        transcoder.append(head.dropFirst(chosen == detected.encoding ? detected.mark : 0), to: &text)
        self.transcoder = transcoder
        head = []
        let chosenSeparator = statedSeparator ?? Self.sniffedSeparator(in: text)
        separator = chosenSeparator
        var parser = DelimitedTextParser(separator: chosenSeparator, limits: limits)
        var records: [DelimitedRecord] = []
        parser.parse(text, into: &records)
        self.parser = parser
        return records
    }

    private mutating func parse(_ bytes: ArraySlice<UInt8>) -> [DelimitedRecord] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        transcoder?.append(bytes, to: &text)
        var records: [DelimitedRecord] = []
        parser?.parse(text, into: &records)
        return records
    }

    /// Comma, semicolon or tab: the one found outside quotes on the most of the first 32 lines that have any, then the
    /// one found most often. A comma when none is found.
    static func sniffedSeparator(in text: [UInt8]) -> UInt8 {
        let candidates: [UInt8] = [0x2C, 0x3B, 0x09]
        var lines = [0, 0, 0]
        var totals = [0, 0, 0]
        var onLine = [0, 0, 0]
        var lineCount = 0
        var isQuoted = false
        func endLine() {
            // A line counts for the candidate it has most of: decimal commas must not beat semicolons.
            if let most = onLine.max(), most > 0, let index = onLine.firstIndex(of: most) { lines[index] += 1 }
            onLine = [0, 0, 0]
            lineCount += 1
        }
        for byte in text {
            if byte == 0x22 { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0A || byte == 0x0D {
                endLine()
                if lineCount >= 64 { break }
            } else if let index = candidates.firstIndex(of: byte) {
                onLine[index] += 1
                totals[index] += 1
            }
        }
        endLine()
        // Semicolons and tabs hardly occur in running text, commas do: they win where they stand on half as many lines.
        let best = [1, 2].max { (lines[$0], totals[$0]) < (lines[$1], totals[$1]) } ?? 1
        return lines[best] > 0 && lines[best] * 2 >= lines[0] ? candidates[best] : 0x2C
    }
}
