/// Why a file cannot be imported at all.
public enum ImportError: Error, Sendable, Equatable {
    case notFound
    case isDirectory
    /// A pipe, a socket or a device: nothing says where it ends.
    case notRegular
    /// Its size or its time of change is another than when it was opened.
    case changed
    /// With the system's words.
    case unreadable(String)
    /// With its size in bytes and the limit.
    case tooLarge(bytes: Int, limit: Int)
    case empty
    /// What the bytes look like: `a spreadsheet or zip archive`, `a PDF document`, `binary data`.
    case binary(String)
    /// No row at the beginning matches a known export; the cells of the first one made harmless, and the format that
    /// comes nearest.
    case unknownFormat(header: String, nearest: NearestFormat? = nil)
    /// Two or more formats fit nearly equally.
    case ambiguousFormat([ImportFormat])
    /// The content is of another kind than the stated format.
    case otherFormat(stated: ImportFormat, found: ImportFormat?)
    /// Markup that breaks the rules, with its place from 1: nothing in it is trusted.
    case malformed(line: Int, column: Int, reason: String)
    /// Rows state cash or quantities, and none of them tells its day; the first one and why it could not be read.
    case noReadableRow(line: Int, reason: String)
    /// Two accounts of one broker whose masked names are the same.
    case indistinctAccounts(String)
    /// The temporary file in which a large import keeps its rows could not be read back; with the system's words.
    case spoolFailed(String)
    /// The person ended it; nothing was stored.
    case cancelled
    /// The header does not have these columns of the stated format.
    case missingColumns([String], format: ImportFormat)
}

extension ImportError {
    /// One word for JSON.
    public var code: String {
        switch self {
        case .notFound: "not_found"
        case .isDirectory: "is_directory"
        case .notRegular: "not_a_file"
        case .changed: "file_changed"
        case .unreadable: "unreadable"
        case .tooLarge: "too_large"
        case .empty: "empty_file"
        case .binary: "binary_file"
        case .unknownFormat: "unknown_format"
        case .missingColumns: "missing_columns"
        case .ambiguousFormat: "ambiguous_format"
        case .otherFormat: "other_format"
        case .malformed: "malformed_file"
        case .noReadableRow: "no_readable_row"
        case .indistinctAccounts: "indistinct_accounts"
        case .cancelled: "interrupted"
        case .spoolFailed: "temporary_file"
        }
    }

    /// What is wrong, without the path.
    public var message: String {
        switch self {
        case .notFound: "no such file"
        case .isDirectory: "is a folder"
        case .notRegular: "is a pipe or a device, not a file"
        case .changed: "changed while it was read"
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .tooLarge(let bytes, let limit): "has \(bytes) bytes, more than the limit of \(limit)"
        case .empty: "is empty"
        case .binary(let kind): "is \(kind), not a text file"
        case .unknownFormat(let header, let nearest):
            "no known export begins with \"\(header)\""
                + (nearest.map { ": nearest is \($0.format.rawValue), missing \($0.missing.joined(separator: ", "))" }
                    ?? "")
        case .ambiguousFormat(let formats):
            "fits \(formats.map(\.rawValue).joined(separator: " and ")) nearly equally"
        case .otherFormat(let stated, let found):
            "is no \(stated.rawValue) export" + (found.map { ": it looks like \($0.rawValue)" } ?? "")
        case .malformed(let line, let column, let reason): "line \(line), column \(column): \(reason)"
        case .noReadableRow(let line, let reason): "has no row that can be read: line \(line): \(reason)"
        case .indistinctAccounts(let name): "has two accounts that would both be called \(name)"
        case .spoolFailed(let reason): "the temporary file of this import cannot be read back: \(reason)"
        case .cancelled: "import cancelled: nothing was imported"
        case .missingColumns(let names, let format):
            "is no \(format.rawValue) export: missing \(names.joined(separator: ", "))"
        }
    }

    /// What to do about it.
    public var hint: String {
        let formats = ImportFormat.allCases.map(\.rawValue).joined(separator: ", ")
        return switch self {
        case .notFound: "check the path"
        case .isDirectory: "name the files in it"
        case .notRegular: "write it to a file first and import that"
        case .changed: "wait until the download is complete; nothing of it was taken"
        case .unreadable: "check the permissions"
        case .tooLarge: "export a shorter period and import the parts; overlaps are counted once"
        case .empty: "export the transactions again"
        case .binary: "export the transactions as CSV"
        case .unknownFormat: "readable are the transaction histories of: \(formats)"
        case .missingColumns: "export again with all columns, or use --format auto"
        case .ambiguousFormat(let formats):
            "say which with --format \(formats.first?.rawValue ?? "NAME")"
        case .otherFormat: "use --format auto"
        case .malformed, .noReadableRow: "download the file again; nothing of it was taken"
        case .cancelled: ""
        case .spoolFailed: "nothing was imported; check the disk, or set TMPDIR to a folder of another one"
        case .indistinctAccounts: "export one account at a time and name each with --account"
        }
    }
}
