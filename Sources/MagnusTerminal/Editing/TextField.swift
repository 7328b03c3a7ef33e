/// One line of text being edited, with the habits of Readline. A value; the cursor moves by what a person sees as one
/// character (grapheme cluster).
public struct TextField: Equatable, Sendable {
    private var characters: [Character]
    /// Characters before the cursor.
    public private(set) var cursor: Int
    /// Text cut last, which `yank` brings back.
    public private(set) var killed: String = ""
    /// Earlier entries, oldest first.
    public private(set) var history: [String]
    private var historyIndex: Int?
    private var draft = ""
    private var lastWasKill = false
    /// Characters a field holds at most.
    public let limit: Int

    /// Entries of history kept.
    public static let historyLimit = 500

    public init(text: String = "", history: [String] = [], limit: Int = 8192) {
        self.limit = max(0, limit)
        characters = Array(Self.flattened(text).prefix(self.limit))
        cursor = characters.count
        self.history = Array(history.suffix(Self.historyLimit))
    }

    public var text: String { String(characters) }
    public var isEmpty: Bool { characters.isEmpty }

    /// Replaces the text and puts the cursor behind it.
    public mutating func replace(with text: String) {
        characters = Array(Self.flattened(text).prefix(limit))
        cursor = characters.count
        historyIndex = nil
        lastWasKill = false
    }

    /// Types or pastes text at the cursor. Line ends and tabs become spaces, other control characters are shown harmlessly;
    /// what goes beyond the limit is left out.
    public mutating func insert(_ text: String) {
        lastWasKill = false
        // Joined as text, since a typed combining mark belongs to the character before it.
        let before = String(characters[..<cursor]) + Self.flattened(text)
        let after = characters[cursor...]
        let head = Array(before).prefix(max(0, limit - after.count))
        characters = Array(head) + after
        cursor = head.count
    }

    /// Takes the text as finished: it joins the history and the field becomes empty.
    /// - Returns: the text.
    public mutating func submit() -> String {
        let entry = text
        if !entry.isEmpty, history.last != entry {
            history.append(entry)
            history.removeFirst(max(0, history.count - Self.historyLimit))
        }
        replace(with: "")
        return entry
    }

    /// Does what a key asks for. Nothing happens where there is nothing to do.
    public mutating func apply(_ action: EditAction) {
        let kills: Bool
        switch action {
        case .killWordBack, .killWordForward, .killToStart, .killToEnd: kills = true
        default: kills = false
        }
        defer { lastWasKill = kills }
        switch action {
        case .charLeft: cursor = max(0, cursor - 1)
        case .charRight: cursor = min(characters.count, cursor + 1)
        case .wordLeft: cursor = wordStart(before: cursor)
        case .wordRight: cursor = wordEnd(after: cursor)
        case .lineStart: cursor = 0
        case .lineEnd: cursor = characters.count
        case .deleteBack: remove(max(0, cursor - 1)..<cursor)
        case .deleteForward: remove(cursor..<min(characters.count, cursor + 1))
        case .killWordBack: kill(blankStart(before: cursor)..<cursor, before: true)
        case .killWordForward: kill(cursor..<wordEnd(after: cursor), before: false)
        case .killToStart: kill(0..<cursor, before: true)
        case .killToEnd: kill(cursor..<characters.count, before: false)
        case .yank: insert(killed)
        case .transpose: transpose()
        case .historyPrevious: recall(by: -1)
        case .historyNext: recall(by: 1)
        }
    }

    /// The part to show in `columns` columns, and the column of the cursor in it. The cursor is always visible; the text
    /// scrolls as little as keeps it so, without a remembered offset.
    public func visible(columns: Int) -> (text: String, cursorColumn: Int) {
        guard columns > 0 else { return ("", 0) }
        let widths = characters.map { TextWidth.width(of: HarmlessText.sanitised(String($0))) }
        var used = 0
        var start = cursor
        // One column stays for the cursor behind the text.
        while start > 0, used + widths[start - 1] < columns {
            start -= 1
            used += widths[start]
        }
        let shown = TextFitting.prefix(
            of: HarmlessText.sanitised(String(characters[start...].prefix(columns))), columns: columns)
        return (shown, used)
    }

    private mutating func remove(_ range: Range<Int>) {
        characters.removeSubrange(range)
        cursor = range.lowerBound
    }

    private mutating func kill(_ range: Range<Int>, before: Bool) {
        guard !range.isEmpty else { return }
        let cut = String(characters[range])
        // Cuts in a row gather, as in Readline.
        killed = lastWasKill ? (before ? cut + killed : killed + cut) : cut
        remove(range)
    }

    private mutating func transpose() {
        guard cursor > 0, characters.count > 1 else { return }
        let right = min(cursor, characters.count - 1)
        characters.swapAt(right - 1, right)
        cursor = right + 1
    }

    private mutating func recall(by step: Int) {
        guard !history.isEmpty else { return }
        if historyIndex == nil {
            guard step < 0 else { return }
            draft = text
        }
        let index = (historyIndex ?? history.count) + step
        if index >= history.count {
            replace(with: draft)
            return
        }
        let kept = max(0, index)
        replace(with: history[kept])
        historyIndex = kept
    }

    private func wordStart(before place: Int) -> Int {
        var index = place
        while index > 0, !isWord(characters[index - 1]) { index -= 1 }
        while index > 0, isWord(characters[index - 1]) { index -= 1 }
        return index
    }

    private func wordEnd(after place: Int) -> Int {
        var index = place
        while index < characters.count, !isWord(characters[index]) { index += 1 }
        while index < characters.count, isWord(characters[index]) { index += 1 }
        return index
    }

    // Ctrl-W cuts back to a blank, Alt-B stops at punctuation: the two differ in Readline too.
    private func blankStart(before place: Int) -> Int {
        var index = place
        while index > 0, characters[index - 1].isWhitespace { index -= 1 }
        while index > 0, !characters[index - 1].isWhitespace { index -= 1 }
        return index
    }

    private func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }

    private static func flattened(_ text: String) -> String {
        HarmlessText.sanitised(text)
    }
}
