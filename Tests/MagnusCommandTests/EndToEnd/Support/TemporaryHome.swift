import Foundation
import Glibc

/// A home of its own for one test, removed at the end, with the program run in it.
final class TemporaryHome {
    /// What a command did.
    struct Result {
        var code: Int32
        var output: [UInt8]
        var errors: String

        var text: String { String(decoding: output, as: UTF8.self) }

        /// The document on standard output; nil when it is none.
        var document: [String: Any]? {
            try? JSONSerialization.jsonObject(with: Data(output)) as? [String: Any]
        }

        /// `code` of the error object.
        var errorCode: String? { (document?["error"] as? [String: Any])?["code"] as? String }
    }

    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "magnus-e2e-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = path + "/" + name
        let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    /// Runs the program to its end.
    func run(_ arguments: String..., input: String? = nil) throws -> Result {
        try run(arguments: arguments, input: input)
    }

    /// Runs the program to its end.
    func run(
        arguments: [String], input: String? = nil, environment: [String] = ["TERM=dumb", "LC_ALL=C.UTF-8"]
    ) throws -> Result {
        try Self.run(in: path, arguments, input: input, environment: environment)
    }

    /// Runs the program to its end in a home that somebody else keeps.
    static func run(
        in path: String, _ arguments: [String], input: String? = nil,
        environment: [String] = ["TERM=dumb", "LC_ALL=C.UTF-8"]
    ) throws -> Result {
        var ends: [Int32] = [0, 0]
        // A socket pair, because it can be closed on exec from the start: another child must not keep it open.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw ChildProcess.Failure.spawn(errno) }
        let errors = path + "/stderr-" + UUID().uuidString
        let given = input == nil ? "/dev/null" : path + "/stdin-" + UUID().uuidString
        if let input { try Data(input.utf8).write(to: URL(fileURLWithPath: given)) }
        let process = try ChildProcess.start(
            [try ChildProcess.binary()] + arguments,
            environment: environment + ["MAGNUS_HOME=" + path, "HOME=" + path] + ChildProcess.inherited,
            descriptors: [
                .path(given, flags: O_RDONLY), .copy(ends[1]), .path(errors, flags: O_WRONLY | O_CREAT | O_TRUNC),
            ])
        close(ends[1])
        defer { close(ends[0]) }
        let output = Self.readAll(ends[0], within: .seconds(120))
        if output == nil { kill(process, SIGKILL) }
        var status: Int32 = 0
        waitpid(process, &status, 0)
        guard let output else { throw ChildProcess.Failure.tookTooLong(arguments) }
        let code = status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
        return Result(
            code: code, output: output, errors: try String(contentsOfFile: errors, encoding: .utf8))
    }

    private static func readAll(_ descriptor: Int32, within limit: Duration) -> [UInt8]? {
        let deadline = ContinuousClock.now + limit
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while ContinuousClock.now < deadline {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 100) > 0 else { continue }
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return output }
            if count > 0 { output += buffer[..<count] }
        }
        return nil
    }
}
