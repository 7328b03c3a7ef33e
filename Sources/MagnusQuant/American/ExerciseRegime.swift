/// How the exercise region of an American option with a continuous yield looks.
enum ExerciseRegime: Sendable {
    /// Early exercise is never worth it: the European price.
    case never
    /// One boundary.
    case single
    /// Two boundaries (put with q < r < 0, call with r < q < 0).
    case double

    /// Decided on the equivalent put (a call exchanges rate and yield). Exercising the put earns r K - q S per year.
    init(putRate r: Double, putYield q: Double) {
        if r > 0 || (r == 0 && q < 0) {
            self = .single
        } else if q >= r {
            self = .never
        } else {
            self = .double
        }
    }

    init(_ terms: OptionTerms) {
        switch terms.right {
        case .put: self.init(putRate: terms.rate, putYield: terms.dividendYield)
        case .call: self.init(putRate: terms.dividendYield, putYield: terms.rate)
        }
    }
}
