import MagnusDomain

/// One row of an export as its reader understood it, before the book adds what only the book knows.
struct ImportedRow: Sendable {
    /// How the sign of a quantity is known.
    enum Side: UInt8, Sendable, Hashable {
        /// From the row itself.
        case stated
        /// Not stated: it removes what is held.
        case removesHolding
        /// Shares that an assignment or exercise moved; which of the two stands in another row.
        case delivers
    }

    /// Without id and account; the quantity is positive where ``side`` is ``Side/removesHolding``.
    var event: LedgerEvent
    var side: Side
    /// The content that makes the row the same row in another file.
    var identity: RowIdentity
    /// The broker's number of the account the row belongs to, as the file states it; nil when it states none. It is
    /// personal: only its last four characters leave the import, see ``AccountNaming``.
    var brokerAccount: String?

    /// Stands for a row that could not be read back, see ``ImportedRows/failure``.
    static let unreadable = ImportedRow(
        event: LedgerEvent(id: "", account: "", time: Instant(nanosecondsSinceEpoch: 0), kind: .adjustment, source: ""),
        side: .stated, identity: RowIdentity())
}

/// A fingerprint of a row's content (FNV-1a, 64 bits). Rows that share one by accident stay apart by their number within
/// the file, as equal rows do.
struct RowIdentity: Sendable, Hashable {
    private(set) var value: UInt64

    init(value: UInt64 = 0xCBF2_9CE4_8422_2325) {
        self.value = value
    }

    /// Runs of blanks count as one: old and new symbols are padded differently.
    mutating func combine(_ text: some StringProtocol) {
        var isBlank = false
        for byte in text.utf8 {
            if byte == 0x20, isBlank { continue }
            isBlank = byte == 0x20
            mix(byte)
        }
        mix(0x1F)
    }

    mutating func combine(_ number: Int64) {
        for shift in stride(from: 0, to: 64, by: 8) { mix(UInt8(truncatingIfNeeded: number >> Int64(shift))) }
    }

    private mutating func mix(_ byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    /// 16 hexadecimal digits.
    var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

extension HarmlessText {
    /// As ``sanitised(_:maximumLength:)``; short plain ASCII, which is nearly everything, passes at once.
    static func plain(_ text: Substring, maximumLength: Int) -> String {
        let isPlain =
            text.utf8.count <= maximumLength && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        return isPlain ? String(text) : sanitised(String(text), maximumLength: maximumLength)
    }
}

/// Reads the rows of one broker's export, one at a time. Nothing in a row stops it: a row that makes no sense is
/// skipped with its place and reason.
///
/// A file may have several sections with a header each: every one gets a reader of its own.
protocol BrokerFileReader: Sendable {
    /// Whether a record below the header is a row at all: false for totals, disclaimers and the like, which are counted
    /// as footer lines, never read and never lost. Asked before ``read(_:)``; by default everything is data.
    func isData(_ record: DelimitedRecord) -> Bool
    /// Whether a record that could be the header of a section is one of this reader's own tables: a statement of several
    /// tables is read by one reader to its end. By default none is.
    func isOwnTable(_ record: DelimitedRecord) -> Bool
    /// Takes one row below the header.
    mutating func read(_ record: DelimitedRecord)
    /// Ends the file. Called once.
    mutating func finish() -> FileContent
}

extension BrokerFileReader {
    func isData(_ record: DelimitedRecord) -> Bool { true }
    func isOwnTable(_ record: DelimitedRecord) -> Bool { false }
}
