/// Turns the bytes of an event stream into events, however they are cut (WHATWG HTML, section 9.2.6).
public struct ServerSentEventParser: Sendable {
    /// The stream cannot be read on.
    public enum Failure: Error, Sendable, Equatable {
        /// One event is longer than the limit, in bytes.
        case eventTooLong(limit: Int)
    }

    /// Longest event in bytes.
    public let maximumEventBytes: Int
    /// How long to wait before reconnecting, where the server said so.
    public private(set) var reconnectDelay: Duration?

    private var line: [UInt8] = []
    private var data: [String] = []
    private var eventBytes = 0
    private var type = ""
    private var lastEventID = ""
    private var endedWithReturn = false
    private var isAtStart = true

    public init(maximumEventBytes: Int = 1 << 20) {
        self.maximumEventBytes = maximumEventBytes
    }

    /// The events completed by these bytes. An event that the stream's end cuts off is never given, as the standard
    /// asks.
    public mutating func consume(_ bytes: some Sequence<UInt8>) throws(Failure) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            let followsReturn = endedWithReturn
            endedWithReturn = byte == 13
            if byte == 10, followsReturn { continue }
            if byte == 10 || byte == 13 {
                if let event = endLine() { events.append(event) }
            } else {
                line.append(byte)
                eventBytes += 1
                if eventBytes > maximumEventBytes { throw .eventTooLong(limit: maximumEventBytes) }
            }
        }
        return events
    }

    private mutating func endLine() -> ServerSentEvent? {
        if isAtStart {
            isAtStart = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        defer { line.removeAll(keepingCapacity: true) }
        if line.isEmpty { return dispatch() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        let text = String(decoding: value, as: UTF8.self)
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "data": data.append(text)
        case "event": type = text
        case "id": if !value.contains(0) { lastEventID = text }
        case "retry":
            if !value.isEmpty, value.allSatisfy({ $0 >= 48 && $0 <= 57 }), let delay = Int32(text) {
                reconnectDelay = .milliseconds(Int64(delay))
            }
        default:
            // Comments keep the connection alive and count for nothing.
            if data.isEmpty { eventBytes = 0 }
        }
        return nil
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            data = []
            type = ""
            eventBytes = 0
        }
        if data.isEmpty { return nil }
        return ServerSentEvent(
            type: type.isEmpty ? "message" : type, data: data.joined(separator: "\n"), lastEventID: lastEventID)
    }
}
