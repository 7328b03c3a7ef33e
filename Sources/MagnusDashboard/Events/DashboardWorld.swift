import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// What the reducer and the renderer may look at besides the state.
public struct DashboardWorld: Sendable {
    /// The newest snapshot; nil until the first has arrived.
    public var snapshot: DeskSnapshot?
    public var keymap: Keymap
    /// Names that can be chosen.
    public var themes: [String]
    public var keymaps: [String]
    /// Seconds of a clock that only runs forward, for keys pressed in quick succession.
    public var uptime: Double
    /// World time to show; nil takes that of the snapshot.
    public var now: Instant?
    /// Signs the screen is drawn with: in ASCII the severities are wider, and the mouse must know it.
    public var glyphs = GlyphSet.unicode

    public init(
        snapshot: DeskSnapshot?, keymap: Keymap, themes: [String] = [], keymaps: [String] = [], uptime: Double = 0,
        now: Instant? = nil
    ) {
        self.snapshot = snapshot
        self.keymap = keymap
        self.themes = themes
        self.keymaps = keymaps
        self.uptime = uptime
        self.now = now
    }
}
