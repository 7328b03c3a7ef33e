import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// What lies over the panes.
public enum Overlay: Sendable, Equatable {
    case help(SearchList)
    case palette(SearchList)
    case settings(SearchList)
    case explain(ExplainPage)
    /// A row in full.
    case details(RowPage)
    /// Nearest misses of the scans, or why monitors are silent.
    case whyNot(RowPage)
    case choices(ChoiceMenu)
    case columns(index: Int)
    case prompt(Prompt)
    case confirm(Confirmation)
    case tour(step: Int)
    case disclaimer
    case message(TextPage)
    /// The preview of an import, or its result.
    case importing(ImportPage)
    /// A full-screen view of the history.
    case ledger(LedgerPage)
    /// A row of such a view in full.
    case ledgerRow(LedgerRowPage)
    /// The book at moves of prices, volatilities and days.
    case scenario(ScenarioPage)
    /// A cell of it in full.
    case scenarioCell(ScenarioCellPage)
    /// A full-screen view of an option chain.
    case chain(ChainPage)
    /// A full-screen view of a payoff.
    case payoff(PayoffPage)
    /// A full-screen view of the volatility of a symbol.
    case volatility(VolatilityPage)
    /// A full-screen chart of the past sessions of a symbol.
    case chart(ChartPage)
    /// What has to be looked at before a day's trading.
    case today(TodayPage)
    /// Regime, correlations and sectors.
    case market(MarketPage)
    /// What a session may cost the book, and what else it is exposed to.
    case risk(RiskPage)
    /// A full-screen grid of the rolls of a position.
    case roll(RollPage)

    /// Contexts that keys are looked up in, in order.
    public var contexts: [String] {
        switch self {
        case .help, .palette, .settings: ["palette", "text"]
        case .prompt: ["text"]
        // What can be done with a row can be done on its page.
        case .details(let page): ["overlay", page.pane.context, "global"]
        case .ledger, .scenario: ["views", "overlay", "global"]
        case .chain: ["chain", "overlay", "global"]
        default: ["overlay", "global"]
        }
    }

    /// The view whose report is asked of the desk while it is open.
    var onDemand: (any OnDemandPage)? {
        switch self {
        case .scenario(let page): return page
        case .chain(let page): return page
        case .payoff(let page): return page
        case .volatility(let page): return page
        case .chart(let page): return page
        case .market(let page): return page
        case .today(let page): return page
        case .risk(let page): return page
        case .roll(let page): return page
        default: return nil
        }
    }

    var isTour: Bool {
        if case .tour = self { true } else { false }
    }

    /// The line that filters a pane while it is typed: not a window.
    var isFilterLine: Bool {
        if case .prompt(let prompt) = self { prompt.purpose.isFilter } else { false }
    }
}

/// A list below a text field that searches it.
public struct SearchList: Sendable, Equatable {
    public var field: TextField
    public var index = 0

    public init(text: String = "") {
        field = TextField(text: text, limit: 500)
    }
}

/// The page behind `x`.
public struct ExplainPage: Sendable, Equatable {
    public var id: String
    public var title: String
    /// nil until it arrives.
    public var explanation: Explanation?
    /// The engine cannot explain it.
    public var isMissing = false
    public var scroll = 0

    public init(id: String, title: String) {
        self.id = id
        self.title = title
    }
}

/// The page of one row.
public struct RowPage: Sendable, Equatable {
    public var pane: Pane
    public var id: String
    /// The note of a position, once it arrived.
    public var note: String?
    public var scroll = 0

    public init(pane: Pane, id: String) {
        self.pane = pane
        self.id = id
    }
}

/// A page of text.
public struct TextPage: Sendable, Equatable {
    public var title: String
    public var text: String
    public var scroll = 0

    public init(title: String, text: String) {
        self.title = title
        self.text = text
    }
}

/// A short list to choose from.
public struct ChoiceMenu: Sendable, Equatable {
    public var title: String
    public var choices: [Choice]
    public var index: Int
    /// What to put back when the menu is left: the theme that was on before trying others.
    public var original: String?

    public init(title: String, choices: [Choice], index: Int = 0, original: String? = nil) {
        self.title = title
        self.choices = choices
        self.index = index
        self.original = original
    }
}

/// A line of a menu.
public struct Choice: Sendable, Equatable {
    public var title: String
    public var details: String
    public var consequence: Consequence

    public init(_ title: String, _ details: String = "", _ consequence: Consequence) {
        self.title = title
        self.details = details
        self.consequence = consequence
    }
}

/// What a choice or confirmation leads to.
public enum Consequence: Sendable, Equatable {
    case command(DeskCommand)
    case theme(String)
    case keymap(String)
    case ask(PromptPurpose)
    case explain(id: String, title: String)
    /// Only closes the menu.
    case nothing
    case quit
}

/// A text asked for.
public struct Prompt: Sendable, Equatable {
    public var title: String
    public var hint: String
    public var field: TextField
    public var purpose: PromptPurpose
    /// What the text may become, for a path of which several begin alike.
    public var completions: [String] = []
    /// Why the last entry was refused.
    public var refusal: String?

    public init(title: String, hint: String = "", text: String = "", purpose: PromptPurpose) {
        self.title = title
        self.hint = hint
        field = TextField(text: text, limit: 4000)
        self.purpose = purpose
    }
}

/// What an entered text is for.
public enum PromptPurpose: Sendable, Equatable {
    case filter(Pane)
    case note(strategy: String)
    case setting(key: String)
    case snoozePrice(alert: String)
    case importPath
    /// Of the open view.
    case filterLedger

    var isFilter: Bool {
        switch self {
        case .filter, .filterLedger: true
        default: false
        }
    }
}

/// A question that wants a yes.
public struct Confirmation: Sendable, Equatable {
    public var title: String
    public var text: String
    public var accept: String
    public var consequence: Consequence

    public init(title: String, text: String, accept: String, consequence: Consequence) {
        self.title = title
        self.text = text
        self.accept = accept
        self.consequence = consequence
    }
}
