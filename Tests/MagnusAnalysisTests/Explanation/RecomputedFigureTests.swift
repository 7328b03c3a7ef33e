import Glibc
import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

/// Law 1 driven: figures of the paper book recomputed from nothing but what their explanations print.
@Suite struct RecomputedFigureTests {
    let book: BookValuation
    let market = PaperBook.market

    init() {
        var valuer = PaperBook.valuer()
        book = valuer.valuation(now: PaperBook.now)
    }

    /// One leg as an explanation prints it.
    private struct Leg {
        var numbers: [String: Double] = [:]
        var words: [String: String] = [:]

        func number(_ name: String) throws -> Double { try #require(numbers[name], "\(name) of \(numbers)") }
        var size: Double { (numbers["quantity"] ?? .nan) * (numbers["multiplier"] ?? 1) }

        /// The terms, from the printed inputs alone.
        func terms() throws -> OptionTerms {
            let style = try #require(words["style"])
            let dividends = numbers.compactMap { name, amount -> CashDividend? in
                let parts = name.split(separator: " ")
                guard parts.first == "dividend", parts.count == 4, let years = Double(parts[2]) else { return nil }
                return CashDividend(years: years, amount: amount)
            }
            return OptionTerms(
                right: style.hasSuffix("put") ? .put : .call,
                style: style.hasPrefix("european") ? .european : .american,
                spot: try number("S"), strike: try number("K"), years: try number("T"), rate: try number("r") / 100,
                dividendYield: try number("q") / 100, volatility: try number("sigma") / 100,
                dividends: dividends.sorted { $0.years < $1.years })
        }
    }

    private func explanation(_ id: String) throws -> Explanation {
        try #require(Explainer.explain(id: id, book: book, market: market), "\(id)")
    }

    private func legs(_ explanation: Explanation) -> [Leg] {
        var order: [String] = []
        var legs: [String: Leg] = [:]
        for input in explanation.inputs {
            if legs[input.group] == nil { order.append(input.group) }
            legs[input.group, default: Leg()].words[input.name] = input.value
            if let number = Double(input.value) { legs[input.group]?.numbers[input.name] = number }
        }
        return order.compactMap { legs[$0] }
    }

    private func shown(_ explanation: Explanation) throws -> Double {
        try #require(Double(explanation.value.split(separator: " ").first ?? ""))
    }

    private func row(_ symbol: String, _ title: String = "") throws -> StrategyValuation {
        try #require(
            book.strategies.first { $0.symbol == symbol && (title.isEmpty || $0.title.contains(title)) }, "\(symbol)")
    }

    /// The sum over the printed legs against the figure of the screen.
    private func expectSum(
        _ row: StrategyValuation, _ key: String, _ figure: Figure, within tolerance: Double,
        _ recompute: (Leg) throws -> Double
    ) throws {
        let explanation = try explanation("\(row.id)#\(key)")
        let sum = try legs(explanation).reduce(0) { try $0 + recompute($1) }
        let value = try #require(figure.value)
        #expect(abs(sum - value) <= tolerance, "\(row.symbol) \(key): \(sum) against \(value)")
        #expect(abs(try shown(explanation) - value) <= 0.006, "\(row.symbol) \(key) prints \(explanation.value)")
    }

    /// What a holder of shares or options has of one share: 1 for shares.
    private func delta(_ leg: Leg) throws -> Double {
        guard leg.words["style"] != nil else { return 1 }
        return try #require(try OptionPricing.valuation(leg.terms(), accuracy: .live).delta)
    }

    @Test(arguments: ["XSP", "AAPL", "KO", "MU", "PLTR", "AMD", "SPX", "IWM", "QQQ", "INTC"])
    func deltaOfARow(symbol: String) throws {
        let row = try row(symbol)
        try expectSum(row, "delta", row.delta, within: 0.02) { try delta($0) * $0.size }
    }

    @Test(arguments: ["XSP", "AAPL", "KO", "MU", "PLTR", "AMD", "SPX", "IWM", "QQQ"])
    func thetaOfARow(symbol: String) throws {
        let row = try row(symbol)
        try expectSum(row, "theta_per_day", row.thetaPerDay, within: 0.05) { leg in
            let terms = try leg.terms()
            var tomorrow = terms
            tomorrow.years = max(0, terms.years - 1.0 / 365)
            tomorrow.dividends = terms.dividends.compactMap {
                $0.years > 1.0 / 365 ? CashDividend(years: $0.years - 1.0 / 365, amount: $0.amount) : nil
            }
            let next =
                tomorrow.years > 0
                ? try OptionPricing.price(tomorrow, accuracy: .live)
                : max(0, terms.right.sign * (terms.spot - terms.strike))
            return (next - (try OptionPricing.price(terms, accuracy: .live))) * leg.size
        }
    }

    @Test(arguments: ["AAPL", "PLTR", "SPX", "QQQ", "IWM"])
    func vegaOfARow(symbol: String) throws {
        let row = try row(symbol)
        try expectSum(row, "vega_per_point", row.vegaPerPoint, within: 0.02) { leg in
            try #require(try OptionPricing.valuation(leg.terms(), accuracy: .live).vega) / 100 * leg.size
        }
    }

    /// One leg at the first expiry, from what is printed alone.
    private func value(_ leg: Leg, at spot: Double) throws -> Double {
        guard leg.words["T at the first expiry"] != nil else {
            return max(0, spot - (try leg.number("K")))
        }
        #expect(leg.words["style"] == "american call")
        guard spot > 0 else { return 0 }
        let dividends = leg.numbers.compactMap { name, amount -> CashDividend? in
            let parts = name.split(separator: " ")
            guard parts.first == "dividend", parts.count == 7, let years = Double(parts[1]) else { return nil }
            return CashDividend(years: years, amount: amount)
        }
        let terms = OptionTerms(
            right: .call, style: .american, spot: spot, strike: try leg.number("K"),
            years: try leg.number("T at the first expiry"), rate: try leg.number("r") / 100,
            dividendYield: try leg.number("q") / 100, volatility: try leg.number("sigma") / 100,
            dividends: dividends.sorted { $0.years < $1.years })
        let exact = try AmericanPricing.price(terms, accuracy: .exact)
        let price = try AmericanPricing.price(terms, accuracy: .live)
        #expect(abs(exact - price) < 0.01, "the calculator of the command line has it so")
        return price
    }

    /// Diagonals and calendars: the later leg is repriced by the American pricer with the cash dividends that are left.
    @Test(arguments: [("BAC", "PMCC"), ("QQQ", "CAL")])
    func extremesAndBreakevensOfRowsWithALaterLeg(_ symbol: String, _ title: String) throws {
        let row = try row(symbol, title)
        func profit(_ explanation: Explanation, _ spot: Double) throws -> Double {
            try legs(explanation).filter { $0.words["quantity"] != nil }.reduce(0) { sum, leg in
                let value = try value(leg, at: spot)
                let printed = try #require(
                    leg.numbers.first {
                        $0.key.hasPrefix("value at") && abs((Double($0.key.dropFirst(9)) ?? 0) - spot) < 1e-3
                    }?.value)
                #expect(abs(printed - value) < 1e-3)
                return sum + leg.size * value - (try leg.number("cost basis"))
            }
        }
        for (key, figure) in [("max_profit", row.maximumProfit), ("max_loss", row.maximumLoss.map { -$0 })] {
            let explanation = try explanation("\(row.id)#\(key)")
            let spot = try #require(legs(explanation).first).number("S at the first expiry")
            let found = try profit(explanation, spot)
            #expect(abs(found - (figure.value ?? .nan)) < 0.02, "\(symbol) \(key): \(found) against \(figure)")
        }
        let breakevens = try explanation("\(row.id)#breakevens")
        #expect(!row.breakevens.isEmpty)
        for spot in row.breakevens { #expect(abs(try profit(breakevens, spot)) < 0.02, "\(symbol) at \(spot)") }
    }

    @Test func openProfitOfEveryRow() throws {
        for row in book.strategies where row.unrealizedProfit.value != nil {
            try expectSum(row, "unrealized_pnl", row.unrealizedProfit, within: 0.011) { leg in
                try leg.number("mark") * leg.size - (try leg.number("cost basis"))
            }
        }
    }

    @Test func volatilityGivesBackTheMark() throws {
        for symbol in ["AAPL", "KO", "MU", "PLTR", "AMD", "XSP"] {
            let leg = try #require(legs(try explanation("\(try row(symbol).id)#iv")).first)
            let price = try OptionPricing.price(leg.terms(), accuracy: .live)
            #expect(abs(price - (try leg.number("mark"))) < 0.001, "\(symbol)")
        }
    }

    @Test func distanceAssignmentAndCapture() throws {
        let pltr = try row("PLTR")
        let distance = try explanation("\(pltr.id)#distance_to_strike")
        let leg = try #require(legs(distance).first)
        #expect(
            abs(try shown(distance) - 100 * (try leg.number("S") - (try leg.number("K"))) / (try leg.number("S")))
                < 0.006)
        let sigmas = try explanation("\(pltr.id)#distance_sigmas")
        let terms = try #require(legs(sigmas).first).terms()
        let expected = -log(terms.strike / terms.spot) / (terms.volatility * terms.years.squareRoot())
        #expect(abs(try shown(sigmas) - expected) < 1e-3)
        let chance = try explanation("\(pltr.id)#assignment_probability")
        let lattice = try AssignmentProbability.american(try #require(legs(chance).first).terms()).total
        #expect(abs(try shown(chance) - 100 * lattice) < 0.5)
        // Cap: credit less what closing costs at the natural price, over the most that can be won.
        let captured = try explanation("\(pltr.id)#profit_captured")
        let parts = try #require(legs(captured).first)
        let share =
            (-(try parts.number("cost basis")) - (try parts.number("cost to close")))
            / (try parts.number("maximum profit"))
        #expect(abs(try shown(captured) - 100 * share) < 0.006)
        #expect(abs((pltr.captured.value ?? 0) - share) < 1e-6)
    }

    @Test func whatIsLeftAndExtrinsic() throws {
        let amd = try row("AMD")
        let left = try explanation("\(amd.id)#left_per_year")
        let leg = try #require(legs(left).first)
        let share = try leg.number("cost to buy back") / leg.number("collateral") * 365 / leg.number("DTE")
        #expect(abs(try shown(left) - 100 * share) < 0.006)
        let extrinsic = try explanation("\(amd.id)#extrinsic")
        let part = try #require(legs(extrinsic).first)
        let intrinsic = max(0, try part.number("K") - part.number("S"))
        let value = max(0, try part.number("ask") - intrinsic) * abs(part.size)
        #expect(abs(try shown(extrinsic) - value) < 0.011)
    }

    /// What is reserved, what is free, what the margin rule asks and what is left of it: each from its printed inputs.
    @Test(arguments: ["collateral", "free_cash", "margin_requirement", "buying_power", "buying_power_used_fraction"])
    func moneyOfTheAccount(key: String) throws {
        let explanation = try explanation("account/paper#\(key)")
        let numbers = explanation.inputs.compactMap { Double($0.value) }
        let expected: Double
        switch key {
        case "collateral", "margin_requirement":
            expected = numbers.reduce(0, +)
            for input in explanation.inputs {
                let part = try self.explanation(try #require(input.reference))
                let value = try #require(Double(input.value))
                // Rows that reserve nothing have shares or a debit as their collateral.
                if key != "collateral" || value != 0 { #expect(try shown(part) == value, "\(input.name)") }
            }
        case "buying_power_used_fraction": expected = 100 * numbers[0] / numbers[1]
        default:
            #expect(numbers.count == 2)
            expected = numbers[0] - numbers[1]
        }
        #expect(abs(try shown(explanation) - expected) < 0.01, "\(key)")
    }

    /// The requirement of every underlying from the legs that its explanation prints.
    @Test func requirementOfEveryUnderlying() throws {
        let account = try #require(book.accounts.first)
        #expect(account.requirements.count == 16)
        for part in account.requirements where part.symbol != "LCID" {
            let explanation = try explanation("account/paper#margin_requirement/\(part.symbol)")
            var spot = 0.0
            let members = try legs(explanation).map { leg in
                spot = try leg.number("S")
                guard let word = leg.words["right"] else {
                    return MarginRequirement.Leg(
                        contract: nil, quantity: try leg.number("quantity"), mark: Figure(try leg.number("mark")))
                }
                let expiry = try CalendarDate(iso8601: try #require(leg.words["expiry"]))
                return MarginRequirement.Leg(
                    contract: PaperBook.contract(
                        part.symbol, expiry, word == "call" ? .call : .put, try leg.number("K")),
                    quantity: try leg.number("quantity"), mark: Figure(try leg.number("mark")))
            }
            let underlying = MarginRequirement.Underlying(
                spot: Figure(spot), kind: try #require(market.underlyings[part.symbol]).profile.kind,
                today: PaperBook.day(3, 15))
            let net = try #require(MarginRequirement(members, underlying).net.value)
            #expect(abs(net - (try shown(explanation))) < 0.05, "\(part.symbol)")
        }
    }

    @Test func benchmarkDeltaOfTheBook() throws {
        let total = try explanation("book#beta_weighted_delta")
        var sum = 0.0
        for input in total.inputs {
            guard let reference = input.reference, Double(input.value) != nil else { continue }
            let leg = try #require(legs(try explanation(reference)).first)
            let shares = try delta(leg) * leg.size
            sum += try shares * leg.number("S") * leg.number("beta") / leg.number("benchmark price")
        }
        #expect(abs(sum - (book.greeks.betaWeightedDelta.figure.value ?? 0)) < 0.1)
    }

    @Test func scenarioOfTheBook() throws {
        let index = try #require(book.scenarios.firstIndex { $0.benchmarkMove == -0.05 })
        let explanation = try explanation("book#scenario/\(index)")
        let sum = legs(explanation).compactMap { $0.numbers["change of value"] }.reduce(0, +)
        let shown = try #require(book.scenarios[index].profit.figure.value)
        #expect(abs(sum - shown) < 0.002 * abs(shown), "\(sum) against \(shown)")
        // Each change from what is printed beside it: the terms of now and those after the move.
        let factor = try #require(explanation.inputs.first { $0.name == "factor(m)" }.flatMap { Double($0.value) })
        let days = Double(book.scenarios[index].daysForward)
        var recomputed = 0
        for var leg in legs(explanation) {
            guard let base = leg.numbers["V(now)"] else { continue }
            leg.numbers["T"] = try leg.number("T moved") + days / 365
            leg.numbers["sigma"] = try leg.number("sigma moved") / factor
            let now = try leg.terms()
            #expect(abs(try OptionPricing.price(now, accuracy: .live) - base) < 0.011)
            var moved = now
            moved.years = try leg.number("T moved")
            moved.dividends = now.dividends.map { CashDividend(years: $0.years - days / 365, amount: $0.amount) }
                .filter { $0.years > 0 }
            moved.spot = try leg.number("S moved")
            moved.volatility = try leg.number("sigma moved") / 100
            let change = try (OptionPricing.price(moved, accuracy: .live) - base) * leg.size
            let printed = try leg.number("change of value")
            #expect(abs(change - printed) < max(0.011 * abs(leg.size), 0.01 * abs(printed)))
            recomputed += 1
        }
        #expect(recomputed > 3)
    }

    /// A candidate and its parts, from what their explanations print.
    @Test func candidateOfAScan() throws {
        let world = ScanWorld()
        let candidate = try #require(world.scan().candidates.first)
        let explainer = Explainer(book: book, market: market, candidates: [candidate])
        func part(_ key: String) throws -> (leg: Leg, shown: Double) {
            let explanation = try #require(explainer.explain(id: "\(candidate.id)#\(key)"), "\(key)")
            return (try #require(legs(explanation).first), try shown(explanation))
        }
        let delta = try part("delta")
        let expected = try #require(try OptionPricing.valuation(delta.leg.terms(), accuracy: .live).delta)
        #expect(abs(delta.shown - expected) < 1e-4)
        let volatility = try part("iv")
        let mid = try (volatility.leg.number("bid") + volatility.leg.number("ask")) / 2
        #expect(abs(try OptionPricing.price(volatility.leg.terms(), accuracy: .live) - mid) < 0.002)
        let pay = try part("period_return")
        let period =
            try (pay.leg.number("fill") * pay.leg.number("multiplier") - pay.leg.number("fees"))
            / pay.leg.number("collateral")
        #expect(abs(pay.shown - 100 * period) < 0.006)
        let move = try part("expected_move")
        let sigma =
            try move.leg.number("S") * move.leg.number("sigma at the money") / 100 * move.leg.number("T").squareRoot()
        #expect(abs(move.shown - sigma) < 1e-3)
        let percentile = try part("iv_percentile")
        let share = try 100 * percentile.leg.number("sessions with a lower one") / percentile.leg.number("sessions")
        #expect(abs(percentile.shown - share) < 0.006)
        let score = try part("score")
        let points = candidate.parts.filter { !$0.isMissing }.reduce(0) { $0 + (score.leg.numbers[$1.name] ?? .nan) }
        #expect(abs(score.shown - points) < 0.05)
        for item in candidate.parts {
            #expect(explainer.explain(id: "\(candidate.id)#\(item.name)") != nil, "\(item.name)")
        }
        for key in [
            "premium", "annualized_return", "breakeven", "cushion", "out_of_the_money", "collateral", "iv_rank",
            "probability_of_profit", "probability_of_touch", "spread_fraction", "dte", "expiry", "liquidity",
        ] {
            #expect(explainer.explain(id: "candidate/\(candidate.id)#\(key)") != nil, "\(key)")
        }
        // Each key of the JSON is the figure that stands there, and no other one that is made of it.
        let counts = [
            ("open_interest", candidate.openInterest.map(Double.init)), ("volume", candidate.volume.map(Double.init)),
            ("quote_age_seconds", candidate.quoteAgeSeconds),
        ]
        for (key, count) in counts {
            let explanation = try #require(explainer.explain(id: "candidate/\(candidate.id)#\(key)"), "\(key)")
            let expected = try #require(count, "\(key)")
            #expect(abs(try shown(explanation) - expected) < 1e-4, "\(key)")
        }
    }

    @Test func ageOfAMark() throws {
        let leg = try #require(book.strategies.flatMap(\.legs).first { $0.markAgeSeconds != nil })
        let age = try #require(leg.markAgeSeconds)
        let explained = try explanation("\(leg.position.id)#mark_age_seconds")
        #expect(abs(try shown(explained) - age) < 1e-4)
    }
}
