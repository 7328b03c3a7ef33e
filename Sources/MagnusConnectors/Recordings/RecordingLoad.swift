import MagnusDomain

/// Recordings read from folders, and an account of every row.
public struct RecordingLoad: Sendable, Hashable {
    /// A row that could not be read. All texts are harmless to print.
    public struct SkippedRow: Sendable, Hashable, CustomStringConvertible {
        public var path: String
        /// From 1.
        public var line: Int
        /// The cell at fault, from 1.
        public var column: Int
        public var reason: String
        public var text: String

        public var description: String { "\(path):\(line):\(column): \(reason)" }
    }

    /// A file that is no recording.
    public struct IgnoredFile: Sendable, Hashable {
        public var path: String
        public var reason: String
    }

    /// How many skipped rows and ignored files are listed; the counts hold all.
    public static let listLimit = 1000

    /// Underlyings first, then contracts by symbol.
    public internal(set) var series: [Recording] = []
    public internal(set) var files = 0
    public internal(set) var rows = 0
    public internal(set) var skippedCount = 0
    public internal(set) var skipped: [SkippedRow] = []
    public internal(set) var ignoredCount = 0
    public internal(set) var ignored: [IgnoredFile] = []

    /// What of the files is not in the series, in one sentence; nil when everything was read.
    public var remark: String? {
        guard let first = skipped.first else { return nil }
        let rows = skippedCount == 1 ? "1 row" : "\(skippedCount) rows"
        return "\(rows) of the recording cannot be read and \(skippedCount == 1 ? "is" : "are") left out, first "
            + first.description
    }

    /// The first and last recorded moment.
    public var span: ClosedRange<Instant>? {
        let spans = series.compactMap(\.span)
        guard let first = spans.map(\.lowerBound).min(), let last = spans.map(\.upperBound).max() else { return nil }
        return first...last
    }

    mutating func skip(path: String, line: Int, column: Int, reason: String, text: String) {
        skippedCount += 1
        guard skipped.count < Self.listLimit else { return }
        skipped.append(
            SkippedRow(
                path: path, line: line, column: column, reason: reason,
                text: HarmlessText.sanitised(text, maximumLength: 80)))
    }

    mutating func ignore(path: String, reason: String) {
        ignoredCount += 1
        guard ignored.count < Self.listLimit else { return }
        ignored.append(IgnoredFile(path: path, reason: reason))
    }
}

/// Why nothing can be replayed.
public enum RecordingError: Error, Sendable, Equatable {
    case notFound(path: String)
    case unreadable(path: String, reason: String)
    /// Only zipped recordings were found.
    case onlyArchives(path: String)
    /// No file of a known layout, or no row of one.
    case nothingRecorded(path: String)
    /// More files than ``RecordingFolders/fileLimit``.
    case tooManyFiles(path: String)

    public var message: String {
        switch self {
        case .notFound(let path): "no such folder: \(path)"
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
        case .onlyArchives(let path): "\(path) holds zipped recordings only"
        case .nothingRecorded(let path): "\(path) holds no recording"
        case .tooManyFiles(let path): "\(path) holds more than \(RecordingFolders.fileLimit) files"
        }
    }

    public var hint: String {
        switch self {
        case .notFound: "check the path"
        case .unreadable: "check the permissions"
        case .onlyArchives: "unpack them first: Scripts/unpack-lean FOLDER TARGET"
        case .nothingRecorded:
            "readable are unpacked Lean folders and CSV files with the header \(PlainRecording.header)"
        case .tooManyFiles: "name the folders of the days you need"
        }
    }
}
