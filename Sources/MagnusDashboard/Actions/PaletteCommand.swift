/// A command typed after `:`, with its argument.
public enum PaletteCommand: String, Sendable, Hashable, CaseIterable {
    case accounts
    case today
    case importFile = "import"
    case export
    case scenario
    case risk
    case explain
    case chain
    case vol
    case chart
    case market
    case roll
    case theme
    case keymap
    case speed
    case set
    case sort
    case goTo = "goto"
    case mute
    case unmute
    case clear
    case tour
    case disclaimer
    case settings
    case help
    case quit

    /// What follows the name, empty when nothing does.
    var argument: String {
        switch self {
        case .accounts, .theme, .keymap: "[NAME]"
        case .importFile: "PATH"
        case .export: "FILE"
        case .explain: "[FIGURE]"
        case .scenario: "[MOVES [POINTS [DAYS]]] [own] [rule]"
        case .chain: "SYMBOL [EXPIRY]"
        case .vol, .chart, .roll: "SYMBOL"
        case .speed: "X"
        case .set: "KEY VALUE"
        case .sort: "ORDER"
        case .goTo: "SYMBOL"
        case .mute, .unmute: "MONITOR [SYMBOL]"
        case .today, .risk, .market, .clear, .tour, .disclaimer, .settings, .help, .quit: ""
        }
    }

    var explanation: String {
        switch self {
        case .accounts: "Shows one account, or all."
        case .today: "Shows what the day brings: overnight, cash, gaps, deadlines, orders, sources."
        case .importFile: "Reads a broker's export: first what it holds, then, if you agree, for good."
        case .export: "Writes the open view of the history, as filtered and sorted, to a new .csv or .md file."
        case .scenario: "Revalues the book: moves -20:20:2, volatility points -10:10:5, days 0,7,30."
        case .risk: "Shows what a session may cost the book, limits, margin, events, assignment."
        case .explain: "Explains a figure by its name or id: of the status line, the totals, any row."
        case .theme: "Changes the colours."
        case .keymap: "Changes the keys."
        case .chain: "Shows the option chain of a symbol; with a date, YYYY-MM-DD, that expiry."
        case .vol: "Shows the volatility of a symbol: smiles, term structure, past, gamma."
        case .chart: "Shows past sessions of a symbol: candles, averages, zones, own strikes, technicals."
        case .market: "Shows the regime with its reasons, correlations of the book's names, sectors."
        case .roll: "Shows where the short option of a symbol could be rolled to."
        case .speed: "World seconds per second of a simulated or replayed market, 1 to 3600."
        case .set: "Changes a setting."
        case .sort: "Orders Positions: attention, dte, symbol, p/l, cap, left/yr, dist, assign, delta, theta."
        case .goTo: "Goes to the row of a symbol."
        case .mute: "Silences a monitor, everywhere or for a symbol."
        case .unmute: "Lets a muted monitor speak again."
        case .clear: "Begins a new conversation."
        case .tour: "Shows the tour of the first run again."
        case .disclaimer: "Shows the disclaimer and acknowledges it."
        case .settings: "Shows every setting."
        case .help: "Lists all keys and commands."
        case .quit: "Leaves Magnus."
        }
    }
}
