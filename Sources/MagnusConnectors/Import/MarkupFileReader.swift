import MagnusDomain

/// Reads a file that is no delimited text, in pieces of any size.
protocol MarkupFileReader: Sendable {
    /// Known once the first piece was read.
    var encoding: TextEncoding { get }
    /// Takes the next bytes.
    /// - Throws: ``ImportError`` when the whole file is not to be trusted.
    mutating func read(_ bytes: ArraySlice<UInt8>) throws(ImportError)
    /// Ends the file. Called once.
    mutating func finish() throws(ImportError) -> FileContent
}

/// What the first bytes of a file are, whatever its name says.
enum FileKind: Sendable, Equatable {
    case delimited
    /// A markup format, from its first words.
    case markup(ImportFormat)
    /// Markup of another kind; its first word, harmless.
    case unknownMarkup(String)

    /// Bytes that are looked at.
    static let headSize = 4096

    /// - Parameter head: the first ``headSize`` bytes, or all of a shorter file.
    static func detected(in head: some Collection<UInt8>) -> FileKind {
        // Marks and the zero bytes of UTF-16 are no part of the words.
        let bytes = head.filter { $0 != 0 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF && $0 != 0xFE && $0 != 0xFF }
        let text = String(decoding: bytes, as: UTF8.self).drop { $0.isWhitespace }
        let upper = text.uppercased()
        for format in ImportFormat.allCases {
            if format.markupSigns.contains(where: { upper.hasPrefix($0) }) { return .markup(format) }
        }
        guard upper.hasPrefix("<") else { return .delimited }
        // A declaration or comment may stand first: the root is among the first elements.
        for format in ImportFormat.allCases where format.markupSigns.contains(where: { upper.contains($0) }) {
            return .markup(format)
        }
        let root = text.split(separator: "<").first { ($0.first?.isLetter ?? false) } ?? text.prefix(40)
        return .unknownMarkup(
            HarmlessText.sanitised("<" + root.prefix { !$0.isWhitespace && $0 != ">" }, maximumLength: 40))
    }
}
