import MagnusTerminal

/// Every action with its words: the footer, the hint window, help, the palette and the keymap loader all read this.
public enum ActionCatalog {
    /// For the keymap loader.
    public static let descriptors: [ActionDescriptor] = global + panes + views + text

    /// Contexts of keymaps that have no action of their own.
    public static let contexts = ["greeks", "opportunities", "overlay", "palette"]

    /// Actions by which a person leaves Magnus; the palette has a command for it.
    public static let waysOut: [String] = [DashboardAction.quit, .palette].map(\.rawValue)

    /// The keymap loader that knows every action, context and way out.
    public static func keymapLoader(_ sources: [ConfigurationText]) -> KeymapLoader {
        KeymapLoader(sources: sources, actions: descriptors, contexts: contexts, waysOut: waysOut)
    }

    /// The description of an action as it is met in a context.
    public static func descriptor(_ action: DashboardAction, in contexts: [String]) -> ActionDescriptor? {
        let named = descriptors.filter { $0.name == action.rawValue }
        for context in contexts {
            if let found = named.first(where: { $0.context == context }) { return found }
        }
        return named.first
    }

    private static func make(
        _ context: String, _ rows: [(DashboardAction, String, String)]
    ) -> [ActionDescriptor] {
        rows.map { action, title, explanation in
            ActionDescriptor(name: action.rawValue, context: context, title: title, explanation: explanation)
        }
    }

    private static let global = make(
        "global",
        [
            (.moveDown, "down", "Moves the cursor one row down."),
            (.moveUp, "up", "Moves the cursor one row up."),
            (.halfPageDown, "half page down", "Moves the cursor half a page down."),
            (.halfPageUp, "half page up", "Moves the cursor half a page up."),
            (.pageDown, "page down", "Moves the cursor a page down."),
            (.pageUp, "page up", "Moves the cursor a page up."),
            (.goTop, "top", "Goes to the first row."),
            (.goBottom, "bottom", "Goes to the last row."),
            (.columnLeft, "column left", "Chooses the column to the left: what explain, sort and copy mean."),
            (.columnRight, "column right", "Chooses the column to the right: what explain, sort and copy mean."),
            (.pagePrevious, "previous page", "Turns to the page before: Greeks by book, symbol, sector, strategy."),
            (.pageNext, "next page", "Turns to the next page: Greeks by book, symbol, sector, strategy."),
            (.pane1, "Positions", "Goes to Positions."),
            (.pane2, "Greeks", "Goes to Greeks."),
            (.pane3, "Chat", "Goes to Chat."),
            (.pane4, "Alerts", "Goes to Alerts."),
            (.pane5, "Opportunities", "Goes to Opportunities."),
            (.focusNext, "next pane", "Goes to the next pane."),
            (.focusPrevious, "previous pane", "Goes to the previous pane."),
            (.maximise, "maximise", "Gives the pane the whole screen, or puts it back."),
            (.zoom, "zoom", "Gives the pane half of the screen, all of it, then its own place again."),
            (.grow, "larger", "Gives the pane one size more."),
            (.shrink, "smaller", "Gives the pane one size less."),
            (.resizeWider, "wider", "Moves the border beside the pane so that the pane is wider."),
            (.resizeNarrower, "narrower", "Moves the border beside the pane so that the pane is narrower."),
            (.resizeTaller, "taller", "Moves the border below the pane so that the pane is taller."),
            (.resizeShorter, "shorter", "Moves the border below the pane so that the pane is shorter."),
            (.open, "open", "Opens the row: legs, facts, parts of the score; behind a citation its row."),
            (.back, "back", "Closes what is open, else clears the filter, the marks and the zoom."),
            (.mark, "mark", "Marks the row; copy, acknowledge, snooze and dismiss take all marked rows."),
            (.copy, "copy", "Copies the row, or all marked rows, to the clipboard."),
            (
                .undo, "undo",
                "Takes back the last acknowledge, snooze, dismiss, mute, intent, note or decision on a roll."
            ),
            (.filter, "filter", "Shows only matching rows: text or pattern, -f fuzzily, ! all others."),
            (.sortNext, "sort", "Sorts by the chosen column, else by the next order."),
            (.sortReverse, "reverse", "Turns the order round."),
            (.chooseColumns, "columns", "Chooses which columns are shown and in which order."),
            (.wide, "wide", "Shows all columns, scrolled to the chosen one, or those that fit."),
            (.mask, "mask", "Privacy mask: hides amounts of money and keeps percentages."),
            (.explain, "explain", "Formula, inputs, sources, ages of the figure under the cursor; again: all others."),
            (.ask, "ask", "Asks the chat about what the cursor is on."),
            (.whyNot, "why not", "Shows why candidates were rejected, or why monitors are silent."),
            (.type, "type", "Types a question into the chat."),
            (.accounts, "accounts", "Chooses one account or all."),
            (
                .viewToday, "today",
                "Shows what the day brings: overnight, cash, gaps, deadlines, orders, sources."
            ),
            (
                .viewExpiry, "expiry",
                "Shows what ends next: distances, broker clocks, cash and shares all out, as now, all in."
            ),
            (.viewCalendar, "calendar", "Shows what is due: expiries, ex-dates, earnings, half days, holidays."),
            (.viewWheel, "wheel", "Shows wheel campaigns with their three bases, and the steps of each."),
            (.viewSettlement, "settlement", "Shows the last expiry: expected against reported, new shares, the week."),
            (.viewIncome, "income", "Shows premium and results by week and month beside SPY and T-bills."),
            (.viewTax, "tax", "Shows tax years, lots, section 1256 and wash-sale candidates: flags, not tax advice."),
            (.viewJournal, "journal", "Shows trades grouped into strategies with notes and tags, and rolls to review."),
            (.viewPerformance, "performance", "Shows the realised curve, win rate, expectancy and results by group."),
            (.chain, "chain", "Shows the option chain of what the cursor is on: its symbol and expiry."),
            (.payoff, "payoff", "Shows what the row under the cursor makes and loses over spots and time."),
            (
                .volatility, "volatility",
                "Shows smiles, term structure, past and realised volatility, gamma of the symbol."
            ),
            (
                .roll, "roll",
                "Shows where the short option of the row could be rolled to: every net, and what stands against it."
            ),
            (
                .viewScenario, "heat map",
                "Revalues the book at moves of prices, volatilities and days, and at stress presets."
            ),
            (
                .viewRisk, "risk",
                "Shows what a session may cost, limits, margin, events, assignment, the day by Greek."
            ),
            (
                .viewChart, "price chart",
                "Shows past sessions of the symbol: candles, averages, zones, own strikes, technicals."
            ),
            (.viewMarket, "market", "Shows the regime with its reasons, correlations of the book's names, sectors."),
            (.mouse, "mouse", "Turns the mouse on or off; off leaves selecting text to the terminal."),
            (.refresh, "refresh", "Asks all sources again now."),
            (.redraw, "redraw", "Draws the whole screen again."),
            (.pause, "pause", "Stops drawing new data, or goes on; the engine goes on either way."),
            (.theme, "theme", "Chooses the colours, shown at once."),
            (.keymap, "keymap", "Chooses the keys."),
            (.settings, "settings", "Shows every setting with its source, and changes it."),
            (.palette, "command", "Finds a command, an action or a symbol by a few letters."),
            (.help, "keys", "Lists all keys and commands; Enter runs the chosen one."),
            (.cancel, "cancel", "Cancels running work; twice within a second it quits."),
            (.suspend, "suspend", "Stops Magnus as a shell job; fg continues."),
            (.quit, "quit", "Leaves Magnus; asks first when a question was typed and not sent."),
        ])

    private static let panes =
        make(
            "positions",
            [
                (.expand, "legs", "Shows the legs of the row."),
                (.collapse, "close legs", "Hides the legs of the row."),
                (.intent, "intent", "States what should happen to the short options of the row: take, avoid, decide."),
                (.note, "note", "Writes a note about the row."),
            ])
        + make(
            "alerts",
            [
                (.acknowledge, "ack", "Acknowledges the alert: seen, it stays until its condition ends."),
                (.snooze, "snooze", "Hides the alert for 15 minutes, to the close, to a price or to expiry."),
                (.dismiss, "dismiss", "Removes the alert; it returns when its condition gets worse."),
                (.mute, "mute", "Silences the rule for this symbol until unmuted."),
            ])
        + make(
            "chat",
            [
                (.expand, "more", "Shows the whole answer."),
                (.collapse, "less", "Shows the first lines of the answer."),
            ])

    private static let views =
        make(
            "views",
            [
                (.intent, "intent", "In what ends: states what should happen to the row: take, avoid, decide."),
                (.note, "note", "Writes a note and #tags about a strategy of the journal."),
                (
                    .acknowledge, "one roll",
                    "In rolls to review: confirms that the two trades are one roll; again undoes it."
                ),
                (.dismiss, "no roll", "In rolls to review: says that the two trades are no roll; again undoes it."),
            ])
        + make(
            "chain",
            [
                (.buy, "buy", "Adds one contract bought to the draft; nothing is sent anywhere."),
                (.sell, "sell", "Adds one contract sold to the draft; nothing is sent anywhere."),
                (.removeLeg, "no leg", "Takes the leg under the cursor out of the draft."),
                (.clearDraft, "clear", "Takes all legs out of the draft."),
                (.wide, "columns", "Shows other columns first: the market, Greeks, odds."),
            ])

    private static let text =
        make(
            "text",
            [
                (.submit, "enter", "Takes what was typed."),
                (.leave, "leave", "Leaves the text field."),
                (.complete, "complete", "Completes the word; in an empty question shows more of the last answer."),
                (.completeBack, "complete back", "Goes to the completion before."),
            ])
        + EditAction.allCases.map { edit in
            ActionDescriptor(
                name: edit.rawValue, context: "text", title: edit.words,
                explanation: "In text fields: \(edit.words).")
        }
}

extension EditAction {
    fileprivate var words: String {
        switch self {
        case .charLeft: "one character left"
        case .charRight: "one character right"
        case .wordLeft: "one word left"
        case .wordRight: "one word right"
        case .lineStart: "start of the line"
        case .lineEnd: "end of the line"
        case .deleteBack: "delete to the left"
        case .deleteForward: "delete to the right"
        case .killWordBack: "cut the word to the left"
        case .killWordForward: "cut the word to the right"
        case .killToStart: "cut to the start"
        case .killToEnd: "cut to the end"
        case .yank: "insert what was cut"
        case .transpose: "exchange two characters"
        case .historyPrevious: "earlier entry"
        case .historyNext: "later entry"
        }
    }
}
