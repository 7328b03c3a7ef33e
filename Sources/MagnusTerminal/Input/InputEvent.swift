/// What a person did at the terminal.
public enum InputEvent: Equatable, Sendable {
    case key(KeyChord)
    /// Pasted text as one piece, line ends as `\n`, control characters removed. `truncated` when it was longer than the
    /// decoder's limit or its end never came.
    case paste(String, truncated: Bool)
    case mouse(MouseEvent)
    case focusGained
    case focusLost
}

/// A mouse report. Places count from 0 at the upper left corner.
public struct MouseEvent: Equatable, Sendable {
    public enum Button: Hashable, Sendable {
        case left
        case middle
        case right
        /// A higher button, or none (motion without a button).
        case other
    }

    public enum Kind: Equatable, Sendable {
        case press(Button)
        case release(Button)
        /// Motion with a button held.
        case drag(Button)
        case move
        case wheelUp
        case wheelDown
        case wheelLeft
        case wheelRight
    }

    public var kind: Kind
    public var column: Int
    public var row: Int
    public var modifiers: KeyModifiers

    public init(kind: Kind, column: Int, row: Int, modifiers: KeyModifiers = []) {
        self.kind = kind
        self.column = column
        self.row = row
        self.modifiers = modifiers
    }
}
