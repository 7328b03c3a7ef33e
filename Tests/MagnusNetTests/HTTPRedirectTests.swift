import Testing

@testable import MagnusNet

@Suite(.timeLimit(.minutes(1))) struct HTTPRedirectTests {
    private let key = HTTPField("X-Api-Key", secret: Secret("k-123456789"))

    @Test func redirectsAreAnswersUnlessWanted() async throws {
        try await withServer({ _ in .answer(302, ["Location": "/elsewhere"]) }) { server, client in
            let answer = try await client.send(HTTPRequest(.get, server.url + "/"))
            #expect(answer.status == 302)
            var order = HTTPRequest(.post, server.url + "/", body: [1])
            order.maximumRedirects = 5
            let second = try await client.send(order)
            #expect(second.status == 302)
            #expect(server.received.count == 2)
        }
    }

    @Test func sameOriginKeepsTheKey() async throws {
        let handler: @Sendable (LoopbackServer.Received) -> LoopbackServer.Reply = { received in
            received.target == "/a/b" ? .answer(301, ["Location": "../c?d=1#part"]) : .text(received.target)
        }
        try await withServer(handler) { server, client in
            var request = HTTPRequest(.get, server.url + "/a/b", headers: [key])
            request.maximumRedirects = 1
            let answer = try await client.send(request)
            #expect(answer.body == Array("/c?d=1".utf8))
            #expect(server.received.map { $0.headers["x-api-key"] } == ["k-123456789", "k-123456789"])
        }
    }

    @Test func otherOriginGetsNoKey() async throws {
        let other = try LoopbackServer { _ in .text("other") }
        defer { other.stop() }
        let location = other.url + "/x"
        try await withServer({ _ in .answer(307, ["Location": location]) }) { server, client in
            let headers = [key, HTTPField("Cookie", "session=1"), HTTPField("X-Kind", "public")]
            var request = HTTPRequest(.get, server.url + "/", headers: headers)
            request.query = [HTTPField("token", secret: Secret("t-123456789"))]
            request.maximumRedirects = 3
            let answer = try await client.send(request)
            #expect(answer.body == Array("other".utf8))
            let received = try #require(other.received.first)
            #expect(received.headers["x-api-key"] == nil && received.headers["cookie"] == nil)
            #expect(received.headers["x-kind"] == "public")
            #expect(received.target == "/x")
        }
    }

    @Test func endlessRedirectsEnd() async throws {
        try await withServer({ _ in .answer(302, ["Location": "/again"]) }) { server, client in
            var request = HTTPRequest(.get, server.url + "/")
            request.maximumRedirects = 3
            await #expect(throws: HTTPError(.tooManyRedirects(limit: 3))) { try await client.send(request) }
            #expect(server.received.count == 4)
        }
    }

    @Test(arguments: ["file:///etc/passwd", "gopher://127.0.0.1/", "http://"])
    func otherProtocolsAreRefused(location: String) async throws {
        try await withServer({ _ in .answer(302, ["Location": location]) }) { server, client in
            var request = HTTPRequest(.get, server.url + "/")
            request.maximumRedirects = 3
            let error = await #expect(throws: HTTPError.self) { try await client.send(request) }
            #expect(error?.cause == .redirectRefused)
        }
    }

    @Test func downgradeIsRefused() {
        let request = HTTPRequest(.get, "https://broker.example/login")
        let error = #expect(throws: HTTPError.self) { try request.following("http://broker.example/login") }
        #expect(error?.cause == .redirectRefused)
        #expect(throws: Never.self) { try request.following("//other.example/x") }
    }
}
