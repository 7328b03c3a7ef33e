import Glibc

/// The search for one expiry's smile near its quotes, outside of arbitrage.
struct SmileCalibration {
    /// A total variance not to be crossed.
    struct Bound {
        /// At a log-moneyness; nil where there is none.
        let variance: (Double) -> Double?

        /// That of a smile, everywhere.
        init(_ smile: RawSVI) { variance = { smile.variance($0) } }

        /// What parts two neighbours that cross: where both are quoted the mean of both, where only `owner` is, that one.
        init(
            between first: RawSVI, and second: RawSVI, shared: ClosedRange<Double>?, owner: RawSVI,
            _ own: ClosedRange<Double>
        ) {
            variance = { k in
                if let shared, shared.contains(k) { return 0.5 * (first.variance(k) + second.variance(k)) }
                return own.contains(k) ? owner.variance(k) : nil
            }
        }
    }

    let years: Double
    let quotes: [SmileQuote]
    let quoted: ClosedRange<Double>
    /// Where there must be no arbitrage.
    let range: ClosedRange<Double>

    /// The density factor aimed at; judged is 0.
    private static let densityMargin = 2e-3
    /// The share of total variance aimed at above a bound; judged is 0.
    private static let varianceMargin = 2e-4
    /// Errors in units of the quote's own beyond which they count less than their square.
    private static let robustness = 4.0
    private static let weights = [30.0, 1e3, 3e4, 1e6]

    /// The smile nearest to the quotes, whatever arbitrage it has.
    func free(_ form: FittedSmile.Form, start: RawSVI) -> RawSVI? {
        search(form, start: start, weight: 0, isDensityWanted: false, below: nil, above: nil)
    }

    /// The smile near the quotes that has no butterfly and keeps above `below` (the expiry before) and under `above`.
    ///
    /// nil where none was found by the heaviest weight.
    func mended(_ form: FittedSmile.Form, start: RawSVI, below: Bound? = nil, above: Bound? = nil) -> RawSVI? {
        var smile = start
        for weight in Self.weights {
            guard
                let found = search(
                    form, start: smile, weight: weight, isDensityWanted: true, below: below, above: above)
            else { continue }
            smile = found
            if isSound(found), keeps(found, below: below, above: above) { return found }
        }
        return nil
    }

    /// The nearest of the smiles that searches from several starts lead to, whatever arbitrage it has.
    func free(_ form: FittedSmile.Form, starts: [RawSVI]) -> RawSVI? {
        starts.compactMap { free(form, start: $0) }.min { cost($0) < cost($1) }
    }

    /// How far a smile lies from the quotes, large errors tamed.
    func cost(_ smile: RawSVI) -> Double {
        quotes.reduce(0) { sum, quote in
            let error = (smile.variance(quote.logMoneyness) / years).squareRoot() - quote.volatility
            let size = Self.tamed(error / quote.error)
            return sum + size * size
        }
    }

    func isSound(_ smile: RawSVI) -> Bool {
        SmileArbitrage.butterfly(smile, over: range).value >= 0
    }

    func keeps(_ smile: RawSVI, below: Bound?, above: Bound?) -> Bool {
        SmileArbitrage.grid(range, smile: smile).allSatisfy { k in
            let w = smile.variance(k)
            return (below?.variance(k).map { w >= $0 } ?? true) && (above?.variance(k).map { w <= $0 } ?? true)
        }
    }

    private func search(
        _ form: FittedSmile.Form, start: RawSVI, weight: Double, isDensityWanted: Bool, below: Bound?, above: Bound?
    ) -> RawSVI? {
        let parameters = SmileParameters(form: form, quoted: quoted)
        let isBound = isDensityWanted || below != nil || above != nil
        let solution = LeastSquaresSolver.minimise(start: parameters.numbers(start)) { numbers, residuals in
            residuals.removeAll(keepingCapacity: true)
            guard let smile = parameters.smile(numbers) else {
                residuals.append(.nan)
                return
            }
            for quote in quotes {
                let error = (smile.variance(quote.logMoneyness) / years).squareRoot() - quote.volatility
                residuals.append(Self.tamed(error / quote.error))
            }
            guard isBound else { return }
            for k in grid(smile) {
                let w = smile.variance(k)
                if isDensityWanted {
                    residuals.append(weight * max(0, min(Self.densityMargin - smile.density(k), 1e6)))
                }
                if let below {
                    let least = below.variance(k).map { $0 * (1 + Self.varianceMargin) }
                    residuals.append(least.map { weight * max(0, ($0 - w) / $0) } ?? 0)
                }
                if let above {
                    let most = above.variance(k).map { $0 * (1 - Self.varianceMargin) }
                    residuals.append(most.map { weight * max(0, (w - $0) / $0) } ?? 0)
                }
            }
        }
        return solution.flatMap { parameters.smile($0.parameters) }
    }

    /// Evenly over the range, over the standard deviations that matter, and around the vertex: always as many points.
    private func grid(_ smile: RawSVI) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(133)
        let width = range.upperBound - range.lowerBound
        for step in 0...60 { result.append(range.lowerBound + width * Double(step) / 60) }
        let quotedWidth = quoted.upperBound - quoted.lowerBound
        for step in 0...36 { result.append(quoted.lowerBound + quotedWidth * (-0.25 + 1.5 * Double(step) / 36)) }
        for step in -17...17 {
            let k = smile.shift + 6 * smile.smoothing * Double(step) / 17
            result.append(min(max(k, range.lowerBound), range.upperBound))
        }
        return result
    }

    /// Square for small errors, linear for large ones (pseudo-Huber), so that a typo bends nothing.
    private static func tamed(_ residual: Double) -> Double {
        let scaled = residual / robustness
        let size = robustness * (2 * ((1 + scaled * scaled).squareRoot() - 1)).squareRoot()
        return residual < 0 ? -size : size
    }
}
