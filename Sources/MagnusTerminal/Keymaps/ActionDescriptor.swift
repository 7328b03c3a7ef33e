/// An action that keys can be bound to, as help, palette and hints describe it.
public struct ActionDescriptor: Hashable, Sendable {
    /// Kebab-case: `move-down`.
    public var name: String
    /// The table of the keymap it belongs to: `global`, `positions`, `text`, ...
    public var context: String
    /// Few words for hints and lists.
    public var title: String
    /// One sentence that says what it does.
    public var explanation: String

    public init(name: String, context: String, title: String, explanation: String) {
        self.name = name
        self.context = context
        self.title = title
        self.explanation = explanation
    }
}
