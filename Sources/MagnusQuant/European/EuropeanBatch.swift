import CKernels

/// Price and five Greeks of many European options at once, by a vectorised kernel with run-time choice of instructions.
///
/// The figures are those of `BlackScholes`, the reference, to a few units of rounding. Rows outside the region the
/// kernel is accurate in (zero time or volatility, |d| above 36, extreme inputs, invalid ones) are valued by the
/// reference itself, so every row has the answer or the error the reference gives. Vanna, charm, volga and speed are
/// not computed.
public struct EuropeanBatch: Sendable {
    /// Options of one block; a block's columns stay in the second-level cache.
    private static let block = 512
    private static let columns = 7
    /// Blocks of seven columns: sign, spot, strike, years, rate, yield, volatility.
    private var input: [Double] = []
    /// Blocks of seven columns: price, delta, gamma, vega, theta, rho, reliable.
    private var output: [Double] = []
    /// Number of options.
    public private(set) var count = 0
    /// Cash dividends of the rows that have any: the reference decides about those rows.
    private var dividends: [Int: [CashDividend]] = [:]
    /// Answers of the rows the kernel leaves to the reference.
    private var exceptions: [Int: Result<OptionValuation, PricingError>] = [:]

    public init(_ terms: some Sequence<OptionTerms> = EmptyCollection()) {
        for item in terms { append(item) }
    }

    /// Adds an option; the exercise style is not looked at. It has no answer before the next `evaluate`.
    public mutating func append(_ terms: OptionTerms) {
        if !terms.dividends.isEmpty { dividends[count] = terms.dividends }
        if count % Self.block == 0 {
            let empty = repeatElement(0.0, count: Self.block * Self.columns)
            input.append(contentsOf: empty)
            output.append(contentsOf: empty)
        }
        let row = [
            terms.right.sign, terms.spot, terms.strike, terms.years, terms.rate, terms.dividendYield,
            terms.volatility,
        ]
        for (column, value) in row.enumerated() { input[Self.place(count, column)] = value }
        count += 1
    }

    /// Changes the market of one option; nil keeps a value. Takes effect with the next `evaluate`.
    public mutating func update(
        at index: Int, spot: Double? = nil, years: Double? = nil, volatility: Double? = nil
    ) {
        if let spot { input[Self.place(index, 1)] = spot }
        if let years { input[Self.place(index, 3)] = years }
        if let volatility { input[Self.place(index, 6)] = volatility }
    }

    /// Values every option.
    public mutating func evaluate() {
        guard count > 0 else { return }
        run()
        exceptions.removeAll(keepingCapacity: true)
        for index in 0..<count where output[Self.place(index, 6)] == 0 { refer(index) }
        for index in dividends.keys { refer(index) }
    }

    private mutating func refer(_ index: Int) {
        let terms = terms(at: index)
        exceptions[index] = Result { () throws(PricingError) in try BlackScholes.valuation(terms) }
    }

    /// The answer of one option as of the last `evaluate`, in the raw units of `OptionValuation`.
    ///
    /// - Throws: What `BlackScholes.valuation` throws for these terms.
    public func valuation(at index: Int) throws(PricingError) -> OptionValuation {
        if let exception = exceptions[index] { return try exception.get() }
        let first = Self.place(index, 0)
        let stride = Self.block
        return OptionValuation(
            price: output[first], delta: output[first + stride], gamma: output[first + 2 * stride],
            vega: output[first + 3 * stride], theta: output[first + 4 * stride], rho: output[first + 5 * stride])
    }

    @inline(__always)
    private static func place(_ index: Int, _ column: Int) -> Int {
        (index / block * columns + column) * block + index % block
    }

    private func terms(at index: Int) -> OptionTerms {
        let first = Self.place(index, 0)
        let stride = Self.block
        return OptionTerms(
            right: input[first] > 0 ? .call : .put, style: .european, spot: input[first + stride],
            strike: input[first + 2 * stride], years: input[first + 3 * stride], rate: input[first + 4 * stride],
            dividendYield: input[first + 5 * stride], volatility: input[first + 6 * stride],
            dividends: dividends[index] ?? [])
    }

    private mutating func run() {
        let count = self.count
        let input = self.input
        // Taken out of self for the time of the call, so that it is filled in place.
        var answers: [Double] = []
        swap(&answers, &output)
        input.withUnsafeBufferPointer { source in
            answers.withUnsafeMutableBufferPointer { target in
                guard let from = source.baseAddress, let to = target.baseAddress else { return }
                for first in stride(from: 0, to: count, by: Self.block) {
                    let read = from + first * Self.columns
                    let write = to + first * Self.columns
                    let size = Self.block
                    var terms = magnus_european_input(
                        sign: read, spot: read + size, strike: read + 2 * size, years: read + 3 * size,
                        rate: read + 4 * size, yield: read + 5 * size, volatility: read + 6 * size)
                    var figures = magnus_european_output(
                        price: write, delta: write + size, gamma: write + 2 * size, vega: write + 3 * size,
                        theta: write + 4 * size, rho: write + 5 * size, reliable: write + 6 * size)
                    magnus_european_batch(&terms, &figures, min(size, count - first))
                }
            }
        }
        swap(&answers, &output)
    }
}
