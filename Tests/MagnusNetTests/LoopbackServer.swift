import Foundation
import Glibc
import Synchronization

@testable import MagnusNet

/// An HTTP/1.1 server on a loopback or Unix socket, one thread per connection, driven by a handler.
final class LoopbackServer: Sendable {
    struct Received: Sendable {
        var method: String
        var target: String
        /// Names in lower case.
        var headers: [String: String]
        var body: [UInt8]
        /// Number of the connection, from 0, and of the request on it, from 0.
        var connection: Int
        var ordinal: Int
    }

    enum Reply: Sendable {
        /// Bytes as they are; the connection stays open.
        case raw([UInt8])
        /// Bytes as they are, then the connection ends.
        case rawThenClose([UInt8])
        /// Nothing, until the client lets go.
        case hang
        /// Writes by itself; false from the writer means the client is gone. The connection ends after it.
        case write(@Sendable (_ write: ([UInt8]) -> Bool) -> Void)
    }

    private struct State {
        var received: [Received] = []
        var connections = 0
        var open: Set<Int32> = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let listener: Int32
    private let greeting: [UInt8]?
    private let handler: @Sendable (Received) -> Reply
    let url: String
    let port: UInt16

    var received: [Received] { state.withLock { $0.received } }
    var connections: Int { state.withLock { $0.connections } }

    struct Failure: Error { var code: Int32 }

    /// - Parameter greeting: sent to every connection before anything is read, in place of HTTP.
    init(unixPath: String? = nil, greeting: [UInt8]? = nil, _ handler: @escaping @Sendable (Received) -> Reply) throws {
        self.handler = handler
        self.greeting = greeting
        if let unixPath {
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(unixPath.utf8) + [0]) }
            let length = socklen_t(MemoryLayout<sockaddr_un>.size)
            let bound = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
            }
            guard bound == 0 else { throw Failure(code: errno) }
            listener = descriptor
            port = 0
            url = "http://localhost"
        } else {
            (listener, port) = try Self.bindLoopback()
            url = "http://127.0.0.1:\(port)"
        }
        guard listen(listener, 256) == 0 else { throw Failure(code: errno) }
        Thread.detachNewThread { self.acceptAll() }
    }

    private static func bindLoopback() throws -> (Int32, UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0 ? 0 : errno
            }
        }
        guard code == 0 else { throw Failure(code: code) }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    /// A port nobody listens on.
    static func freePort() throws -> UInt16 {
        let (descriptor, port) = try bindLoopback()
        close(descriptor)
        return port
    }

    func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func acceptAll() {
        while true {
            let descriptor = accept(listener, nil, nil)
            if descriptor < 0 { break }
            let number: Int? = state.withLock { state in
                if state.isStopped { return nil }
                state.open.insert(descriptor)
                state.connections += 1
                return state.connections - 1
            }
            guard let number else {
                close(descriptor)
                break
            }
            Thread.detachNewThread { self.serve(descriptor, number) }
        }
        close(listener)
    }

    private func serve(_ descriptor: Int32, _ number: Int) {
        defer {
            _ = state.withLock { $0.open.remove(descriptor) }
            close(descriptor)
        }
        if let greeting {
            _ = Self.write(descriptor, greeting)
            Self.drain(descriptor)
            return
        }
        var waiting: [UInt8] = []
        var ordinal = 0
        while let request = Self.read(descriptor, &waiting, number, ordinal) {
            ordinal += 1
            state.withLock { $0.received.append(request) }
            switch handler(request) {
            case .raw(let bytes): if !Self.write(descriptor, bytes) { return }
            case .rawThenClose(let bytes):
                _ = Self.write(descriptor, bytes)
                return
            case .hang:
                Self.drain(descriptor)
                return
            case .write(let writer):
                writer { Self.write(descriptor, $0) }
                return
            }
        }
    }

    private static func drain(_ descriptor: Int32) {
        var byte: UInt8 = 0
        while recv(descriptor, &byte, 1, 0) > 0 {}
    }

    private static func write(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func read(
        _ descriptor: Int32, _ waiting: inout [UInt8], _ number: Int, _ ordinal: Int
    ) -> Received? {
        let end: [UInt8] = [13, 10, 13, 10]
        func more() -> Bool {
            var chunk = [UInt8](repeating: 0, count: 16_384)
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count <= 0 { return false }
            waiting += chunk[..<count]
            return true
        }
        while waiting.firstRange(of: end) == nil { if !more() { return nil } }
        guard let head = waiting.firstRange(of: end) else { return nil }
        let lines = String(decoding: waiting[..<head.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        waiting.removeFirst(head.upperBound)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while waiting.count < length { if !more() { return nil } }
        let body = Array(waiting[..<length])
        waiting.removeFirst(length)
        let words = (lines.first ?? "").split(separator: " ").map(String.init)
        return Received(
            method: words.first ?? "", target: words.count > 1 ? words[1] : "", headers: headers, body: body,
            connection: number, ordinal: ordinal)
    }
}

extension LoopbackServer.Reply {
    /// A well-formed answer with its length.
    static func answer(_ status: Int = 200, _ headers: [String: String] = [:], _ body: [UInt8] = []) -> Self {
        var head = "HTTP/1.1 \(status) Word\r\nContent-Length: \(body.count)\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
        return .raw(Array((head + "\r\n").utf8) + body)
    }
    static func text(_ text: String) -> Self { .answer(200, [:], Array(text.utf8)) }
}

/// Runs `body` with a server and a client, and stops both.
func withServer<Result>(
    unixPath: String? = nil, _ handler: @escaping @Sendable (LoopbackServer.Received) -> LoopbackServer.Reply,
    _ body: (LoopbackServer, HTTPClient) async throws -> Result
) async throws -> Result {
    let server = try LoopbackServer(unixPath: unixPath, handler)
    let client = try HTTPClient()
    defer {
        client.close()
        server.stop()
    }
    return try await body(server, client)
}
