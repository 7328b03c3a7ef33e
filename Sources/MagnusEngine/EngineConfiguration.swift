import MagnusAnalysis
import MagnusDomain
import MagnusMonitors
import MagnusStore

/// How an engine behaves, apart from the world it shows.
public struct EngineConfiguration: Sendable {
    /// Real time between two rounds of quotes.
    public var tick: Duration = .milliseconds(250)
    /// Account asked for; nil for the first of the world.
    public var account: String?
    public var monitors = MonitorSettings()
    public var schedule = MonitorSchedule.Settings()
    public var alerts = AlertPolicySettings()
    public var quietHours = QuietHours()
    public var scans = ScanProfile.standard
    /// The lists a scan in the background looks at: `own+watch`, `own`, `watch` or `default` for every symbol.
    public var scanList = "own+watch"
    public var scanMinutes = 5.0
    public var book = BookSettings()
    /// When brokers act before the exchange's deadlines: rows of the owner's own beside the published ones.
    public var brokerClocks: [BrokerClock] = []
    /// Automatic backups of the database.
    public var backups = BackupPlan()
    /// Symbols the owner is glad to own; empty: the list that comes with the account.
    public var ownList: [String] = []
    /// Symbols scanned besides; empty: the list that comes with the account.
    public var watchList: [String] = []
    /// World seconds between two writes of the world's clock.
    public var saveEverySeconds = 10.0
    /// Real seconds between two looks at the settings file.
    public var settingsEverySeconds = 2.0
    /// Rows of the conversation kept on the screen.
    public var transcriptMessages = 50
    /// Conversation the screen continues.
    public var session = "desk"
    /// Tells the messages of this process from those of others: a world that stands still gives all of them one moment, and
    /// a known identifier is not stored again.
    public var process = ""
    /// Whether the first question leans on those asked before in ``session``.
    public var resumesConversation = true
    /// Where questions are kept that name no conversation: each stands alone, until one is asked to go on here.
    public static let singleQuestions = "cli"
    /// Why nothing is stored from the start; nil where the store takes writes, or somebody else stores what is found.
    public var storeProblem: StoreError?
    public static let disclaimerVersion = "1"

    public init() {}

    /// When alerts are kept from being announced.
    public struct QuietHours: Sendable, Hashable {
        /// nil, here or there: never.
        public var from: TimeOfDay?
        public var to: TimeOfDay?
        /// CRITICAL alerts are announced all the same.
        public var isCriticalAbove = true

        public init() {}
    }
}
