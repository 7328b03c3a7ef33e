import MagnusDomain

/// What an import found. Its entries may be more than memory should hold: see ``LedgerEventList``.
public struct ImportResult: Sendable, Hashable {
    /// A stored record that gives way to a more exact one of the same row.
    public struct Replacement: Sendable, Hashable {
        /// As it is stored.
        public var former: LedgerEvent
        /// What takes its place; its id may be another one.
        public var event: LedgerEvent
    }

    /// Replacements by time, in bounded memory.
    public struct ReplacementList: Sendable, RandomAccessCollection, Hashable {
        private var existing: LedgerEventList
        /// Of the former records in ``existing``.
        private var places: [Int32]
        private var events: LedgerEventList

        init(existing: LedgerEventList = [], places: [Int32] = [], events: LedgerEventList = []) {
            self.existing = existing
            self.places = places
            self.events = events
        }

        fileprivate var ordered: (existing: LedgerEventList, gone: Set<Int32>, corrections: LedgerEventList) {
            (existing, Set(places), events)
        }

        public var startIndex: Int { 0 }
        public var endIndex: Int { places.count }
        public subscript(position: Int) -> Replacement {
            Replacement(former: existing[Int(places[position])], event: events[position])
        }

        /// Why an entry could not be read back; nil when all could.
        var failure: String? { existing.failure ?? events.failure }

        public static func == (left: Self, right: Self) -> Bool { left.elementsEqual(right) }

        public func hash(into hasher: inout Hasher) {
            for replacement in self { hasher.combine(replacement) }
        }
    }

    /// New events only, by time; append them to the ledger.
    public let entries: LedgerEventList
    /// By time.
    public let corrections: ReplacementList
    public var report: ImportReport
    private let rowFailure: String?

    init(entries: LedgerEventList, corrections: ReplacementList, report: ImportReport, failure: String? = nil) {
        self.entries = entries
        self.corrections = corrections
        self.report = report
        rowFailure = failure
    }

    /// A result of few events.
    public init(events: [LedgerEvent], report: ImportReport) {
        self.init(entries: LedgerEventList(events), corrections: ReplacementList(), report: report)
    }

    /// Why a part of the result is not to be used: a temporary file could not be read back. Asked before anything is
    /// stored, and again after the entries were read.
    public var failure: String? { rowFailure ?? entries.failure ?? corrections.failure }

    /// ``entries`` all at once.
    public var events: [LedgerEvent] { Array(entries) }
    /// ``corrections`` all at once.
    public var replacements: [Replacement] { Array(corrections) }

    /// The whole ledger as it is after the import, for one that need not fit in memory.
    public var ledger: OrderedLedger {
        let (existing, gone, corrections) = corrections.ordered
        return OrderedLedger(existing: existing, gone: gone, corrections: corrections, entries: entries)
    }

    /// The ledger as it is after the import: what was there, corrected, then the new events.
    public func ledger(after existing: [LedgerEvent]) -> [LedgerEvent] {
        let gone = Set(corrections.lazy.map(\.former.id))
        return existing.filter { !gone.contains($0.id) } + corrections.lazy.map(\.event) + entries
    }
}
