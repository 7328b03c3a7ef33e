/// Where a reader of markup stands.
struct MarkupPlace: Sendable, Equatable {
    /// From 1; a return, a line feed or both end a line.
    private(set) var line = 1
    /// In characters; 0 before the first of a line.
    private(set) var column = 0
    private var isAfterReturn = false

    /// Steps over a byte of UTF-8.
    mutating func advance(_ byte: UInt8) {
        if byte == 0x0A {
            if !isAfterReturn { line += 1 }
            column = 0
        } else if byte == 0x0D {
            line += 1
            column = 0
        } else if byte & 0xC0 != 0x80 {
            column += 1
        }
        isAfterReturn = byte == 0x0D
    }

    func fault(_ reason: String) -> XMLFault { XMLFault(line: line, column: max(column, 1), reason: reason) }
}
