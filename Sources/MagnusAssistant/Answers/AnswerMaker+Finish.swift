import Glibc
import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// Where a price may stand on the last day of an expiry, as its options price it.
extension AnswerMaker {
    /// Above or below which price a question asks the probability of: "that KO finishes above 80".
    var levelsOfFinish: [ConditionReader.Comparison] {
        guard symbol != nil, Self.asksFinish(question.words, entities) else { return [] }
        return ConditionReader.comparisons(question.words).filter { !$0.isPercent && $0.bound > 0 && $0.unitDays == 0 }
    }

    /// Whether words ask how probable a price at an end is.
    static func asksFinish(_ words: [Word], _ entities: Entities) -> Bool {
        let set = Set(words.flatMap { [$0.text, $0.typed.lowercased()] })
        guard entities.symbols.count == 1, entities.delta == nil,
            !set.isDisjoint(with: [
                "probability", "chance", "chances", "odds", "likely", "likelihood", "probable", "prob", "probs",
            ]),
            set.isDisjoint(with: [
                "assigned", "assignment", "candidate", "candidates", "touch", "touches", "if", "csp", "csps", "cc",
                "put",
                "puts", "call", "calls", "profit", "pop", "option", "options", "sell", "find", "score", "return",
            ]), entities.contract.strike == nil
        else { return false }
        return ConditionReader.comparisons(words).contains { !$0.isPercent && $0.bound > 0 && $0.unitDays == 0 }
    }

    /// Whether a price is asked about on the way to the end, and whether with a negation.
    struct Way {
        /// At any moment, and not at the end alone.
        var isAsked: Bool
        /// "Never below 70", "stays above 70".
        var isNever: Bool
        /// "Stays above 70": the level is where it must not go.
        var isStaying: Bool
        /// "Does not close below 70".
        var isNot: Bool
    }

    var way: Way {
        let words = Set(question.words.flatMap { [$0.text, $0.typed.lowercased()] })
        let isStaying = !words.isDisjoint(with: ["stays", "stay", "remains", "remain", "holds", "hold"])
        let meets: Set<String> = [
            "ever", "anytime", "reach", "reaches", "hit", "hits", "crosses", "cross", "dips", "breaks", "spikes",
        ]
        let isMoment =
            !words.isDisjoint(with: meets)
            || words.contains("any") && !words.isDisjoint(with: ["time", "point", "moment"])
            || words.isSuperset(of: ["some", "point"])
        let isNegated = words.contains("not")
        let isNever = words.contains("never") || isStaying || isMoment && isNegated
        return Way(
            isAsked: isMoment || isNever, isNever: isNever, isStaying: isStaying,
            isNot: isNegated && !isMoment && !isStaying)
    }

    /// Risk-neutral: N(d2) at the forward, with the implied volatility of the strike at that price.
    func probabilityOfFinish(_ symbol: String) async {
        guard let chain = await data.chain(of: symbol) else { return noChain(symbol) }
        let cite = out.cite(
            "chain", chain.symbol, passage: "source \(chain.source)", reference: chain.symbol,
            age: max(0, context.now.seconds(since: chain.retrievedAt)))
        out.record("probability", ["symbol": symbol], rows: 1)
        out.list("", symbol: symbol, title: symbol)
        let ahead = chain.expiries.filter { $0.daysToExpiry >= 0 && $0.years > 0 }
        let held = context.book.strategies.filter { $0.symbol == symbol }.compactMap(\.expiry).filter { $0 >= today }
            .min()
        let found: ExpiryAnalysis?
        if let span = entities.span {
            found = ahead.last { span.contains($0.expiry) }
        } else if let days = entities.daysToExpiry {
            found = ahead.min { abs($0.daysToExpiry - days) < abs($1.daysToExpiry - days) }
        } else {
            found = ahead.first { $0.expiry == held } ?? ahead.first { $0.daysToExpiry >= 20 } ?? ahead.last
        }
        guard let expiry = found else {
            let listed = ahead.prefix(6).map { out.date($0.expiry, today: today) }.joined(", ")
            return out.line(
                "\(out.quote(symbol)): no expiry is listed on those days, so its options price no probability for them; listed are \(listed)."
            )
        }
        let way = way
        for level in levelsOfFinish {
            if level.upperEnd == level.bound {
                out.line(
                    "\(out.quote(symbol)) at exactly \(out.price(Figure(level.bound), "price asked", cite)): a price has no probability of its own; to be above it, below it or between prices has."
                )
                continue
            }
            if way.isAsked, level.upperEnd == nil {
                sayTouch(level, way, expiry, chain, cite)
                continue
            }
            let ends = [level.bound] + (level.upperEnd.map { [$0] } ?? [])
            let values = ends.map { probability(above: $0, expiry) }
            var shown = values[0]
            if values.count > 1 {
                shown = values[0].combined(with: values[1]) { $0 - $1 }
            } else if !level.isAbove {
                shown = values[0].map { 1 - $0 }
            }
            if way.isNot { shown = shown.map { 1 - $0 } }
            let place: Fragment =
                ends.count > 1
                ? "between \(out.price(Figure(ends[0]), "price asked", cite)) and \(out.price(Figure(ends[1]), "price asked", cite))"
                : "\(level.isAbove ? "above" : "below") \(out.price(Figure(ends[0]), "price asked", cite))"
            out.line(
                "\(out.quote(symbol)) on \(out.date(expiry.expiry, today: today)), \(out.counted(expiry.daysToExpiry, "day", cite)), \(way.isNot ? "not " : Fragment())\(place): \(out.percent(shown, "risk-neutral probability", cite, decimals: 1, formula: "N(d2)")), spot \(out.price(chain.spot, "spot", cite)), forward \(out.price(expiry.forward, "forward", cite)), volatility there \(out.percent(volatility(at: ends[0], expiry), "implied volatility", cite, decimals: 1))."
            )
        }
        guard levelsOfFinish.contains(where: { $0.upperEnd != $0.bound }) else { return }
        out.line(
            "Risk-neutral, as the options price it: a price of risk is in it, and it is no forecast. \(way.isAsked && levelsOfFinish.allSatisfy { $0.upperEnd == nil } ? "On the way counts, at any moment until then." : "At the close of that day, not on the way.")"
        )
        if entities.span == nil, entities.daysToExpiry == nil {
            out.more(
                held == expiry.expiry
                    ? "No day was named: it is that of the nearest expiry held."
                    : "No day was named: an expiry some weeks ahead is taken; a day makes it exact.")
        }
    }

    /// That the price is met at any moment up to the expiry, or that it is not: of "never below 70" and "stays above 70".
    private func sayTouch(
        _ level: ConditionReader.Comparison, _ way: Way, _ expiry: ExpiryAnalysis, _ chain: ChainAnalysis, _ cite: Int
    ) {
        // What stays above 70 never falls to it: the level is met from the other side.
        let isUp = level.isAbove != way.isStaying
        let met = touchProbability(level.bound, isUp: isUp, expiry, spot: chain.spot)
        let shown = way.isNever ? met.map { 1 - $0 } : met
        out.line(
            "\(out.quote(chain.symbol)) up to \(out.date(expiry.expiry, today: today)), \(out.counted(expiry.daysToExpiry, "day", cite)), \(way.isNever ? "never" : "at any moment") \(isUp ? "at or above" : "at or below") \(out.price(Figure(level.bound), "price asked", cite)): \(out.percent(shown, "risk-neutral probability", cite, decimals: 1, formula: "reflection principle")), spot \(out.price(chain.spot, "spot", cite)), volatility there \(out.percent(volatility(at: level.bound, expiry), "implied volatility", cite, decimals: 1))."
        )
    }

    /// 1 where the spot is there already; the drift is that of the forward.
    private func touchProbability(_ price: Double, isUp: Bool, _ expiry: ExpiryAnalysis, spot: Figure) -> Figure {
        guard let now = spot.value, now > 0 else { return spot }
        if isUp ? now >= price : now <= price { return spot.map { _ in 1 } }
        let drift = expiry.forward.combined(with: spot) { log($0 / $1) / expiry.years }
        return volatility(at: price, expiry).combined(with: drift) { volatility, drift in
            let outlook = Probability.Outlook(
                spot: now, years: expiry.years, rate: drift, dividendYield: 0, volatility: volatility)
            return Probability.touch(price, outlook) ?? .nan
        }
    }

    private func probability(above price: Double, _ expiry: ExpiryAnalysis) -> Figure {
        let root = expiry.years.squareRoot()
        return expiry.forward.combined(with: volatility(at: price, expiry)) { forward, volatility in
            guard forward > 0, volatility > 0, root > 0 else { return .nan }
            let d2 = (log(forward / price) - volatility * volatility * expiry.years / 2) / (volatility * root)
            return NormalDistribution.cumulative(d2)
        }
    }

    /// Of the option out of the money at a price, linear between listed strikes; unknown outside of them.
    private func volatility(at price: Double, _ expiry: ExpiryAnalysis) -> Figure {
        let forward = expiry.forward.value ?? price
        let known = Set(expiry.contracts.map(\.contract.strikeThousandths)).sorted().compactMap {
            strike -> (strike: Double, volatility: Figure)? in
            let side: OptionRight = Double(strike) / 1000 < forward ? .put : .call
            let entry = expiry.contracts.first {
                $0.contract.strikeThousandths == strike && $0.contract.right == side && !$0.isAdjusted
                    && $0.impliedVolatility.value != nil
            }
            return entry.map { (Double(strike) / 1000, $0.impliedVolatility) }
        }
        if let exact = known.first(where: { abs($0.strike - price) < 0.0005 }) { return exact.volatility }
        guard let below = known.last(where: { $0.strike < price }),
            let above = known.first(where: { $0.strike > price })
        else { return .unknown(.noSource) }
        let share = (price - below.strike) / (above.strike - below.strike)
        return below.volatility.combined(with: above.volatility) { $0 + share * ($1 - $0) }
    }
}
