import MagnusDomain
import MagnusQuant

extension AnswerMaker {
    /// The rows whose figure is inside a bound, and how many have no such figure.
    func rowsWhere(_ condition: RowCondition) {
        guard !isBookEmpty else { return sayEmptyBook() }
        let words = Set(question.words.map(\.text))
        var chosen = rows().filter { row in
            entities.contract.right == nil || row.legs.contains { Self.right($0) == entities.contract.right }
        }
        // "Short vega" is a side of the figure and none of the row.
        let isOfSign =
            [.delta, .theta, .vega].contains(condition.measure) && (condition.upper == 0 || condition.lower == 0)
        if !isOfSign, !words.isDisjoint(with: ["short", "shorts"]) {
            chosen = chosen.filter { row in
                row.legs.contains { Self.right($0) != nil && $0.position.quantity.isShort && isAskedRight($0) }
            }
        }
        if let span = entities.span { chosen = chosen.filter { $0.expiry.map(span.contains) ?? false } }
        let known = chosen.filter { condition.figure(of: $0).value != nil }
        var found = known.filter { condition.holds(condition.figure(of: $0).value ?? 0) }
            .sorted { left, right in
                let values = (condition.figure(of: left).value ?? 0, condition.figure(of: right).value ?? 0)
                if values.0 == values.1 { return left.id < right.id }
                return condition.lower != nil ? values.0 > values.1 : values.0 < values.1
            }
        // "Smallest first" turns them round, "by theta" puts them in another order.
        if let order = RowOrder.read(question.words) {
            let isOfBound = condition.outcome != nil && order.measure == .collateral && !words.contains("collateral")
            if isOfBound {
                if order.isAscending { found.reverse() }
            } else {
                found = order.sorted(found)
            }
        }
        let cite = citeBook()
        out.record("rows_where", ["measure": condition.measure.rawValue], rows: found.count)
        let bound = condition.lower ?? condition.upper ?? 0
        let side: Fragment
        let other: Fragment
        if let lower = condition.lower, let upper = condition.upper {
            side = lower == upper ? "of exactly" : "from"
            other = lower == upper ? Fragment() : " to \(text(Figure(upper), condition.measure, cite))"
        } else {
            side =
                condition.lower != nil
                ? (condition.includesBound ? "at least" : "above") : (condition.includesBound ? "at most" : "below")
            other = Fragment()
        }
        let head: Fragment =
            "\(out.count(found.count, "rows found", cite)) of \(out.counted(chosen.count, "row", cite)) with \(Fragment([.words(condition.measure.rawValue)])) \(side) \(text(Figure(bound), condition.measure, cite))\(other)"
        let outcome = condition.outcome.map { words -> Fragment in
            "\(out.count(found.count, "rows found", cite)) of \(out.counted(chosen.count, "row", cite)) \(found.count == 1 ? "stands" : "stand") \(Fragment([.words(words)]))"
        }
        out.line(found.isEmpty ? "\(outcome ?? head)." : "\(outcome ?? head):")
        let isOfCost = RankingRules.measure(question.words, entities) == .costToClose
        for row in found {
            let source = self.cite(row)
            let shown: Fragment =
                isOfCost
                ? "\(out.dollars(row.costToClose, "cost to close", source)) to close, P/L \(out.dollars(row.unrealizedProfit, "P/L", source, signed: true))"
                : condition.outcome == nil
                    ? text(condition.figure(of: row), condition.measure, source)
                    : out.dollars(row.unrealizedProfit, "P/L", source, signed: true)
            out.line("\(dated(row)): \(shown)")
            remember(row)
        }
        if isOfCost { sayCostOfAll(found.filter { $0.legs.contains(where: Self.isShortOption) }) }
        if condition.measure == .optionDelta { sayLongLegs(chosen, condition) }
        let missing = chosen.count - known.count
        if missing > 0 {
            let figure: Fragment = condition.outcome == nil ? "no such figure" : "no known P/L"
            out.line("\(out.counted(missing, "row", cite)) \(missing == 1 ? "has" : "have") \(figure).")
        }
        if let first = found.first { offerRow(first) }
    }

    /// Rows are judged by their short options; long ones that keep the bound are named besides.
    private func sayLongLegs(_ rows: [StrategyValuation], _ condition: RowCondition) {
        var parts: [Fragment] = []
        for row in rows where row.legs.contains(where: Self.isShortOption) {
            for leg in row.legs where isAskedRight(leg) && !leg.position.quantity.isShort {
                guard case .option(let contract) = leg.position.instrument else { continue }
                let shares = leg.position.quantity.magnitude.value * Double(contract.multiplier)
                let delta = leg.delta.map { abs($0) / shares * 100 }
                guard let value = delta.value, condition.holds(value) else { continue }
                parts.append(
                    "\(out.quote("\(row.symbol) \(contract.shortName)")) \(out.decimal(delta, "option delta", cite(row)))"
                )
            }
        }
        guard !parts.isEmpty else { return }
        out.line("Rows are judged by their short options; long ones inside the bound: \(parts.prefix(8).joined(", ")).")
    }

    func text(_ figure: Figure, _ measure: RowCondition.Measure, _ cite: Int) -> Fragment {
        switch measure {
        case .delta: "\(out.decimal(figure, "delta", cite, signed: true)) shares"
        case .optionDelta: out.decimal(figure, "option delta", cite)
        case .distance: out.percent(figure, "distance", cite, decimals: 1)
        case .outOfTheMoney, .inTheMoney: out.percent(figure, measure.rawValue, cite, decimals: 1)
        case .daysHeld: out.decimal(figure, "days held", cite)
        case .theta: "\(out.dollars(figure, "theta", cite, signed: true)) a day"
        case .vega: "\(out.dollars(figure, "vega", cite, signed: true)) a point"
        case .captured, .assignment, .volatility: out.percent(figure, measure.rawValue, cite)
        case .profit: out.dollars(figure, "P/L", cite, signed: true)
        case .loss: out.dollars(figure, "loss", cite)
        case .daysToExpiry: out.decimal(figure, "days to expiry", cite)
        case .collateral, .extrinsic, .costToClose: out.dollars(figure, measure.rawValue, cite)
        }
    }

    /// Rows with a call under what the shares cost, as the flag of the row says.
    func callsBelowBasis() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let found = rows().filter { $0.flags.contains(.belowBasis) }
        out.record("flags", ["flag": PositionFlag.belowBasis.rawValue], rows: found.count)
        guard !found.isEmpty else {
            out.line(
                "No short call is under the basis of its shares, among \(out.counted(rows().count, "row", citeBook()))."
            )
            return
        }
        out.line("Calls under the basis of their shares (flag B):")
        for row in found {
            let cite = cite(row)
            let average = row.legs.first { Self.isShareLeg($0) }?.position.averagePrice
            out.line(
                "\(dated(row)): shares at \(out.price(Figure(average, else: .notApplicable), "average price", cite)) on average, P/L \(out.dollars(row.unrealizedProfit, "P/L", cite, signed: true))"
            )
            remember(row)
        }
    }

    private static func isShareLeg(_ leg: PositionValuation) -> Bool {
        if case .stock = leg.position.instrument { return true }
        return false
    }
}
