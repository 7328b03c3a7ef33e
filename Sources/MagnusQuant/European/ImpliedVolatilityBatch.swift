import CKernels

/// The Black-Scholes volatilities of many European prices at once, by a vectorised kernel with run-time choice of
/// instructions.
///
/// The figures are those of ``ImpliedVolatility/european(price:terms:)``, the reference, to a few units of rounding. Rows
/// outside the region the kernel is accurate in (refused inputs, prices with next to no time value, extreme
/// moneyness) are solved by the reference itself, so every row has the answer or the error the reference gives.
public struct ImpliedVolatilityBatch: Sendable {
    /// Sign, spot, strike, years, rate, yield, price.
    private var input = ColumnBlocks(columns: 7)
    /// Volatility.
    private var output = ColumnBlocks(columns: 1)
    /// Number of options.
    public var count: Int { input.count }
    /// Cash dividends of the rows that have any: the reference decides about those rows.
    private var dividends: [Int: [CashDividend]] = [:]
    /// Answers of the rows the kernel leaves to the reference.
    private var exceptions: [Int: Result<Double, ImpliedVolatilityError>] = [:]

    /// - Parameter capacity: options there is room for from the beginning.
    public init(capacity: Int = 0) {
        input.reserveCapacity(capacity)
        output.reserveCapacity(capacity)
    }

    /// Adds an option; style and volatility of `terms` are not looked at. It has no answer before the next `evaluate`.
    /// - Parameter price: Per share.
    public mutating func append(price: Double, terms: OptionTerms) {
        if !terms.dividends.isEmpty { dividends[count] = terms.dividends }
        input.append(
            [terms.right.sign, terms.spot, terms.strike, terms.years, terms.rate, terms.dividendYield, price])
        output.grow()
    }

    /// Changes the market of one option; nil keeps a value. Takes effect with the next `evaluate`.
    public mutating func update(at index: Int, price: Double? = nil, spot: Double? = nil, years: Double? = nil) {
        if let price { input[index, 6] = price }
        if let spot { input[index, 1] = spot }
        if let years { input[index, 3] = years }
    }

    /// Solves every option.
    public mutating func evaluate() {
        exceptions.removeAll(keepingCapacity: true)
        let size = ColumnBlocks.rows
        let undone = input.fill(&output) { read, volatility, reliable, count in
            var terms = magnus_implied_volatility_input(
                sign: read, spot: read + size, strike: read + 2 * size, years: read + 3 * size, rate: read + 4 * size,
                yield: read + 5 * size, price: read + 6 * size)
            magnus_implied_volatility_batch(&terms, volatility, reliable, count)
        }
        for index in undone { refer(index) }
        for index in dividends.keys { refer(index) }
    }

    /// The volatility of one option as of the last `evaluate`, decimal per square-root year.
    ///
    /// - Throws: What ``ImpliedVolatility/european(price:terms:)`` throws for it.
    public func volatility(at index: Int) throws(ImpliedVolatilityError) -> Double {
        if let exception = exceptions[index] { return try exception.get() }
        return output[index, 0]
    }

    private mutating func refer(_ index: Int) {
        let terms = OptionTerms(
            right: input[index, 0] > 0 ? .call : .put, style: .european, spot: input[index, 1],
            strike: input[index, 2], years: input[index, 3], rate: input[index, 4], dividendYield: input[index, 5],
            volatility: 0, dividends: dividends[index] ?? [])
        let price = input[index, 6]
        exceptions[index] = Result { () throws(ImpliedVolatilityError) in
            try ImpliedVolatility.european(price: price, terms: terms)
        }
    }
}
