/// Writes delimited text that every spreadsheet opens and none of them executes.
public struct DelimitedTextWriter: Sendable, Hashable {
    /// The separator, `,` for comma-separated files.
    public let separator: Character

    /// - Parameter separator: `,`, `;` or tab; any other character is taken as it is, the caller chooses one that
    ///   readers know.
    public init(separator: Character = ",") {
        self.separator = separator
    }

    /// One record with its CRLF (RFC 4180).
    public func record(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: String(separator)) + "\r\n"
    }

    /// One cell, quoted where needed.
    ///
    /// A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return (also behind blanks)
    /// for a formula. A plain number keeps its value and is only quoted; anything else gets an apostrophe in front,
    /// which marks text in spreadsheets.
    public func cell(_ text: String) -> String {
        var content = text
        let first = text.unicodeScalars.first { $0 != " " && $0 != "\u{A0}" }
        // The full-width forms are taken for formulas in East Asian locales.
        let isFormula = first.map { "=+-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains($0) } ?? false
        if isFormula, !Self.isNumber(text) { content = "'" + text }
        let needsQuotes =
            isFormula || content.hasPrefix(" ") || content.hasSuffix(" ")
            || content.unicodeScalars.contains { $0 == "\"" || $0 == "\r" || $0 == "\n" || $0 == "\t" }
            || content.contains(separator)
        guard needsQuotes else { return content }
        var quoted = "\""
        for scalar in content.unicodeScalars {
            if scalar == "\"" { quoted.unicodeScalars.append("\"") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }

    /// A sign, digits and at most one point.
    private static func isNumber(_ text: String) -> Bool {
        let body = text.utf8.first == 0x2D || text.utf8.first == 0x2B ? text.utf8.dropFirst() : text.utf8[...]
        return !body.isEmpty && body.contains { ByteCursor.digit($0) != nil }
            && body.allSatisfy { ByteCursor.digit($0) != nil || $0 == 0x2E } && body.count { $0 == 0x2E } <= 1
    }
}
