/// How far a file is read.
public struct ImportProgress: Sendable, Hashable {
    /// Bytes read, and bytes of the whole file; 0 when that is not known.
    public var bytes: Int
    public var size: Int
    /// Lines ended so far.
    public var lines: Int

    public init(bytes: Int, size: Int, lines: Int) {
        self.bytes = bytes
        self.size = size
        self.lines = lines
    }

    /// Lines of the whole file, were the rest like what was read; nil as long as nothing can be said.
    public var expectedLines: Int? {
        guard bytes > 0, size > 0, lines > 0 else { return nil }
        return max(lines, Int((Double(lines) / Double(bytes) * Double(size)).rounded()))
    }
}
