import MagnusDesk
import MagnusDomain

/// What stands at the head of every `--json` document.
struct DocumentEnvelope: Sendable, Hashable {
    /// The moment of the figures: world time in a simulated or replayed market.
    var asOf: Instant
    /// Whether the prices come from the embedded market.
    var isSimulated: Bool
    /// An account name, or `all`.
    var account: String

    /// A document: the envelope first, then its own keys in their order.
    func document(_ content: DocumentObject) -> JSONValue {
        .object(
            [
                JSONValue.Member("as_of", .string(asOf.rfc3339)), JSONValue.Member("simulated", .bool(isSimulated)),
                JSONValue.Member("account", .string(account)),
            ] + content.members)
    }
}
