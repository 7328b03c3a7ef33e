/// Turns the bytes of a file in a known encoding into UTF-8, in pieces of any size.
public struct UTF8Stream: Sendable {
    private var transcoder: TextTranscoder

    public init(encoding: TextEncoding) {
        transcoder = TextTranscoder(encoding: encoding)
    }

    /// The UTF-8 form of the next bytes. Unpaired surrogates become U+FFFD; bytes of a UTF-8 file pass as they are.
    public mutating func utf8(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        transcoder.append(bytes, to: &output)
        return output
    }

    /// Ends the text: half a character that is left becomes U+FFFD.
    public mutating func finish() -> [UInt8] {
        var output: [UInt8] = []
        transcoder.finish(to: &output)
        return output
    }
}
