import Glibc

/// A terminal in this process: the far end reads what a program draws and types keys.
final class PseudoTerminal: Sendable {
    /// The person's end.
    let far: Int32
    /// The program's end.
    let near: Int32

    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430

    init(columns: Int, rows: Int) throws {
        let far = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlocked: Int32 = 0
        var number: UInt32 = 0
        // posix_openpt and its kin are not in the Glibc module: this is what they do (ioctl_tty(2)).
        guard far >= 0, ioctl(far, Self.setLock, &unlocked) == 0, ioctl(far, Self.getNumber, &number) == 0 else {
            throw BenchmarkFailure("no pseudo terminal (\(errno))")
        }
        let near = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard near >= 0 else { throw BenchmarkFailure("no pseudo terminal (\(errno))") }
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(near, UInt(TIOCSWINSZ), &size)
        self.far = far
        self.near = near
    }

    /// Moments at which the terminal had received so many bytes.
    struct Arrival: Sendable {
        var time: Double
        var bytes: Int
    }

    /// Reads whatever comes until the stop flag is set; to be run on a thread of its own.
    func drain(until isOver: () -> Bool) -> [Arrival] {
        var arrivals: [Arrival] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var total = 0
        while !isOver() {
            var waiting = pollfd(fd: far, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 50) > 0, waiting.revents & Int16(POLLIN) != 0 else { continue }
            let count = read(far, &buffer, buffer.count)
            guard count > 0 else { continue }
            total += count
            arrivals.append(Arrival(time: Stopwatch.now(), bytes: total))
        }
        return arrivals
    }

    func type(_ keys: [UInt8]) {
        _ = keys.withUnsafeBytes { write(far, $0.baseAddress, $0.count) }
    }
}
