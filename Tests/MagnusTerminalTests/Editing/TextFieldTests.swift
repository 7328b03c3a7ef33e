import Testing

@testable import MagnusTerminal

@Suite struct TextFieldTests {
    private func edited(_ text: String, _ actions: EditAction...) -> TextField {
        var field = TextField(text: text)
        for action in actions { field.apply(action) }
        return field
    }

    private func shown(_ field: TextField) -> String {
        let characters = Array(field.text)
        return String(characters[..<field.cursor]) + "|" + String(characters[field.cursor...])
    }

    @Test func movingAndDeleting() {
        #expect(shown(edited("roll PLTR now", .wordLeft, .wordLeft)) == "roll |PLTR now")
        #expect(shown(edited("roll PLTR", .lineStart, .wordRight)) == "roll| PLTR")
        #expect(shown(edited("abc", .charLeft, .deleteBack)) == "a|c")
        #expect(shown(edited("abc", .lineStart, .deleteForward, .deleteBack)) == "|bc")
        #expect(shown(edited("ab", .transpose)) == "ba|")
        #expect(shown(edited("e\u{301}日🙂", .charLeft, .deleteBack)) == "e\u{301}|🙂")
    }

    @Test func killingAndYanking() {
        var field = edited("close XSP-592 now", .killWordBack, .killWordBack)
        #expect(shown(field) == "close |" && field.killed == "XSP-592 now")
        field.apply(.lineStart)
        field.apply(.yank)
        #expect(shown(field) == "XSP-592 now|close ")
        #expect(shown(edited("one two", .wordLeft, .killToEnd)) == "one |")
        #expect(shown(edited("one two", .wordLeft, .killToStart)) == "|two")
        #expect(shown(edited("one two", .lineStart, .killWordForward)) == "| two")
    }

    @Test func historyKeepsTheDraft() {
        var field = TextField(history: ["first", "second"])
        field.insert("draft")
        field.apply(.historyPrevious)
        field.apply(.historyPrevious)
        field.apply(.historyPrevious)
        #expect(field.text == "first")
        field.apply(.historyNext)
        field.apply(.historyNext)
        #expect(field.text == "draft")
        field.apply(.historyNext)
        #expect(field.text == "draft")
        #expect(field.submit() == "draft")
        #expect(field.isEmpty && field.history == ["first", "second", "draft"])
        field.insert("draft")
        _ = field.submit()
        #expect(field.history.count == 3)
    }

    @Test func pastesBecomeOneLine() {
        var field = TextField(text: "a")
        field.insert("b\nc\u{1B}[2J")
        #expect(field.text == "ab c^[[2J")
        var small = TextField(limit: 3)
        small.insert("abcdef")
        small.apply(.lineStart)
        small.insert("x")
        #expect(small.text == "abc")
    }

    @Test func aTypedMarkJoinsTheCharacterBefore() {
        var field = TextField(text: "e")
        field.insert("\u{301}")
        #expect(field.cursor == 1 && field.text == "e\u{301}")
    }

    @Test func theCursorIsAlwaysVisible() {
        var field = TextField(text: "a long question about 日本 positions")
        for _ in 0..<40 {
            let part = field.visible(columns: 10)
            #expect(part.cursorColumn < 10 && TextWidth.width(of: part.text) <= 10)
            field.apply(.charLeft)
        }
        #expect(field.visible(columns: 10).text == "a long que")
        #expect(field.visible(columns: 0).text.isEmpty)
    }

    @Test func everyActionHasItsNameInTheKeymap() throws {
        let text = try #require(try Shipped.sources("Keymaps", ["default"]).first?.text)
        for action in EditAction.allCases { #expect(text.contains("\n\(action.rawValue) = "), "\(action.rawValue)") }
    }
}
