/// How the program itself is used: what a question begins with "how do I" or "which key" asks for.
///
/// The keys are those of the default keymap; the help of the screen lists the keys in force.
enum UsageTable {
    struct Topic: Sendable, Hashable {
        var title: String
        /// Words of which one must be there, lower case.
        var words: Set<String>
        var text: String
    }

    static let all: [Topic] = [
        Topic(
            title: "Filter", words: ["filter", "filters", "search"],
            text: "/ filters the rows of the pane; ! in front inverts it, -f is fuzzy, Esc clears it."),
        Topic(
            title: "Sort", words: ["sort", "reorder"],
            text: "h and l choose a column, s sorts by it, S turns the order round; :sort ORDER sorts Positions."),
        Topic(
            title: "Columns", words: ["column", "columns", "wide"],
            text: "o c chooses the columns of the pane, w shows the wide ones."),
        Topic(
            title: "Theme", words: ["theme", "themes", "colour", "color", "colours", "colors", "dark", "light"],
            text: "T chooses the colours and shows them at once; the setting is screen.theme."),
        Topic(
            title: "Keymap", words: ["keymap", "keymaps", "emacs", "vim", "bindings", "keys"],
            text: "o k chooses the keymap; ? lists every key in force, and Enter runs the chosen one."),
        Topic(
            title: "Alerts", words: ["snooze", "acknowledge", "ack", "dismiss", "mute", "unmute"],
            text:
                "In Alerts A acknowledges, Z lets an alert sleep, D dismisses it, m mutes its rule, u takes it back."),
        Topic(
            title: "Import", words: ["import", "upload", "broker", "csv"],
            text:
                ":import PATH reads a broker's export and shows what it holds before anything is stored; so does magnus import FILE. Importing a file again changes nothing."
        ),
        Topic(
            title: "Accounts", words: ["account", "accounts", "switch"],
            text: "g A chooses the account that is shown; :accounts NAME does so by name."),
        Topic(
            title: "Explain", words: ["explain", "explains", "formula", "calculated", "computed"],
            text: "x explains the figure under the cursor: formula, inputs, sources and ages."),
        Topic(
            title: "Ask", words: ["ask", "question", "chat", "type"],
            text: "i types a question, a asks about the row under the cursor, Esc leaves the text."),
        Topic(
            title: "Mask", words: ["mask", "hide", "privacy", "private"],
            text: "$ hides money everywhere and keeps percentages; $ again shows it."),
        Topic(
            title: "Copy", words: ["copy", "clipboard"],
            text: "y copies the row or the marked rows to the clipboard of the terminal."),
        Topic(
            title: "Undo", words: ["undo", "revert"],
            text: "u takes back the last acknowledge, snooze, dismiss, mute, intent, note or decision on a roll."),
        Topic(
            title: "Zoom", words: ["zoom", "maximise", "maximize", "bigger", "larger", "resize", "fullscreen"],
            text: "z gives the pane more of the screen, + and _ one size more or less, Ctrl-W moves its borders."),
        Topic(
            title: "Intent", words: ["intent", "intents"],
            text: "I says of a position whether its shares are wanted: take, avoid or decide."),
        Topic(
            title: "Notes", words: ["note", "notes", "tag", "tags"],
            text: "n writes a note on the position under the cursor; words with # are its tags."),
        Topic(
            title: "Settings", words: ["setting", "settings", "configure", "config", "threshold", "target", "bell"],
            text: "The comma key opens the settings; Enter changes one, magnus config set does so outside."),
        Topic(
            title: "Views", words: ["wheel", "income", "tax", "taxes", "settlement", "journal", "performance"],
            text:
                "g w is the wheel, g s the settlement, g i income, g x tax, g j the journal, g p performance; each is a command of the same name as well."
        ),
        Topic(
            title: "Quit", words: ["quit", "exit"],
            text: "q quits; Ctrl-C twice within a second does so from anywhere."),
        Topic(
            title: "Help", words: ["help", "tour", "command", "commands", "palette"],
            text: "? lists every key, : finds any command by a few letters, :tour shows the first tour again."),
    ]

    /// The topic that a question about the use of the program names; nil where it is none.
    static func topic(_ words: [Word]) -> Topic? {
        let texts = words.map { $0.typed.lowercased() }
        let starts = [
            ["how", "do", "i"], ["how", "can", "i"], ["how", "to"], ["how", "do", "you"], ["which", "key"],
            ["what", "key"], ["where", "do", "i"], ["where", "can", "i"], ["how", "would", "i"],
        ]
        guard texts.count <= 12, starts.contains(where: texts.starts) else { return nil }
        // What is done with the book is no use of the program.
        let ofBook: Set<String> = [
            "hedge", "roll", "assigned", "profit", "loss", "delta", "theta", "position's", "money", "put", "puts",
            "call", "calls", "spread", "make", "lose", "reduce", "earn", "fee", "fees", "commission", "commissions",
            "best",
            "better", "worst", "know",
        ]
        let set = Set(texts)
        guard set.isDisjoint(with: ofBook),
            !words.contains(where: { if case .symbol = $0.meaning { true } else { false } })
        else { return nil }
        return all.first { topic in texts.dropFirst(2).contains { topic.words.contains($0) } }
    }
}
