import Foundation
import Synchronization
import Testing

@testable import MagnusNet

@Suite(.timeLimit(.minutes(1))) struct HTTPStreamTests {
    private static let head = Array("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n".utf8)

    private func request(_ server: LoopbackServer) -> HTTPRequest {
        var request = HTTPRequest(.get, server.url + "/events")
        request.timeout = nil
        return request
    }

    /// The server sends each event only after the client has seen the one before: buffering anywhere would stop both.
    @Test func eventsArriveOneByOne() async throws {
        let seen = DispatchSemaphore(value: 0)
        let handler: @Sendable (LoopbackServer.Received) -> LoopbackServer.Reply = { _ in
            .write { write in
                guard write(Self.head) else { return }
                for number in 1...5 {
                    seen.wait()
                    if !write(Array("id: \(number)\ndata: {\"n\":\(number)}\n\n".utf8)) { return }
                }
            }
        }
        try await withServer(handler) { server, client in
            let response = try await client.stream(request(server))
            #expect(response.status == 200)
            #expect(response.headers.value(of: "content-type") == "text/event-stream")
            var parser = ServerSentEventParser()
            var events: [ServerSentEvent] = []
            seen.signal()
            for try await piece in response.body {
                for event in try parser.consume(piece) {
                    events.append(event)
                    seen.signal()
                }
            }
            #expect(events.map(\.lastEventID) == ["1", "2", "3", "4", "5"])
            #expect(events.last?.data == "{\"n\":5}")
        }
    }

    @Test func cutOffStreamThrows() async throws {
        let bytes = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n".utf8)
        try await withServer({ _ in .rawThenClose(bytes) }) { server, client in
            let response = try await client.stream(request(server))
            var body: [UInt8] = []
            let error = await #expect(throws: HTTPError.self) {
                for try await piece in response.body { body += piece }
            }
            #expect(error?.cause == .connectionLost)
            #expect(body == Array("hello".utf8))
        }
    }

    @Test func failureBeforeTheHeadIsThrownByTheCall() async throws {
        try await withServer({ _ in .rawThenClose([]) }) { server, client in
            let error = await #expect(throws: HTTPError.self) { _ = try await client.stream(request(server)) }
            #expect(error?.cause == .connectionLost)
        }
    }

    @Test func badStatusComesWithItsBody() async throws {
        try await withServer({ _ in .answer(429, ["Retry-After": "3"], Array("no".utf8)) }) { server, client in
            let response = try await client.stream(request(server))
            #expect(response.status == 429)
            var body: [UInt8] = []
            for try await piece in response.body { body += piece }
            #expect(body == Array("no".utf8))
        }
    }

    @Test func lettingGoEndsTheExchange() async throws {
        let (ended, signal) = AsyncStream.makeStream(of: Void.self)
        let handler: @Sendable (LoopbackServer.Received) -> LoopbackServer.Reply = { _ in
            .write { write in
                _ = write(Self.head)
                while write([UInt8](repeating: 46, count: 1000)) {}
                signal.yield()
            }
        }
        try await withServer(handler) { server, client in
            let response = try await client.stream(request(server))
            for try await piece in response.body where !piece.isEmpty { break }
            _ = consume response
            for await _ in ended { break }
            // The client goes on working.
            let other = try LoopbackServer { _ in .text("ok") }
            defer { other.stop() }
            let answer = try await client.send(HTTPRequest(.get, other.url + "/"))
            #expect(answer.status == 200)
        }
    }

    @Test func cancellingTheReaderEndsTheExchange() async throws {
        let (ended, signal) = AsyncStream.makeStream(of: Void.self)
        let handler: @Sendable (LoopbackServer.Received) -> LoopbackServer.Reply = { _ in
            .write { write in
                _ = write(Self.head + Array(": hello\n\n".utf8))
                // Unanswered until the client lets go: then writing fails.
                while write(Array(":\n\n".utf8)) {}
                signal.yield()
            }
        }
        try await withServer(handler) { server, client in
            let (reading, started) = AsyncStream.makeStream(of: Void.self)
            let wanted = request(server)
            let task = Task {
                let response = try await client.stream(wanted)
                for try await _ in response.body { started.yield() }
            }
            for await _ in reading { break }
            task.cancel()
            for await _ in ended { break }
            _ = await task.result
            #expect(server.received.count == 1)
        }
    }

    @Test func cancellationBeforeTheHead() async throws {
        let (arrived, signal) = AsyncStream.makeStream(of: Void.self)
        let handler: @Sendable (LoopbackServer.Received) -> LoopbackServer.Reply = { _ in
            signal.yield()
            return .hang
        }
        try await withServer(handler) { server, client in
            let wanted = request(server)
            let task = Task { _ = try await client.stream(wanted) }
            for await _ in arrived { break }
            task.cancel()
            let error = await #expect(throws: HTTPError.self) { try await task.value }
            #expect(error == HTTPError(.cancelled))
        }
    }

    /// A reader that does not read must not fill the memory: nobody takes the pieces, so the client gives up.
    @Test func slowReaderIsTold() async throws {
        let (ended, signal) = AsyncStream.makeStream(of: Void.self)
        let handler: @Sendable (LoopbackServer.Received) -> LoopbackServer.Reply = { _ in
            .write { write in
                _ = write(Self.head)
                while write([UInt8](repeating: 46, count: 16_384)) {}
                signal.yield()
            }
        }
        try await withServer(handler) { server, client in
            let response = try await client.stream(request(server))
            for await _ in ended { break }
            var pieces = 0
            let error = await #expect(throws: HTTPError.self) {
                for try await _ in response.body { pieces += 1 }
            }
            #expect(error?.cause == .readerTooSlow(limit: HTTPClient.maximumWaitingPieces))
            #expect(pieces == HTTPClient.maximumWaitingPieces)
        }
    }
}
