/// Why a row has no grid of rolls at all.
public enum RollRefusal: Error, Sendable, Hashable {
    /// No row and no leg has the id.
    case unknownPosition(String)
    case sharesOnly
    case longOnly
    /// An adjusted contract is never priced.
    case adjusted
    /// Trading in it is over.
    case ended
    /// More than one short option: which side is meant is not ours to say.
    case severalShorts(StrategyKind)
    /// The legs of the spread differ in count.
    case unevenLegs
    /// Paid for: there is no credit to go on collecting.
    case debitSpread
    /// Legs that are none of the forms that can be rolled.
    case unsupported(StrategyKind)
    /// The source lists no chain with the option that is held.
    case notInChain(String)
    /// What the source said.
    case market(String)

    /// The word used in JSON errors.
    public var code: String {
        switch self {
        case .unknownPosition: "unknown_position"
        case .market: "no_source"
        case .notInChain: "no_chain"
        case .adjusted: "adjusted"
        case .ended: "expired"
        default: "not_rollable"
        }
    }

    /// A sentence: what is there, and what can be done instead.
    public var text: String {
        let chain = "Its parts can be drafted in the option chain."
        switch self {
        case .unknownPosition(let id):
            return "\(HarmlessText.sanitised(id, maximumLength: 100)): no such position."
        case .sharesOnly: return "Shares have no expiry to roll: a roll needs a short option."
        case .longOnly: return "No short option here: a roll buys back a short option and sells a later one."
        case .adjusted: return "An adjusted contract is never priced, so no roll of it can be."
        case .ended: return "Trading in this option is over: nothing can be bought back any more."
        case .severalShorts(let kind):
            return "\(Self.named(kind)) has more than one short option: which one to roll is not for Magnus to choose. "
                + chain
        case .unevenLegs: return "The legs of this spread differ in count: it does not roll as one. " + chain
        case .debitSpread: return "A debit spread was paid for: it is closed or kept, not rolled for a credit."
        case .unsupported(let kind):
            return
                "\(Self.named(kind)): only a short option, a covered call, a credit spread as a whole and the short leg "
                + "of a calendar or diagonal can be rolled here. " + chain
        case .notInChain(let name):
            return "\(name) is not in the chain of its source: without a price to buy it back nothing can be rolled."
        case .market(let text): return text
        }
    }

    private static func named(_ kind: StrategyKind) -> String {
        let words = kind == .custom ? "a position of several legs" : kind.words
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
