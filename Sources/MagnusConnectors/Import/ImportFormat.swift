/// The broker exports that can be read. The raw value is the word of `--format` and of JSON.
public enum ImportFormat: String, Sendable, Hashable, CaseIterable {
    /// tastytrade's transaction history, the export of 2024 and the older one with positive fees.
    case tastytrade
}

extension ImportFormat {
    /// A header counts as a format's from this confidence on.
    static let recognitionThreshold = 0.75

    /// How surely a header belongs to this format, 0 to 1: the share of its known columns that are there; 0 when a
    /// required one is missing.
    func confidence(header: [String]) -> Double {
        switch self {
        case .tastytrade: TastytradeColumns.confidence(header: header)
        }
    }

    /// Required columns that a header lacks.
    func missingColumns(in header: [String]) -> [String] {
        switch self {
        case .tastytrade: TastytradeColumns.missing(in: header)
        }
    }

    /// The format that fits a header best, nil when none does.
    static func recognised(header: [String]) -> (format: ImportFormat, confidence: Double)? {
        allCases.map { ($0, $0.confidence(header: header)) }
            .filter { $0.1 >= recognitionThreshold }
            .max { $0.1 < $1.1 }
    }

    /// A reader of a file with this header.
    func reader(header: [String], separator: UInt8) -> any BrokerFileReader {
        switch self {
        case .tastytrade: TastytradeReader(header: header, separator: separator)
        }
    }

    /// The account a file is booked to when neither the file nor the user names one.
    public var defaultAccount: String {
        switch self {
        case .tastytrade: "tastytrade"
        }
    }

    /// The broker's name as people write it.
    public var broker: String {
        switch self {
        case .tastytrade: "tastytrade"
        }
    }

    /// How much the figures of a layout can be trusted: of two records of one row the one with the higher rank is kept.
    ///
    /// The older export of tastytrade states the same commission on every row and fees before the broker's rounding;
    /// that of 2024 states what was booked.
    func exactness(ofLayout layout: String) -> Int {
        switch (self, layout) {
        case (.tastytrade, "2024"): 2
        case (.tastytrade, _): 1
        }
    }

    /// As ``exactness(ofLayout:)`` of `tastytrade-2024`; 0 for anything else.
    static func exactness(ofQualifiedLayout text: String) -> Int {
        let parts = text.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let format = ImportFormat(rawValue: String(parts[0])) else { return 0 }
        return format.exactness(ofLayout: String(parts[1]))
    }
}
