/// A backend without a terminal: for tests, and for whoever wants frames as values.
@UIActor
public final class MemoryBackend: TerminalBackend {
    public private(set) var size: TerminalSize
    public let colorDepth: ColorDepth
    public let glyphs: GlyphSet
    /// The frame shown last.
    public private(set) var surface: Surface?
    public private(set) var cursor: CursorPosition?
    /// Cells that changed, one number for every frame that changed anything.
    public private(set) var changedCells: [Int] = []
    public private(set) var bells = 0
    public private(set) var notifications: [String] = []
    public private(set) var clipboard: [String] = []
    public private(set) var isRestored = false
    public private(set) var suspensions = 0
    private var handler: (@UIActor (TerminalEvent) -> Void)?
    private var decoder = InputDecoder()

    public init(columns: Int, rows: Int, colorDepth: ColorDepth = .truecolor, glyphs: GlyphSet = .unicode) {
        size = TerminalSize(columns: columns, rows: rows)
        self.colorDepth = colorDepth
        self.glyphs = glyphs
    }

    public func start(_ handler: @escaping @UIActor (TerminalEvent) -> Void) {
        self.handler = handler
    }

    public func present(_ surface: Surface, cursor: CursorPosition?) -> PresentOutcome {
        guard !isRestored else { return .closed }
        let cells = SurfaceDiff.runs(from: self.surface, to: surface).reduce(0) { $0 + $1.columns.count }
        if cells > 0 { changedCells.append(cells) }
        self.surface = surface
        self.cursor = cursor
        return .written(bytes: cells)
    }

    public func invalidate() {
        surface = nil
    }

    public func bell() {
        bells += 1
    }

    public func notify(title: String, body: String) {
        notifications.append(title + ": " + body)
    }

    public func copy(_ text: String) throws(ClipboardError) {
        guard !isRestored else { throw .closed }
        clipboard.append(text)
    }

    public func suspend() {
        suspensions += 1
        send(.resumed)
    }

    public func restore() {
        isRestored = true
    }

    /// Delivers an event as if it came from the terminal.
    public func send(_ event: TerminalEvent) {
        if case .resized(let size) = event { self.size = size }
        handler?(event)
    }

    /// Presses keys written as keymaps spell them: `g g <Enter>`.
    public func press(_ keys: String) throws(KeyNotationError) {
        for chord in try KeyChord.parseSequence(keys) {
            send(.input(.key(chord)))
            send(.inputRead(isMoreWaiting: false))
        }
    }

    /// Feeds raw bytes through the decoder, and ends what they leave pending.
    public func feed(_ bytes: some Sequence<UInt8>) {
        for event in decoder.decode(bytes) + decoder.flush() { send(.input(event)) }
        send(.inputRead(isMoreWaiting: false))
    }
}
