import CKernels

/// The Black-Scholes volatilities of many European prices at once, by a vectorised kernel with run-time choice of
/// instructions.
///
/// The figures are those of ``ImpliedVolatility/european(price:terms:)``, the reference, to a few units of rounding. Rows
/// outside the region the kernel is accurate in (refused inputs, prices with next to no time value, extreme
/// moneyness) are solved by the reference itself, so every row has the answer or the error the reference gives.
public struct ImpliedVolatilityBatch: Sendable {
    /// Options of one block; a block's columns stay in the first-level cache.
    private static let block = 256
    private static let columns = 7
    /// Blocks of seven columns: sign, spot, strike, years, rate, yield, price.
    private var input: [Double] = []
    /// Blocks of two columns: volatility, reliable.
    private var output: [Double] = []
    /// Number of options.
    public private(set) var count = 0
    /// Cash dividends of the rows that have any: the reference decides about those rows.
    private var dividends: [Int: [CashDividend]] = [:]
    /// Answers of the rows the kernel leaves to the reference.
    private var exceptions: [Int: Result<Double, ImpliedVolatilityError>] = [:]

    public init() {}

    /// Adds an option; style and volatility of `terms` are not looked at. It has no answer before the next `evaluate`.
    /// - Parameter price: Per share.
    public mutating func append(price: Double, terms: OptionTerms) {
        if !terms.dividends.isEmpty { dividends[count] = terms.dividends }
        if count % Self.block == 0 {
            input.append(contentsOf: repeatElement(0, count: Self.block * Self.columns))
            output.append(contentsOf: repeatElement(0, count: Self.block * 2))
        }
        let row = [
            terms.right.sign, terms.spot, terms.strike, terms.years, terms.rate, terms.dividendYield, price,
        ]
        for (column, value) in row.enumerated() { input[Self.place(count, column)] = value }
        count += 1
    }

    /// Changes the market of one option; nil keeps a value. Takes effect with the next `evaluate`.
    public mutating func update(at index: Int, price: Double? = nil, spot: Double? = nil, years: Double? = nil) {
        if let price { input[Self.place(index, 6)] = price }
        if let spot { input[Self.place(index, 1)] = spot }
        if let years { input[Self.place(index, 3)] = years }
    }

    /// Solves every option.
    public mutating func evaluate() {
        guard count > 0 else { return }
        run()
        exceptions.removeAll(keepingCapacity: true)
        for index in 0..<count where output[Self.answer(index) + Self.block] == 0 { refer(index) }
        for index in dividends.keys { refer(index) }
    }

    /// The volatility of one option as of the last `evaluate`, decimal per square-root year.
    ///
    /// - Throws: What ``ImpliedVolatility/european(price:terms:)`` throws for it.
    public func volatility(at index: Int) throws(ImpliedVolatilityError) -> Double {
        if let exception = exceptions[index] { return try exception.get() }
        return output[Self.answer(index)]
    }

    private mutating func refer(_ index: Int) {
        let first = Self.place(index, 0)
        let size = Self.block
        let terms = OptionTerms(
            right: input[first] > 0 ? .call : .put, style: .european, spot: input[first + size],
            strike: input[first + 2 * size], years: input[first + 3 * size], rate: input[first + 4 * size],
            dividendYield: input[first + 5 * size], volatility: 0, dividends: dividends[index] ?? [])
        let price = input[first + 6 * size]
        exceptions[index] = Result { () throws(ImpliedVolatilityError) in
            try ImpliedVolatility.european(price: price, terms: terms)
        }
    }

    @inline(__always)
    private static func place(_ index: Int, _ column: Int) -> Int {
        (index / block * columns + column) * block + index % block
    }

    @inline(__always)
    private static func answer(_ index: Int) -> Int { index / block * 2 * block + index % block }

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
                    let write = to + first * 2
                    let size = Self.block
                    var terms = magnus_implied_volatility_input(
                        sign: read, spot: read + size, strike: read + 2 * size, years: read + 3 * size,
                        rate: read + 4 * size, yield: read + 5 * size, price: read + 6 * size)
                    magnus_implied_volatility_batch(&terms, write, write + size, min(size, count - first))
                }
            }
        }
        swap(&answers, &output)
    }
}
