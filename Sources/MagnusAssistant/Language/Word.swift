import MagnusDomain
import MagnusQuant

/// What a word of a question stands for.
enum WordMeaning: Sendable, Hashable {
    case plain
    /// A known symbol, or one that is only written like one.
    case symbol(String, isKnown: Bool)
    /// Part of an option name; the contract itself is in the entities.
    case contract
    case number(Double)
    case percent(Double)
    case date
    case ordinal(Int)
}

/// One word of a question.
struct Word: Sendable, Hashable {
    /// As typed, punctuation at both ends removed.
    var typed: String
    /// Lower case, typographic signs unified, spelling corrected.
    var text: String
    var meaning: WordMeaning = .plain
    /// A comma, semicolon, colon or full stop was typed behind it.
    var endsClause = false

    /// The stand-in under which the classifier sees it, so that it learns "what is <symbol> at" and not the symbol.
    var generalised: String {
        switch meaning {
        case .plain: text
        case .symbol: "xsymbol"
        case .contract: "xcontract"
        case .number: "xnumber"
        case .percent: "xpercent"
        case .date: "xdate"
        case .ordinal: "xordinal"
        }
    }
}
