import MagnusDomain
import MagnusQuant

extension AnswerMaker {
    private static let rankedRows = 8

    /// The rows in order of one figure, the one that asks for a look first.
    func rowRanking() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let measure = RankingRules.measure(question.words, entities) ?? .leftPerYear
        let chosen = symbol != nil || question.subject != nil ? rows() : book.strategies
        guard !chosen.isEmpty else { return nothingHeld(symbol ?? "") }
        out.record("row_ranking", ["symbol": symbol ?? ""], rows: chosen.count)
        let end = Superlative.read(question.words, isOfDistance: measure == .distance)
        let isUp = isAscending(measure, end)
        switch measure {
        case .leftPerYear:
            rank(
                chosen, by: \.leftPerYear, ascending: isUp,
                "What the rest of the premium still earns in a year on its collateral (cost to buy back over collateral, by the days left), \(isUp ? "least" : "most") first:"
            ) { row, cite in
                "\(out.percent(row.leftPerYear, "left per year", cite, decimals: 1)) a year, buy back \(out.dollars(row.costToClose, "cost to close", cite))"
            }
            out.line("Less than a treasury bill pays is dead money: the collateral earns more without the position.")
        case .captured: captured(chosen, ascending: isUp)
        case .inTheMoney: inTheMoney(chosen)
        case .outOfTheMoney: inTheMoney(chosen, isOut: true)
        case .maximumLoss:
            rank(
                chosen, by: \.maximumLoss, ascending: isUp,
                "The most that can be lost at expiry, \(isUp ? "smallest" : "largest") first:"
            ) { row, cite in
                "\(out.dollars(row.maximumLoss, "maximum loss", cite)), the most to make \(out.dollars(row.maximumProfit, "maximum profit", cite))"
            }
            sayLossOfParts(chosen)
        case .delta:
            let isSigned = end?.isSigned ?? false
            rank(
                shorts(of: chosen), by: isSigned ? \.delta : \.deltaSize, ascending: isUp,
                "By \(isSigned ? "delta with its sign" : "size of delta"), in shares\(isUp ? ", lowest first" : Fragment()):"
            ) { row, cite in
                out.decimal(row.delta, "delta", cite, signed: true)
            }
        case .theta:
            rank(
                shorts(of: chosen), by: \.thetaPerDay, ascending: isUp,
                "By theta, dollars a day\(isUp ? ", lowest first" : Fragment()):"
            ) { row, cite in
                out.dollars(row.thetaPerDay, "theta", cite, signed: true)
            }
        case .vega:
            let isSigned = end?.isSigned ?? false
            rank(
                shorts(of: chosen), by: isSigned ? \.vegaPerPoint : \.vegaSize, ascending: isUp,
                "By \(isSigned ? "vega with its sign" : "size of vega"), dollars for a point of implied volatility\(isUp ? ", lowest first" : Fragment()):"
            ) { row, cite in
                out.dollars(row.vegaPerPoint, "vega", cite, signed: true)
            }
        case .distance:
            rank(
                chosen, by: \.distance, ascending: isUp,
                "By distance to the nearest short strike, below zero in the money\(isUp ? Fragment() : ", furthest out of the money first"):"
            ) {
                row, cite in
                "\(out.percent(row.distance, "distance", cite, decimals: 1, signed: true)), \(out.price(row.distanceDollars, "distance in dollars", cite, signed: true)) a share\(spot(row, cite))"
            }
        case .extrinsic:
            rank(
                chosen.filter { $0.legs.contains(where: Self.isShortOption) }, by: \.extrinsic, ascending: isUp,
                "Premium that can still decay (extrinsic value of the short legs), \(isUp ? "least" : "most") first:"
            ) { row, cite in
                row.captured.value == nil
                    ? out.dollars(row.extrinsic, "short extrinsic", cite)
                    : "\(out.dollars(row.extrinsic, "short extrinsic", cite)), captured \(out.percent(row.captured, "captured", cite))"
            }
            if chosen.count > 1, symbol == nil {
                out.line(
                    "Together \(out.dollars(book.shortExtrinsic, "short extrinsic of the book", citeBook())).")
            }
        case .costToClose:
            rank(
                chosen.filter { $0.legs.contains(where: Self.isShortOption) }, by: \.costToClose, ascending: isUp,
                "Cost to close now, at prices that trade\(isUp ? ", least first" : Fragment()):"
            ) { row, cite in
                "\(out.dollars(row.costToClose, "cost to close", cite)), P/L \(out.dollars(row.unrealizedProfit, "P/L", cite, signed: true))"
            }
            sayCostOfAll(chosen.filter { $0.legs.contains(where: Self.isShortOption) })
        case .uncovered: uncovered(chosen)
        case .belowBasis: callsBelowBasis()
        case .naked: naked(chosen)
        }
    }

    /// The end of a figure that comes first: the one that is asked for, else the one that asks for a look.
    private func isAscending(_ measure: RankingRules.Measure, _ end: Superlative?) -> Bool {
        let words = Set(question.words.map(\.text))
        switch measure {
        // "The most dead money" earns the least.
        case .leftPerYear: return words.contains("dead") ? true : end?.isAscending ?? true
        case .distance: return end?.isAscending ?? true
        case .costToClose where words.contains("cheapest"): return true
        // "Maximum" and "most" are of the loss itself.
        case .maximumLoss: return end?.isAscending == true
        default: return end?.isAscending ?? false
        }
    }

    /// Rows that a question names one by one are one risk together.
    private func sayLossOfParts(_ rows: [StrategyValuation]) {
        let known = rows.filter { $0.maximumLoss.value != nil }
        guard !filter.sets.isEmpty || entities.symbols.count > 1, known.count > 1 else { return }
        let sum = FilteredBook.total(known.map(\.maximumLoss))
        out.line(
            "Together \(out.dollars(sum, "maximum loss together", citeBook())), if every one of them loses all it can."
        )
    }

    /// What closing several rows costs together.
    func sayCostOfAll(_ rows: [StrategyValuation]) {
        guard rows.count > 1 else { return }
        let sum = FilteredBook.total(rows.map(\.costToClose))
        out.line(
            "Together \(out.dollars(sum, "cost to close all", citeBook())) for \(out.counted(rows.count, "row", citeBook())) with a short option."
        )
    }

    /// Where a question is about shorts, the rows that have one.
    private func shorts(of rows: [StrategyValuation]) -> [StrategyValuation] {
        let words = Set(question.words.map(\.text))
        guard !words.isDisjoint(with: ["short", "shorts", "option", "options"]) else { return rows }
        return rows.filter { $0.legs.contains(where: Self.isShortOption) }
    }

    /// Rows with a short strike that the price has passed; of puts or of calls where the question says so.
    /// - Parameter isOut: those on the other side of the strike, the strike itself among them.
    private func inTheMoney(_ rows: [StrategyValuation], isOut: Bool = false) {
        let right = entities.contract.right
        let found = rows.filter { row in
            (row.distance.value.map { isOut ? $0 >= 0 : $0 < 0 } ?? false)
                && (right == nil
                    || row.legs.contains { leg in
                        guard case .option(let contract) = leg.position.instrument else { return false }
                        return contract.right == right && leg.position.quantity.isShort
                    })
        }
        guard !found.isEmpty else {
            let kind: Fragment = right.map { $0 == .put ? "put" : "call" } ?? "option"
            out.line(isOut ? "No short \(kind) is out of the money now." : "No short \(kind) is in the money now.")
            return
        }
        // "Furthest", "most out of the money"; of what is in the money the deepest come first either way.
        let isFar = isOut && Superlative.read(question.words, isOfDistance: true)?.isAscending == false
        let heading: Fragment =
            isOut
            ? "Not in the money now, \(isFar ? "furthest from" : "nearest to") the strike first:"
            : "In the money now, deepest first:"
        rank(found, by: \.distance, ascending: !isFar, heading) { row, cite in
            "\(out.percent(row.distance, "distance", cite, decimals: 1, signed: true)), \(out.price(row.distanceDollars, "distance in dollars", cite, signed: true)) a share\(spot(row, cite)), assignment \(out.percent(row.assignmentProbability, "assignment probability", cite))\(furtherFigures(row, cite))"
        }
    }

    /// Figures that a list of rows is asked with: "in the money, with deltas".
    private func furtherFigures(_ row: StrategyValuation, _ cite: Int) -> Fragment {
        let told: Set<RowFigures.Measure> = [.distance, .assignment]
        return RowFigures.named(question.words).measures.filter { !told.contains($0) }.map { measure in
            ", \(Fragment([.words(measure.rawValue)])) \(text(measure, figure(measure, of: row), row, cite))"
                as Fragment
        }.joined("")
    }

    private func spot(_ row: StrategyValuation, _ cite: Int) -> Fragment {
        guard let leg = row.legs.first(where: Self.isShortOption) ?? row.legs.first else { return Fragment() }
        return ", spot \(out.price(leg.underlyingPrice, "spot", cite))"
    }

    /// - Parameter ascending: smallest first.
    private func rank(
        _ rows: [StrategyValuation], by key: KeyPath<StrategyValuation, Figure>, ascending: Bool, _ heading: Fragment,
        _ text: (StrategyValuation, Int) -> Fragment
    ) {
        let known = rows.filter { $0[keyPath: key].value != nil }.sorted { left, right in
            let values = (left[keyPath: key].value ?? 0, right[keyPath: key].value ?? 0)
            if values.0 == values.1 { return left.id < right.id }
            return ascending ? values.0 < values.1 : values.0 > values.1
        }
        guard !known.isEmpty else {
            let names = rows.prefix(4).map(dated).joined(", ")
            out.line(
                names.isEmpty
                    ? "No row has a short option, so there is no such figure."
                    : "That figure is known for none of \(names).")
            for row in rows.prefix(4) { remember(row) }
            return
        }
        out.line(heading)
        let most = countAsked ?? Self.rankedRows
        for row in known.prefix(most) {
            out.line("\(dated(row)): \(text(row, cite(row)))")
            remember(row)
        }
        // All of them are talked about, listed or not.
        for row in known.dropFirst(most) { remember(row) }
        if known.count > most {
            let rest = known.count - most
            out.line("\(out.counted(rest, "further row", citeBook())) not listed.")
        }
        let unknown = rows.filter { $0[keyPath: key].value == nil && $0.legs.contains(where: Self.isShortOption) }
        if !unknown.isEmpty {
            out.line("Unknown for \(unknown.prefix(4).map(name).joined(", ")).")
        }
        if let first = known.first { offerRow(first) }
    }

    /// What is over its target, what comes nearest below, and the rows by what they have captured.
    private func captured(_ rows: [StrategyValuation], ascending: Bool) {
        let ids = Set(rows.map(\.id))
        let over = openAlerts.filter { alert in
            alert.finding.evidence.contains { $0.name == "target" }
                && (alert.finding.positionIdentifier.map(ids.contains) ?? true)
        }
        if !over.isEmpty {
            out.line(
                "Over the target: \(over.prefix(4).map { "\(out.quote($0.finding.title, cite($0)))" as Fragment }.joined(", "))."
            )
        }
        // The monitor looks at every row.
        if symbol == nil, filter.isEmpty,
            let nearest = context.monitors.first(where: { $0.name == .profitTarget })?.nearest
        {
            let cite = out.cite("monitors", "Monitors", reference: "monitors")
            out.line("Nearest below its target: \(out.quote(nearest, cite)).")
        }
        rank(
            rows, by: \.captured, ascending: ascending,
            "By share of the most that can be made\(ascending ? ", least first" : Fragment()):"
        ) { row, cite in
            "\(out.percent(row.captured, "captured", cite)), P/L \(out.dollars(row.unrealizedProfit, "P/L", cite, signed: true))"
        }
    }

    private func uncovered(_ rows: [StrategyValuation]) {
        let found = rows.filter { $0.flags.contains(.uncoveredShares) }
        guard !found.isEmpty else {
            out.line("No shares are without a call against them.")
            return
        }
        for row in found {
            let cite = cite(row)
            out.line(
                "\(name(row)): P/L \(out.dollars(row.unrealizedProfit, "P/L", cite, signed: true))\(spot(row, cite))")
            remember(row)
            out.offer("ask", "Calls on \(row.symbol)", ["text": "covered calls for \(row.symbol)"])
        }
    }
}

extension StrategyValuation {
    /// Delta without its sign.
    fileprivate var deltaSize: Figure { delta.map(abs) }

    /// Vega without its sign.
    fileprivate var vegaSize: Figure { vegaPerPoint.map(abs) }
}
