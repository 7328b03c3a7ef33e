/// Why a request has no answer, whether it may be sent again, and whether it may have had an effect.
///
/// An answer with a bad status is no error of this kind; see ``HTTPResponse`` and ``RetryPolicy``.
public struct HTTPError: Error, Sendable, Equatable {
    public enum Cause: Sendable, Equatable {
        /// The request itself is wrong; nothing was sent.
        case invalidRequest
        case hostNotFound
        case connectionRefused
        /// No route, reset while connecting, no such socket.
        case connectionFailed
        case connectTimedOut
        /// The TLS handshake failed.
        case tlsFailed
        /// The server's certificate is wrong, expired or not trusted. There is no way around it.
        case certificateRejected
        case timedOut
        /// The connection ended before the answer did.
        case connectionLost
        /// What came is no HTTP answer, or its encoding is broken.
        case malformedResponse
        /// The decoded body is above the limit, in bytes.
        case bodyTooLarge(limit: Int)
        /// The head of the answer is above the limit, in bytes.
        case headTooLarge(limit: Int)
        case tooManyRedirects(limit: Int)
        /// From https to http, or to an address that is none.
        case redirectRefused
        /// A stream's reader left too many pieces waiting.
        case readerTooSlow(limit: Int)
        case cancelled
        /// The client was closed.
        case clientClosed
        /// libcurl failed in itself; the detail has its words.
        case clientFailed
    }

    public let cause: Cause
    /// True when the request may have reached the server and must not simply be repeated: look before sending again.
    /// A timed-out order is not a failed order.
    public let isOutcomeUnknown: Bool
    /// Short text for logs, at most ``maximumDetail`` characters, secrets of the request taken out.
    public let detail: String

    public static let maximumDetail = 200

    /// - Parameter detail: redacted already.
    public init(_ cause: Cause, isOutcomeUnknown: Bool = false, detail: String = "") {
        self.cause = cause
        self.isOutcomeUnknown = isOutcomeUnknown
        self.detail = String(detail.prefix(Self.maximumDetail))
    }

    /// Whether the same request may succeed when sent again and does no harm.
    public var isRetryable: Bool {
        if isOutcomeUnknown { return false }
        return switch cause {
        case .hostNotFound, .connectionRefused, .connectionFailed, .connectTimedOut, .tlsFailed, .timedOut,
            .connectionLost, .malformedResponse:
            true
        case .invalidRequest, .certificateRejected, .bodyTooLarge, .headTooLarge, .tooManyRedirects, .redirectRefused,
            .readerTooSlow, .cancelled, .clientClosed, .clientFailed:
            false
        }
    }

    /// Whether the fault lies with the provider or the way to it, so that a ``CircuitBreaker`` should count it.
    public var isProviderFault: Bool {
        switch cause {
        case .invalidRequest, .readerTooSlow, .cancelled, .clientClosed, .clientFailed: false
        default: true
        }
    }
}

extension HTTPError: CustomStringConvertible {
    public var description: String {
        let reason =
            switch cause {
            case .invalidRequest: "invalid request"
            case .hostNotFound: "host not found"
            case .connectionRefused: "connection refused"
            case .connectionFailed: "connection failed"
            case .connectTimedOut: "connecting took too long"
            case .tlsFailed: "TLS handshake failed"
            case .certificateRejected: "certificate rejected"
            case .timedOut: "timed out"
            case .connectionLost: "connection lost"
            case .malformedResponse: "malformed response"
            case .bodyTooLarge(let limit): "body over \(limit) bytes"
            case .headTooLarge(let limit): "head over \(limit) bytes"
            case .tooManyRedirects(let limit): "more than \(limit) redirects"
            case .redirectRefused: "redirect refused"
            case .readerTooSlow(let limit): "reader left more than \(limit) pieces waiting"
            case .cancelled: "cancelled"
            case .clientClosed: "client closed"
            case .clientFailed: "client failed"
            }
        return reason + (detail.isEmpty ? "" : ": \(detail)") + (isOutcomeUnknown ? " (outcome unknown)" : "")
    }
}
