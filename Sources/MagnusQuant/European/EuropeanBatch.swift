import CKernels

/// Price and five Greeks of many European options at once, by a vectorised kernel with run-time choice of instructions.
///
/// The figures are those of `BlackScholes`, the reference, to a few units of rounding. Rows outside the region the
/// kernel is accurate in (zero time or volatility, |d| above 36, extreme inputs, invalid ones) are valued by the
/// reference itself, so every row has the answer or the error the reference gives. Vanna, charm, volga and speed are
/// not computed.
public struct EuropeanBatch: Sendable {
    /// Sign, spot, strike, years, rate, yield, volatility.
    private var input = LaneColumns(columns: Int(MAGNUS_EUROPEAN_TERMS))
    /// Price, delta, gamma, vega, theta, rho.
    private var output = LaneColumns(columns: Int(MAGNUS_EUROPEAN_FIGURES))
    /// Number of options.
    public var count: Int { input.count }
    /// Cash dividends of the rows that have any: the reference decides about those rows.
    private var dividends: [Int: [CashDividend]] = [:]
    /// Answers of the rows the kernel leaves to the reference.
    private var exceptions: [Int: Result<OptionValuation, PricingError>] = [:]

    /// - Parameter capacity: options there is room for from the beginning.
    public init(_ terms: some Sequence<OptionTerms> = EmptyCollection(), capacity: Int = 0) {
        input.reserveCapacity(capacity)
        output.reserveCapacity(capacity)
        for item in terms { append(item) }
    }

    /// Adds an option; the exercise style is not looked at. It has no answer before the next `evaluate`.
    public mutating func append(_ terms: OptionTerms) {
        if !terms.dividends.isEmpty { dividends[count] = terms.dividends }
        input.append(
            [
                terms.right.sign, terms.spot, terms.strike, terms.years, terms.rate, terms.dividendYield,
                terms.volatility,
            ])
        output.grow()
    }

    /// Changes the market of one option; nil keeps a value. Takes effect with the next `evaluate`.
    public mutating func update(
        at index: Int, spot: Double? = nil, years: Double? = nil, volatility: Double? = nil
    ) {
        if let spot { input[index, 1] = spot }
        if let years { input[index, 3] = years }
        if let volatility { input[index, 6] = volatility }
    }

    /// Values every option.
    public mutating func evaluate() {
        exceptions.removeAll(keepingCapacity: true)
        let undone = input.fill(&output) { terms, figures, reliable, count in
            magnus_european_batch(terms, figures, reliable, count)
        }
        for index in undone { refer(index) }
        for index in dividends.keys { refer(index) }
    }

    private mutating func refer(_ index: Int) {
        let terms = OptionTerms(
            right: input[index, 0] > 0 ? .call : .put, style: .european, spot: input[index, 1],
            strike: input[index, 2], years: input[index, 3], rate: input[index, 4], dividendYield: input[index, 5],
            volatility: input[index, 6], dividends: dividends[index] ?? [])
        exceptions[index] = Result { () throws(PricingError) in try BlackScholes.valuation(terms) }
    }

    /// The answer of one option as of the last `evaluate`, in the raw units of `OptionValuation`.
    ///
    /// - Throws: What `BlackScholes.valuation` throws for these terms.
    public func valuation(at index: Int) throws(PricingError) -> OptionValuation {
        if let exception = exceptions[index] { return try exception.get() }
        return OptionValuation(
            price: output[index, 0], delta: output[index, 1], gamma: output[index, 2], vega: output[index, 3],
            theta: output[index, 4], rho: output[index, 5])
    }
}
