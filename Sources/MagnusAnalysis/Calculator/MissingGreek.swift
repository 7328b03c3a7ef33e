import MagnusQuant

/// Why an option that has a price lacks a Greek.
public enum MissingGreek: String, Sendable, Equatable, CaseIterable {
    /// No time or no volatility left: the value has a kink and no derivative there.
    case kink
    /// Within half a percent of the price where exercise begins: the second derivative jumps there.
    case nearExerciseBoundary = "near_exercise_boundary"
    /// The method for these terms does not give it to one in a thousand.
    case notResolved = "not_resolved"
    /// The figure is too large or too small for a number.
    case notFinite = "not_finite"

    /// - Parameters:
    ///   - terms: of a valuation that lacks a Greek.
    ///   - value: the valuation.
    init(_ terms: OptionTerms, _ value: OptionValuation) {
        if terms.years <= 0 || terms.volatility <= 0 {
            self = .kink
        } else if terms.style == .european, !terms.paysCashDividend {
            self = .notFinite
        } else if value.gamma == nil || value.vanna == nil && !terms.paysCashDividend {
            self = .nearExerciseBoundary
        } else {
            self = .notResolved
        }
    }
}
