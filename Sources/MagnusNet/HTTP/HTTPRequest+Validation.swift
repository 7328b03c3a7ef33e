extension HTTPRequest {
    /// Headers that belong to the transport: setting them by hand could make one request look like two.
    private static let transportHeaders: Set<String> = ["content-length", "transfer-encoding", "connection", "expect"]

    /// What is wrong with the request, without any of its values; nil when it may be sent.
    var flaw: String? {
        let scheme = url.prefix(8).lowercased()
        guard scheme.hasPrefix("http://") || scheme.hasPrefix("https://") else { return "address is not http or https" }
        guard url.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            return "address has a blank, a control character or a character that is not encoded"
        }
        let authority = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).dropFirst(2).first
        let host = (authority ?? "").prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if host.isEmpty { return "address has no host" }
        if host.contains("@") { return "address has a user name or password: use a header" }
        if url.contains("#") { return "address has a fragment" }
        for field in headers {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(Self.isTokenByte) else {
                return "header name is empty or has a character that is not allowed"
            }
            guard field.exposedValue.utf8.allSatisfy({ ($0 >= 32 || $0 == 9) && $0 != 127 }) else {
                return "header \(field.name) has a control character"
            }
            if Self.transportHeaders.contains(field.name.lowercased()) {
                return "header \(field.name) belongs to the transport"
            }
        }
        if body != nil, method == .get || method == .head { return "\(method.rawValue) has a body" }
        if connectTimeout <= .zero || timeout.map({ $0 <= .zero }) == true || idleTimeout.map({ $0 <= .zero }) == true {
            return "a time limit is not positive"
        }
        if maximumBodyBytes < 0 { return "the body limit is negative" }
        if let path = unixSocketPath, path.isEmpty || path.utf8.count > 107 || path.utf8.contains(0) {
            return "socket path is empty or longer than 107 bytes"
        }
        return nil
    }

    /// Characters of a token (RFC 9110, section 5.6.2).
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
