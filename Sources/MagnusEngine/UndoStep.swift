import MagnusDomain

/// One local change that can be taken back.
enum UndoStep: Sendable {
    /// The last command of the alert policy.
    case alerts
    case intent(strategy: String, before: PositionIntent?)
    /// Notes by their key as they were; nil where there was none.
    case notes(before: [String: String?])
    case rollVerdict(roll: String, before: RollVerdict?)
}
