/// The keymap compiled in, for when no keymap file is found.
/// The text is that of the shipped file; a test compares them.
enum BuiltInKeymap {
    static let source = ConfigurationText(name: "default", origin: "built in", text: text)

    static let text = #"""
        # Magnus keymap: default (vim-like).
        #
        # One line per action: a key, or a list of keys (the first is shown in hints). `[]` unbinds. A sequence is written with
        # spaces: "g g". Keys: a character, or <Enter> <Esc> <Tab> <Space> <Backspace> <Delete> <Insert> <Up> <Down> <Left> <Right>
        # <Home> <End> <PageUp> <PageDown> <F1>...<F35>, <lt> for the character <, with C- (Control), A- (Alt), S- (Shift): <C-d>.
        # Your own file in the configuration folder needs only what differs, with `inherits = "default"`.
        # A table is a context; actions of [global] may be given other keys inside any context.

        title = "Default (vim-like)"

        [global]
        move-down = ["j", "<Down>"]
        move-up = ["k", "<Up>"]
        half-page-down = "<C-d>"
        half-page-up = "<C-u>"
        page-down = ["<C-f>", "<PageDown>"]
        page-up = ["<C-b>", "<PageUp>"]
        go-top = ["g g", "<Home>"]
        go-bottom = ["G", "<End>"]
        # The column the cursor is on: what x, s and y mean.
        column-left = ["h", "<Left>", "{"]
        column-right = ["l", "<Right>", "}"]
        # Pages inside a pane: Greeks by book, symbol, sector.
        page-previous = "["
        page-next = "]"

        pane-1 = "1"
        pane-2 = "2"
        pane-3 = "3"
        pane-4 = "4"
        pane-5 = "5"
        focus-next = "<Tab>"
        focus-previous = "<S-Tab>"
        maximise = ["0", "<F10>"]
        zoom = "z"
        grow = "+"
        shrink = "_"
        resize-wider = "<C-w> >"
        resize-narrower = "<C-w> <lt>"
        resize-taller = "<C-w> +"
        resize-shorter = "<C-w> -"

        open = "<Enter>"
        back = "<Esc>"
        mark = "<Space>"
        copy = "y"
        undo = "u"

        filter = ["/", "<F3>"]
        sort-next = "s"
        sort-reverse = "S"
        choose-columns = "o c"
        wide = "w"
        mask = "$"

        explain = "x"
        ask = "a"
        why-not = "W"
        type = "i"

        accounts = "g A"
        # What has to be looked at before a day's trading.
        view-today = "g t"
        # What ends next and what it makes of cash and shares; what is due when.
        view-expiry = "g e"
        view-calendar = "g c"
        # Full-screen views of the history.
        view-wheel = "g w"
        view-settlement = "g s"
        view-income = "g i"
        view-tax = "g x"
        view-journal = "g j"
        view-performance = "g p"
        # The book at moves of prices, volatilities and days.
        view-scenario = "g h"
        # What a session may cost it, limits, margin, events, assignment.
        view-risk = "g k"
        # Past sessions of the symbol under the cursor: bars, averages, zones.
        view-chart = "g b"
        # The state of the market, correlations and sectors.
        view-market = "g m"
        # Of the row under the cursor: its option chain, its payoff, the volatility of its symbol.
        chain = "C"
        payoff = "P"
        volatility = "V"
        # Where its short option could be rolled to.
        roll = "r"
        mouse = "o m"
        refresh = ["<F5>", "<C-r>"]
        redraw = "<C-l>"
        pause = "p"
        theme = "T"
        keymap = "o k"
        settings = ","
        palette = [":", "<F2>", "<C-k>"]
        help = ["?", "<F1>"]
        # Cancels running work; twice within a second it quits.
        cancel = "<C-c>"
        suspend = "<C-z>"
        quit = "q"

        [positions]
        expand = "<Right>"
        collapse = "<Left>"
        intent = "I"
        note = "n"

        [greeks]

        [alerts]
        acknowledge = "A"
        snooze = "Z"
        dismiss = "D"
        mute = "m"

        [opportunities]

        [chat]
        expand = "<Right>"
        collapse = "<Left>"

        # The view of an option chain: legs of a draft, columns.
        [chain]
        buy = "b"
        sell = "s"
        remove-leg = ["d", "<Delete>"]
        clear-draft = "X"
        wide = "w"

        # Full-screen views: wheel, settlement, income, tax, journal, performance.
        [views]
        intent = "I"
        note = "n"
        acknowledge = "A"
        dismiss = "D"

        # Lists and pages that lie over the panes: detail, explain, why not, settings, columns, themes.
        [overlay]

        # Lists with a text field above them: palette and help. Keys not found here go to [text].
        [palette]
        move-down = ["<Down>", "<C-n>"]
        move-up = ["<Up>", "<C-p>"]
        page-down = "<PageDown>"
        page-up = "<PageUp>"
        open = "<Enter>"
        back = ["<Esc>", "<C-g>"]

        # Text fields: chat, filter, notes, settings. Printable keys that are not bound here are typed.
        [text]
        submit = "<Enter>"
        leave = ["<Esc>", "<C-g>"]
        complete = "<Tab>"
        complete-back = "<S-Tab>"
        char-left = ["<Left>", "<C-b>"]
        char-right = ["<Right>", "<C-f>"]
        word-left = ["<A-b>", "<C-Left>", "<A-Left>"]
        word-right = ["<A-f>", "<C-Right>", "<A-Right>"]
        line-start = ["<C-a>", "<Home>"]
        line-end = ["<C-e>", "<End>"]
        delete-back = "<Backspace>"
        delete-forward = ["<Delete>", "<C-d>"]
        kill-word-back = ["<C-w>", "<A-Backspace>"]
        kill-word-forward = "<A-d>"
        kill-to-start = "<C-u>"
        kill-to-end = "<C-k>"
        yank = "<C-y>"
        transpose = "<C-t>"
        history-previous = ["<Up>", "<C-p>"]
        history-next = ["<Down>", "<C-n>"]
        page-up = "<PageUp>"
        page-down = "<PageDown>"
        cancel = "<C-c>"
        redraw = "<C-l>"
        suspend = "<C-z>"

        """#
}
