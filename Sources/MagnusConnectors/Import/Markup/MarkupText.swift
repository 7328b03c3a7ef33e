import MagnusDomain

/// The bytes of a markup file as UTF-8: the encoding is told from a mark or the bytes, nothing is held back.
struct MarkupText: Sendable {
    private(set) var encoding: TextEncoding = .utf8
    private var stream: UTF8Stream?

    /// - Parameter bytes: the first piece should hold the declaration; ``ImportFile`` takes care of that.
    mutating func utf8(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        if stream != nil { return stream?.utf8(bytes) ?? [] }
        let found = TextEncoding.detected(in: Array(bytes.prefix(65_536)))
        encoding = found.encoding
        var stream = UTF8Stream(encoding: found.encoding)
        defer { self.stream = stream }
        return stream.utf8(bytes.dropFirst(found.mark))
    }

    mutating func finish() -> [UInt8] { stream?.finish() ?? [] }
}
