import Foundation
import Synchronization
import Testing

@testable import MagnusNet

@Suite(.timeLimit(.minutes(1))) struct HTTPClientTests {
    /// The error of a request that must fail.
    private func failure(_ client: HTTPClient, _ request: HTTPRequest) async throws -> HTTPError {
        do throws(HTTPError) {
            let response = try await client.send(request)
            Issue.record("answered \(response.status) instead of failing")
            throw HTTPError(.clientFailed, detail: "no failure")
        } catch {
            return error
        }
    }

    @Test func answerArrivesWhole() async throws {
        try await withServer({ _ in .answer(201, ["X-Limit": " 7 ", "x-empty": ""], Array("hello".utf8)) }) {
            server, client in
            var request = HTTPRequest(.get, server.url + "/v1/a%20b?x=1", headers: [HTTPField("X-Kind", "test")])
            request.query = [HTTPField("symbol", "BRK/B &=ü")]
            let response = try await client.send(request)
            #expect(response.status == 201 && response.isSuccess)
            #expect(response.body == Array("hello".utf8))
            #expect(response.headers.value(of: "x-limit") == "7")
            #expect(response.headers.value(of: "X-EMPTY") == "")
            #expect(response.headers.value(of: "absent") == nil)
            #expect(response.duration > .zero)
            let received = try #require(server.received.first)
            #expect(received.method == "GET")
            #expect(received.target == "/v1/a%20b?x=1&symbol=BRK%2FB%20%26%3D%C3%BC")
            #expect(received.headers["x-kind"] == "test")
            #expect(received.headers["user-agent"] == "magnus")
            #expect(received.headers["accept-encoding"]?.contains("gzip") == true)
        }
    }

    @Test(arguments: HTTPMethod.allCases) func everyMethodGoesOutAsItself(method: HTTPMethod) async throws {
        let payload: [UInt8]? = method == .get || method == .head ? nil : [0, 1, 13, 10, 255]
        let handler: @Sendable (LoopbackServer.Received) -> LoopbackServer.Reply = { received in
            received.method == "HEAD"
                ? .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n".utf8)) : .answer(200, [:], received.body)
        }
        try await withServer(handler) { server, client in
            let response = try await client.send(HTTPRequest(method, server.url + "/", body: payload))
            #expect(response.body == payload ?? [])
            let received = try #require(server.received.first)
            #expect(received.method == method.rawValue)
            #expect(received.headers["expect"] == nil)
            #expect(received.headers["content-type"] == nil)
        }
    }

    @Test func postWithoutBodySaysItsLength() async throws {
        try await withServer({ _ in .text("ok") }) { server, client in
            _ = try await client.send(HTTPRequest(.post, server.url + "/"))
            let headers = try #require(server.received.first?.headers)
            #expect(headers["content-length"] == "0")
        }
    }

    @Test func connectionIsKept() async throws {
        try await withServer({ _ in .text("ok") }) { server, client in
            for _ in 0..<5 { _ = try await client.send(HTTPRequest(.get, server.url + "/")) }
            #expect(server.connections == 1)
            #expect(server.received.map(\.ordinal) == [0, 1, 2, 3, 4])
        }
    }

    /// libcurl repeats a request by itself when a kept connection dies under it; an order must not be.
    @Test func postIsNeverSentTwiceByAKeptConnection() async throws {
        let handler: @Sendable (LoopbackServer.Received) -> LoopbackServer.Reply = { received in
            received.method == "POST" ? .rawThenClose([]) : .text("ok")
        }
        try await withServer(handler) { server, client in
            _ = try await client.send(HTTPRequest(.get, server.url + "/"))
            let error = try await failure(client, HTTPRequest(.post, server.url + "/orders", body: [1]))
            #expect(error.cause == .connectionLost)
            #expect(error.isOutcomeUnknown && !error.isRetryable)
            #expect(server.received.filter { $0.method == "POST" }.count == 1)
        }
    }

    @Test func idempotentRequestSurvivesADeadKeptConnection() async throws {
        let handler: @Sendable (LoopbackServer.Received) -> LoopbackServer.Reply = { received in
            received.ordinal == 1 ? .rawThenClose([]) : .text("ok")
        }
        try await withServer(handler) { server, client in
            for _ in 0..<2 {
                let response = try await client.send(HTTPRequest(.get, server.url + "/"))
                #expect(response.status == 200)
            }
            #expect(server.connections == 2)
        }
    }

    @Test(arguments: [HTTPMethod.get, .post]) func slowServerTimesOut(method: HTTPMethod) async throws {
        try await withServer({ _ in .hang }) { server, client in
            var request = HTTPRequest(method, server.url + "/")
            request.timeout = .milliseconds(80)
            let error = try await failure(client, request)
            #expect(error.cause == .timedOut)
            #expect(error.isOutcomeUnknown == (method == .post))
            #expect(error.isRetryable == (method == .get))
            #expect(error.isProviderFault)
        }
    }

    @Test func bodyCutOffIsLostConnection() async throws {
        let cut = Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this".utf8)
        try await withServer({ _ in .rawThenClose(cut) }) { server, client in
            let error = try await failure(client, HTTPRequest(.get, server.url + "/"))
            #expect(error.cause == .connectionLost && error.isRetryable)
        }
    }

    @Test func chunkedBodyCutOffIsLostConnection() async throws {
        let cut = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n".utf8)
        try await withServer({ _ in .rawThenClose(cut) }) { server, client in
            let error = try await failure(client, HTTPRequest(.get, server.url + "/"))
            #expect(error.cause == .connectionLost)
        }
    }

    @Test(arguments: [
        "HTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n", "<html>please log in</html>", "HTTP/9.9 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
    ])
    func malformedAnswersAreRefused(bytes: String) async throws {
        try await withServer({ _ in .rawThenClose(Array(bytes.utf8)) }) { server, client in
            let error = try await failure(client, HTTPRequest(.get, server.url + "/"))
            #expect(error.cause == .malformedResponse, "\(error)")
            let order = try await failure(client, HTTPRequest(.post, server.url + "/", body: []))
            #expect(order.isOutcomeUnknown)
        }
    }

    @Test(arguments: [429, 500, 502, 503, 504, 404, 418])
    func badStatusIsAnAnswer(status: Int) async throws {
        try await withServer({ _ in .answer(status, ["Retry-After": "35"], Array("slow down".utf8)) }) {
            server, client in
            let response = try await client.send(HTTPRequest(.get, server.url + "/"))
            #expect(response.status == status && !response.isSuccess)
            #expect(response.headers.value(of: "retry-after") == "35")
            #expect(response.body == Array("slow down".utf8))
            #expect(response.leavesOutcomeUnknown(for: .post) == (status >= 500))
            #expect(!response.leavesOutcomeUnknown(for: .put))
        }
    }

    @Test func announcedBodyOverTheLimitIsRefused() async throws {
        let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n".utf8)
        try await withServer({ _ in .raw(head) }) { server, client in
            var request = HTTPRequest(.get, server.url + "/")
            request.maximumBodyBytes = 1000
            let error = try await failure(client, request)
            #expect(error.cause == .bodyTooLarge(limit: 1000) && !error.isRetryable)
        }
    }

    @Test(arguments: [999, 1000, 1001]) func unannouncedBodyIsLimited(count: Int) async throws {
        let body = [UInt8](repeating: 65, count: count)
        let bytes = Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8) + body
        try await withServer({ _ in .rawThenClose(bytes) }) { server, client in
            var request = HTTPRequest(.get, server.url + "/")
            request.maximumBodyBytes = 1000
            if count <= 1000 {
                let answer = try await client.send(request)
                #expect(answer.body == body)
            } else {
                let error = try await failure(client, request)
                #expect(error.cause == .bodyTooLarge(limit: 1000))
            }
        }
    }

    @Test func endlessHeadIsRefused() async throws {
        let handler: @Sendable (LoopbackServer.Received) -> LoopbackServer.Reply = { _ in
            .write { write in
                guard write(Array("HTTP/1.1 200 OK\r\n".utf8)) else { return }
                let line = Array("X-Fill: \(String(repeating: "a", count: 4000))\r\n".utf8)
                while write(line) {}
            }
        }
        try await withServer(handler) { server, client in
            let error = try await failure(client, HTTPRequest(.get, server.url + "/"))
            #expect(error.cause == .headTooLarge(limit: CurlTransfer.maximumHeadBytes))
        }
    }

    /// 1 MiB of zeros, compressed.
    private static let bomb: [UInt8] =
        [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0xed, 0xc1, 0x31, 1, 0, 0, 0, 0xc2, 0xa0, 0xf5, 0x4f, 0x6d, 8, 0x5f, 0xa0]
        + [UInt8](repeating: 0, count: 1016) + [0x3e, 3, 0x1c, 0xea, 0x38, 0xa7, 0, 0, 0x10, 0]

    @Test func compressedBodyIsDecoded() async throws {
        try await withServer({ _ in .answer(200, ["Content-Encoding": "gzip"], Self.bomb) }) { server, client in
            let response = try await client.send(HTTPRequest(.get, server.url + "/"))
            #expect(response.body == [UInt8](repeating: 0, count: 1 << 20))
        }
    }

    @Test func compressedBodyIsLimitedByWhatItBecomes() async throws {
        try await withServer({ _ in .answer(200, ["Content-Encoding": "gzip"], Self.bomb) }) { server, client in
            var request = HTTPRequest(.get, server.url + "/")
            request.maximumBodyBytes = 100_000
            let error = try await failure(client, request)
            #expect(error.cause == .bodyTooLarge(limit: 100_000))
        }
    }

    @Test(arguments: ["gzip", "deflate"]) func brokenCompressionIsRefused(coding: String) async throws {
        try await withServer({ _ in .answer(200, ["Content-Encoding": coding], Array("not compressed".utf8)) }) {
            server, client in
            let error = try await failure(client, HTTPRequest(.get, server.url + "/"))
            #expect(error.cause == .malformedResponse)
        }
    }

    @Test(arguments: [HTTPMethod.get, .post]) func cancellationReturnsAtOnce(method: HTTPMethod) async throws {
        let (arrived, signal) = AsyncStream.makeStream(of: Void.self)
        let handler: @Sendable (LoopbackServer.Received) -> LoopbackServer.Reply = { _ in
            signal.yield()
            return .hang
        }
        try await withServer(handler) { server, client in
            // Without a limit of its own: only the cancellation can end it.
            var request = HTTPRequest(method, server.url + "/")
            request.timeout = nil
            let sent = request
            let task = Task { try await failure(client, sent) }
            for await _ in arrived { break }
            let clock = ContinuousClock()
            let start = clock.now
            task.cancel()
            let error = try await task.value
            #expect(error.cause == .cancelled)
            #expect(error.isOutcomeUnknown == (method == .post))
            #expect(!error.isRetryable && !error.isProviderFault)
            #expect(clock.now - start < .seconds(5))
        }
    }

    @Test func cancelledBeforeTheStartSendsNothing() async throws {
        try await withServer({ _ in .hang }) { server, client in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await failure(client, HTTPRequest(.post, server.url + "/"))
            }
            let error = try await task.value
            #expect(error == HTTPError(.cancelled))
            #expect(server.received.isEmpty)
        }
    }

    @Test func sixtyFourInParallel() async throws {
        try await withServer({ .text($0.target) }) { server, client in
            try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
                for number in 0..<64 {
                    group.addTask {
                        (number, try await client.send(HTTPRequest(.get, server.url + "/\(number)")).body)
                    }
                }
                var seen: Set<Int> = []
                for try await (number, body) in group {
                    #expect(body == Array("/\(number)".utf8))
                    seen.insert(number)
                }
                #expect(seen == Set(0..<64))
            }
            #expect(server.connections <= HTTPClient.Configuration().connectionsPerHost)
        }
    }

    @Test(arguments: [HTTPMethod.get, .post]) func refusedConnectionWasNeverSent(method: HTTPMethod) async throws {
        let client = try HTTPClient()
        let port = try LoopbackServer.freePort()
        let error = try await failure(client, HTTPRequest(method, "http://127.0.0.1:\(port)/"))
        #expect(error.cause == .connectionRefused)
        #expect(!error.isOutcomeUnknown && error.isRetryable)
    }

    @Test func plainServerIsNoTLSServer() async throws {
        let server = try LoopbackServer(greeting: Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)) { _ in .hang }
        defer { server.stop() }
        let client = try HTTPClient()
        let error = try await failure(client, HTTPRequest(.post, "https://127.0.0.1:\(server.port)/"))
        #expect(error.cause == .tlsFailed)
        #expect(!error.isOutcomeUnknown)
    }

    @Test func unixSocketIsReached() async throws {
        let path = FileManager.default.temporaryDirectory.path + "/net-\(UUID().uuidString.prefix(8)).sock"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await withServer(unixPath: path, { .text($0.target) }) { server, client in
            var request = HTTPRequest(.get, "http://localhost/status")
            request.unixSocketPath = path
            let answer = try await client.send(request)
            #expect(answer.body == Array("/status".utf8))
            request.unixSocketPath = path + ".absent"
            let error = try await failure(client, request)
            #expect(error.cause == .connectionFailed || error.cause == .connectionRefused)
        }
    }

    @Test func closedClientRefusesAndEndsWhatIsUnderWay() async throws {
        let (arrived, signal) = AsyncStream.makeStream(of: Void.self)
        let handler: @Sendable (LoopbackServer.Received) -> LoopbackServer.Reply = { _ in
            signal.yield()
            return .hang
        }
        try await withServer(handler) { server, client in
            let task = Task { try await failure(client, HTTPRequest(.post, server.url + "/")) }
            for await _ in arrived { break }
            client.close()
            let underWay = try await task.value
            #expect(underWay.cause == .clientClosed && underWay.isOutcomeUnknown)
            let error = try await failure(client, HTTPRequest(.get, server.url + "/"))
            #expect(error == HTTPError(.clientClosed))
        }
    }
}
