import MagnusDomain

/// One local change that can be taken back.
enum UndoStep: Sendable {
    /// The last command of the alert policy.
    case alerts
    case intent(strategy: String, before: PositionIntent?)
    case note(strategy: String, before: String?)
    case rollVerdict(roll: String, before: RollVerdict?)
}
