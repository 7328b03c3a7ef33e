import MagnusDomain

/// How a delimited export is recognised and read.
struct DelimitedExport: Sendable {
    /// How surely a header belongs to the format, 0 to 1; 0 when a required column is missing.
    var confidence: @Sendable ([String]) -> Double
    /// Required columns that a header lacks; of an empty header, all of them.
    var missing: @Sendable ([String]) -> [String]
    /// A reader of the section below a header.
    var reader: @Sendable (SectionOpening) -> any BrokerFileReader
}

/// What stands at the beginning of a section of a delimited file.
struct SectionOpening: Sendable {
    /// The cells of the header.
    var header: [String]
    /// The character between cells; a semicolon hints at decimal commas.
    var separator: UInt8
    /// The line of the header, from 1.
    var line: Int
    /// The records above the header, blank ones left out: titles, account lines. Of a later section of a file, what
    /// stood between the last data row of the section before and this header as far as that reader declared it no data
    /// (``BrokerFileReader/isData(_:)``).
    var preamble: [DelimitedRecord]
}

/// The format that fits a header best, or what hinders the choice.
enum FormatChoice: Sendable, Equatable {
    case one(ImportFormat, confidence: Double)
    /// These fit nearly equally, best first.
    case ambiguous([ImportFormat])
    case none

    static func of(header: [String]) -> FormatChoice {
        let fitting = ImportFormat.allCases.map { ($0, $0.confidence(header: header)) }
            .filter { $0.1 >= ImportFormat.recognitionThreshold }
            .sorted { $0.1 > $1.1 }
        guard let best = fitting.first else { return .none }
        let near = fitting.filter { best.1 - $0.1 < ImportFormat.ambiguityMargin }
        return near.count > 1 ? .ambiguous(near.map(\.0)) : .one(best.0, confidence: best.1)
    }
}

/// A format that a file resembles without having all it needs.
public struct NearestFormat: Sendable, Equatable {
    public var format: ImportFormat
    /// Required columns that are not there.
    public var missing: [String]

    /// The format of which a header has the largest share of the required columns, at least a third.
    static func of(headers: [[String]]) -> NearestFormat? {
        var best: (share: Double, nearest: NearestFormat)?
        for format in ImportFormat.allCases {
            let required = format.missingColumns(in: []).count
            guard required > 0 else { continue }
            for header in headers {
                let missing = format.missingColumns(in: header)
                let share = 1 - Double(missing.count) / Double(required)
                // A header that lacks nothing and was still refused has too much that the format does not know.
                guard !missing.isEmpty, share >= 1.0 / 3, share > best?.share ?? 0 else { continue }
                best = (share, NearestFormat(format: format, missing: missing))
            }
        }
        return best?.nearest
    }
}
