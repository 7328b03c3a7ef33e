import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// What the holder of a call gives up by exercising it for a dividend: interest on the strike and the put of the strike
/// (trader.md section 6 row 3). Every part can be seen, so that the sum can be made again by hand.
struct ExerciseAlternative {
    /// K(1 - e^-rt), dollars per share.
    let interest: Double
    /// Dollars per share.
    let put: Double
    /// Where ``put`` is from.
    private let putSource: String
    /// Seconds; nil for a put that was priced.
    private let putAge: Double?
    /// What the put was priced with; empty where it is quoted.
    private let pricing: [AlertEvidence]
    private let strike: Double
    /// Continuously compounded per year.
    private let rate: Double
    private let rateSource: String
    /// Without a rate curve interest is counted at 0: an estimate.
    private let rateTrust: Trust
    /// From the open of the ex-date to the settlement.
    private let years: Double

    /// - Returns: nil where the put is neither quoted nor can be priced.
    init?(_ short: ShortLeg, event: DividendEvent, spot: Double, context: MonitorContext) {
        let open = NewYorkTime.instant(on: event.exDate, secondsOfDay: ExchangeCalendar.openSeconds)
        years = max(0, short.instants.settlement.seconds(since: open)) / 31_536_000
        let known = short.leg.terms?.rate ?? context.market.rates.rate(years: years)
        rate = known ?? 0
        rateSource = known == nil ? "no rate curve" : "rate curve"
        rateTrust = known == nil ? .estimated : .fresh
        strike = short.contract.strike
        interest = EarlyExercise.interest(strike: strike, rate: rate, years: years)
        if let quoted = Self.quoted(short, context: context) {
            (put, putSource, putAge, pricing) = (quoted.price, quoted.source, quoted.age, [])
            return
        }
        guard let (volatility, source, volatilityTrust) = Self.volatility(short, context: context),
            volatility.isFinite, volatility > 0, spot > event.amount
        else { return nil }
        let terms = OptionTerms(
            right: .put, style: .american, spot: spot - event.amount, strike: strike, years: years, rate: rate,
            dividendYield: 0, volatility: volatility)
        guard let price = try? OptionPricing.price(terms, accuracy: .live) else { return nil }
        put = price
        putSource = "American price at S, v, r, t"
        putAge = nil
        pricing = [
            AlertEvidence(
                name: "S spot less dividend", value: terms.spot, unit: "USD/share", source: short.spotSource,
                ageSeconds: short.spotAge,
                trust: Trust.worse(short.spotTrust, event.isEstimated ? .estimated : .fresh)),
            AlertEvidence(
                name: "v volatility", value: volatility, unit: "fraction", source: source, ageSeconds: nil,
                trust: volatilityTrust),
        ]
    }

    /// The holder gains by exercising: the dividend is more than what is given up.
    func isRational(dividend: Double) -> Bool {
        EarlyExercise.callBeforeDividend(dividend: dividend, strike: strike, rate: rate, years: years, put: put)
    }

    /// The sum and all that it is made of; the strike is a fact of its own. A put that was priced is an estimate, as a mark
    /// that was priced anew is.
    var evidence: [AlertEvidence] {
        let putTrust = pricing.reduce(pricing.isEmpty ? Trust.fresh : .estimated) { Trust.worse($0, $1.trust) }
        return [
            AlertEvidence(
                name: "interest plus put", value: interest + put, unit: "USD/share",
                source: "K(1-exp(-r t/365)) + P", ageSeconds: nil, trust: Trust.worse(putTrust, rateTrust)),
            AlertEvidence(
                name: "P put of the strike", value: put, unit: "USD/share", source: putSource, ageSeconds: putAge,
                trust: putTrust),
        ] + pricing + [
            AlertEvidence(
                name: "r rate", value: rate, unit: "fraction", source: rateSource, ageSeconds: nil, trust: rateTrust),
            AlertEvidence(
                name: "t from the ex-date", value: years * 365, unit: "days", source: "09:30 to settlement",
                ageSeconds: nil),
        ]
    }

    /// The put of a call's strike, as the market source knows it.
    static func put(of call: OptionContract) -> OptionContract {
        var put = call
        put.right = .put
        return put
    }

    /// The mark of the put where its quote is good for one.
    private static func quoted(
        _ short: ShortLeg, context: MonitorContext
    ) -> (price: Double, source: String, age: Double?)? {
        let contract = put(of: short.contract)
        let listed = context.market.chains[short.strategy.symbol]?.entries.first { $0.contract == contract }?.quote
        guard let quote = context.market.optionQuotes[contract] ?? listed else { return nil }
        let assessment = QuoteAssessment(
            quote, now: context.now, kind: .option(daysToExpiry: short.instants.days(from: context.now)),
            calendar: context.calendar, limits: context.quoteLimits)
        guard assessment.mark.trust == .fresh, let price = assessment.mark.value else { return nil }
        let sides = [assessment.bid, assessment.ask].map { $0.map(FixedText.price) ?? "—" }.joined(separator: " x ")
        return (price, "\(quote.source) \(assessment.markSource) of \(sides)", assessment.ageSeconds)
    }

    /// The strike's own volatility, from the call's mark or its expiry's smile; without it that of the underlying. One that
    /// is not the strike's own is an estimate.
    private static func volatility(
        _ short: ShortLeg, context: MonitorContext
    ) -> (value: Double, source: String, trust: Trust)? {
        let named = short.leg.volatilitySource
        if case .known(let own, let trust) = short.leg.impliedVolatility {
            return (own, named.isEmpty ? "the call's own volatility" : named, trust)
        }
        if !named.isEmpty, let terms = short.leg.terms { return (terms.volatility, named, .estimated) }
        return context.market.underlyings[short.strategy.symbol]?.volatilityHistory.last.map {
            ($0.impliedVolatility, "30-day volatility of the stock, last close", Trust.estimated)
        }
    }
}

extension Monitors {
    /// Contracts whose quotes the rules need beside those that are held: the puts of the strikes of calls that a dividend
    /// may soon be collected on.
    ///
    /// - Parameter contracts: held, long or short.
    public static func compared(
        with contracts: [OptionContract], market: MarketSnapshot, settings: MonitorSettings
    ) -> [OptionContract] {
        let today = market.asOf.newYork.date
        let last = market.calendar.adding(sessions: settings.assignment.dividendSessions, to: today)
        let puts = contracts.filter { contract in
            guard contract.right == .call, contract.settlement == .physical, contract.style == .american,
                !contract.isAdjusted, let profile = market.underlyings[contract.underlying]?.profile
            else { return false }
            return profile.dividends.contains {
                $0.exDate > today && $0.exDate <= min(last, contract.expiry) && $0.amount > 0
            }
        }.map(ExerciseAlternative.put)
        return Set(puts).subtracting(contracts).sorted { $0.osi < $1.osi }
    }
}
