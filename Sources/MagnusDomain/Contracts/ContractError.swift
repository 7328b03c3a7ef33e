/// Why a contract cannot be made from what a source said.
public enum ContractError: Error, Sendable, Equatable {
    /// No known spelling of a listed option.
    case unrecognised
    /// Not one to six letters and digits with at least one letter.
    case malformedRoot
    /// The spelling is known; its date does not exist, or lies outside 1990 to 2089 where two digits tell the year.
    case noSuchDate
    /// Not within 0.001 to 99,999.999 dollars, or finer than a thousandth.
    case invalidStrike
    /// The source has a multiplier field and left it empty: 100 is never inferred from silence.
    case multiplierMissing
    /// A multiplier that no such contract has: 1 or less on an equity option, or other than the index contract's own.
    case multiplierImplausible(Int)
}
