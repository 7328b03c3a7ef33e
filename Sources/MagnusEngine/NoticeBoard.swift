import MagnusDesk
import MagnusDomain

/// The last things worth telling, for the notifications line.
struct NoticeBoard {
    private(set) var notices: [Notice] = []
    private var nextIdentifier = 1

    static let capacity = 20

    mutating func post(_ kind: NoticeKind, _ text: String, now: Instant) {
        // The same trouble twice in a row is one notice with a new time.
        if let last = notices.last, last.text == text, last.kind == kind { notices.removeLast() }
        notices.append(
            Notice(
                id: nextIdentifier, time: now, kind: kind, text: HarmlessText.sanitised(text, maximumLength: 300)))
        nextIdentifier += 1
        if notices.count > Self.capacity { notices.removeFirst(notices.count - Self.capacity) }
    }
}
