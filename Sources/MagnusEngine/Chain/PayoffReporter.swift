import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusQuant

/// Writes a payoff for front ends.
struct PayoffReporter: Sendable {
    let material: PayoffMaterial
    let request: PayoffRequest
    let calendar: ExchangeCalendar
    let now: Instant

    /// Spots of every curve: two dots a column of a wide screen.
    static let samples = 161

    var report: PayoffReport {
        let horizon = material.legs.compactMap(\.contract).min { $0.expiry < $1.expiry }
        let days = horizon.map { max(0, $0.expiryInstants(calendar: calendar).days(from: now)) } ?? 0
        var problems: [String] = []
        let legs = usable(&problems)
        let shift = Double(request.shift.volatilityPoints) / 100
        var study: PayoffStudy?
        if let legs, let spot = material.spot.value {
            study = PayoffStudy(legs, spot: spot, volatilityShift: shift)
            if study == nil { problems.append("A figure of a leg is out of range.") }
        }
        if material.spot.value == nil {
            problems.append("\(material.symbol): no spot (\(material.spot.reason?.rawValue ?? "no_source")).")
        }
        let reason = missing
        let elapsed = study.map { min(Double(request.shift.days) / 365, $0.horizonYears) } ?? 0
        let isEnd = request.shift.days >= days && request.shift.days > 0
        let moved = material.spot.map { $0 * (1 + Double(request.shift.spotPercent) / 100) }
        let seen = isEnd ? study?.horizonYears ?? 0 : elapsed
        let chance = study.flatMap { study in
            moved.value.flatMap { study.probabilityOfProfit(from: $0, elapsed: seen) }
        }
        let mean = study.flatMap { study in moved.value.flatMap { study.expectedValue(from: $0, elapsed: seen) } }
        let trust = material.trust
        let between = request.shift.days > 0 ? request.shift.days : days / 2
        let hasBetween = between > 0 && between < days
        var result = PayoffReport(
            subject: request.subject, shift: request.shift, symbol: material.symbol, title: material.title,
            legs: material.legs.map {
                PayoffReport.Leg(
                    name: $0.name, entry: $0.entry, mark: $0.mark, impliedVolatility: $0.impliedVolatility,
                    size: $0.size, years: Figure($0.terms?.years, else: .notApplicable))
            },
            spot: material.spot, spotAgeSeconds: material.spotAgeSeconds, horizon: horizon?.expiry,
            horizonDays: days, isCurved: study?.isCurved ?? false,
            netPremium: premium(\.entry),
            netPremiumAtMid: material.isDraft ? premium(\.mark) : .unknown(.notApplicable),
            maximumProfit: bound(study, reason, \.maximumProfit), maximumLoss: bound(study, reason, \.maximumLoss),
            breakevens: study?.profile.breakevens ?? [],
            probabilityOfProfit: Figure(
                chance, trust: trust, else: study == nil ? reason : .notApplicable),
            expectedValue: Figure(mean, trust: trust, else: study == nil ? reason : .notApplicable),
            distributionVolatility: Figure(
                study?.distributionVolatility, trust: trust, else: study == nil ? reason : .notApplicable),
            point: point(study, moved, elapsed: isEnd ? study?.horizonYears ?? 0 : elapsed, reason), spots: [],
            atExpiry: [], today: [], between: [], betweenDays: hasBetween ? between : 0, problems: problems,
            method:
                "American legs by their exercise boundary, by a grid where cash dividends fall before the expiry, European by formula; each at the volatility shown"
        )
        if let carry = study?.carry(elapsed: elapsed) {
            result.rate = Figure(carry.rate)
            result.dividendYield = Figure(carry.dividendYield)
            result.presentDividends = Figure(carry.presentDividends)
            result.horizonYears = Figure(isEnd ? 0 : carry.years)
        }
        if let study {
            result.breakevenVolatilities = study.profile.breakevens.map {
                Figure(study.volatility(at: $0), trust: trust, else: .notApplicable)
            }
            addLaterInputs(study, &result)
            addDividends(study, &result)
        }
        if let study, let spot = moved.value {
            result.spots = study.spots(count: Self.samples, moved: spot)
            result.atExpiry = study.profitsAtHorizon(result.spots)
            result.today = result.spots.map { study.profit($0, elapsed: 0) }
            if hasBetween {
                let years = min(Double(between) / 365, study.horizonYears)
                result.between = result.spots.map { study.profit($0, elapsed: years) }
            }
        }
        return result
    }

    /// What the shares bring, by the days on which they are traded without it.
    private func addDividends(_ study: PayoffStudy, _ result: inout PayoffReport) {
        let shares = study.legs.reduce(0) { $1.terms == nil ? $0 + $1.quantity : $0 }
        result.dividends = study.shareDividends.map { dividend in
            PayoffReport.Dividend(
                exDate: now.adding(seconds: dividend.years * 365 * 86_400).newYork.date, perShare: dividend.amount,
                cash: shares * dividend.amount)
        }
    }

    private func addLaterInputs(_ study: PayoffStudy, _ result: inout PayoffReport) {
        let trusts = material.legs.map { $0.impliedVolatility.trust ?? .estimated }
        let places: [(String, PayoffStudy.Place)] = [
            ("max_profit", .maximumProfit), ("max_loss", .maximumLoss), ("breakevens", .breakevens),
        ]
        for (key, place) in places {
            guard let found = study.inputs(of: place, trusts: trusts) else { return }
            result.laterMethod = PayoffStudy.laterMethod
            result.laterSpots[key] = found.spots
            for (index, inputs) in found.legs.enumerated() { result.legs[index].laterInputs[key] = inputs }
        }
    }

    /// The legs that can be priced; nil when one cannot, with the reasons told.
    private func usable(_ problems: inout [String]) -> [PayoffStudy.Leg]? {
        var result: [PayoffStudy.Leg] = []
        for leg in material.legs {
            if let reason = Self.problem(leg) {
                problems.append("\(leg.name): \(Self.words(reason)).")
                continue
            }
            guard let entry = leg.entry.value else { continue }
            result.append(PayoffStudy.Leg(quantity: leg.size, entry: entry, terms: leg.terms))
        }
        return result.count == material.legs.count && !result.isEmpty ? result : nil
    }

    private static func problem(_ leg: PayoffMaterial.Leg) -> UnknownReason? {
        if let reason = leg.entry.reason { return reason }
        guard leg.contract != nil, leg.terms == nil else { return nil }
        return leg.impliedVolatility.reason ?? .noSource
    }

    static func words(_ reason: UnknownReason) -> String {
        switch reason {
        case .adjusted: "an adjusted contract is never priced"
        case .oneSided: "only one side is quoted"
        case .noMarket: "nobody quotes it"
        case .crossed: "its quote is crossed"
        case .wideSpread: "its quote is too wide to price"
        case .noBasis: "its entry price is not known"
        case .belowIntrinsic: "its price is below what exercising pays: no volatility"
        case .noSource: "no source knows it"
        default: "not priced (\(reason.rawValue))"
        }
    }

    /// Why nothing is known of the whole.
    private var missing: UnknownReason {
        material.legs.compactMap(Self.problem).first ?? material.spot.reason ?? .incomplete
    }

    private func premium(_ price: KeyPath<PayoffMaterial.Leg, Figure>) -> Figure {
        material.legs.filter { $0.contract != nil || !material.isDraft }.reduce(Figure(0)) { sum, leg in
            let size = leg.size
            return sum.combined(with: leg[keyPath: price]) { $0 - size * $1 }
        }
    }

    /// What every leg ends at needs no more than the entries; where a leg lives longer it is priced.
    private func bound(
        _ study: PayoffStudy?, _ reason: UnknownReason, _ value: KeyPath<PayoffProfile, Double?>
    ) -> Figure {
        guard let study else { return .unknown(reason) }
        let trust = study.isCurved ? material.trust : material.entryTrust
        return Figure(study.profile[keyPath: value], trust: trust, else: .unlimited)
    }

    private func point(
        _ study: PayoffStudy?, _ spot: Figure, elapsed: Double, _ reason: UnknownReason
    ) -> PayoffReport.Point {
        let trust = material.trust
        guard let study, let value = spot.value else {
            let none = Figure.unknown(reason)
            return PayoffReport.Point(
                spot: spot, profit: none, delta: none, gamma: none, thetaPerDay: none, vegaPerPoint: none)
        }
        let greeks =
            elapsed < study.horizonYears || study.horizonYears == 0 ? study.greeks(value, elapsed: elapsed) : nil
        func figure(_ number: Double?) -> Figure {
            Figure(number, trust: trust, else: elapsed < study.horizonYears ? .nearBoundary : .expired)
        }
        return PayoffReport.Point(
            spot: spot, profit: Figure(study.profit(value, elapsed: elapsed), trust: trust, else: .badInput),
            delta: figure(greeks?.delta), gamma: figure(greeks?.gamma), thetaPerDay: figure(greeks?.thetaPerDay),
            vegaPerPoint: figure(greeks?.vegaPerPoint))
    }
}
