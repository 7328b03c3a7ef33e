import MagnusAnalysis
import MagnusMonitors

/// How an engine behaves, apart from the world it shows.
public struct EngineConfiguration: Sendable {
    /// Real time between two rounds of quotes.
    public var tick: Duration = .milliseconds(250)
    /// Account asked for; nil for the first of the world.
    public var account: String?
    public var monitors = MonitorSettings()
    public var scans = ScanProfile.standard
    public var book = BookSettings()
    /// World seconds between two writes of the world's clock.
    public var saveEverySeconds = 10.0
    /// Rows of the conversation kept on the screen.
    public var transcriptMessages = 50
    /// Conversation the screen continues.
    public var session = "desk"
    public static let disclaimerVersion = "1"

    public init() {}
}
