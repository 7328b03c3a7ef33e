/// A mistake in a theme or keymap, with its place. The rest of the file is used.
public struct ConfigurationDiagnostic: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Severity: String, Hashable, Sendable {
        case warning
        case error
    }

    /// File the mistake is in, as the caller named it.
    public var file: String
    /// From 1.
    public var line: Int
    /// From 1, counted in characters.
    public var column: Int
    public var severity: Severity
    /// What is wrong and what to write instead.
    public var message: String

    public init(file: String, line: Int, column: Int, severity: Severity = .error, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.severity = severity
        self.message = message
    }

    public var description: String { "\(file):\(line):\(column): \(message)" }
}
