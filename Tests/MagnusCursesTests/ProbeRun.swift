import Dispatch
import Glibc
import Testing

/// The probe running on a pseudo-terminal of its own. Nothing here sleeps: reading waits for what shall come.
final class ProbeRun {
    let master: Int32
    private let slave: Int32
    let process: pid_t
    private(set) var output: [UInt8] = []
    private var status: Int32?
    private var isHungUp = false

    enum Failure: Error {
        case noTerminal
        case noProbe([String])
        case spawn(Int32)
    }

    init(
        _ arguments: [String] = [], environment: [String] = ["TERM=xterm-256color", "LC_ALL=C.UTF-8"],
        rows: UInt16 = 24,
        columns: UInt16 = 80, underShell: Bool = false, isReporterLeftAlone: Bool = false
    ) throws {
        // Swift's Glibc module leaves posix_openpt and its relatives out; these are what they do on Linux.
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlock: Int32 = 0
        var number: UInt32 = 0
        let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
        guard master >= 0, ioctl(master, setLock, &unlock) == 0, ioctl(master, getNumber, &number) == 0 else {
            throw Failure.noTerminal
        }
        let path = "/dev/pts/\(number)"
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        // Held open so that modes can be looked at after the probe has ended.
        slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard let bundle = CommandLine.arguments.first(where: { $0.contains(".xctest") }) else {
            throw Failure.noProbe(CommandLine.arguments)
        }
        let folder = bundle.split(separator: "/", omittingEmptySubsequences: false).prefix { !$0.hasSuffix(".xctest") }
        let probe = folder.joined(separator: "/") + "/terminal-probe"
        // An interactive shell gives the probe a job of its own, which can be stopped and continued.
        let command = underShell ? ["/bin/bash", "--norc", "--noprofile", "-i"] : [probe] + arguments
        let reporter = isReporterLeftAlone ? [] : ["SWIFT_BACKTRACE=enable=no"]
        process = try Self.spawn(command, environment + Self.inherited + reporter, terminal: path)
        if underShell { send(probe + "\n") }
    }

    deinit {
        if status == nil {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        if !isHungUp { hangUp() }
    }

    // The dynamic Swift libraries have to be found.
    private static var inherited: [String] {
        ["PATH", "LD_LIBRARY_PATH"].compactMap { name in getenv(name).map { name + "=" + String(cString: $0) } }
    }

    private static func spawn(_ arguments: [String], _ environment: [String], terminal: String) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The first terminal a new session opens becomes its controlling one.
        posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(0x80 | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var every = sigset_t()
        sigfillset(&every)
        posix_spawnattr_setsigdefault(&attributes, &every)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        let argv = arguments.map { strdup($0) } + [nil]
        let envp = environment.map { strdup($0) } + [nil]
        defer { for copy in argv + envp { free(copy) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, arguments[0], &actions, &attributes, argv, envp)
        guard code == 0 else { throw Failure.spawn(code) }
        return process
    }

    var text: String { String(decoding: output, as: UTF8.self) }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
    }

    /// Forgets what has been read, so that the next waiting sees only what is new.
    func forget() {
        output = []
    }

    /// Reads until the output holds `expected`.
    @discardableResult
    func wait(for expected: String, within limit: Duration = .seconds(10)) -> Bool {
        let deadline = ContinuousClock.now + limit
        while !text.contains(expected) {
            guard ContinuousClock.now < deadline else { return false }
            readSome()
        }
        return true
    }

    /// Reads until the probe has ended or been stopped. Nil when it does not.
    func waitForChange(within limit: Duration = .seconds(10), options: Int32 = 0) -> Int32? {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            var state: Int32 = 0
            if waitpid(process, &state, WNOHANG | options) == process {
                if !isHungUp { readSome(milliseconds: 0) }
                if state & 0xFF != 0x7F { status = state }
                return state
            }
            if isHungUp { poll(nil, 0, 5) } else { readSome(milliseconds: 5) }
        }
        return nil
    }

    private func readSome(milliseconds: Int32 = 50) {
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

    func resize(rows: UInt16, columns: UInt16) {
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
    func finalModes() -> [Int: Bool] {
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

    /// Closes the terminal from outside, as a lost connection does.
    func hangUp() {
        isHungUp = true
        close(slave)
        close(master)
    }
}
