import MagnusDomain
import MagnusQuant

/// What the last quote of a contract told together with the price its underlying had at that time.
struct ClosingReading: Sendable {
    /// Of the contract.
    let quote: Quote
    /// Where its volatility comes from.
    let told: VolatilityOrigin
    let spot: Double
    let years: Double
    /// Annual, decimal.
    let volatility: Double
    /// It gives back the mark; false where the mark was at parity and the underlying's own volatility serves.
    let isOwn: Bool
    /// The model's value per share at that time.
    let value: Double

    var origin: VolatilityOrigin { .closing(volatility, isOwn: isOwn) }
}

/// Before the open and after the close shares trade and their options do not. A mark of the close beside a later price of
/// the shares would tell a volatility that no market shows, and a covered call would lose what its shares gained:
/// trader.md section 1 has marks re-priced at the new spot with the last volatility, as estimates. Where the underlying is
/// not quoted either (an index), the time that passed is told of the mark alone: a mark of Friday taken for one of Monday
/// would tell a volatility that grows by the hour.
extension BookValuer {
    /// Symbols whose options were last quoted long before the underlying's own last quote, with the time of the newest of
    /// those quotes; empty in session. What the underlying cost then is wanted.
    public func symbolsApart(
        in market: [String: UnderlyingMarket], optionQuotes: [OptionContract: Quote], now: Instant
    ) -> [String: Instant] {
        guard !calendar.status(at: now).phase.isRegularSession else { return [:] }
        var newest: [String: Instant] = [:]
        for (contract, held) in legsByContract {
            guard let leg = held.first.map({ legs[$0] }), let instants = leg.instants, now < instants.settlement,
                let time = (optionQuotes[contract] ?? leg.quote)?.time, time <= now
            else { continue }
            newest[contract.underlying] = max(newest[contract.underlying] ?? time, time)
        }
        return newest.filter { symbol, time in
            market[symbol]?.quote?.time.map { $0.seconds(since: time) > settings.apartSeconds } ?? false
        }
    }

    /// The contract's last quote read with the underlying's price of that time; nil where nobody knows that price or the
    /// two cannot be priced. Kept in the leg: neither changes until the next session.
    mutating func closingReading(
        _ index: Int, contract: OptionContract, mark: Figure, carriesVolatility: Bool, parityBand: Double
    ) -> ClosingReading? {
        let leg = legs[index]
        guard let quote = leg.quote, let time = quote.time, let instants = leg.instants, leg.refusal == nil,
            let price = mark.value, let spot = closingSpot(of: leg, at: time)
        else { return nil }
        let told: VolatilityOrigin = carriesVolatility ? .mark : volatilityOrigin(leg)
        let underlying = underlyings[leg.underlying]
        if let known = leg.closing, known.quote == quote, known.spot == spot, known.told == told,
            known.isOwn || known.volatility == underlying.fallbackVolatility
        {
            return known
        }
        var terms = OptionTerms(
            contract: contract, instants: instants, spot: spot, profile: underlying.profile, rates: rates, now: time,
            minimumYears: settings.minimumSeconds / 31_536_000)
        let request = PricingRequest(
            terms: terms, mark: price, isShort: false, beta: underlying.beta,
            fallbackVolatility: underlying.fallbackVolatility, scenarios: ScenarioRule(moves: []), origin: told,
            parityBand: parityBand)
        legs[index].closing = nil
        guard let priced = try? PricedOption.price(request) else { return nil }
        // Near parity the mark tells next to nothing: there the underlying's own volatility values both moments.
        let isOwn = priced.ownVolatility != nil && (priced.timeShare == 1 || underlying.fallbackVolatility == nil)
        let volatility = isOwn ? priced.terms.volatility : underlying.fallbackVolatility ?? 0
        terms.volatility = volatility
        guard volatility > 0, let value = try? PricedOption.valuation(terms).price, value.isFinite else { return nil }
        let reading = ClosingReading(
            quote: quote, told: told, spot: spot, years: terms.years, volatility: volatility, isOwn: isOwn, value: value
        )
        legs[index].closing = reading
        return reading
    }

    /// The underlying's price when the contract was last quoted: of its quote of that time (asked for, or still its last),
    /// else the official close of that day; dollars.
    private func closingSpot(of leg: BookLeg, at time: Instant) -> Double? {
        let underlying = underlyings[leg.underlying]
        let day = time.newYork.date
        for quote in [underlying.closingQuote, underlying.quote].compactMap({ $0 }) {
            guard let asked = quote.time, asked.newYork.date == day,
                asked.seconds(since: time) >= -settings.apartSeconds,
                quote == underlying.closingQuote || asked.seconds(since: time) <= settings.apartSeconds
            else { continue }
            let assessment = QuoteAssessment(
                quote, now: asked, kind: .underlying, session: nil, limits: settings.quoteLimits, lastClose: nil)
            if let price = assessment.mark.value, price > 0 { return price }
        }
        return underlying.lastBars.last { $0.date == day }.map(\.close).flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    }

    /// The mark moved by what the model says of the time and the price between: the estimate of now.
    func closingMark(
        _ reading: ClosingReading, contract: OptionContract, mark: Figure, figures: OptionFigures, spot: Figure
    ) -> (mark: Figure, closing: ClosingMark)? {
        guard case .known(let price, let trust) = mark, let value = figures.value, value.isFinite,
            let time = reading.quote.time, let spot = spot.value
        else { return nil }
        // No American option is worth less than exercising it.
        let floor = contract.style == .american ? max(0, contract.right.sign * (spot - contract.strike)) : 0
        let closing = ClosingMark(
            mark: price, time: time, spot: reading.spot, years: reading.years, volatility: reading.volatility,
            valueThen: reading.value, valueNow: value)
        return (.known(max(floor, price + value - reading.value), Trust.worse(trust, .estimated)), closing)
    }
}
