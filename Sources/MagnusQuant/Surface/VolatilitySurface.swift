import Glibc

/// The smiles of an underlying's expiries, fitted together so that on a fine grid no butterfly and no calendar spread is
/// free: the density factor and the growth of total variance from expiry to expiry are nowhere negative.
///
/// Every expiry is fitted alone to the volatilities of its quotes (``RawSVI``; the start by the quasi-explicit method of
/// Zeliade Systems 2009, then Levenberg-Marquardt with a penalty on arbitrage). Neighbours that cross where quotes are
/// meet in the middle first, or the one that has none there yields; then, from the last expiry back, each keeps below the
/// one after it. What is returned was checked afterwards; an expiry for which nothing passes is refused. No randomness:
/// the same quotes give the same surface.
public struct VolatilitySurface: Sendable {
    /// In the order of the slices given.
    public let smiles: [Result<FittedSmile, SmileRefusal>]
    /// Log-moneyness on which there is no arbitrage: every quote and a quarter of their width more; nil without a fit.
    public let range: ClosedRange<Double>?

    /// Fewest quotes for a smile, and for one of five parameters.
    public static let minimumQuotes = 5
    public static let fullQuotes = 8
    /// Volatility off the curve at which a quote counts as an error, if it is also far beyond its own spread.
    public static let tolerance = 0.03

    /// Fitted expiries by time.
    public var fitted: [FittedSmile] {
        smiles.compactMap { try? $0.get() }.sorted { $0.years < $1.years }
    }

    public init(_ slices: [SmileSlice]) {
        var drafts: [SmileDraft] = []
        var results: [Result<FittedSmile, SmileRefusal>?] = slices.map { _ in nil }
        let prepared = slices.enumerated().map { index, slice -> (Int, Result<SmileDraft.Material, SmileRefusal>) in
            (index, SmileDraft.material(slice, index: index))
        }
        let materials = prepared.compactMap { try? $0.1.get() }
        for case (let index, .failure(let refusal)) in prepared { results[index] = .failure(refusal) }
        guard let range = Self.range(materials) else {
            self.range = nil
            smiles = results.map { $0 ?? .failure(.noArbitrageFreeFit) }
            return
        }
        for material in materials.sorted(by: { ($0.years, $0.index) < ($1.years, $1.index) }) {
            if let draft = SmileDraft(material, range: range) {
                drafts.append(draft)
            } else {
                results[material.index] = .failure(.noArbitrageFreeFit)
            }
        }
        Self.reconcile(&drafts)
        // From the last to the first: beyond its own quotes the nearer one yields, which costs it nothing.
        var next: RawSVI?
        for var draft in drafts.reversed() {
            if draft.settle(below: next) {
                next = draft.smile
                results[draft.material.index] = .success(draft.fitted)
            } else {
                results[draft.material.index] = .failure(.noArbitrageFreeFit)
            }
        }
        self.range = range
        smiles = results.map { $0 ?? .failure(.noArbitrageFreeFit) }
    }

    /// Volatility at ln(K/F) and a time: linear in total variance between the expiries around it, flat beyond the last and
    /// before the first. nil without a fit or for arguments that are not finite and positive.
    public func volatility(_ k: Double, years: Double) -> Double? {
        guard k.isFinite, years > 0, years.isFinite else { return nil }
        let nodes = fitted.compactMap { fit in
            fit.volatility(k).map { VolatilityTermStructure.Node(years: fit.years, volatility: $0) }
        }
        return try? VolatilityTermStructure(nodes).volatility(years: years)
    }

    /// The least density factor of all smiles; nil without a fit. Never negative.
    public var leastDensity: Double? {
        range.flatMap { range in fitted.map { SmileArbitrage.butterfly($0.smile, over: range).value }.min() }
    }

    /// The least growth of total variance between neighbours; nil below two fits. Never negative.
    public var leastGrowth: Double? {
        guard let range else { return nil }
        let fits = fitted
        return zip(fits, fits.dropFirst()).map {
            SmileArbitrage.calendar(from: $0.smile, to: $1.smile, over: range).value
        }.min()
    }

    private static func range(_ materials: [SmileDraft.Material]) -> ClosedRange<Double>? {
        guard let low = materials.map(\.quoted.lowerBound).min(), let high = materials.map(\.quoted.upperBound).max()
        else { return nil }
        let margin = 0.25 * (high - low)
        return (low - margin)...(high + margin)
    }

    /// Neighbours whose curves cross where one of them is quoted are refitted, a few times: where both are, with the mean
    /// of both between them; where one is, the other yields, for there it only extrapolates.
    private static func reconcile(_ drafts: inout [SmileDraft]) {
        for _ in 0..<3 {
            var isCrossing = false
            for index in drafts.indices.dropFirst().reversed() {
                let (near, far) = (drafts[index - 1], drafts[index])
                let shared = near.quoted.overlaps(far.quoted) ? near.quoted.clamped(to: far.quoted) : nil
                let either =
                    min(
                        near.quoted.lowerBound, far.quoted.lowerBound)...max(
                        near.quoted.upperBound, far.quoted.upperBound)
                guard SmileArbitrage.calendar(from: near.smile, to: far.smile, over: either).value < 0 else { continue }
                isCrossing = true
                drafts[index].bend(
                    below: SmileCalibration.Bound(
                        between: near.smile, and: far.smile, shared: shared, owner: near.smile, near.quoted), above: nil
                )
                drafts[index - 1].bend(
                    below: nil,
                    above: SmileCalibration.Bound(
                        between: near.smile, and: far.smile, shared: shared, owner: far.smile, far.quoted))
            }
            guard isCrossing else { return }
        }
    }
}
