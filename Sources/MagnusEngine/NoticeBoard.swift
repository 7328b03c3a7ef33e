import MagnusDesk
import MagnusDomain

/// The last things worth telling, for the notifications line.
struct NoticeBoard {
    private(set) var notices: [Notice] = []
    private var nextIdentifier = 1

    static let capacity = 20

    /// - Returns: false when the last notice said the same.
    @discardableResult
    mutating func post(_ kind: NoticeKind, _ text: String, now: Instant) -> Bool {
        let words = HarmlessText.sanitised(text, maximumLength: 300)
        // The same trouble twice in a row is one notice with a new time.
        let isRepeat = notices.last.map { $0.text == words && $0.kind == kind } ?? false
        if isRepeat { notices.removeLast() }
        notices.append(Notice(id: nextIdentifier, time: now, kind: kind, text: words))
        nextIdentifier += 1
        if notices.count > Self.capacity { notices.removeFirst(notices.count - Self.capacity) }
        return !isRepeat
    }
}
