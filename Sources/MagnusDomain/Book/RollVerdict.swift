/// What the owner said about a closing and an opening that may belong together.
public enum RollVerdict: String, Sendable, Hashable, Codable, CaseIterable {
    /// One roll, whatever the evidence.
    case confirmed
    /// Two trades that have nothing to do with each other.
    case rejected
}
