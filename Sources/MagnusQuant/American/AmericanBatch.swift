/// Prices of many American options at once, eight boundaries side by side, by a vectorised kernel with run-time choice of
/// instructions.
///
/// For scans and books with ordinary terms and a continuous yield. Rows outside the region the kernel is accurate in
/// (cash dividends, two exercise boundaries, extreme terms, invalid ones, European style) are priced by
/// `OptionPricing.price` at `.live`, so every row has a price or the error the single call gives.
public struct AmericanBatch: Sendable {
    /// How close the prices of the kernel are to the exact ones, measured at strike 100 over 10 days to 2 years, rates and
    /// yields of 0.5 to 10 %, volatilities of 10 to 70 %.
    public enum Accuracy: Sendable, Hashable, CaseIterable {
        /// Root mean square error 6.5e-5, largest 5e-4.
        case fast
        /// Root mean square error 8e-6, largest 8e-5.
        case fine

        var scheme: FamilyScheme { self == .fast ? .five : .seven }
    }

    public let accuracy: Accuracy
    public private(set) var terms: [OptionTerms] = []
    /// Of the last `evaluate`; NaN where the row was left to the single call.
    private var prices: [Double] = []
    private var exceptions: [Int: Result<Double, PricingError>] = [:]

    /// Number of options.
    public var count: Int { terms.count }

    public init(_ terms: some Sequence<OptionTerms> = EmptyCollection(), accuracy: Accuracy) {
        self.accuracy = accuracy
        for item in terms { append(item) }
    }

    /// Adds an option. It has no price before the next `evaluate`.
    public mutating func append(_ item: OptionTerms) {
        terms.append(item)
        prices.append(.nan)
    }

    /// Changes the market of one option; nil keeps a value. Takes effect with the next `evaluate`.
    public mutating func update(
        at index: Int, spot: Double? = nil, years: Double? = nil, volatility: Double? = nil
    ) {
        if let spot { terms[index].spot = spot }
        if let years { terms[index].years = years }
        if let volatility { terms[index].volatility = volatility }
    }

    /// Prices every option.
    public mutating func evaluate() {
        exceptions.removeAll(keepingCapacity: true)
        var lanes = BoundaryFamily.Lanes()
        var waiting: [Int] = []
        waiting.reserveCapacity(BoundaryFamily.lanes)
        for index in terms.indices {
            guard Self.suitsKernel(terms[index]) else {
                refer(index)
                continue
            }
            lanes.set(waiting.count, terms[index])
            waiting.append(index)
            if waiting.count == BoundaryFamily.lanes { flush(&lanes, &waiting) }
        }
        if !waiting.isEmpty { flush(&lanes, &waiting) }
    }

    private static func suitsKernel(_ terms: OptionTerms) -> Bool {
        guard terms.style == .american, terms.dividends.isEmpty, terms.spot > 0, terms.strike > 0 else { return false }
        let put = BoundaryFamily.Put(terms)
        let moneyness = terms.right == .put ? terms.spot / terms.strike : terms.strike / terms.spot
        return put.isOrdinary && moneyness > 1e-6 && moneyness < 1e6
    }

    private mutating func flush(_ lanes: inout BoundaryFamily.Lanes, _ waiting: inout [Int]) {
        // Lanes not filled keep the options of the pass before, or idle ones.
        let unit = lanes.prices(accuracy.scheme)
        for (lane, index) in waiting.enumerated() {
            let item = terms[index]
            let held = unit[lane] * (item.right == .put ? item.strike : item.spot)
            guard held.isFinite else {
                refer(index)
                continue
            }
            prices[index] = max(held, AmericanPricing.intrinsic(item))
        }
        waiting.removeAll(keepingCapacity: true)
    }

    private mutating func refer(_ index: Int) {
        let item = terms[index]
        exceptions[index] = Result { () throws(PricingError) in try OptionPricing.price(item, accuracy: .live) }
    }

    /// The price per share of one option as of the last `evaluate`, >= 0.
    ///
    /// - Throws: What `OptionPricing.price` throws for these terms; `unsupported` for an option never evaluated.
    public func price(at index: Int) throws(PricingError) -> Double {
        if let exception = exceptions[index] { return try exception.get() }
        guard prices[index].isFinite else { throw .unsupported }
        return prices[index]
    }
}
