/// Why an amount cannot be read or computed.
public enum MoneyError: Error, Sendable, Equatable {
    /// Nothing but blanks.
    case empty
    /// A placeholder that says there is no amount: `--`, `-`, `N/A`, `n/a`.
    case notStated
    /// No amount; the byte counted from 0 at which the text departs from one.
    case malformed(at: Int)
    /// More than four decimals that are not zero.
    case tooPrecise
    /// Beyond about 922 trillion dollars.
    case overflow
    /// A division by zero or by a sum of weights that is not positive.
    case noDivisor
}
