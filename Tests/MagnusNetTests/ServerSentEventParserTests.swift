import Testing

@testable import MagnusNet

@Suite struct ServerSentEventParserTests {
    private static let text =
        "\u{FEFF}: comment\r\ndata: first\r\n\r\nevent: delta\ndata:second\ndata:  line\nid: 7\n\nid\rdata\r\rretry: 1500\n"
        + "data: ü\nunknown: x\n\nevent: empty\n\ndata: cut off"
    private static let events = [
        ServerSentEvent(data: "first"), ServerSentEvent(type: "delta", data: "second\n line", lastEventID: "7"),
        ServerSentEvent(data: ""), ServerSentEvent(data: "ü"),
    ]

    @Test(arguments: [1, 2, 3, 5, 7, 64, 1000]) func howeverItIsCut(size: Int) throws {
        var parser = ServerSentEventParser()
        var events: [ServerSentEvent] = []
        let bytes = Array(Self.text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            events += try parser.consume(bytes[start..<min(bytes.count, start + size)])
        }
        #expect(events == Self.events)
        #expect(parser.reconnectDelay == .milliseconds(1500))
    }

    @Test func endlessEventIsRefused() throws {
        var parser = ServerSentEventParser(maximumEventBytes: 100)
        for _ in 0..<50 { _ = try parser.consume(Array(": keep-alive\n".utf8)) }
        #expect(throws: ServerSentEventParser.Failure.eventTooLong(limit: 100)) {
            for _ in 0..<50 { _ = try parser.consume(Array("data: 1234\n".utf8)) }
        }
    }

    @Test func hostileFieldsAreIgnored() throws {
        var parser = ServerSentEventParser()
        let events = try parser.consume(Array("id: a\u{0}b\nretry: -1\nretry: 99999999999999\ndata: x\n\n".utf8))
        #expect(events == [ServerSentEvent(data: "x")])
        #expect(parser.reconnectDelay == nil)
    }
}
