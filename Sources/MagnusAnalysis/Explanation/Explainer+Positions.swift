import MagnusDomain
import MagnusQuant

extension Explainer {
    func explain(_ leg: PositionValuation, id: String, key: String) -> Explanation? {
        guard let part = definition(leg, key: key) else { return nil }
        var notes: [String] = []
        if case .unknown(let reason) = part.figure { notes.append("no value: \(reason.rawValue)") }
        if part.figure.trust == .stale { notes.append("an input is older than allowed") }
        if part.figure.trust == .estimated { notes.append("an input is estimated") }
        return Explanation(
            id: id, title: "\(Self.name(leg.position)): \(part.title)", value: Self.text(part.figure),
            formula: part.formula, inputs: part.inputs, method: part.method, origin: Self.origin(leg.position),
            notes: notes)
    }

    /// One figure of a leg in the making.
    struct Definition {
        var title: String
        var figure: Figure
        var formula: String
        var inputs: [ExplanationInput]
        var method: String
    }

    private func definition(_ leg: PositionValuation, key: String) -> Definition? {
        switch key {
        case "mark":
            Definition(
                title: "mark per share", figure: leg.mark,
                formula: "mark = (bid + ask) / 2; half the ask of a nearly worthless option without a bid",
                inputs: quoteInputs(leg), method: leg.markSource)
        case "market_value":
            Definition(
                title: "market value", figure: leg.marketValue, formula: "mark x quantity x multiplier",
                inputs: [markInput(leg)] + sizeInputs(leg), method: "exact")
        case "unrealized_pnl":
            Definition(
                title: "open profit", figure: leg.unrealizedProfit,
                formula: "mark x quantity x multiplier - cost basis (fees inside)",
                inputs: [markInput(leg)] + sizeInputs(leg) + [basisInput(leg)], method: "exact")
        case "unrealized_pnl_fraction":
            Definition(
                title: "open profit of the cost", figure: leg.unrealizedFraction,
                formula: "open profit / |cost basis|",
                inputs: [
                    Self.input("open profit", leg.unrealizedProfit, "USD", source: "valuation"), basisInput(leg),
                ], method: "exact")
        case "day_pnl":
            Definition(
                title: "profit of the day", figure: leg.dayProfit,
                formula:
                    "(mark - mark at the previous official close) x quantity x multiplier; since entry if opened today",
                inputs: [markInput(leg), previousInput(leg)] + sizeInputs(leg), method: "exact")
        case "cost_to_close":
            Definition(
                title: "cost to close", figure: leg.costToClose,
                formula: "shorts: ask x |quantity| x multiplier; longs: -bid x quantity x multiplier",
                inputs: quoteInputs(leg) + sizeInputs(leg), method: "natural price")
        case "profit_captured":
            Definition(
                title: "captured at the natural price", figure: leg.profitCaptured,
                formula: "(entry credit - cost to close) / entry credit",
                inputs: [
                    basisInput(leg), Self.input("cost to close", leg.costToClose, "USD", source: "valuation"),
                ], method: "domain definition, profit captured")
        case "underlying_price":
            Definition(
                title: "price of the underlying", figure: leg.underlyingPrice, formula: "(bid + ask) / 2",
                inputs: underlyingInputs(leg), method: "mid of the quote; last where only that exists")
        case "distance_to_strike":
            Definition(
                title: "distance to the strike", figure: leg.distanceToStrike,
                formula: "call: (K - S) / S; put: (S - K) / S; positive out of the money",
                inputs: [spotInput(leg), strikeInput(leg)], method: "exact")
        case "extrinsic":
            Definition(
                title: "extrinsic value per share", figure: leg.extrinsic, formula: "max(0, mark - max(0, +-(S - K)))",
                inputs: [markInput(leg), spotInput(leg), strikeInput(leg)], method: "exact")
        default: priced(leg, key: key)
        }
    }

    private func priced(_ leg: PositionValuation, key: String) -> Definition? {
        let pricing = termInputs(leg)
        func greek(_ title: String, _ figure: Figure, _ formula: String) -> Definition {
            Definition(
                title: title, figure: figure, formula: formula, inputs: pricing + sizeInputs(leg),
                method: leg.pricingMethod)
        }
        switch key {
        case "iv":
            return Definition(
                title: "implied volatility", figure: leg.impliedVolatility,
                formula: "sigma with price(S, K, T, r, q, dividends, sigma) = mark", inputs: [markInput(leg)] + pricing,
                method: leg.pricingMethod)
        case "delta":
            return greek("delta in shares", leg.delta, "dV/dS x quantity x multiplier")
        case "gamma":
            return greek("gamma", leg.gamma, "d2V/dS2 x quantity x multiplier, shares per dollar")
        case "theta_per_day":
            return greek(
                "decay of a day", leg.thetaPerDay,
                "[V(T - 1 day) - V(T)] x quantity x multiplier, or to the settlement where it is nearer")
        case "vega_per_point":
            return greek("vega per point", leg.vegaPerPoint, "dV/dsigma / 100 x quantity x multiplier")
        case "rho_per_point":
            return greek("rho per point", leg.rhoPerPoint, "dV/dr / 100 x quantity x multiplier")
        case "beta_weighted_delta":
            return Definition(
                title: "delta in benchmark shares", figure: leg.betaWeightedDelta,
                formula: "delta x S x beta / benchmark price",
                inputs: [
                    Self.input("delta", leg.delta, "shares", source: "valuation"), spotInput(leg), betaInput(leg),
                    Self.input("benchmark price", book.benchmarkPrice, "USD", source: book.benchmark),
                ], method: "benchmark price followed in steps of a basis point")
        case "assignment_probability", "early_exercise_probability":
            let isEarly = key == "early_exercise_probability"
            return Definition(
                title: isEarly ? "probability of early exercise" : "probability of assignment",
                figure: isEarly ? leg.earlyExerciseProbability : leg.assignmentProbability,
                formula: "P(exercised early) + P(in the money at expiry, not exercised); risk-neutral", inputs: pricing,
                method: "trinomial lattice, 200 steps, dividends on their dates; European: N(d2) or N(-d2). "
                    + leg.pricingMethod)
        default: return nil
        }
    }

    private func quote(_ leg: PositionValuation) -> Quote? {
        switch leg.position.instrument {
        case .stock(let symbol): market.underlyings[symbol]?.quote
        case .option(let contract): market.optionQuotes[contract]
        }
    }

    private func quoteInputs(_ leg: PositionValuation) -> [ExplanationInput] {
        let source = quote(leg)?.source ?? "no source"
        return [
            Self.input("bid", leg.bid, "USD/share", source: source, age: leg.markAgeSeconds),
            Self.input("ask", leg.ask, "USD/share", source: source, age: leg.markAgeSeconds),
        ]
    }

    func markInput(_ leg: PositionValuation) -> ExplanationInput {
        Self.input("mark", leg.mark, "USD/share", source: leg.markSource, age: leg.markAgeSeconds)
    }

    func sizeInputs(_ leg: PositionValuation) -> [ExplanationInput] {
        var inputs = [Self.input("quantity", leg.position.quantity.value, "", source: "ledger")]
        if case .option(let contract) = leg.position.instrument {
            inputs.append(Self.input("multiplier", Double(contract.multiplier), "USD per 1.00", source: "contract"))
        }
        return inputs
    }

    private func basisInput(_ leg: PositionValuation) -> ExplanationInput {
        Self.input("cost basis", leg.position.costBasis?.dollars, "USD", source: "ledger")
    }

    private func previousInput(_ leg: PositionValuation) -> ExplanationInput {
        switch leg.position.instrument {
        case .stock(let symbol):
            Self.input(
                "previous close", market.underlyings[symbol]?.profile.previousClose, "USD/share",
                source: market.source)
        case .option:
            ExplanationInput(
                name: "previous mark", value: "mark less profit of the day over quantity and multiplier", unit: "",
                source: market.source, ageSeconds: nil)
        }
    }

    private func spotInput(_ leg: PositionValuation) -> ExplanationInput {
        let quote = market.underlyings[leg.position.instrument.underlying]?.quote
        let age = quote?.time.map { max(0, book.asOf.seconds(since: $0)) }
        return Self.input("S", leg.underlyingPrice, "USD/share", source: quote?.source ?? "no source", age: age)
    }

    private func underlyingInputs(_ leg: PositionValuation) -> [ExplanationInput] {
        let quote = market.underlyings[leg.position.instrument.underlying]?.quote
        let age = quote?.time.map { max(0, book.asOf.seconds(since: $0)) }
        let source = quote?.source ?? "no source"
        return [
            Self.input("bid", quote?.bid.flatMap { $0.isFinite ? $0 : nil }, "USD/share", source: source, age: age),
            Self.input("ask", quote?.ask.flatMap { $0.isFinite ? $0 : nil }, "USD/share", source: source, age: age),
            Self.input("last", quote?.last.flatMap { $0.isFinite ? $0 : nil }, "USD/share", source: source, age: age),
        ]
    }

    private func strikeInput(_ leg: PositionValuation) -> ExplanationInput {
        var strike: Double?
        if case .option(let contract) = leg.position.instrument { strike = contract.strike }
        return Self.input("K", strike, "USD/share", source: "contract")
    }

    private func betaInput(_ leg: PositionValuation) -> ExplanationInput {
        let profile = market.underlyings[leg.position.instrument.underlying]?.profile
        let isAssumed = profile?.beta == nil && profile?.kind != .treasuryBillFund
        let assumed = profile?.kind == .treasuryBillFund ? 0.0 : 1
        return Self.input(
            "beta", profile?.beta ?? assumed, "", source: isAssumed ? "assumed" : "profile",
            trust: isAssumed ? .estimated : .fresh)
    }

    /// The inputs of the last full pricing, with every digit.
    private func termInputs(_ leg: PositionValuation) -> [ExplanationInput] {
        guard let terms = leg.terms else { return [] }
        var inputs = [
            Self.input("S", terms.spot, "USD/share", source: "underlying at the last full pricing"),
            Self.input("K", terms.strike, "USD/share", source: "contract"),
            Self.input("T", terms.years, "years, ACT/365, seconds", source: "calendar"),
            Self.input("r", terms.rate, "per year, continuous", source: market.rates.source),
            Self.input("q", terms.dividendYield, "per year, continuous", source: "profile"),
            Self.input("sigma", terms.volatility, "per root year", source: "mark"),
        ]
        for dividend in terms.dividends {
            inputs.append(
                Self.input("dividend in \(dividend.years) years", dividend.amount, "USD/share", source: "profile"))
        }
        inputs.append(
            ExplanationInput(
                name: "style", value: "\(terms.style) \(terms.right)", unit: "", source: "contract", ageSeconds: nil))
        return inputs
    }
}
