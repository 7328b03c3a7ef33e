import MagnusDomain

/// One export on its way in: feed the bytes with ``read(_:)`` in pieces of any size, then hand it to
/// ``ImportSession/add(_:)``.
///
/// The format is told from the header unless it is stated; the file's name plays no part.
public struct ImportFile: Sendable {
    public let path: String
    private let statedFormat: ImportFormat?
    private var text = DelimitedTextReader()
    private var reader: (any BrokerFileReader)?
    private(set) var format: ImportFormat?
    private(set) var confidence = 0.0
    private var isFirstPiece = true
    private var byteCount = 0
    /// Larger files are refused.
    public static let sizeLimit = 1_000_000_000

    /// - Parameters:
    ///   - path: for reports only, nothing is opened.
    ///   - format: nil to recognise it.
    public init(path: String, format: ImportFormat? = nil) {
        self.path = path
        statedFormat = format
    }

    /// Takes the next bytes.
    /// - Throws: ``ImportError/binary(_:)``, ``ImportError/tooLarge(bytes:limit:)``,
    ///   ``ImportError/unknownFormat(header:)`` and ``ImportError/missingColumns(_:format:)``.
    public mutating func read(_ bytes: some Collection<UInt8>) throws(ImportError) {
        guard !bytes.isEmpty else { return }
        if isFirstPiece {
            isFirstPiece = false
            if let kind = Self.binaryKind(bytes.prefix(8192)) { throw .binary(kind) }
        }
        byteCount += bytes.count
        guard byteCount <= Self.sizeLimit else { throw .tooLarge(bytes: byteCount, limit: Self.sizeLimit) }
        try take(text.read(bytes))
    }

    /// Ends the file.
    /// - Throws: as ``read(_:)``, and ``ImportError/empty``.
    mutating func finish() throws(ImportError) -> (content: FileContent, encoding: TextEncoding) {
        try take(text.finish())
        guard var reader else { throw .empty }
        return (reader.finish(), text.encoding ?? .utf8)
    }

    private mutating func take(_ records: [DelimitedRecord]) throws(ImportError) {
        for record in records where !record.isBlank {
            if reader == nil { try open(header: record) } else { reader?.read(record) }
        }
    }

    private mutating func open(header record: DelimitedRecord) throws(ImportError) {
        let header = record.texts
        if let statedFormat {
            let missing = statedFormat.missingColumns(in: header)
            guard missing.isEmpty else { throw .missingColumns(missing, format: statedFormat) }
            format = statedFormat
            confidence = 1
        } else if let found = ImportFormat.recognised(header: header) {
            format = found.format
            confidence = found.confidence
        } else {
            let shown = header.prefix(12).joined(separator: ",")
            throw .unknownFormat(header: HarmlessText.sanitised(shown, maximumLength: 80))
        }
        reader = format?.reader(header: header, separator: text.separator ?? 0x2C)
    }

    /// Names what is certainly no text. UTF-16 has many zero bytes and passes.
    private static func binaryKind(_ head: some Collection<UInt8>) -> String? {
        let bytes = Array(head)
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return "a spreadsheet or zip archive" }
        if bytes.starts(with: [0x25, 0x50, 0x44, 0x46]) { return "a PDF document" }
        if bytes.starts(with: [0x1F, 0x8B]) { return "a gzip archive" }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return "an old spreadsheet" }
        let encoding = TextEncoding.detected(in: bytes).encoding
        if encoding == .utf16LittleEndian || encoding == .utf16BigEndian { return nil }
        let controls = bytes.count { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D && $0 != 0x1B }
        return controls * 20 > bytes.count ? "binary data" : nil
    }
}
