import MagnusDomain
import MagnusQuant

/// The book as if only the rows and legs that a question asks for were held, summed as the engine sums the whole.
enum FilteredBook {
    /// - Parameter byLegs: a side that is asked for counts with its legs alone; otherwise rows that have such a leg count
    ///   whole.
    static func book(_ whole: BookValuation, _ filter: QuestionFilter, byLegs: Bool = true) -> BookValuation {
        guard !filter.isEmpty else { return whole }
        var book = whole
        book.strategies = whole.strategies.compactMap { row in
            guard filter.keeps(row) else { return nil }
            guard filter.hasSide else { return row }
            guard byLegs else { return row.legs.contains(where: { filter.keeps($0, of: row) }) ? row : nil }
            var part = row
            part.legs = row.legs.filter { filter.keeps($0, of: row) }
            guard !part.legs.isEmpty else { return nil }
            guard part.legs.count < row.legs.count else { return row }
            func sum(_ path: KeyPath<PositionValuation, Figure>) -> Figure {
                part.legs.map { $0[keyPath: path] }.reduce(Figure(0)) { $0.combined(with: $1) { $0 + $1 } }
            }
            part.unrealizedProfit = sum(\.unrealizedProfit)
            part.dayProfit = sum(\.dayProfit)
            part.delta = sum(\.delta)
            part.thetaPerDay = sum(\.thetaPerDay)
            part.vegaPerPoint = sum(\.vegaPerPoint)
            // Shares that are left out change none of what follows: it is of options.
            guard optionCount(part) < optionCount(row) else { return part }
            part.costToClose = sum(\.costToClose)
            part.extrinsic = extrinsic(of: part.legs)
            // These are of the whole row and of no part of it.
            part.entryPrice = .unknown(.notApplicable)
            part.markPrice = .unknown(.notApplicable)
            part.captured = .unknown(.notApplicable)
            part.leftPerYear = .unknown(.notApplicable)
            return part
        }
        if !filter.accounts.isEmpty {
            book.accounts = whole.accounts.filter { filter.accounts.contains($0.account.name) }
        }
        let legs = book.strategies.flatMap(\.legs)
        let ids = Set(legs.map(\.position.id))
        let parts = whole.byPosition.filter { ids.contains($0.key) }
        let strategyOf = Dictionary(
            book.strategies.flatMap { row in row.legs.map { ($0.position.id, row) } },
            uniquingKeysWith: { first, _ in first })
        func grouped(_ key: (StrategyValuation) -> String) -> [GreeksRow] {
            var groups: [String: [GreeksRow]] = [:]
            for part in parts { strategyOf[part.key].map { groups[key($0), default: []].append(part) } }
            return groups.map { sum($0.value, key: $0.key) }.sorted { $0.key < $1.key }
        }
        book.byPosition = parts
        book.greeks = sum(parts, key: whole.greeks.key)
        book.bySymbol = grouped(\.symbol)
        book.byStrategy = grouped(\.id)
        book.bySector = grouped { $0.legs.first?.sector ?? "" }
        book.nearGreeks = sum([], key: whole.nearGreeks.key)
        book.openProfit = total(legs.map(\.unrealizedProfit))
        book.dayClosings = tellsClosings(filter) ? whole.dayClosings.filter { keeps($0, filter) } : []
        book.dayProfit = total(legs.map(\.dayProfit) + book.dayClosings.map(\.profit))
        book.thetaPerDay = book.greeks.thetaPerDay
        book.shortExtrinsic = total(
            book.strategies.map(\.extrinsic).filter { $0.reason != .notApplicable })
        book.excluded = whole.excluded.filter { name in
            book.strategies.contains { row in
                row.symbol == name
                    || row.legs.contains { leg in
                        guard case .option(let contract) = leg.position.instrument else { return false }
                        return contract.root == name
                    }
            }
        }
        let dollars = book.greeks.betaWeightedDelta.figure.combined(with: whole.benchmarkPrice) { $0 * $1 }
        book.deltaFractionOfNetLiquidation = book.accounts.map(\.netLiquidation.figure)
            .reduce(Figure(0)) { $0.combined(with: $1) { $0 + $1 } }
            .combined(with: dollars) { $0 > 0 ? $1 / $0 : .nan }
        book.dayAttribution = nil
        return book
    }

    private static func optionCount(_ row: StrategyValuation) -> Int {
        row.legs.filter { leg in if case .option = leg.position.instrument { true } else { false } }.count
    }

    /// Dollars of premium that can still decay, of the short options: what buying each back costs above what it is worth
    /// now. Not applicable without one.
    private static func extrinsic(of legs: [PositionValuation]) -> Figure {
        let figures = legs.compactMap { leg -> Figure? in
            guard case .option(let contract) = leg.position.instrument, leg.position.quantity.isShort else {
                return nil
            }
            let size = leg.position.quantity.magnitude.value * Double(contract.multiplier)
            let cost = leg.costToClose.value == nil ? leg.mark.map { $0 * size } : leg.costToClose
            return cost.combined(with: leg.underlyingPrice) { cost, spot in
                max(0, cost - max(0, contract.right.sign * (spot - contract.strike)) * size)
            }
        }
        guard !figures.isEmpty else { return .unknown(.notApplicable) }
        return figures.reduce(Figure(0)) { $0.combined(with: $1) { $0 + $1 } }
    }

    /// What is held no more is in no row: its account and its name are known, not of which kind or side its row was.
    static func tellsClosings(_ filter: QuestionFilter) -> Bool {
        var known = QuestionFilter()
        known.accounts = filter.accounts
        known.excludedSymbols = filter.excludedSymbols
        return filter == known
    }

    private static func keeps(_ closing: DayClosing, _ filter: QuestionFilter) -> Bool {
        guard filter.accounts.isEmpty || filter.accounts.contains(closing.account) else { return false }
        return !(closing.instrument.map { filter.excludedSymbols.contains(TradeHistory.symbol($0)) } ?? false)
    }

    /// The known parts, and how many are not; unknown where there are parts and none is known.
    static func total(_ figures: [Figure]) -> Total {
        let known = figures.filter { $0.value != nil }
        if known.isEmpty, let reason = figures.first?.reason {
            return Total(figure: .unknown(reason), unknownCount: figures.count)
        }
        return Total(
            figure: known.reduce(Figure(0)) { $0.combined(with: $1) { $0 + $1 } },
            unknownCount: figures.count - known.count)
    }

    static func sum(_ rows: [GreeksRow], key: String) -> GreeksRow {
        func total(_ path: KeyPath<GreeksRow, Total>) -> Total {
            // What is in no sum, as a T-bill fund, has neither a figure nor an unknown part.
            let parts = rows.map { $0[keyPath: path] }.filter { $0.figure.value != nil || $0.unknownCount > 0 }
            var sum = Self.total(parts.map(\.figure))
            sum.unknownCount = parts.reduce(0) { $0 + $1.unknownCount }
            return sum
        }
        return GreeksRow(
            key: key, positions: rows.reduce(0) { $0 + $1.positions }, delta: total(\.delta), gamma: total(\.gamma),
            thetaPerDay: total(\.thetaPerDay), vegaPerPoint: total(\.vegaPerPoint), rhoPerPoint: total(\.rhoPerPoint),
            dollarDelta: total(\.dollarDelta), dollarGammaOnePercent: total(\.dollarGammaOnePercent),
            betaWeightedDelta: total(\.betaWeightedDelta), vega30: total(\.vega30))
    }
}
