import Glibc
import MagnusDomain
import MagnusQuant

/// What a day may cost a book, to be computed leg by leg: outcomes are joint moves of prices and volatilities, each leg is
/// fully revalued in each of them, and no time passes.
///
/// Value at risk of short options from their deltas alone is no measure: nothing here is linear.
public struct RiskWork: Sendable {
    private let work: ScenarioWork
    private let history: RiskHistory
    private let outcomes: [String: RiskMoves]
    private let draws: Int
    /// The ten moves of portfolio margin, by symbol.
    private let marginMoves: [String: RiskMoves]
    private let kinds: [String: SecurityKind]

    /// - Parameters:
    ///   - work: The book, ready to be revalued.
    ///   - benchmark: Its own history.
    ///   - symbols: Of every underlying of the book.
    ///   - seed: Of the draws.
    public init(
        _ work: ScenarioWork, benchmark: RiskSeries, symbols: [String: RiskSeries], draws: Int = RiskReport.draws,
        seed: UInt64 = 1
    ) {
        self.work = work
        let history = RiskHistory(benchmark: benchmark, symbols: symbols)
        self.history = history
        let isEnough = history.days.count >= RiskReport.sessionMinimum
        self.draws = isEnough ? draws : 0
        let kinds = symbols.mapValues(\.kind)
        self.kinds = kinds
        marginMoves = Dictionary(
            Set(work.legs.map(\.position.symbol)).map { symbol in
                let moves = PortfolioMargin.moves(PortfolioMargin.range(symbol, kinds[symbol] ?? .stock))
                return (symbol, RiskMoves(price: moves, volatility: moves.map { _ in 0 }))
            }
        ) { first, _ in first }
        guard isEnough else {
            outcomes = [:]
            return
        }
        let filtered = history.filtered
        let drawn = history.drawn(draws, seed: seed)
        outcomes = history.symbols.reduce(into: [:]) { result, entry in
            let (symbol, moves) = entry
            let others = [filtered[symbol], drawn[symbol]].compactMap { $0 }
            result[symbol] = RiskMoves(
                price: moves.price + others.flatMap(\.price),
                volatility: moves.volatility + others.flatMap(\.volatility))
        }
    }

    /// How many legs there are to ``evaluate(_:)``.
    public var count: Int { work.legs.count }

    /// What came of one leg.
    public struct Part: Sendable {
        /// Dollars in every outcome; nil where one cannot be priced, and without a history.
        let profits: [Double]?
        /// The same at the moves of portfolio margin.
        let marginProfits: [Double]?
    }

    /// One leg in every outcome; independent of all others.
    public func evaluate(_ index: Int) -> Part {
        let leg = work.legs[index]
        func profits(_ moves: RiskMoves?) -> [Double]? {
            guard let moves else { return nil }
            switch leg.kind {
            case .shares: return moves.price.map { leg.size * leg.spot * max(-1, $0) }
            case .option(let option): return leg.profits(option, moves)
            }
        }
        let symbol = leg.position.symbol
        return Part(profits: profits(outcomes[symbol]), marginProfits: profits(marginMoves[symbol]))
    }

    /// All legs, one after the other.
    public func report(
        _ book: BookValuation, market: MarketSnapshot, limits: RiskLimits = .standard
    ) -> RiskReport {
        report((0..<count).map(evaluate), book, market: market, limits: limits)
    }

    /// - Parameter parts: In the order of the legs.
    public func report(
        _ parts: [Part], _ book: BookValuation, market: MarketSnapshot, limits: RiskLimits = .standard
    ) -> RiskReport {
        let sessions = history.days.count
        let isKnown = count > 0 && !outcomes.isEmpty
        var excluded = work.excluded
        var sums = [Double](repeating: 0, count: 2 * sessions + draws)
        var bySymbol: [String: [Double]] = [:]
        var trust = Trust.fresh
        for (leg, part) in zip(work.legs, parts) {
            guard isKnown else { break }
            guard let profits = part.profits, profits.count == sums.count else {
                excluded.append(
                    ScenarioExclusion(id: leg.position.id, title: leg.position.title, reason: .unsupported))
                continue
            }
            trust = Trust.worse(trust, leg.trust)
            for index in profits.indices { sums[index] += profits[index] }
            var own = bySymbol[leg.position.symbol] ?? [Double](repeating: 0, count: sessions)
            for index in 0..<sessions { own[index] += profits[index] }
            bySymbol[leg.position.symbol] = own
        }
        if !history.assumptions.isEmpty { trust = Trust.worse(trust, .estimated) }
        let ranges: [(RiskMethod, Range<Int>)] = [
            (.historical, 0..<sessions), (.filteredHistorical, sessions..<2 * sessions),
            (.monteCarlo, 2 * sessions..<2 * sessions + draws),
        ]
        let measures = ranges.flatMap { method, range in
            RiskReport.confidences.map { confidence in
                Self.measure(
                    method, confidence, isKnown ? Array(sums[range]) : [],
                    days: method == .monteCarlo ? [] : history.days, trust: trust,
                    reason: work.legs.isEmpty ? .noSource : .insufficientHistory)
            }
        }
        return RiskReport(
            asOf: work.asOf, benchmark: work.benchmark, netLiquidation: work.netLiquidation, measures: measures,
            worst: isKnown ? worst(sums, bySymbol) : [], firstDay: history.days.first, lastDay: history.days.last,
            sessions: sessions, assumptions: history.assumptions, excluded: excluded.sorted { $0.id < $1.id },
            concentration: Self.concentration(of: book, market), deltaConcentration: Self.deltas(of: book),
            method:
                "full revaluation of every leg at its own volatility, read off a table of \(RiskTable.volatilityNodes) "
                + "volatilities and \(RiskTable.spotNodes) prices; volatilities move by the same part as the symbol's "
                + "30-day one; one session, no time passes",
            exposure: exposure(parts, book, market: market, limits: limits))
    }

    private func exposure(
        _ parts: [Part], _ book: BookValuation, market: MarketSnapshot, limits: RiskLimits
    ) -> RiskExposure {
        let room = BookRoom(book, market: market)
        let titles = Dictionary(book.strategies.map { ($0.id, "\($0.symbol) \($0.title)") }) { first, _ in first }
        return RiskExposure(
            limits: limits,
            shares: RiskLimitShare.found(
                room, groups: history.groups(room.names, above: RiskLimits.groupCorrelation), limits: limits),
            unmeasured: room.unmeasured, accounts: book.accounts,
            portfolioMargins: PortfolioMargin.found(
                zip(work.legs, parts).map { ($0.position.id, $1.marginProfits) }, book, kinds: kinds),
            events: RiskEvent.found(book, market: market), assignments: AssignmentSum.found(book),
            attribution: book.dayAttribution, titles: titles, greeks: book.greeks,
            deltaFraction: book.deltaFractionOfNetLiquidation)
    }

    private static func measure(
        _ method: RiskMethod, _ confidence: Double, _ profits: [Double], days: [CalendarDate], trust: Trust,
        reason: UnknownReason
    ) -> RiskMeasure {
        func figure(_ value: Double?, else missing: UnknownReason) -> Figure {
            Figure(value, trust: trust, else: missing)
        }
        let tail = try? TailRisk(profits: profits, confidence: confidence)
        let beyond: UnknownReason = tail == nil ? reason : .insufficientHistory
        let order = profits.indices.sorted { (profits[$0], $0) < (profits[$1], $1) }
        let shown = order.prefix(RiskMeasure.tailLimit)
        var measure = RiskMeasure(
            method: method, confidence: confidence, outcomes: profits.count,
            valueAtRisk: figure(tail?.valueAtRisk, else: reason),
            valueAtRiskLow: figure(tail?.valueAtRiskLow, else: beyond),
            valueAtRiskHigh: figure(tail?.valueAtRiskHigh, else: beyond),
            expectedShortfall: figure(tail?.expectedShortfall, else: reason),
            shortfallError: figure(tail?.shortfallError, else: beyond),
            tail: shown.map { -profits[$0] }, tailDays: days.count == profits.count ? shown.map { days[$0] } : [])
        // As the shortfall counts them: each whole, and what is left of the part for the last.
        var left = measure.part - Double(shown.count)
        for index in order.dropFirst(shown.count) where left > 1e-9 {
            measure.tailRest -= min(1, left) * profits[index]
            left -= 1
        }
        return measure
    }

    private func worst(_ sums: [Double], _ bySymbol: [String: [Double]]) -> [RiskDay] {
        let order = history.days.indices.sorted { (sums[$0], $0) < (sums[$1], $1) }
        return order.prefix(5).map { index in
            let drivers = bySymbol.map { RiskDay.SymbolProfit(symbol: $0.key, profit: $0.value[index]) }
                .sorted { (abs($0.profit), $1.symbol) > (abs($1.profit), $0.symbol) }
            return RiskDay(
                date: history.days[index], benchmarkMove: history.benchmark.price[index], profit: sums[index],
                drivers: Array(drivers.prefix(5)), others: max(0, drivers.count - 5))
        }
    }
}

extension RiskWork {
    /// What is at risk by name: as the limit of a name counts it; funds of Treasury bills are collateral and no risk.
    private static func concentration(of book: BookValuation, _ market: MarketSnapshot) -> RiskConcentration {
        let room = BookRoom(book, market: market)
        return concentration(room.names, unmeasured: room.unmeasured.keys.sorted())
    }

    private static func deltas(of book: BookValuation) -> RiskConcentration {
        let known = book.bySymbol.compactMap { row in row.dollarDelta.figure.value.map { (row.key, abs($0)) } }
        let unknown = book.bySymbol.filter { $0.dollarDelta.unknownCount > 0 }.map(\.key).sorted()
        return concentration(Dictionary(known) { $0 + $1 }, unmeasured: unknown)
    }

    static func concentration(_ amounts: [String: Double], unmeasured: [String]) -> RiskConcentration {
        let total = amounts.values.reduce(0, +)
        let weights = amounts.filter { $0.value > 0 }
            .map { RiskConcentration.Weight(symbol: $0.key, amount: $0.value, share: $0.value / total) }
            .sorted { ($0.amount, $1.symbol) > ($1.amount, $0.symbol) }
        let index = weights.reduce(0) { $0 + $1.share * $1.share }
        let trust: Trust = unmeasured.isEmpty ? .fresh : .estimated
        return RiskConcentration(
            weights: weights, index: Figure(weights.isEmpty ? nil : index, trust: trust, else: .notApplicable),
            effectiveNames: Figure(index > 0 ? 1 / index : nil, trust: trust, else: .notApplicable),
            unmeasured: unmeasured)
    }
}

extension ScenarioLeg {
    /// Dollars in every outcome; nil where one cannot be priced.
    func profits(_ option: Option, _ moves: RiskMoves) -> [Double]? {
        func settled(_ price: Double) -> Double {
            max(0, option.terms.right.sign * (spot * max(Self.leastPart, 1 + price) - option.terms.strike))
        }
        let standing = settled(0)
        if option.isOver { return moves.price.map { size * (settled($0) - standing) } }
        var model: RiskTable?
        if option.modelShare > 0 {
            guard let table = RiskTable(at(option.terms), moves: moves) else { return nil }
            model = table
        }
        var exercised: RiskTable?
        if option.modelShare < 1, let own = option.exercisedVolatility, own > 0 {
            var terms = at(option.terms)
            terms.volatility = own
            exercised = RiskTable(terms, moves: moves)
        }
        var profits: [Double] = []
        profits.reserveCapacity(moves.price.count)
        for (price, volatility) in zip(moves.price, moves.volatility) {
            var change = 0.0
            if let model {
                guard let found = model.change(price: price, volatility: volatility) else { return nil }
                change += option.modelShare * found
            }
            if option.modelShare < 1 {
                let other = exercised.flatMap { $0.change(price: price, volatility: volatility) }
                change += (1 - option.modelShare) * (other ?? settled(price) - standing)
            }
            guard change.isFinite else { return nil }
            profits.append(size * change)
        }
        return profits
    }

    private func at(_ terms: OptionTerms) -> OptionTerms {
        var terms = terms
        terms.spot = spot
        return terms
    }
}
