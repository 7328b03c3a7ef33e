import MagnusDomain

/// One export on its way in: feed the bytes with ``read(_:)`` in pieces of any size, then hand it to
/// ``ImportBatch/add(_:)`` or ``ImportSession/add(_:)``.
///
/// The format is told from the content unless it is stated; the file's name plays no part. Markup is known by its first
/// words. In delimited text the header may stand below titles and account lines, and may come again: each header opens
/// a section with a reader of its own.
public struct ImportFile: Sendable {
    public let path: String
    private let statedFormat: ImportFormat?
    private var head: [UInt8] = []
    /// One of these once the kind is known; changed in place, or every row would be copied with every piece.
    private var sections: DelimitedSections?
    private var markup: (any MarkupFileReader)?
    private var markupFormat: ImportFormat?
    private var isFirstPiece = true
    private var byteCount = 0
    /// Larger files are refused.
    public static let sizeLimit = 1_000_000_000

    /// What one section of a file holds.
    struct Section: Sendable {
        var format: ImportFormat
        /// 0 to 1; 1 when the user stated the format.
        var confidence: Double
        var content: FileContent
        var preambleLines = 0
        var footerLines = 0
    }

    /// - Parameters:
    ///   - path: for reports only, nothing is opened.
    ///   - format: nil to recognise it.
    public init(path: String, format: ImportFormat? = nil) {
        self.path = path
        statedFormat = format
    }

    /// Takes the next bytes.
    /// - Throws: ``ImportError``: everything but what the file system causes.
    public mutating func read(_ bytes: some Collection<UInt8>) throws(ImportError) {
        guard !bytes.isEmpty else { return }
        if isFirstPiece {
            isFirstPiece = false
            if let kind = Self.binaryKind(bytes.prefix(8192)) { throw .binary(kind) }
        }
        byteCount += bytes.count
        guard byteCount <= Self.sizeLimit else { throw .tooLarge(bytes: byteCount, limit: Self.sizeLimit) }
        if isOpen { return try take(Array(bytes)[...]) }
        head.append(contentsOf: bytes)
        guard head.count >= FileKind.headSize else { return }
        try open()
    }

    /// Ends the file: its sections in order, at least one.
    /// - Throws: as ``read(_:)``, and ``ImportError/empty``.
    mutating func finish() throws(ImportError) -> (sections: [Section], encoding: TextEncoding) {
        if !isOpen { try open() }
        if let markupFormat, let content = try markup?.finish() {
            let section = Section(
                format: markupFormat, confidence: 1, content: content, footerLines: content.remarks)
            return ([section], markup?.encoding ?? .utf8)
        }
        guard let found = try sections?.finish() else { throw .empty }
        if found.allSatisfy({ $0.content.rows.isEmpty }), let first = found.compactMap(\.content.unplaced).first {
            throw .noReadableRow(line: first.line, reason: first.reason)
        }
        return (found, sections?.encoding ?? .utf8)
    }

    private var isOpen: Bool { sections != nil || markup != nil }

    private mutating func open() throws(ImportError) {
        let kind = FileKind.detected(in: head.prefix(FileKind.headSize))
        switch kind {
        case .markup(let format):
            if let statedFormat, statedFormat != format { throw .otherFormat(stated: statedFormat, found: format) }
            guard let reader = format.markupReader else { throw .unknownFormat(header: format.rawValue) }
            markup = reader
            markupFormat = format
        case .unknownMarkup(let word):
            if let statedFormat { throw .otherFormat(stated: statedFormat, found: nil) }
            throw .unknownFormat(header: word)
        case .delimited:
            if let statedFormat, statedFormat.delimited == nil, !head.isEmpty {
                throw .otherFormat(stated: statedFormat, found: nil)
            }
            sections = DelimitedSections(format: statedFormat)
        }
        let bytes = head
        head = []
        try take(bytes[...])
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) throws(ImportError) {
        try sections?.read(bytes)
        try markup?.read(bytes)
    }

    /// Names what is certainly no text. UTF-16 and UTF-32 have many zero bytes and pass.
    private static func binaryKind(_ head: some Collection<UInt8>) -> String? {
        let bytes = Array(head)
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return "a spreadsheet or zip archive" }
        if bytes.starts(with: [0x25, 0x50, 0x44, 0x46]) { return "a PDF document" }
        if bytes.starts(with: [0x1F, 0x8B]) { return "a gzip archive" }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return "an old spreadsheet" }
        switch TextEncoding.detected(in: bytes).encoding {
        case .utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian, .utf32BigEndian: return nil
        case .utf8, .windows1252, .latin1: break
        }
        let controls = bytes.count { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D && $0 != 0x1B }
        return controls * 20 > bytes.count ? "binary data" : nil
    }
}
