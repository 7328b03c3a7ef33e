import MagnusDomain

/// The rows of a file, in bounded memory. A row that is changed is written anew; copies share what they have in common.
struct ImportedRows: Sendable, RandomAccessCollection, MutableCollection {
    private let spool: RowSpool
    private var places: [RecordPlace] = []

    init(spool: RowSpool = RowSpool()) {
        self.spool = spool
    }

    var startIndex: Int { 0 }
    var endIndex: Int { places.count }

    subscript(position: Int) -> ImportedRow {
        get { spool.row(at: places[position]) }
        set { places[position] = spool.append(newValue) }
    }

    mutating func append(_ row: ImportedRow) { places.append(spool.append(row)) }

    /// The rows at some places, without a copy of them.
    func selected(_ positions: some Sequence<Int>) -> ImportedRows {
        var rows = ImportedRows(spool: spool)
        for position in positions { rows.places.append(places[position]) }
        return rows
    }

    /// Why a row could not be read back; rows read since are not to be used.
    var failure: String? { spool.failure }
    /// Bytes that lie in a temporary file.
    var fileSize: Int { spool.fileSize }
}

/// Entries of a ledger, in bounded memory: what is beyond some megabytes lies in a temporary file without a name.
///
/// A list read back from a disk that fails holds entries that are worth nothing: ask ``failure`` before they count.
public struct LedgerEventList: Sendable, RandomAccessCollection, Hashable, ExpressibleByArrayLiteral {
    private var rows = ImportedRows()

    public init() {}

    public init(_ events: some Sequence<LedgerEvent>) {
        for event in events { append(event) }
    }

    public init(arrayLiteral elements: LedgerEvent...) {
        self.init(elements)
    }

    init(spool: RowSpool) {
        rows = ImportedRows(spool: spool)
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { rows.endIndex }
    public subscript(position: Int) -> LedgerEvent { rows[position].event }

    public mutating func append(_ event: LedgerEvent) {
        rows.append(ImportedRow(event: event, side: .stated, identity: RowIdentity()))
    }

    /// Why an entry could not be read back from the temporary file; nil when all could.
    public var failure: String? { rows.failure }

    public static func == (left: LedgerEventList, right: LedgerEventList) -> Bool { left.elementsEqual(right) }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for event in self { hasher.combine(event) }
    }
}
