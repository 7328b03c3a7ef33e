/// A value nobody may read by accident: a key, a token, a password.
///
/// Printing, interpolating, reflecting, dumping or encoding it gives ``mask``; only ``exposed`` gives the value.
/// It cannot be decoded: what was encoded is not the secret.
public struct Secret: Sendable, Equatable {
    /// What stands for a secret wherever it would be shown.
    public static let mask = "<redacted>"

    /// The value itself. Goes to the wire and to ``Redaction``, never into a text.
    public let exposed: String

    /// - Parameter exposed: the value; an empty one protects nothing and matches nothing.
    public init(_ exposed: String) {
        self.exposed = exposed
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { Self.mask }
    public var debugDescription: String { Self.mask }
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

extension Secret: Encodable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Self.mask)
    }
}
