/// Why a file cannot be imported at all.
public enum ImportError: Error, Sendable, Equatable {
    case notFound
    case isDirectory
    /// With the system's words.
    case unreadable(String)
    /// With its size in bytes and the limit.
    case tooLarge(bytes: Int, limit: Int)
    case empty
    /// What the bytes look like: `a spreadsheet or zip archive`, `a PDF document`, `binary data`.
    case binary(String)
    /// The first row matches no known export; its cells made harmless.
    case unknownFormat(header: String)
    /// The header does not have these columns of the stated format.
    case missingColumns([String], format: ImportFormat)
}

extension ImportError {
    /// One word for JSON.
    public var code: String {
        switch self {
        case .notFound: "not_found"
        case .isDirectory: "is_directory"
        case .unreadable: "unreadable"
        case .tooLarge: "too_large"
        case .empty: "empty_file"
        case .binary: "binary_file"
        case .unknownFormat: "unknown_format"
        case .missingColumns: "missing_columns"
        }
    }

    /// What is wrong, without the path.
    public var message: String {
        switch self {
        case .notFound: "no such file"
        case .isDirectory: "is a folder"
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .tooLarge(let bytes, let limit): "has \(bytes) bytes, more than the limit of \(limit)"
        case .empty: "is empty"
        case .binary(let kind): "is \(kind), not a text file"
        case .unknownFormat(let header): "no known export begins with \"\(header)\""
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
        case .unreadable: "check the permissions"
        case .tooLarge: "export a shorter period and import the parts; overlaps are counted once"
        case .empty: "export the transactions again"
        case .binary: "export the transactions as CSV"
        case .unknownFormat: "readable are the transaction histories of: \(formats)"
        case .missingColumns: "export again with all columns, or use --format auto"
        }
    }
}
