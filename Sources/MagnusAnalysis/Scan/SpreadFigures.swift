import MagnusDomain
import MagnusQuant

/// What was computed of a spread beside the figures that a single option has too.
struct SpreadFigures: Sendable {
    let plan: SpreadPlan
    /// nil where a leg has no mid.
    let prices: SpreadPrices?
    /// Per leg.
    let implied: [ImpliedReading]
    /// Priced in each contract's own style; else European.
    let isExact: Bool
    /// Shares for one unit.
    let positionDelta: Double?
    /// (front - forward volatility)/forward volatility of a calendar.
    var forwardFactor: Double?
    /// Theta of the front over that of the back.
    var thetaRatio: Double?
    /// Of a diagonal, dollars per share at the prices assumed.
    private(set) var extrinsic: (sold: Double, bought: Double)?

    init(_ plan: SpreadPlan, scan: SymbolScan, implied: [ImpliedReading], isExact: Bool) {
        self.plan = plan
        self.implied = implied
        self.isExact = isExact
        prices = SpreadPrices(plan, readings: scan.readings)
        var sum = 0.0
        var isKnown = plan.isWhole
        for (leg, reading) in zip(plan.legs, implied) {
            sum += leg.sign * (reading.delta ?? 0) * Double(scan.chain.entries[leg.index].contract.multiplier)
            if reading.delta == nil { isKnown = false }
        }
        positionDelta = isKnown ? sum : nil
        guard plan.kind.expiresApart, plan.isWhole else { return }
        if plan.isDiagonal, let prices {
            let values = zip(plan.legs, prices.legs).map { leg, price in
                let contract = scan.chain.entries[leg.index].contract
                return price - max(0, contract.right.sign * (scan.slices[leg.slice].spot - contract.strike))
            }
            extrinsic = (values[0], values[1])
        }
        guard let near = implied[0].volatility, let far = implied[1].volatility else { return }
        if plan.isCalendar {
            // Of one strike only: between two the smile would stand for the term structure.
            let times = plan.legs.map { scan.slices[$0.slice].carry.years }
            let forward = VolatilityTermStructure.forwardVolatility(
                from: .init(years: times[0], volatility: near), to: .init(years: times[1], volatility: far))
            forwardFactor = forward.flatMap { $0 > 0 ? (near - $0) / $0 : nil }
        }
        let decay = [0, 1].map { place in terms(place, scan).flatMap { Self.theta($0) } }
        if let front = decay[0], let back = decay[1], abs(back) > 0 { thetaRatio = abs(front) / abs(back) }
    }

    private static func theta(_ terms: OptionTerms) -> Double? {
        (try? OptionPricing.valuation(terms, accuracy: .live))?.theta
    }

    /// What a leg is priced with; nil without a volatility.
    func terms(_ place: Int, _ scan: SymbolScan) -> OptionTerms? {
        guard plan.legs.indices.contains(place), let volatility = implied[place].volatility else { return nil }
        let leg = plan.legs[place]
        let slice = scan.slices[leg.slice]
        let contract = scan.chain.entries[leg.index].contract
        guard !isExact else { return slice.carry.terms(of: contract, spot: slice.spot, volatility: volatility) }
        return slice.carry.europeanTerms(
            contract.right, spot: slice.spot, strike: contract.strike, volatility: volatility)
    }

    /// One unit as the payoff of a strategy is studied everywhere else, entered at the prices assumed.
    ///
    /// - Parameter behind: times the volatility of what is left of a calendar or diagonal at the front expiry.
    /// - Returns: nil where a leg has no price or no volatility.
    func study(_ scan: SymbolScan, behind: Double = 1) -> PayoffStudy? {
        guard let prices, plan.isWhole, let first = plan.legs.first else { return nil }
        var legs: [PayoffStudy.Leg] = []
        for (place, leg) in plan.legs.enumerated() {
            let contract = scan.chain.entries[leg.index].contract
            let slice = scan.slices[leg.slice]
            guard let volatility = implied[place].volatility else { return nil }
            let isBehind = leg.slice != first.slice
            var terms = slice.carry.terms(
                of: contract, spot: slice.spot, volatility: isBehind ? behind * volatility : volatility)
            if !isExact { terms.style = .european }
            legs.append(
                PayoffStudy.Leg(
                    quantity: leg.sign * Double(contract.multiplier), entry: prices.legs[place], terms: terms))
        }
        return PayoffStudy(legs, spot: scan.slices[first.slice].spot)
    }

    /// Spots at which a spread of one expiry neither makes nor loses, ascending; nil without a credit within the width.
    func breakevens(_ scan: SymbolScan) -> [Double]? {
        guard let fill = prices?.fill, let width = plan.width, fill > 0, fill < width else { return nil }
        return plan.sold.map { leg in
            let contract = scan.chain.entries[leg.index].contract
            return contract.strike + contract.right.sign * fill
        }
    }
}
