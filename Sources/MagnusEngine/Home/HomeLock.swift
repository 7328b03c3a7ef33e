import Glibc

/// The lock that lets one engine at a time write in a home. The kernel drops it when the process ends, however it ends.
public struct HomeLock: ~Copyable {
    /// How a process calls itself that holds the lock for moments only: the others wait for it.
    public static let passing = "magnus-command"
    /// How long is waited for such a process.
    static let patienceMilliseconds: Int32 = 5000
    private static let stepMilliseconds: Int32 = 10

    private let descriptor: Int32

    /// Takes the lock and writes who holds it. An engine that holds it is not waited for, a passing command is.
    /// - Throws: ``HomeError``; `locked` names the process that holds it.
    public init(path: String, processIdentifier: Int32, process: String) throws(HomeError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code = errno
            let reason = String(cString: strerror(code))
            throw code == EROFS ? .readOnly(path: path, reason: reason) : .cannotCreate(path: path, reason: reason)
        }
        var waited: Int32 = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let holder = Self.holder(descriptor)
            // Between taking the lock and writing its name a process is nameless for an instant.
            let isPassing = holder.process == Self.passing || (holder.identifier == nil && waited < 100)
            guard isPassing, waited < Self.patienceMilliseconds else {
                close(descriptor)
                throw .locked(path: path, processIdentifier: holder.identifier, process: holder.process)
            }
            // Blocks this thread for a moment; nothing else is to be done before the home is there.
            _ = poll(nil, 0, Self.stepMilliseconds)
            waited += Self.stepMilliseconds
        }
        let line = Array("\(processIdentifier) \(process)\n".utf8)
        // The content only names the holder in messages; the lock itself does not depend on it.
        if ftruncate(descriptor, 0) == 0 {
            _ = line.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, line.count, 0) }
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    private static func holder(_ descriptor: Int32) -> (identifier: Int32?, process: String) {
        var buffer = [UInt8](repeating: 0, count: 128)
        let received = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard received > 0 else { return (nil, "another magnus") }
        let text = String(decoding: buffer.prefix(received), as: UTF8.self)
        let words = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
        return (words.first.flatMap { Int32($0) }, words.dropFirst().first.map(String.init) ?? "magnus")
    }
}
