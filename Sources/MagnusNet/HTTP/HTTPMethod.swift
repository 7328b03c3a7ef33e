/// Request methods of RFC 9110, section 9.
public enum HTTPMethod: String, Sendable, Equatable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// Whether sending it twice does what sending it once does (RFC 9110, section 9.2.2). Orders are not.
    public var isIdempotent: Bool { self != .post && self != .patch }
}
