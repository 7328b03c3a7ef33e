/// What a key does inside a text field. The raw values are the names used in the `[text]` table of keymaps.
public enum EditAction: String, Hashable, Sendable, CaseIterable {
    case charLeft = "char-left"
    case charRight = "char-right"
    case wordLeft = "word-left"
    case wordRight = "word-right"
    case lineStart = "line-start"
    case lineEnd = "line-end"
    case deleteBack = "delete-back"
    case deleteForward = "delete-forward"
    case killWordBack = "kill-word-back"
    case killWordForward = "kill-word-forward"
    case killToStart = "kill-to-start"
    case killToEnd = "kill-to-end"
    case yank
    case transpose
    case historyPrevious = "history-previous"
    case historyNext = "history-next"
}
