/// A configuration file in memory. The caller does the reading; this target opens no files.
public struct ConfigurationText: Hashable, Sendable {
    /// Name by which people choose it: the file's name without `.toml`.
    public var name: String
    /// Where it came from, for messages: a path, or such as `built in`.
    public var origin: String
    public var text: String

    public init(name: String, origin: String, text: String) {
        self.name = name
        self.origin = origin
        self.text = text
    }
}
