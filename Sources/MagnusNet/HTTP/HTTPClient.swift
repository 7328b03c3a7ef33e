import CCurl

/// HTTP/1.1 and HTTP/2 over libcurl: one thread, kept connections, no proxy, no cookies, no other protocols.
///
/// One attempt per call. What to do with a failure is decided by ``RetryPolicy``, ``TokenBucket`` and ``CircuitBreaker``.
/// The thread ends when the client is closed or released; what is under way then ends with ``HTTPError/Cause/clientClosed``.
public final class HTTPClient: Sendable {
    public struct Configuration: Sendable, Equatable {
        /// Connections to one host at the same time; further requests wait. Streams hold theirs.
        public var connectionsPerHost = 16
        /// Connections altogether, kept ones included.
        public var connections = 64
        public var userAgent = "magnus"
        /// PEM file of the certificate authorities to trust in place of the system's; nil: the system's.
        public var certificateFile: String?

        public init() {}
    }

    /// Pieces of a stream that may wait for its reader; each has at most 16 KiB before decoding.
    public static let maximumWaitingPieces = 1024

    private let configuration: Configuration
    private let mailbox: CurlMailbox

    /// - Throws: ``HTTPError/Cause/clientFailed`` when libcurl or its thread cannot be started.
    public init(_ configuration: Configuration = Configuration()) throws(HTTPError) {
        self.configuration = configuration
        mailbox = try CurlLoop.start(
            connectionsPerHost: max(1, configuration.connectionsPerHost), connections: max(1, configuration.connections)
        )
    }

    deinit {
        mailbox.close()
    }

    /// Ends everything under way; later requests are refused.
    public func close() {
        mailbox.close()
    }

    /// Sends a request once and waits for the whole answer, whatever its status.
    ///
    /// Cancelling the task ends the exchange at once with ``HTTPError/Cause/cancelled``; whether the request may have had
    /// an effect stands in the error.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        var current = request
        var redirects = 0
        while true {
            let response = try await exchange(current)
            guard request.maximumRedirects > 0, request.method == .get || request.method == .head,
                [301, 302, 303, 307, 308].contains(response.status),
                let location = response.headers.value(of: "location")
            else { return response }
            redirects += 1
            if redirects > request.maximumRedirects {
                throw HTTPError(.tooManyRedirects(limit: request.maximumRedirects))
            }
            current = try current.following(location)
        }
    }

    private func exchange(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        if let flaw = request.flaw { throw HTTPError(.invalidRequest, detail: request.redaction.apply(to: flaw)) }
        let id = mailbox.nextID()
        let mark = CancellationMark()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                submit(order(id, request, mark, .whole(continuation)))
            }
        } onCancel: {
            mark.set()
            _ = mailbox.post(.cancel(id))
        }
        return try result.get()
    }

    /// Sends a request once and returns when the head of the answer is there; the body follows piece by piece, without
    /// buffering. For server-sent events put the pieces through ``ServerSentEventParser``. Redirects are not followed.
    ///
    /// Set ``HTTPRequest/timeout`` to nil and ``HTTPRequest/idleTimeout`` to more than the server's heartbeat.
    public func stream(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStreamingResponse {
        if let flaw = request.flaw { throw HTTPError(.invalidRequest, detail: request.redaction.apply(to: flaw)) }
        let id = mailbox.nextID()
        let mark = CancellationMark()
        let (body, continuation) = AsyncThrowingStream.makeStream(
            of: [UInt8].self, throwing: (any Error).self, bufferingPolicy: .bufferingOldest(Self.maximumWaitingPieces))
        continuation.onTermination = { termination in
            // Holds the client while the body is read.
            if case .cancelled = termination {
                mark.set()
                _ = self.mailbox.post(.cancel(id))
            }
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { head in
                submit(order(id, request, mark, .stream(head, continuation)))
            }
        } onCancel: {
            mark.set()
            _ = mailbox.post(.cancel(id))
        }
        let head = try result.get()
        return HTTPStreamingResponse(status: head.status, headers: head.headers, body: body)
    }

    private func order(
        _ id: UInt64, _ request: HTTPRequest, _ mark: CancellationMark, _ receiver: CurlOrder.Receiver
    ) -> CurlOrder {
        CurlOrder(
            id: id, request: request, userAgent: configuration.userAgent,
            certificateFile: configuration.certificateFile, cancellation: mark, receiver: receiver)
    }

    private func submit(_ order: CurlOrder) {
        if !mailbox.post(.start(order)) { order.refuse(HTTPError(.clientClosed)) }
    }
}

extension HTTPRequest {
    /// The request a redirect asks for. On another origin it carries no secret, no cookie and no authorisation.
    func following(_ location: String) throws(HTTPError) -> HTTPRequest {
        var text: UnsafeMutablePointer<CChar>?
        var isSameOrigin: Int32 = 0
        var isDowngrade: Int32 = 0
        guard cc_url_resolve(target, location, &text, &isSameOrigin, &isDowngrade) == 0, let text else {
            throw HTTPError(.redirectRefused, detail: "the new address is not http or https")
        }
        defer { cc_free(text) }
        if isDowngrade != 0 { throw HTTPError(.redirectRefused, detail: "from https to http") }
        var next = self
        next.url = String(cString: text)
        next.query = []
        // The secrets of the query may be repeated in the new address.
        next.secrets += query.compactMap(\.secret)
        if isSameOrigin == 0 {
            next.unixSocketPath = nil
            next.secrets += headers.compactMap(\.secret)
            next.headers.removeAll { field in
                field.secret != nil
                    || ["authorization", "cookie", "proxy-authorization"].contains(field.name.lowercased())
            }
        }
        return next
    }
}
