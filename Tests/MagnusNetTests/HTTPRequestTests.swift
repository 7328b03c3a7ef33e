import Foundation
import Testing

@testable import MagnusNet

@Suite(.timeLimit(.minutes(1))) struct HTTPRequestTests {
    @Test(arguments: [
        "", "file:///etc/passwd", "ftp://host/", "broker.example/x", "http://", "https:///x", "http://host/a b",
        "http://host/\r\nX-Evil: 1", "http://user:pass@host/", "http://host/ü", "https://host/#part",
    ])
    func badAddressesAreRefused(url: String) async throws {
        let client = try HTTPClient()
        let error = await #expect(throws: HTTPError.self) { try await client.send(HTTPRequest(.get, url)) }
        #expect(error?.cause == .invalidRequest)
        #expect(error?.isOutcomeUnknown == false && error?.isRetryable == false)
        let streamed = await #expect(throws: HTTPError.self) { _ = try await client.stream(HTTPRequest(.get, url)) }
        #expect(streamed == error)
    }

    @Test(arguments: [
        ("X-Key", "a\r\nX-Evil: 1"), ("X-Key", "a\u{0}b"), ("", "a"), ("X Key", "a"), ("X-Key:", "a"),
        ("Content-Length", "5"), ("transfer-encoding", "chunked"),
    ])
    func badHeadersAreRefused(name: String, value: String) {
        let request = HTTPRequest(.get, "https://host/", headers: [HTTPField(name, value)])
        #expect(request.flaw != nil)
    }

    @Test func otherFlaws() {
        var request = HTTPRequest(.get, "HTTPS://host:8443?x=1")
        #expect(request.flaw == nil)
        request.timeout = .zero
        #expect(request.flaw != nil)
        request.timeout = nil
        #expect(request.flaw == nil)
        request.idleTimeout = .seconds(-1)
        #expect(request.flaw != nil)
        request.idleTimeout = nil
        request.body = []
        #expect(request.flaw != nil)
        request.body = nil
        request.unixSocketPath = String(repeating: "x", count: 108)
        #expect(request.flaw != nil)
    }

    /// A key in the header, the query, the path and the body; every failure there is; no trace of it in any error.
    @Test func secretsNeverStandInErrors() async throws {
        let key = "sk-live/9f8e7d6c5b4a=="
        let free = try LoopbackServer.freePort()
        let echo: @Sendable (LoopbackServer.Received) -> LoopbackServer.Reply = { _ in
            .rawThenClose(Array("HTTP/1.1 \(key) \(key)\r\n\(key)\r\n\r\n".utf8))
        }
        try await withServer(echo) { server, client in
            let encoded = PercentEncoding.encode(key)
            let addresses = [
                "\(server.url)/bot\(encoded)/send", "http://127.0.0.1:\(free)/\(encoded)", "http://\(encoded)/",
                "http://\(key.prefix(7)).invalid/", "https://127.0.0.1:\(server.port)/\(encoded)", "bad://\(key)",
                "http://host/\(key) ",
            ]
            for address in addresses {
                var request = HTTPRequest(
                    .post, address, headers: [HTTPField("Authorization", prefix: "Bearer ", secret: Secret(key))],
                    body: Array(key.utf8))
                request.query = [HTTPField("api_key", secret: Secret(key))]
                request.timeout = .milliseconds(500)
                let error = await #expect(throws: HTTPError.self) { try await client.send(request) }
                let failure = try #require(error)
                var dumped = ""
                dump(failure, to: &dumped)
                dump(request, to: &dumped)
                let texts = [
                    "\(failure)", String(reflecting: failure), failure.localizedDescription, dumped, "\(request)",
                    String(reflecting: request), "\(request.headers) \(request.query)",
                ]
                for text in texts {
                    #expect(!text.contains(key.prefix(6)), "\(text)")
                    #expect(!text.contains(encoded.prefix(6)), "\(text)")
                }
            }
        }
    }

    @Test func echoedKeyCanBeTakenOutOfAnErrorPage() async throws {
        try await withServer({ .answer(403, [:], Array("denied: \($0.target)".utf8)) }) { server, client in
            var request = HTTPRequest(.get, server.url + "/data")
            request.query = [HTTPField("apikey", secret: Secret("p/q+r 123456"))]
            let page = String(decoding: try await client.send(request).body, as: UTF8.self)
            #expect(page == "denied: /data?apikey=p%2Fq%2Br%20123456")
            #expect(request.redaction.apply(to: page) == "denied: /data?apikey=<redacted>")
        }
    }
}
