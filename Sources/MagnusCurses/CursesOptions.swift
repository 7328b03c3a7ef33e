import MagnusTerminal

/// What the screen needs to know from outside.
public struct CursesOptions: Sendable {
    /// Descriptors of the terminal.
    public var input: Int32 = 0
    public var output: Int32 = 1
    /// Variables of the process: TERM, COLORTERM, NO_COLOR.
    public var environment: [String: String]
    /// `--color`, and the setting in the configuration.
    public var colorFlag: ColorDecision.Wish = .auto
    public var colorConfiguration: ColorDecision.Wish = .auto
    /// Draw with ASCII even where Unicode would do.
    public var ascii = false
    /// Ask for mouse reports. They keep the terminal from selecting text, so people switch them off.
    public var mouse = true
    /// Folder for the derived 24-bit terminfo entry; without one 256 colours are used instead of 24-bit.
    public var cacheDirectory: String?
    /// Longest text, in bytes, that is put on the clipboard: OSC 52 grows it by a third, and terminals stop near 100 kB.
    public var clipboardLimit = 74_994

    public init(environment: [String: String]) {
        self.environment = environment
    }
}

/// What is known of the terminal without taking it: what `magnus doctor` prints.
public struct TerminalReport: Equatable, Sendable {
    public var term: String
    public var color: ColorDecision
    public var isUnicode: Bool
    public var size: TerminalSize?
    /// Nil when the full screen can be shown.
    public var problem: CursesError?
}
