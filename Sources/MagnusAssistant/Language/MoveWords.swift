/// The words that suppositions are made of.
enum MoveWords {
    static let rises: Set<String> = [
        "up", "rise", "rises", "rising", "rose", "risen", "jump", "jumps", "jumped", "jumping", "spike", "spikes",
        "spiked", "spiking", "gain", "gains", "gained", "gaining", "higher", "climb", "climbs", "climbed", "climbing",
        "increase", "increases", "increased", "increasing", "expand", "expands", "expanded", "expansion", "pop", "pops",
        "popped", "add", "adds", "added", "rally", "rallies", "rallied", "rallying", "surge", "surges", "surged",
        "soar", "soars", "soared", "rip", "rips", "ripped", "advance", "advances", "advanced", "recover", "recovers",
        "recovered", "recovery", "rebound", "rebounds", "rebounded", "bounce", "bounces", "bounced", "hike", "hikes",
        "hiked", "raise", "raises", "raised", "grow", "grows", "grew", "appreciate", "appreciates", "skyrockets",
        "skyrocket", "explodes", "explode", "inflate", "inflates", "upward", "upwards", "melt-up", "upside", "upmove",
    ]
    static let falls: Set<String> = [
        "down", "fall", "falls", "falling", "fell", "fallen", "drop", "drops", "dropped", "dropping", "lower", "crush",
        "crushes", "crushed", "minus", "negative", "less", "collapse", "collapses", "collapsed", "lose", "loses",
        "lost", "losing", "dip", "dips", "dipped", "shrink", "shrinks", "shrank", "crash", "crashes", "crashed",
        "crashing", "tank", "tanks", "tanked", "tanking", "sink", "sinks", "sank", "sinking", "slide", "slides", "slid",
        "sliding", "dump", "dumps", "dumped", "decline", "declines", "declined", "declining", "decrease", "decreases",
        "decreased", "decreasing", "plunge", "plunges", "plunged", "plummet", "plummets", "plummeted", "slump",
        "slumps", "slumped", "tumble", "tumbles", "tumbled", "selloff", "sell-off", "correction", "corrects",
        "corrected", "drawdown", "pullback", "pullbacks", "retreat", "retreats", "retreated", "contract",
        "contracts", "contracted", "contraction", "compress", "compresses", "compressed", "compression", "deflate",
        "deflates", "ease", "eases", "eased", "cut", "cuts", "slashed", "slashes", "reduced", "reduces", "reduce",
        "subside", "subsides", "cools", "weakens", "weaken", "downward", "downwards", "downside", "drawdowns",
        "nosedives",
        "nosedive", "craters", "crater", "sells",
    ]
    /// They may stand in front of what they are said of: "on lower vol".
    static let adjectives: Set<String> = [
        "higher", "lower", "rising", "falling", "increased", "reduced", "less", "crushed", "dropping", "declining",
    ]
    /// That something moves and not where to.
    static let undirected: Set<String> = [
        "move", "moves", "moved", "moving", "swing", "swings", "change", "changes", "shift", "shifts", "changed",
        "either", "way", "gap", "gaps", "difference",
    ]
    /// A price that stands on a strike when the option ends.
    static let pinning: Set<String> = ["pin", "pins", "pinned"]
    static let multiples: [String: Double] = [
        "doubles": 2, "double": 2, "doubled": 2, "doubling": 2, "twice": 2, "triples": 3, "triple": 3, "tripled": 3,
        "quadruples": 4, "quadruple": 4, "halves": 0.5, "halved": 0.5, "halve": 0.5, "half": 0.5,
    ]
    static let volatility: Set<String> = ["vol", "iv", "ivs", "volatility", "volatilities", "vols"]
    static let rates: Set<String> = ["rates", "rate", "yields", "yield", "interest", "fed"]
    static let market: Set<String> = [
        "market", "markets", "everything", "equities", "index", "indices", "indexes", "spx", "nasdaq", "dow",
    ]
    /// A price, and not whose.
    static let prices: Set<String> = [
        "stock", "stocks", "shares", "price", "prices", "underlying", "it", "they", "names",
    ]
    /// In front of a level.
    static let levels: Set<String> = [
        "to", "at", "hits", "hit", "hitting", "reaches", "reach", "reaching", "reached", "touches", "touch", "tags",
        "is", "was", "becomes", "equals", "equal", "toward", "towards", "near", "until",
    ]
    /// In front of a level or of a least size: "falls below 500", "falls over 5%".
    static let bounds: Set<String> = ["below", "above", "under", "over", "past", "through", "beyond"]
    static let fillers: Set<String> = [
        "about", "around", "roughly", "approximately", "like", "only", "just", "nearly", "almost", "a", "an", "the",
        "level", "of", "another", "say", "some", "maybe",
    ]
    /// They begin what is said of another thing.
    static let joints: Set<String> = [
        "and", "with", "while", "but", "then", "amid", "alongside", "as", "or", "also", "because", "after", "before",
        "without", "whereas", "together",
    ]
    static let suppositions: Set<String> = [
        "if", "when", "suppose", "supposing", "assume", "assuming", "should", "case",
    ]
    static let questions: Set<String> = [
        "what", "how", "does", "do", "would", "will", "where", "which", "can", "could", "did", "show", "tell",
    ]
    static let negations: Set<String> = ["not", "never", "without", "unless", "no", "cannot"]
    /// Behind a number that is no size.
    static let counted: Set<String> = [
        "day", "days", "week", "weeks", "month", "months", "year", "years", "dte", "contract", "contracts", "shares",
        "lot", "lots", "put", "puts", "call", "calls", "position", "positions", "delta", "deltas", "rows", "times",
        "hour", "hours", "minutes", "trading", "calendar", "sessions", "session", "strike", "strikes", "legs",
    ]
    static let small: [String: Double] = [
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "twentyfive": 25, "thirty": 30, "forty": 40,
        "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "a": 1, "half": 0.5, "quarter": 0.25,
    ]

    /// "Everything", "every stock", "all my names": each of what is held, by itself, and not the market.
    static func isOfEach(_ texts: [String]) -> Bool {
        let things: Set<String> = [
            "stock", "stocks", "name", "names", "underlying", "underlyings", "symbol", "symbols", "ticker", "tickers",
            "position", "positions", "holding", "holdings", "share", "shares",
        ]
        let passed: Set<String> = ["of", "my", "the", "single", "these", "those", "open"]
        // "The market falls, what about all my positions" moves the market.
        guard market.subtracting(["everything"]).isDisjoint(with: texts) else { return false }
        let isEach = texts.indices.contains { index in
            guard ["every", "each", "all"].contains(texts[index]) else { return false }
            return texts[(index + 1)...].first { !passed.contains($0) }.map(things.contains) ?? false
        }
        return isEach || texts.contains("everything")
    }

    /// The unit a word behind a number names; nil for none.
    static func unit(_ text: String, _ next: String) -> SupposedMove.Unit? {
        switch text {
        case "percent", "pct", "%", "per": text == "per" && next != "cent" ? nil : .percent
        case "percentage": .points
        case "points", "point", "pts", "pt", "handles", "ticks": .points
        case "vol", "vols", "volatility":
            text == "vols" || ["points", "point", "pts", "pt"].contains(next) ? .points : nil
        case "basis", "bps", "bp", "bips": .basisPoints
        // `bp` alone is read as buying power.
        case "buying": next == "power" ? .basisPoints : nil
        default: nil
        }
    }

    /// Number and unit that are written as one: `50bps`, `5pts`, `20-point`, `2x`.
    static func joined(_ text: String) -> (value: Double, unit: SupposedMove.Unit, isMultiple: Bool)? {
        let digits = text.prefix { "0123456789.,+-$".contains($0) }
        guard !digits.isEmpty, digits.count < text.count else { return nil }
        let rest = text.dropFirst(digits.count)
        var body = digits
        if body.last == "-" { body = body.dropLast() }
        guard let value = EntityExtractor.number(body) else { return nil }
        switch rest {
        case "x": return value > 0 ? (value, .plain, true) : nil
        case "pts", "pt", "point", "points", "vols", "vol": return (value, .points, false)
        case "bps", "bp", "bips", "basis": return (value, .basisPoints, false)
        case "percent", "pct", "%": return (value, .percent, false)
        case "dollar", "dollars": return (value, .plain, false)
        default: return nil
        }
    }
}
