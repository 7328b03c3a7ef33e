import Testing

@testable import MagnusDashboard

@Suite struct KeyTextTests {
    @Test(arguments: [
        ("<Enter>", "Enter"), ("<C-d>", "^D"), ("g g", "gg"), ("<A-lt>", "Alt-<"), ("<A->>", "Alt->"), ("<lt>", "<"),
        ("<C-w> <lt>", "^W <"), ("<C-x> <C-c>", "^X ^C"), ("<S-Tab>", "S-Tab"), ("<Right>", "→"),
        ("<C-Right>", "Ctrl-→"),
        (":", ":"), ("<F5>", "F5"), ("<PageDown>", "PgDn"), ("<C-Space>", "Ctrl-Space"),
    ])
    func keysAsPeopleReadThem(notation: String, text: String) {
        #expect(KeyText.short(notation) == text)
    }
}
