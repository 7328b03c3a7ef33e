import Glibc

/// The lock that lets one engine at a time write in a home. The kernel drops it when the process ends, however it ends.
public struct HomeLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock without waiting and writes who holds it.
    /// - Throws: ``HomeError``; `locked` names the process that holds it.
    public init(path: String, processIdentifier: Int32, process: String) throws(HomeError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(descriptor)
            close(descriptor)
            throw .locked(path: path, processIdentifier: holder.identifier, process: holder.process)
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
