/// One event of an event stream (WHATWG HTML, section 9.2).
public struct ServerSentEvent: Sendable, Equatable {
    /// Its type; "message" when the server names none.
    public var type: String
    /// Its data lines, joined by line feeds.
    public var data: String
    /// The last identifier the stream has set, empty when it set none; goes into `Last-Event-ID` on reconnecting.
    public var lastEventID: String

    public init(type: String = "message", data: String, lastEventID: String = "") {
        self.type = type
        self.data = data
        self.lastEventID = lastEventID
    }
}
