/// A named value: a header line or a query parameter. A secret part stays hidden wherever the field is printed.
public struct HTTPField: Sendable, Equatable {
    public let name: String
    private let text: String
    /// The hidden part at the end of the value, if it has one.
    public let secret: Secret?

    /// A value anybody may read.
    public init(_ name: String, _ value: String) {
        self.name = name
        text = value
        secret = nil
    }

    /// A value that ends in a secret, for example `HTTPField("Authorization", prefix: "Bearer ", secret: token)`.
    public init(_ name: String, prefix: String = "", secret: Secret) {
        self.name = name
        text = prefix
        self.secret = secret
    }

    /// The whole value as it goes to the wire, secret included.
    public var exposedValue: String { text + (secret?.exposed ?? "") }
}

extension HTTPField: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String { "\(name): \(text)\(secret.map(\.description) ?? "")" }
    public var debugDescription: String { description }
}

extension [HTTPField] {
    /// The first value with this name; names are compared without regard to case.
    public func value(of name: String) -> String? {
        let wanted = name.lowercased()
        return first { $0.name.lowercased() == wanted }?.exposedValue
    }
}
