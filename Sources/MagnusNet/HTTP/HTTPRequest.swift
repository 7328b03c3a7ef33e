/// One request, as a value. Printing it shows no query, no header value and no registered secret.
public struct HTTPRequest: Sendable {
    public var method: HTTPMethod
    /// Address with scheme http or https, already percent-encoded, without user name or password.
    public var url: String
    /// Parameters added to the address, encoded on the way.
    public var query: [HTTPField] = []
    public var headers: [HTTPField] = []
    /// Not for GET and HEAD.
    public var body: [UInt8]?
    /// Further secrets this request carries, in its path or body; those of `query` and `headers` are known.
    public var secrets: [Secret] = []
    /// A socket to connect to in place of the address's host; at most 107 bytes.
    public var unixSocketPath: String?
    /// Limit for name resolution, connection and TLS.
    public var connectTimeout: Duration = .seconds(10)
    /// Limit for the whole exchange, waiting for a connection included; nil: none. A stream normally has none.
    public var timeout: Duration? = .seconds(30)
    /// Ends the exchange when no byte arrives for so long; whole seconds, rounded up; nil: no limit.
    public var idleTimeout: Duration?
    /// Limit for the decoded body; does not apply to streams, whose waiting bytes are limited instead.
    public var maximumBodyBytes = 16 << 20
    /// Redirects followed, for GET and HEAD only. Secrets and cookies never follow to another origin, and https never
    /// leads to http. Each step has the time limits anew.
    public var maximumRedirects = 0
    /// Whether a kept connection may carry it. libcurl silently sends a request again when a kept connection proves
    /// dead, so by default only idempotent methods use one: an order is never sent twice.
    public var reusesConnection: Bool

    public init(_ method: HTTPMethod, _ url: String, headers: [HTTPField] = [], body: [UInt8]? = nil) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        reusesConnection = method.isIdempotent
    }

    /// Takes this request's secrets out of a text, for example out of an error page of the server.
    public var redaction: Redaction {
        Redaction(secrets + headers.compactMap(\.secret) + query.compactMap(\.secret))
    }

    /// The address with the query, as it goes to the wire.
    var target: String {
        if query.isEmpty { return url }
        let parameters = query.map {
            "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.exposedValue))"
        }
        return url + (url.contains("?") ? "&" : "?") + parameters.joined(separator: "&")
    }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        let visible = url.prefix { $0 != "?" && $0 != "#" }
        return redaction.apply(to: "\(method.rawValue) \(visible)")
    }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["request": description], displayStyle: .struct) }
}
