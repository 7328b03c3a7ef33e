/// The settings that a screen begins with. `config.toml` alone holds them: a choice made on the screen is written there,
/// so that what is in force and what `config show` says are one.
public struct ScreenSettings: Sendable, Equatable {
    /// Their keys.
    public enum Key {
        public static let theme = "screen.theme"
        public static let keymap = "screen.keymap"
        public static let mouse = "screen.mouse"
        static let all = [theme, keymap, mouse]
    }

    public var theme = "magnus-dark"
    public var keymap = "default"
    public var isMouseEnabled = true

    public init() {}

    /// What the screen of an earlier version kept for itself in the file of its preferences, by setting.
    public static func former(in text: String) -> [String: String] {
        var found: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline).prefix(200) {
            let parts = line.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
            guard parts.count == 2, let key = Key.all.first(where: { $0 == "screen." + parts[0] }) else { continue }
            found[key] = parts[1]
        }
        return found
    }
}
