import CNcurses
import Dispatch
import Glibc
import MagnusTerminal

/// The terminal through ncurses: ncurses computes what to write, this type writes it, reads the keys and gives the
/// terminal back, whatever happens.
@UIActor
public final class CursesBackend: TerminalBackend {
    enum State {
        case active
        case suspended
        case ended
    }

    public private(set) var size: TerminalSize
    public let colorDepth: ColorDepth
    public let glyphs: GlyphSet
    /// The rule that chose the colours.
    public let colorRule: String

    private let options: CursesOptions
    private let term: String
    private let writer: FrameWriter
    private var state = State.active
    private var mouse: Bool
    private var handler: (@UIActor (TerminalEvent) -> Void)?
    private var sources: [any DispatchSourceProtocol] = []
    private var decoder = InputDecoder()
    private var decoderGeneration = 0
    private var resizeGeneration = 0
    private var toldLost = false

    private var shown: Surface?
    private var shownCursor: CursorPosition?
    private var mustRedraw = true
    private var waiting: (surface: Surface, cursor: CursorPosition?)?
    private var attributes = StyleTable()

    /// Takes the terminal: raw mode, alternate screen. From here on it is given back on every way out.
    public init(_ options: CursesOptions) throws(CursesError) {
        let report = Self.inspect(options)
        if let problem = report.problem { throw problem }
        var rows: Int32 = 24
        var columns: Int32 = 80
        _ = cn_size(options.output, &rows, &columns)
        var depth = report.color.depth
        var rule = report.color.rule
        var entry = (directories: String?.none, name: report.term)
        var count: Int32 = 0
        var direct: Int32 = 0
        _ = cn_terminfo(report.term, &count, &direct)
        let isDirectMade = depth == .truecolor && count < 1 << 24
        if let made = options.cacheDirectory.flatMap({
            DerivedEntry.prepare(term: report.term, addsDirectColor: isDirectMade, directory: $0)
        }) {
            entry = (made.directories, made.name)
        } else if isDirectMade {
            depth = .colors256
            rule += ", but no 24-bit terminfo entry could be made"
        }
        if depth == .colors256, count < 256 {
            (depth, rule) = (
                count >= 16 ? .colors16 : count >= 8 ? .colors8 : .none, rule + ", but terminfo has \(count)"
            )
        } else if depth == .colors16, count < 16 {
            (depth, rule) = (count >= 8 ? .colors8 : .none, rule + ", but terminfo has \(count)")
        }
        let descriptor = cn_open_again(options.output)
        guard descriptor >= 0 else { throw .device("opening the terminal", code: errno) }
        switch cn_start(entry.name, entry.directories, rows, columns) {
        case 0: break
        case -3:
            close(descriptor)
            throw .alreadyRunning
        case -1:
            close(descriptor)
            throw .termUnknown(report.term)
        default:
            close(descriptor)
            throw .device("memory for frames", code: errno)
        }
        let code = cn_raw_enter(options.input)
        guard code == 0 else {
            cn_end()
            close(descriptor)
            throw .device("raw mode", code: code)
        }
        cn_guard_arm(descriptor, ControlSequences.emergency, ControlSequences.emergency.utf8.count)
        self.options = options
        term = report.term
        size = TerminalSize(columns: Int(columns), rows: Int(rows))
        colorDepth = depth
        colorRule = rule
        glyphs = report.isUnicode && !options.ascii ? .unicode : .ascii
        mouse = options.mouse
        writer = FrameWriter(descriptor: descriptor)
        writer.drained = { [weak self] in self?.showWaiting() }
        writer.lost = { [weak self] in self?.tellLost() }
    }

    /// What can be said without taking the terminal.
    public nonisolated static func inspect(_ options: CursesOptions) -> TerminalReport {
        let term = options.environment["TERM"] ?? ""
        var count: Int32 = 0
        var direct: Int32 = 0
        let known = !term.isEmpty && cn_terminfo(term, &count, &direct) == 0
        let color = ColorDecision.decide(
            flag: options.colorFlag, configuration: options.colorConfiguration, environment: options.environment,
            terminfo: known ? ColorDecision.TerminfoColors(count: Int(count), isDirect: direct != 0) : nil)
        var rows: Int32 = 0
        var columns: Int32 = 0
        let size =
            cn_size(options.output, &rows, &columns) == 0
            ? TerminalSize(columns: Int(columns), rows: Int(rows)) : nil
        var problem: CursesError?
        if isatty(options.input) == 0 || isatty(options.output) == 0 {
            problem = .notATerminal
        } else if term.isEmpty {
            problem = .termUnset
        } else if term == "dumb" || term == "unknown" {
            problem = .termCannotDraw(term)
        } else if !known {
            problem = .termUnknown(term)
        }
        return TerminalReport(
            term: term, color: color, isUnicode: TerminalLocale.isUnicode, size: size, problem: problem)
    }

    /// All bytes written to the terminal so far.
    public var bytesWritten: Int { writer.bytesWritten }

    /// Switches mouse reports, which keep the terminal from selecting text itself.
    public func setMouse(_ on: Bool) {
        mouse = on
        if state == .active { writer.write(on ? ControlSequences.mouseOn : ControlSequences.mouseOff) }
    }

    // MARK: Frames

    public func present(_ surface: Surface, cursor: CursorPosition?) -> PresentOutcome {
        guard state == .active, !toldLost else { return .closed }
        if writer.isBusy {
            waiting = (surface, cursor)
            return .deferred
        }
        waiting = nil
        let runs = SurfaceDiff.runs(from: shown, to: surface)
        guard mustRedraw || !runs.isEmpty || cursor != shownCursor else { return .written(bytes: 0) }
        for run in runs { paint(surface, run) }
        var bytes = collectFrame(cursor)
        let wasVisible = shownCursor != nil
        if !bytes.isEmpty || wasVisible != (cursor != nil) || mustRedraw {
            var frame = ControlSequences.beginFrame
            if mustRedraw || wasVisible { frame += ControlSequences.hideCursor }
            frame += bytes
            if mustRedraw { frame += ControlSequences.enter(mouse: mouse) }
            if cursor != nil { frame += ControlSequences.showCursor }
            bytes = frame + ControlSequences.endFrame
        }
        shown = surface
        shownCursor = cursor
        mustRedraw = false
        writer.write(bytes)
        return .written(bytes: bytes.count)
    }

    private func collectFrame(_ cursor: CursorPosition?) -> [UInt8] {
        var pointer: UnsafePointer<UInt8>?
        let count = cn_frame(
            cursor.map { Int32(clamping: min(max(0, $0.row), size.rows - 1)) } ?? -1,
            cursor.map { Int32(clamping: min(max(0, $0.column), size.columns - 1)) } ?? -1, &pointer)
        return Array(UnsafeBufferPointer(start: pointer, count: count))
    }

    private func paint(_ surface: Surface, _ run: ChangedRun) {
        guard run.row < size.rows else { return }
        // Neighbours mostly share their style.
        var last: (style: Style, entry: StyleTable.Entry)?
        for column in run.columns where column < size.columns {
            let cell = surface[column, run.row]
            guard cell.width > 0 else { continue }
            if cell.style != last?.style || last == nil {
                last = (cell.style, attributes.entry(for: cell.style, depth: colorDepth))
            }
            guard let style = last?.entry else { continue }
            if let scalar = cell.scalar {
                cn_put_scalar(
                    Int32(run.row), Int32(column), scalar.value, style.attributes, style.pair, Int32(cell.width))
            } else {
                cn_put(
                    Int32(run.row), Int32(column), cell.cluster, style.attributes, style.pair, Int32(cell.width))
            }
        }
    }

    public func invalidate() {
        shown = nil
        mustRedraw = true
        cn_invalidate()
    }

    private func showWaiting() {
        guard let next = waiting else { return }
        _ = present(next.surface, cursor: next.cursor)
    }

    // MARK: Other output

    public func bell() {
        if state == .active { writer.write(ControlSequences.bell) }
    }

    public func notify(title: String, body: String) {
        // The Linux console prints what it does not know.
        guard state == .active, term != "linux" else { return }
        writer.write(ControlSequences.notification(title: title, body: body))
    }

    public func copy(_ text: String) throws(ClipboardError) {
        guard state == .active, term != "linux" else { throw .closed }
        let count = text.utf8.count
        guard count <= options.clipboardLimit else { throw .tooLong(bytes: count, limit: options.clipboardLimit) }
        writer.write(ControlSequences.clipboard(text))
    }

    // MARK: Events

    public func start(_ handler: @escaping @UIActor (TerminalEvent) -> Void) {
        guard self.handler == nil, state != .ended else { return }
        self.handler = handler
        let input = DispatchSource.makeReadSource(fileDescriptor: options.input, queue: UIActor.queue)
        input.setEventHandler { [weak self] in UIActor.assumeIsolated { self?.readInput() } }
        sources.append(input)
        let pipe = cn_signals_start()
        if pipe >= 0 {
            let signals = DispatchSource.makeReadSource(fileDescriptor: pipe, queue: UIActor.queue)
            signals.setEventHandler { [weak self] in UIActor.assumeIsolated { self?.readSignals(pipe) } }
            sources.append(signals)
        }
        // SIGWINCH gets lost now and then (nested terminals, sudo), so the size is asked for as well.
        let poll = DispatchSource.makeTimerSource(queue: UIActor.queue)
        poll.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(200))
        poll.setEventHandler { [weak self] in UIActor.assumeIsolated { self?.checkSize() } }
        sources.append(poll)
        for source in sources { source.activate() }
    }

    private func readInput() {
        guard state == .active, !toldLost else { return }
        // Little at a time: between two reads signals have their turn, however many keys wait.
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = read(options.input, &buffer, buffer.count)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else { return tellLost() }
        deliver(decoder.decode(buffer[..<count]))
        decoderGeneration += 1
        guard let patience = decoder.patience else { return }
        let generation = decoderGeneration
        UIActor.queue.asyncAfter(deadline: .now() + .milliseconds(Self.milliseconds(patience))) { [weak self] in
            UIActor.assumeIsolated { self?.endPatience(generation) }
        }
    }

    private func endPatience(_ generation: Int) {
        guard generation == decoderGeneration, state == .active else { return }
        deliver(decoder.flush())
    }

    private func deliver(_ events: [InputEvent]) {
        guard !events.isEmpty else { return }
        for event in events { handler?(.input(event)) }
        var waiting = pollfd(fd: options.input, events: Int16(POLLIN), revents: 0)
        handler?(.inputRead(isMoreWaiting: poll(&waiting, 1, 0) == 1 && waiting.revents & Int16(POLLIN) != 0))
    }

    private func readSignals(_ pipe: Int32) {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = read(pipe, &buffer, buffer.count)
        guard count > 0 else { return }
        for number in Set(buffer[..<count].map(Int32.init)).sorted() {
            switch number {
            case SIGWINCH: sizeMayHaveChanged()
            case SIGHUP: tellLost()
            case SIGTERM, SIGINT: handler?(.terminate(signal: number))
            case SIGTSTP: suspend()
            case SIGCONT: resume(afterStop: true)
            default: break
            }
        }
    }

    private func tellLost() {
        guard !toldLost, state != .ended else { return }
        toldLost = true
        sources.forEach { $0.cancel() }
        sources = []
        handler?(.lost)
    }

    // MARK: Size

    private func sizeMayHaveChanged() {
        // A window being dragged sends dozens of signals: one frame at the end of a burst is enough.
        resizeGeneration += 1
        let generation = resizeGeneration
        UIActor.queue.asyncAfter(deadline: .now() + .milliseconds(30)) { [weak self] in
            UIActor.assumeIsolated {
                if self?.resizeGeneration == generation { self?.checkSize() }
            }
        }
    }

    private func checkSize() {
        guard state == .active else { return }
        var rows: Int32 = 0
        var columns: Int32 = 0
        guard cn_size(options.output, &rows, &columns) == 0 else { return }
        let current = TerminalSize(columns: Int(columns), rows: Int(rows))
        guard current != size else { return }
        size = current
        cn_resize(rows, columns)
        shown = nil
        mustRedraw = true
        waiting = nil
        handler?(.resized(current))
    }

    // MARK: Giving the terminal back

    public func suspend() {
        guard state == .active else { return }
        leave()
        state = .suspended
        cn_stop_process()
        // Where there is no shell to continue the process, the stop is ignored and no SIGCONT comes.
        UIActor.queue.asyncAfter(deadline: .now() + .milliseconds(300)) { [weak self] in
            UIActor.assumeIsolated { self?.resume(afterStop: false) }
        }
    }

    private func resume(afterStop: Bool) {
        switch state {
        case .ended: return
        case .active:
            // Stopped from outside without notice (SIGSTOP): the shell may have changed modes and screen.
            guard afterStop else { return }
        case .suspended: break
        }
        state = .active
        cn_stopped_before()
        cn_raw_again()
        cn_guard_arm(
            writer.descriptor, ControlSequences.emergency, ControlSequences.emergency.utf8.count)
        invalidate()
        shownCursor = nil
        checkSize()
        handler?(.resumed)
    }

    private func leave() {
        var pointer: UnsafePointer<UInt8>?
        let count = cn_leave(&pointer)
        let bytes = Array(UnsafeBufferPointer(start: pointer, count: count))
        // What waits is a frame nobody needs any more; CAN at the start of `leave` ends a sequence it cut.
        writer.discardPending()
        writer.writeFinally(
            Array(ControlSequences.leave.utf8) + bytes + ControlSequences.showCursor, milliseconds: 100)
        cn_raw_leave()
        cn_guard_disarm()
    }

    public func restore() {
        guard state != .ended else { return }
        if state == .active { leave() }
        state = .ended
        sources.forEach { $0.cancel() }
        sources = []
        cn_signals_stop(toldLost ? 1 : 0)
        cn_end()
        writer.closeDescriptor()
        handler = nil
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
