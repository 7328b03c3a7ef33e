import Glibc

/// The dashboard on a pseudo-terminal of its own. Nothing sleeps: reading waits for what shall come.
final class ScreenRun {
    private let master: Int32
    private let slave: Int32
    let process: pid_t
    private(set) var output: [UInt8] = []
    private var status: Int32?
    private var isHungUp = false

    static let standard = ["TERM=xterm-256color", "LC_ALL=C.UTF-8"]
    /// Begins and ends every synchronised frame.
    static let frameEnd = "\u{1B}[?2026l"

    init(
        _ home: TemporaryHome, _ arguments: [String] = ["--freeze", "--no-tour"],
        environment: [String] = ScreenRun.standard, columns: UInt16 = 120, rows: UInt16 = 36, underShell: Bool = false
    ) throws {
        // Swift's Glibc module leaves posix_openpt and its relatives out; these are what they do on Linux.
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlock: Int32 = 0
        var number: UInt32 = 0
        let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
        guard master >= 0, ioctl(master, setLock, &unlock) == 0, ioctl(master, getNumber, &number) == 0 else {
            throw ChildProcess.Failure.noTerminal
        }
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        let path = "/dev/pts/\(number)"
        // Held open so that modes can be looked at after the program has ended.
        slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        let binary = try ChildProcess.binary()
        process = try ChildProcess.start(
            underShell ? ["/bin/bash", "--norc", "--noprofile", "-i"] : [binary] + arguments,
            environment: environment + ["MAGNUS_HOME=" + home.path, "HOME=" + home.path] + ChildProcess.inherited,
            descriptors: [.path(path, flags: O_RDWR), .copy(0), .copy(0)], isSessionLeader: true)
        if underShell { send(([binary] + arguments).joined(separator: " ") + "\n") }
    }

    deinit {
        if status == nil {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        if !isHungUp { hangUp() }
    }

    var text: String { String(decoding: output, as: UTF8.self) }

    /// What is written between the control sequences.
    var plain: String {
        text.replacing(
            /\u{1B}(\[[0-9;?]*[ -\/]*[@-~]|\([0-9A-B]|[=>78cM]|\][^\u{07}\u{1B}]*(\u{07}|\u{1B}\\))/, with: "")
    }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
    }

    /// Forgets what has been read, so that the next waiting sees only what is new.
    func forget() { output = [] }

    @discardableResult
    func wait(for expected: String, within limit: Duration = .seconds(60)) -> Bool {
        wait(within: limit) { $0.plain.contains(expected) || $0.text.contains(expected) }
    }

    @discardableResult
    func wait(within limit: Duration = .seconds(60), until isThere: (ScreenRun) -> Bool) -> Bool {
        let deadline = ContinuousClock.now + limit
        while !isThere(self) {
            guard ContinuousClock.now < deadline else { return false }
            readSome(milliseconds: 50)
        }
        return true
    }

    /// Reads until nothing has come for a while. False when that does not happen.
    @discardableResult
    func settle(quiet: Duration = .seconds(2), within limit: Duration = .seconds(90)) -> Bool {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if bytes(during: quiet, endAtFirst: true) == 0 { return true }
        }
        return false
    }

    /// Bytes that come within a time.
    func bytes(during window: Duration, endAtFirst: Bool = false) -> Int {
        let before = output.count
        let deadline = ContinuousClock.now + window
        while true {
            let left = deadline - ContinuousClock.now
            guard left > .zero else { break }
            readSome(
                milliseconds: Int32(
                    clamping: left.components.seconds * 1000 + 1 + left.components.attoseconds / 1_000_000_000_000_000))
            if endAtFirst, output.count > before { break }
        }
        return output.count - before
    }

    /// Reads until the program has ended. Nil when it does not.
    func waitForEnd(within limit: Duration = .seconds(30)) -> Int32? {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            var state: Int32 = 0
            if waitpid(process, &state, WNOHANG) == process {
                if !isHungUp { readSome(milliseconds: 0) }
                status = state
                return state
            }
            if isHungUp { poll(nil, 0, 2) } else { readSome(milliseconds: 5) }
        }
        return nil
    }

    private func readSome(milliseconds: Int32) {
        var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        var patience = milliseconds
        while poll(&waiting, 1, patience) > 0, waiting.revents & Int16(POLLIN) != 0 {
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = read(master, &buffer, buffer.count)
            guard count > 0 else { return }
            output += buffer[..<count]
            patience = 0
        }
    }

    func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Whether the terminal edits lines and echoes, as a shell expects it.
    var isCooked: Bool {
        var modes = termios()
        tcgetattr(slave, &modes)
        return modes.c_lflag & tcflag_t(ICANON) != 0 && modes.c_lflag & tcflag_t(ECHO) != 0
    }

    /// What the terminal was told last about its modes, by the number of the mode.
    var finalModes: [Int: Bool] {
        var modes: [Int: Bool] = [:]
        var rest = text[...]
        while let start = rest.firstRange(of: "\u{1B}[?") {
            rest = rest[start.upperBound...]
            let digits = rest.prefix { $0.isNumber }
            if let number = Int(digits), let final = rest.dropFirst(digits.count).first {
                if final == "h" { modes[number] = true } else if final == "l" { modes[number] = false }
            }
        }
        return modes
    }

    /// Whether the screen was given back: main screen, cursor, no mouse, no paste brackets, line editing.
    var isRestored: Bool {
        let modes = finalModes
        return [1049, 2004, 1004, 1000, 1002, 1006, 2026].allSatisfy { modes[$0] != true } && modes[25] != false
            && isCooked
    }

    /// Closes the terminal from outside, as a lost connection does.
    func hangUp() {
        isHungUp = true
        close(slave)
        close(master)
    }
}
