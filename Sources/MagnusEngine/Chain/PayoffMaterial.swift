import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusQuant

/// Legs of a payoff with what is known of them, and why the rest is not.
struct PayoffMaterial: Sendable {
    struct Leg: Sendable {
        var name: String
        /// nil for shares.
        var contract: OptionContract?
        /// Shares it stands for, signed.
        var size: Double
        var entry: Figure
        /// At mid where it is a draft.
        var mark: Figure
        var terms: OptionTerms?
        /// What it is priced at; estimated where its own price tells none.
        var impliedVolatility: Figure

        /// Of what it is priced with; shares need nothing but the spot.
        var trust: Trust { terms == nil ? .fresh : impliedVolatility.trust ?? .estimated }
    }

    var symbol: String
    var title: String
    var legs: [Leg]
    var spot: Figure
    var spotAgeSeconds: Double?
    /// Whether entries are what can be had now, so that mids are worth telling.
    var isDraft: Bool

    /// Of every figure that is priced: the worst of the spot and of all legs.
    var trust: Trust { legs.map(\.trust).reduce(Trust.worse(spot.trust ?? .fresh, entryTrust), Trust.worse) }
    /// Of what only needs the entries.
    var entryTrust: Trust { legs.compactMap(\.entry.trust).reduce(.fresh, Trust.worse) }

    /// A row of Positions as the book values it.
    init(_ row: StrategyValuation, age: Double?) {
        symbol = row.symbol
        title = "\(row.symbol) \(row.title)"
        isDraft = false
        spotAgeSeconds = age
        spot = row.legs.map(\.underlyingPrice).first { $0.value != nil } ?? .unknown(.noSource)
        legs = row.legs.map { leg in
            let position = leg.position
            guard case .option(let contract) = position.instrument else {
                return Leg(
                    name: "\(position.quantity.signedText) sh", contract: nil, size: position.quantity.value,
                    entry: Self.entry(position, size: position.quantity.value), mark: leg.mark, terms: nil,
                    impliedVolatility: .unknown(.notApplicable))
            }
            let size = position.quantity.value * Double(contract.multiplier)
            let usable = leg.terms.flatMap { $0.volatility > 0 || $0.years <= 0 ? $0 : nil }
            // At parity, or without a quote of its own, the book prices it at a volatility that is not its own.
            let substitute = leg.impliedVolatility.value == nil ? usable?.volatility : nil
            return Leg(
                name: Self.name(contract, position.quantity), contract: contract, size: size,
                entry: contract.isAdjusted ? .unknown(.adjusted) : Self.entry(position, size: size), mark: leg.mark,
                terms: contract.isAdjusted ? nil : usable,
                impliedVolatility: substitute.map { Figure($0, trust: .estimated) } ?? leg.impliedVolatility)
        }
    }

    /// A trade that is only thought of, on a chain.
    /// - Parameters:
    ///   - fills: dollars per share instead of the natural prices; empty for a draft.
    ///   - shares: held beside the legs, entered at the spot.
    ///   - limits: when a quote is old.
    init(
        _ material: ChainMaterial, _ draft: [DraftLeg], fills: [OptionContract: Figure], shares: Int,
        limits: QuoteLimits
    ) {
        symbol = material.chain.symbol
        isDraft = fills.isEmpty
        var readings: [OptionContract: ContractAnalysis] = [:]
        var spot = Figure.unknown(.noSource)
        for expiry in Set(draft.map(\.contract.expiry)).sorted() {
            let analysis = ChainAnalyser.analyse(
                material.chain, profile: material.profile, history: material.history, rates: material.rates,
                calendar: material.calendar, now: material.now, expiry: expiry,
                limits: limits)
            spot = analysis.spot
            for reading in analysis.expiries.flatMap(\.contracts) { readings[reading.contract] = reading }
        }
        self.spot = spot
        spotAgeSeconds = material.chain.underlying.time.map { max(0, material.now.seconds(since: $0)) }
        var result = draft.map { leg in
            Self.leg(leg, readings[leg.contract], fill: fills[leg.contract], spot: spot.value, material)
        }
        if shares != 0 {
            result.append(
                Leg(
                    name: "+\(shares) sh", contract: nil, size: Double(shares), entry: spot, mark: spot, terms: nil,
                    impliedVolatility: .unknown(.notApplicable)))
        }
        legs = result
        title = "\(symbol) " + (isDraft ? "draft" : result.map(\.name).joined(separator: " "))
    }

    static func leg(
        _ draft: DraftLeg, _ reading: ContractAnalysis?, fill: Figure?, spot: Double?, _ material: ChainMaterial
    ) -> Leg {
        let contract = draft.contract
        let name = Self.name(contract, Quantity(draft.quantity))
        let size = Double(draft.quantity * contract.multiplier)
        guard let reading else {
            let reason = Figure.unknown(.noSource)
            return Leg(
                name: name, contract: contract, size: size, entry: reason, mark: reason, terms: nil,
                impliedVolatility: reason)
        }
        let side = draft.quantity > 0 ? reading.ask : reading.bid.flatMap { $0 > 0 ? $0 : nil }
        let reason = reading.mid.reason ?? .oneSided
        // A quote that cannot be right gives no price to enter at either.
        let isSound = [nil, .oneSided, .wideSpread].contains(reading.mid.reason)
        let natural =
            contract.isAdjusted
            ? .unknown(.adjusted) : Figure(isSound ? side : nil, trust: reading.quoteTrust, else: reason)
        let terms = reading.impliedVolatility.value.flatMap { volatility in
            spot.flatMap {
                ChainTerms.terms(
                    of: contract, spot: $0, volatility: volatility, profile: material.profile, rates: material.rates,
                    calendar: material.calendar, now: material.now)
            }
        }
        return Leg(
            name: name, contract: contract, size: size, entry: fill ?? natural,
            mark: contract.isAdjusted ? .unknown(.adjusted) : reading.mid, terms: terms,
            impliedVolatility: reading.impliedVolatility)
    }

    /// `-1 260P 2027-03-17`.
    static func name(_ contract: OptionContract, _ quantity: Quantity) -> String {
        let root = contract.root == contract.underlying ? "" : contract.root + " "
        return "\(root)\(contract.positionText(quantity: quantity)) \(contract.expiry.iso8601)"
    }

    /// Per share with fees where the ledger knows the cost, else the mean price: as the book counts.
    private static func entry(_ position: Position, size: Double) -> Figure {
        if let basis = position.costBasis, size != 0 { return Figure(basis.dollars / size) }
        return Figure(position.averagePrice, else: .noBasis)
    }
}
