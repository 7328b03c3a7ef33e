import MagnusDomain
import MagnusQuant

/// Short options by one figure of their own, rows by the day against the whole time, and spots against their strikes.
extension AnswerMaker {
    private static let listedLegs = 6

    // MARK: - Short options

    func shortLegs(_ order: StandingTopic.ShortLegOrder) {
        guard !isBookEmpty else { return sayEmptyBook() }
        var legs: [(row: StrategyValuation, leg: PositionValuation, contract: OptionContract)] = []
        for row in rows() {
            for leg in row.legs where Self.isShortOption(leg) {
                guard case .option(let contract) = leg.position.instrument,
                    order.right == nil || contract.right == order.right
                else { continue }
                legs.append((row, leg, contract))
            }
        }
        let noun = order.right.map { $0 == .put ? "short put" : "short call" } ?? "short option"
        let cite = citeBook()
        out.record("short_legs", ["measure": order.measure.rawValue], rows: legs.count)
        guard !legs.isEmpty else {
            return out.line("No \(Fragment([.words(noun)])) is among \(out.counted(rows().count, "row", cite)).")
        }
        let sorted = legs.sorted { left, right in
            let values = (
                Self.figure(order.measure, left.leg, left.contract).value,
                Self.figure(order.measure, right.leg, right.contract).value
            )
            switch values {
            case (let first?, let second?) where first != second:
                return order.isLowestFirst ? first < second : first > second
            case (nil, .some): return false
            case (.some, nil): return true
            default: return left.leg.position.id < right.leg.position.id
            }
        }
        let ofOne: Fragment = order.measure == .delta ? " of a single option" : Fragment()
        let end: Fragment = order.isLowestFirst ? "Lowest" : "Highest"
        out.line(
            "\(end) \(Fragment([.words(order.measure.rawValue)]))\(ofOne) of \(out.counted(legs.count, noun, cite)) first:"
        )
        let most = countAsked ?? (order.isEach ? legs.count : Self.listedLegs)
        for item in sorted.prefix(most) {
            let source = self.cite(item.row)
            let contracts = Self.whole(item.leg.position.quantity.value)
            let title = "\(item.row.symbol) \(contracts) \(item.contract.shortName)"
            out.line(
                "\(out.quote(title)) \(out.date(item.contract.expiry, today: today)): \(text(order.measure, item.leg, item.contract, source))"
            )
        }
        // All are talked about, listed or not.
        for item in sorted { remember(item.row) }
        if sorted.count > most { out.line("\(out.counted(sorted.count - most, "further one", cite)) not listed.") }
        if let first = sorted.first { offerRow(first.row) }
    }

    static func whole(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? String(value) }

    /// What a short option is ordered by: its size where being short alone makes it negative.
    private static func figure(
        _ measure: RowFigures.Measure, _ leg: PositionValuation, _ contract: OptionContract
    ) -> Figure {
        switch measure {
        case .delta:
            let shares = leg.position.quantity.magnitude.value * Double(contract.multiplier)
            return shares > 0 ? leg.delta.map { abs($0) / shares } : .unknown(.notApplicable)
        case .theta: return leg.thetaPerDay
        case .vega: return leg.vegaPerPoint.map(abs)
        case .gamma: return leg.gamma.map(abs)
        case .extrinsic: return leg.extrinsic
        case .daysToExpiry: return Figure(leg.daysToExpiry.map(Double.init), else: .notApplicable)
        case .assignment: return leg.assignmentProbability
        case .distance: return leg.distanceToStrike
        case .costToClose: return leg.costToClose
        case .profit: return leg.unrealizedProfit
        default: return leg.impliedVolatility
        }
    }

    private func text(
        _ measure: RowFigures.Measure, _ leg: PositionValuation, _ contract: OptionContract, _ cite: Int
    ) -> Fragment {
        let figure = Self.figure(measure, leg, contract)
        let name = measure.rawValue
        switch measure {
        case .delta: return "delta \(out.decimal(figure, name, cite, decimals: 2)) in size"
        case .theta: return "theta \(out.dollars(figure, name, cite, signed: true)) a day"
        case .vega: return "vega \(out.dollars(leg.vegaPerPoint, name, cite, signed: true)) a point"
        case .gamma: return "gamma \(out.decimal(leg.gamma, name, cite, decimals: 2, signed: true)) a dollar"
        case .extrinsic: return "extrinsic value \(out.price(figure, name, cite)) a share"
        case .daysToExpiry: return "\(out.decimal(figure, name, cite)) days to expiry"
        case .assignment: return "chance of assignment \(out.percent(figure, name, cite))"
        case .distance:
            let dollars = leg.underlyingPrice.value.map { spot in figure.map { $0 * spot } } ?? .unknown(.notApplicable)
            return "\(out.distance(figure, dollars: dollars, name, cite)) to the strike"
        case .costToClose: return "cost to close \(out.dollars(figure, name, cite))"
        case .profit: return "open P/L \(out.dollars(figure, name, cite, signed: true))"
        default: return "implied volatility \(out.percent(figure, name, cite, decimals: 1))"
        }
    }

    // MARK: - The day against the whole time

    func dayAgainstOpen(_ sides: StandingTopic.DayAgainstOpen) {
        guard !isBookEmpty else { return sayEmptyBook() }
        let chosen = rowsAsked()
        guard !chosen.isEmpty else { return nothingHeld(symbol ?? "") }
        // As it is shown, in whole dollars: what rounds to nothing is neither up nor down.
        func isOn(_ isUp: Bool, _ figure: Figure) -> Bool {
            let dollars = (figure.value ?? 0).rounded()
            return isUp ? dollars > 0 : dollars < 0
        }
        let found = chosen.filter {
            isOn(sides.isUpToday, $0.dayProfit) && isOn(sides.isUpOverall, $0.unrealizedProfit)
        }.sorted { (abs($1.dayProfit.value ?? 0), $0.id) < (abs($0.dayProfit.value ?? 0), $1.id) }
        let cite = citeBook()
        out.record("day_against_open", rows: found.count)
        func word(_ isUp: Bool) -> Fragment { isUp ? "up" : "down" }
        out.line(
            "\(out.count(found.count, "rows", cite)) of \(out.counted(chosen.count, "row", cite)) \(found.count == 1 ? "is" : "are") \(word(sides.isUpToday)) today and \(word(sides.isUpOverall)) since opened\(found.isEmpty ? "." : ":")"
        )
        // A name that is asked about is told either way.
        for row in entities.symbols.isEmpty ? found : chosen {
            let source = self.cite(row)
            out.line(
                "\(dated(row)): day P/L \(out.dollars(row.dayProfit, "day P/L", source, signed: true)), open P/L \(out.dollars(row.unrealizedProfit, "open P/L", source, signed: true))"
            )
            remember(row)
        }
        let unknown = chosen.filter { $0.dayProfit.value == nil || $0.unrealizedProfit.value == nil }
        if !unknown.isEmpty, entities.symbols.isEmpty {
            out.line("Unknown for \(unknown.prefix(6).map(name).joined(", ")), in no count.")
        }
    }

    // MARK: - Strikes

    /// Whether a spot is on the asked side of the strikes held on it, and by how far.
    func strikeSide(_ asked: StandingTopic.StrikeSide?) {
        guard !isBookEmpty else { return sayEmptyBook() }
        let chosen = rows()
        guard !chosen.isEmpty else { return nothingHeld(symbol ?? "") }
        out.record("strike_side", ["symbol": symbol ?? ""], rows: chosen.count)
        for row in chosen {
            var legs: [(leg: PositionValuation, contract: OptionContract)] = []
            for leg in row.legs {
                guard case .option(let contract) = leg.position.instrument,
                    entities.contract.right == nil || entities.contract.right == contract.right
                else { continue }
                legs.append((leg, contract))
            }
            // The strikes that can cost something; those bought where none is sold.
            let short = legs.filter { Self.isShortOption($0.leg) }
            remember(row)
            guard !legs.isEmpty else {
                out.line("\(name(row)) has no option, so no strike.")
                continue
            }
            for item in short.isEmpty ? legs : short { say(item.leg, item.contract, of: row, asked) }
        }
        if let first = chosen.first { offerRow(first) }
    }

    private func say(
        _ leg: PositionValuation, _ contract: OptionContract, of row: StrategyValuation,
        _ asked: StandingTopic.StrikeSide?
    ) {
        let cite = cite(row)
        let end: Fragment = leg.position.quantity.isShort ? "short" : "long"
        let title: Fragment =
            "\(out.quote("\(row.symbol) \(contract.shortName)", cite)) \(out.date(contract.expiry, today: today)) (\(end))"
        guard let spot = leg.underlyingPrice.value, spot > 0 else {
            return out.line("\(title): the spot is \(out.price(leg.underlyingPrice, "spot", cite)).")
        }
        let gap = leg.underlyingPrice.map { abs($0 - contract.strike) }
        let side: StandingTopic.StrikeSide? =
            spot > contract.strike ? .above : spot < contract.strike ? .below : nil
        let verdict: Fragment = asked.map { $0 == side ? "yes, " : "no, " } ?? Fragment()
        let isInside = contract.right.sign * (spot - contract.strike) > 0
        let place: Fragment =
            side.map { $0 == .above ? "above" : "below" } ?? "away, at"
        let money: Fragment = side == nil ? "at the money" : isInside ? "in the money" : "out of the money"
        out.line(
            "\(title): \(verdict)spot \(out.price(leg.underlyingPrice, "spot", cite)) is \(out.price(gap, "distance to the strike", cite, formula: "|spot - strike|")) (\(out.percent(gap.map { $0 / spot }, "distance to the strike", cite, decimals: 1, formula: "|spot - strike| / spot"))) \(place) the strike of \(out.price(Figure(contract.strike), "strike", cite)), \(money)."
        )
    }
}
