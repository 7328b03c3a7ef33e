import MagnusDomain
import MagnusQuant

/// What could bring a book back into its band (requirements Q5): shares of the benchmark, a put or put spread on it, the
/// rows that contribute most closed in part or rolled; each with its price at the side a trader pays, the Greeks it leaves
/// and what it saves in falls. Calls instead of puts where the book is short.
///
/// Cost = - cash - what the traded legs pay if exercised now: time value and the spread of the quotes, with fees.
public struct HedgeStudy: Sendable {
    /// A chain that options may be bought on.
    public struct Chain: Sendable {
        var symbol: String
        /// Those of the days of the terms.
        var analysis: ChainAnalysis
        var quotes: [OptionContract: Quote]

        public init(symbol: String, analysis: ChainAnalysis, quotes: [OptionContract: Quote]) {
            self.symbol = symbol
            self.analysis = analysis
            self.quotes = quotes
        }
    }

    /// The rolls of the row that contributes most.
    public struct Roll: Sendable {
        var report: RollReport
        var quotes: [OptionContract: Quote]

        public init(report: RollReport, quotes: [OptionContract: Quote]) {
            self.report = report
            self.quotes = quotes
        }
    }

    let book: BookValuation
    let band: ClosedRange<Double>
    let need: HedgeNeed
    let terms: HedgeTerms
    let moves: [(name: String, shock: ScenarioShock)]
    let grid: ScenarioGrid
    let valuer: HedgeValuer
    private let benchmarkQuote: Quote?
    private let rule: ScenarioRule

    /// - Parameters:
    ///   - grid: the book at ``HedgeTerms/request(_:)`` of the moves.
    ///   - market: what is known of every underlying that may be traded.
    public init(
        _ book: BookValuation, band: ClosedRange<Double>, need: HedgeNeed, terms: HedgeTerms = HedgeTerms(),
        moves: [(name: String, shock: ScenarioShock)], grid: ScenarioGrid, market: MarketSnapshot,
        settings: BookSettings
    ) {
        self.book = book
        self.band = band
        self.need = need
        self.terms = terms
        self.moves = moves
        self.grid = grid
        rule = settings.scenarios
        valuer = HedgeValuer(market: market, settings: settings, request: HedgeTerms.request(moves), now: book.asOf)
        benchmarkQuote = market.underlyings[book.benchmark]?.quote
    }

    /// - Parameters:
    ///   - chains: to buy options on.
    ///   - roll: of the row that contributes most; nil where it has none.
    ///   - refusals: of what could not be looked at.
    public func report(chains: [Chain], roll: Roll?, refusals: [HedgeRefusal] = []) -> HedgeReport {
        var report = HedgeReport(
            need: need.need, deltaFraction: book.deltaFractionOfNetLiquidation, band: band, target: need.target,
            excess: need.excess, benchmark: book.benchmark, benchmarkPrice: book.benchmarkPrice)
        guard need.need == .reduce || need.need == .raise else { return report }
        report.moves = zip(moves, grid.cells).map { move, cell in
            HedgeMove(
                name: move.name, shock: move.shock,
                volatilityFactor: move.shock.statesVolatility ? 1 : rule.volatilityFactor(move.shock.spotPercent / 100),
                profit: Total(figure: Figure(cell.profit, trust: grid.trust), unknownCount: grid.excluded.count))
        }
        let contributors = need.contributors(book)
        var found = [shares()] + chains.flatMap(options)
        found += contributors.prefix(terms.closings).map(closing)
        if let roll, let row = contributors.first(where: { $0.id == roll.report.id }) {
            found.append(rolled(row, roll))
        }
        report.refusals = refusals
        for outcome in found {
            switch outcome {
            case .success(let suggestion): report.suggestions.append(suggestion)
            case .failure(let refused): report.refusals.append(refused.refusal)
            }
        }
        report.suggestions.sort { Self.order($0) < Self.order($1) }
        return report
    }

    typealias Outcome = Result<HedgeSuggestion, Refused>

    struct Refused: Error {
        var refusal: HedgeRefusal
    }

    static func refused(
        _ kind: HedgeSuggestion.Kind, _ symbol: String, _ reason: UnknownReason, _ text: String
    ) -> Outcome {
        .failure(Refused(refusal: HedgeRefusal(kind: kind, symbol: symbol, reason: reason, text: text)))
    }

    private static func order(_ suggestion: HedgeSuggestion) -> (Int, Double, String) {
        let place = suggestion.isEnough == true ? 0 : suggestion.isEnough == false ? 1 : 2
        return (place, suggestion.cost.value ?? .infinity, suggestion.title)
    }

    // MARK: Parts

    /// 1 where delta is taken off, -1 where it is added.
    var sign: Double { need.need == .raise ? -1 : 1 }

    /// A trade with what it adds to the book, as a suggestion.
    func suggestion(
        _ kind: HedgeSuggestion.Kind, _ symbol: String, _ title: String, row: String? = nil, legs: [HedgeLeg],
        effect: HedgeValuer.Effect, note: String = ""
    ) -> HedgeSuggestion {
        let contracts = legs.reduce(0.0) { sum, leg in
            guard case .option = leg.instrument else { return sum }
            return sum + leg.quantity.magnitude.value
        }
        let fees = contracts * terms.feesPerContract
        let traded = legs.reduce(Figure(0)) { sum, leg in sum.combined(with: leg.price) { $0 - $1 * leg.size } }
        let kept = legs.reduce(Figure(0)) { sum, leg in sum.combined(with: leg.intrinsic) { $0 + $1 * leg.size } }
        let cash = traded.map { $0 - fees }
        let after = book.greeks.betaWeightedDelta.figure.combined(with: effect.betaDelta, +)
        // What is left of the excess, as the fraction is counted.
        let fraction = need.excess.value.map { excess in
            effect.betaDelta.combined(with: book.deltaFractionOfNetLiquidation) { change, now in
                now + (now - (need.target ?? now)) * change / excess
            }
        }
        let figure = fraction ?? .unknown(need.excess.reason ?? .noSource)
        return HedgeSuggestion(
            kind: kind, symbol: symbol, title: title, row: row, legs: legs, cash: cash,
            cost: cash.combined(with: kept) { -$0 - $1 }, fees: fees, betaWeightedDelta: after, deltaFraction: figure,
            thetaPerDay: book.greeks.thetaPerDay.figure.combined(with: effect.thetaPerDay, +),
            vegaPerPoint: book.greeks.vegaPerPoint.figure.combined(with: effect.vegaPerPoint, +),
            savings: effect.profits,
            isEnough: figure.value.flatMap { fraction in need.target.map { sign * (fraction - $0) <= 1e-9 } },
            note: [note, overshoot(figure)].filter { !$0.isEmpty }.joined(separator: "; "))
    }

    private func overshoot(_ fraction: Figure) -> String {
        guard let fraction = fraction.value else { return "" }
        let isPast = sign > 0 ? fraction < band.lowerBound : fraction > band.upperBound
        return isPast ? "past the other end of the band" : ""
    }

    // MARK: Shares

    private func shares() -> Outcome {
        let symbol = book.benchmark
        guard let excess = need.excess.value, let quote = benchmarkQuote else {
            return Self.refused(
                .shares, symbol, need.excess.reason ?? .noSource, "no price of \(symbol) to trade shares at")
        }
        guard let count = Self.whole(abs(excess)) else {
            return Self.refused(.shares, symbol, .badInput, "more shares than can be counted")
        }
        let held = book.strategies.flatMap(\.legs).reduce(0.0) { sum, leg in
            leg.position.instrument == .stock(symbol: symbol) ? sum + leg.position.quantity.value : sum
        }
        let isShort = sign > 0 && Double(count) > max(0, held)
        guard !isShort || book.accounts.contains(where: { $0.account.rules == .regulationT }) else {
            return Self.refused(
                .shares, symbol, .notApplicable,
                "\(count) \(symbol) would have to be sold short: no account of the book may")
        }
        let quantity = Quantity(sign > 0 ? -count : count)
        let trust = book.benchmarkPrice.trust ?? .stale
        let side = quantity.isShort ? quote.bid : quote.ask
        let leg = HedgeLeg(
            instrument: .stock(symbol: symbol), quantity: quantity, bid: quote.bid, ask: quote.ask,
            price: Figure(
                side.flatMap { $0 > 0 ? $0 : nil }, trust: trust, else: book.benchmarkPrice.reason ?? .oneSided),
            intrinsic: book.benchmarkPrice)
        return .success(
            suggestion(
                .shares, symbol, "\(symbol) \(quantity.signedText) sh", legs: [leg],
                effect: valuer.effect([(leg.instrument, quantity)], quotes: [:]),
                note: isShort ? "sold short: margin is held, dividends are owed" : ""))
    }

    // MARK: Options

    private func options(_ chain: Chain) -> [Outcome] {
        let right: OptionRight = sign > 0 ? .put : .call
        let today = book.asOf.newYork.date
        let series = chain.analysis.expiries.filter { expiry in
            terms.days.contains(expiry.expiry.days(since: today))
                && expiry.contracts.contains { $0.contract.right == right && !$0.isAdjusted }
        }.min { left, right in
            let distances = [left, right].map { abs($0.expiry.days(since: today) - terms.preferredDays) }
            return (distances[0], left.expiry, left.root) < (distances[1], right.expiry, right.root)
        }
        let word = right == .put ? "put" : "call"
        guard let series else {
            let span = "\(terms.days.lowerBound) to \(terms.days.upperBound) days"
            return [
                Self.refused(.option, chain.symbol, .noSource, "no \(word)s of \(span) listed on \(chain.symbol)")
            ]
        }
        let listed = series.contracts.filter { $0.contract.right == right && !$0.isAdjusted }
        guard
            let bought = nearest(listed, terms.boughtDelta, { RollStudy.natural($0, buys: true, isClosing: false) })
        else {
            return [
                Self.refused(
                    .option, chain.symbol, .noNearStrike,
                    "no \(word) of \(chain.symbol) \(series.expiry.monthDay) near delta "
                        + "\(FixedText.decimals(terms.boughtDelta, 2)) is offered")
            ]
        }
        let further = listed.filter { (bought.contract.strike - $0.contract.strike) * sign > 0 }
        let sold = nearest(further, terms.soldDelta) { RollStudy.natural($0, buys: false, isClosing: false) }
        var outcomes = [option(.option, chain, [(bought, 1)])]
        if let sold {
            outcomes.append(option(.spread, chain, [(bought, 1), (sold, -1)]))
        } else {
            outcomes.append(
                Self.refused(
                    .spread, chain.symbol, .noNearStrike,
                    "nothing of \(chain.symbol) \(series.expiry.monthDay) near delta "
                        + "\(FixedText.decimals(terms.soldDelta, 2)) is bid for"))
        }
        return outcomes
    }

    private func nearest(
        _ readings: [ContractAnalysis], _ delta: Double, _ price: (ContractAnalysis) -> Figure
    ) -> ContractAnalysis? {
        let near = readings.compactMap { reading -> (reading: ContractAnalysis, distance: Double)? in
            guard price(reading).value != nil, let own = reading.delta.value else { return nil }
            let distance = abs(abs(own) - delta)
            return distance <= terms.deltaReach ? (reading, distance) : nil
        }
        return near.min {
            ($0.distance, $0.reading.contract.strikeThousandths) < ($1.distance, $1.reading.contract.strikeThousandths)
        }?.reading
    }

    private func option(
        _ kind: HedgeSuggestion.Kind, _ chain: Chain, _ parts: [(reading: ContractAnalysis, side: Int)]
    ) -> Outcome {
        let single = valuer.effect(
            parts.map { (.option($0.reading.contract), Quantity($0.side)) }, quotes: chain.quotes)
        guard let delta = single.betaDelta.value, let excess = need.excess.value else {
            return Self.refused(
                kind, chain.symbol, single.betaDelta.reason ?? need.excess.reason ?? .noSource,
                "\(chain.symbol): its beta-weighted delta is not known")
        }
        guard delta * sign < 0, let count = Self.whole(-excess / delta) else {
            return Self.refused(
                kind, chain.symbol, .notApplicable, "\(chain.symbol): it would not bring the delta nearer")
        }
        let legs = parts.map { part in
            HedgeLeg(
                instrument: .option(part.reading.contract), quantity: Quantity(part.side * count),
                bid: part.reading.bid, ask: part.reading.ask,
                price: RollStudy.natural(part.reading, buys: part.side > 0, isClosing: false),
                intrinsic: Self.intrinsic(part.reading.contract, chain.analysis.spot))
        }
        let contract = parts[0].reading.contract
        let names = parts.map(\.reading.contract.shortName).joined(separator: "/")
        let expiry =
            contract.expiry.year == book.asOf.newYork.date.year ? contract.expiry.monthDay : contract.expiry.iso8601
        return .success(
            suggestion(
                kind, chain.symbol, "\(contract.root) \(Quantity(count).signedText) \(names) \(expiry)", legs: legs,
                effect: single.scaled(Double(count))))
    }

    /// The least whole number not below it; nil beyond what a trade may be.
    static func whole(_ value: Double) -> Int? {
        guard value.isFinite, value <= 1e7 else { return nil }
        return max(1, Int((value - 1e-9).rounded(.up)))
    }

    static func intrinsic(_ contract: OptionContract, _ spot: Figure) -> Figure {
        spot.map { max(0, contract.right.sign * ($0 - contract.strike)) }
    }
}
