/// Size of a terminal in cells.
public struct TerminalSize: Hashable, Sendable {
    public var columns: Int
    public var rows: Int

    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}

/// A place on the screen, from 0 at the upper left corner.
public struct CursorPosition: Hashable, Sendable {
    public var column: Int
    public var row: Int

    public init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }
}

/// What comes from the terminal.
public enum TerminalEvent: Equatable, Sendable {
    /// One of the events that were read together; a frame waits for `inputRead`.
    case input(InputEvent)
    /// The events of one read have been delivered.
    /// - Parameter isMoreWaiting: Whether another read follows at once, as in a paste or a flood of keys.
    case inputRead(isMoreWaiting: Bool)
    case resized(TerminalSize)
    /// Continued after a suspension; the screen has been taken again and wants a frame.
    case resumed
    /// SIGTERM or SIGINT from outside: end in good order.
    case terminate(signal: Int32)
    /// The terminal is gone (SIGHUP, end of input, I/O error): end at once, there is nobody to write for.
    case lost
}

/// What became of a frame.
public enum PresentOutcome: Equatable, Sendable {
    /// Bytes handed to the terminal; 0 when nothing had changed.
    case written(bytes: Int)
    /// The terminal has not taken the last frame yet. The newest surface is kept and shown as soon as it can be.
    case deferred
    /// The screen is suspended, ended or lost.
    case closed
}

/// Why text was not copied.
public enum ClipboardError: Error, Equatable, Sendable {
    /// Longer than terminals take in one OSC 52 sequence.
    case tooLong(bytes: Int, limit: Int)
    case closed
}

/// A terminal that shows surfaces and tells what the person at it does.
@UIActor
public protocol TerminalBackend: AnyObject {
    var size: TerminalSize { get }
    var colorDepth: ColorDepth { get }
    /// Unicode signs, or ASCII where the locale or the person wants it.
    var glyphs: GlyphSet { get }

    /// Starts delivering events, on the UI actor. Called once.
    func start(_ handler: @escaping @UIActor (TerminalEvent) -> Void)
    /// Shows a frame, writing only what changed. Never blocks.
    func present(_ surface: Surface, cursor: CursorPosition?) -> PresentOutcome
    /// Forgets what is on the screen, so that the next frame is drawn completely.
    func invalidate()
    /// Rings the bell.
    func bell()
    /// Asks the terminal for a desktop notification (OSC 9 and OSC 777). Texts are made harmless and cut.
    func notify(title: String, body: String)
    /// Puts text on the person's clipboard (OSC 52), also over SSH.
    func copy(_ text: String) throws(ClipboardError)
    /// Gives the terminal back and stops the process as Ctrl-Z does; comes back with `.resumed`.
    func suspend()
    /// Gives the terminal back for good. May be called more than once.
    func restore()
}
