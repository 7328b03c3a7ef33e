import Glibc
import MagnusDomain
import MagnusQuant

/// Puts fitted smiles into words and figures.
enum SmileWriter {
    static func expiry(
        _ analysis: ExpiryAnalysis, reading: SmileReader.Reading?, result: Result<FittedSmile, SmileRefusal>,
        isSpotStale: Bool
    ) -> ExpiryVolatility {
        var points = reading?.points ?? []
        var fit: FittedSmile?
        var refusal: SmileRefusal?
        switch result {
        case .success(let found): fit = found
        case .failure(let found): refusal = found
        }
        if let reading, let fit {
            for index in fit.outliers { points[reading.places[index]].state = .offSmile }
            for index in fit.unsound { points[reading.places[index]].state = .noVolatility }
        }
        let trust: Trust = reading?.isStale == true || isSpotStale ? .stale : .fresh
        let reason = refusal.map(word) ?? .noMarket
        let put = fit.flatMap { place(of: 0.75, $0) }
        let call = fit.flatMap { place(of: 0.25, $0) }
        func missing(_ place: Double?) -> UnknownReason { fit == nil ? reason : .noNearStrike }
        return ExpiryVolatility(
            expiry: analysis.expiry, root: analysis.root, daysToExpiry: analysis.daysToExpiry, years: analysis.years,
            forward: analysis.forward, forwardMethod: analysis.forwardMethod,
            atTheMoneyVolatility: analysis.atTheMoneyVolatility, points: points, fit: fit, refusal: refusal,
            fittedVolatility: Figure(fit?.volatility(0), trust: trust, else: reason),
            forwardVolatility: .unknown(reason),
            putVolatility25: Figure(put.flatMap { fit?.volatility($0) }, trust: trust, else: missing(put)),
            callVolatility25: Figure(call.flatMap { fit?.volatility($0) }, trust: trust, else: missing(call)),
            putStrike25: Figure(
                put.flatMap { k in analysis.forward.value.map { $0 * exp(k) } }, trust: trust, else: missing(put)),
            callStrike25: Figure(
                call.flatMap { k in analysis.forward.value.map { $0 * exp(k) } }, trust: trust, else: missing(call)))
    }

    private static func word(_ refusal: SmileRefusal) -> UnknownReason {
        switch refusal {
        case .badTime: .expired
        case .tooFewQuotes: .noMarket
        case .oneSided: .oneSided
        case .noForward: .noSource
        case .noArbitrageFreeFit: .contradictory
        }
    }

    /// Volatility between neighbours from the curves, by total variance: never negative, as the surface is.
    static func addForwardVolatilities(_ expiries: inout [ExpiryVolatility]) {
        var previous: ExpiryVolatility?
        for index in expiries.indices.sorted(by: { expiries[$0].years < expiries[$1].years }) {
            guard let value = expiries[index].fittedVolatility.value else { continue }
            defer { previous = expiries[index] }
            guard let near = previous, let nearValue = near.fittedVolatility.value else {
                // Before the first there is nothing: from now to it is its own volatility.
                expiries[index].forwardVolatility = expiries[index].fittedVolatility
                continue
            }
            let forward = VolatilityTermStructure.forwardVolatility(
                from: VolatilityTermStructure.Node(years: near.years, volatility: nearValue),
                to: VolatilityTermStructure.Node(years: expiries[index].years, volatility: value))
            expiries[index].forwardVolatility = Figure(
                forward, trust: expiries[index].fittedVolatility.trust ?? .fresh, else: .notApplicable)
        }
    }

    /// 30 days against 90, or the expiries nearest to those where none is listed so early or late.
    static func termStructure(_ expiries: [ExpiryVolatility]) -> TermStructureReading {
        let nodes = expiries.compactMap { expiry in
            expiry.fittedVolatility.value.map {
                VolatilityTermStructure.Node(years: expiry.years, volatility: $0)
            }
        }
        let structure = VolatilityTermStructure(nodes.filter { $0.years >= 7.0 / 365 })
        guard let first = structure.nodes.first, let last = structure.nodes.last, last.years > first.years else {
            let unknown = Figure.unknown(.noMarket)
            return TermStructureReading(shape: nil, nearDays: 30, farDays: 90, near: unknown, far: unknown)
        }
        func clamped(_ days: Double) -> Double { min(max(days, first.years * 365), last.years * 365) }
        var (nearDays, farDays) = (clamped(30), clamped(90))
        if farDays - nearDays < 1 { (nearDays, farDays) = (first.years * 365, last.years * 365) }
        let near = Figure(try? structure.volatility(years: nearDays / 365), else: .noMarket)
        let far = Figure(try? structure.volatility(years: farDays / 365), else: .noMarket)
        let slope = far.combined(with: near) { $0 - $1 }.value
        let shape = slope.map { slope -> TermStructureReading.Shape in
            slope > TermStructureReading.flatness
                ? .contango : slope < -TermStructureReading.flatness ? .backwardation : .flat
        }
        return TermStructureReading(
            shape: shape, nearDays: Int(nearDays.rounded()), farDays: Int(farDays.rounded()), near: near, far: far)
    }

    /// Where the call's forward delta N(d1) has a value, inside the quotes; nil where it lies beyond them.
    static func place(of delta: Double, _ fit: FittedSmile) -> Double? {
        func value(_ k: Double) -> Double {
            let deviation = fit.smile.variance(k).squareRoot()
            return deviation > 0 ? NormalDistribution.cumulative(-k / deviation + 0.5 * deviation) : k < 0 ? 1 : 0
        }
        var (low, high) = (fit.quoted.lowerBound, fit.quoted.upperBound)
        guard value(low) >= delta, value(high) <= delta else { return nil }
        for _ in 0..<80 {
            let middle = 0.5 * (low + high)
            if value(middle) > delta { low = middle } else { high = middle }
        }
        return 0.5 * (low + high)
    }
}
