/// A complete answer, whatever its status: a 500 is an answer too.
public struct HTTPResponse: Sendable, Equatable {
    /// Status code, 200...999 (RFC 9110, section 15).
    public var status: Int
    /// Header fields in the order they came, trailers left out.
    public var headers: [HTTPField]
    /// Body, already decoded (gzip, deflate, br, zstd as the system's libcurl has them).
    public var body: [UInt8]
    /// From handing the request over to the last byte.
    public var duration: Duration

    public init(status: Int, headers: [HTTPField] = [], body: [UInt8] = [], duration: Duration = .zero) {
        self.status = status
        self.headers = headers
        self.body = body
        self.duration = duration
    }

    /// Whether the status is 200...299.
    public var isSuccess: Bool { (200..<300).contains(status) }

    /// Whether after this answer nobody knows what became of the request: a request that must not be repeated was
    /// answered by 408 or 5xx, which a gateway may have written while the server behind it carried the request out.
    public func leavesOutcomeUnknown(for method: HTTPMethod) -> Bool {
        !method.isIdempotent && (status == 408 || status >= 500)
    }
}

/// An answer whose body arrives piece by piece.
public struct HTTPStreamingResponse: Sendable {
    /// Status code, 200...999.
    public var status: Int
    public var headers: [HTTPField]
    /// Decoded pieces as they arrive. Ends by throwing ``HTTPError`` when the exchange breaks. Letting go of it, or
    /// cancelling the task that reads it, ends the exchange.
    public var body: AsyncThrowingStream<[UInt8], any Error>
}
