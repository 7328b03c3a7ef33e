import MagnusDomain

/// A word that may stand in `reasons`.
struct UnknownReasonWord {
    init?(_ text: String) {
        guard UnknownReason(rawValue: text) != nil else { return nil }
    }
}
