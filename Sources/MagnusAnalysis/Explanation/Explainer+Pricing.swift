import MagnusDomain
import MagnusQuant

/// Figures that come from a pricing of the contract.
extension Explainer {
    func priced(_ leg: PositionValuation, key: String) -> Definition? {
        switch key {
        case "iv":
            return Definition(
                title: "implied volatility", figure: leg.impliedVolatility, unit: .percentPerYear(decimals: 2),
                formula: volatilityFormula(leg),
                inputs: [markInput(leg)] + quoteInputs(leg) + closingInputs(leg) + termInputs(leg),
                method: leg.pricingMethod)
        case "assignment_probability", "early_exercise_probability", "exercise_by_next_session_probability":
            return assignment(leg, key: key)
        case "beta_weighted_delta":
            return Definition(
                title: "delta in benchmark shares", figure: leg.betaWeightedDelta, unit: .shares,
                formula: "delta x S x beta / benchmark price; delta = delta per share x quantity x multiplier",
                inputs: [figureInput("delta", leg, "delta", leg.delta, .shares)]
                    + [
                        spotInput(leg), betaInput(leg),
                        Self.input("benchmark price", book.benchmarkPrice, .price, source: book.benchmark),
                    ] + greekInputs(leg, leg.delta, "delta per share"),
                method: "\(leg.pricingMethod); benchmark price followed in steps of a basis point")
        case "dollar_delta", "dollar_gamma_1pct", "vega30": return derivedGreek(leg, key: key)
        default: return greek(leg, key: key)
        }
    }

    private func volatilityFormula(_ leg: PositionValuation) -> String {
        if leg.closing != nil {
            return "options do not trade now: sigma with "
                + "price(S at the close, K, T at the close, r, q, dividends, sigma) = mark of the close"
        }
        return leg.volatilitySource.isEmpty
            ? "sigma with price(S, K, T, r, q, dividends, sigma) = mark"
            : "a quote without a bid tells no volatility: sigma of the source named below"
    }

    private func greek(_ leg: PositionValuation, key: String) -> Definition? {
        func definition(_ title: String, _ figure: Figure, _ unit: ExplainedUnit, _ name: String, _ formula: String)
            -> Definition
        {
            Definition(
                title: title, figure: figure, unit: unit,
                formula: contract(leg) == nil ? "shares: 1 each, no other Greek" : formula,
                inputs: greekInputs(leg, figure, name), method: leg.pricingMethod)
        }
        switch key {
        case "delta":
            return definition(
                "delta in shares", leg.delta, .shares, "delta per share",
                "delta per share x quantity x multiplier; delta per share = dV/dS")
        case "gamma":
            return definition(
                "gamma", leg.gamma, .gamma, "gamma per share",
                "gamma per share x quantity x multiplier; gamma per share = d2V/dS2")
        case "theta_per_day":
            return definition(
                "decay of a day", leg.thetaPerDay, .dollarsPerDay, "change over the next day per share",
                "[V(T - 1 day) - V(T)] x quantity x multiplier, or to the settlement where it is nearer")
        case "vega_per_point":
            return definition(
                "vega per point", leg.vegaPerPoint, .dollarsPerPoint, "vega per point and share",
                "dV/dsigma / 100 x quantity x multiplier")
        case "rho_per_point":
            return definition(
                "rho per point", leg.rhoPerPoint, .dollarsPerPoint, "rho per point and share",
                "dV/dr / 100 x quantity x multiplier")
        default: return nil
        }
    }

    /// Figures that only the Greeks pane sums.
    private func derivedGreek(_ leg: PositionValuation, key: String) -> Definition? {
        guard let row = book.byPosition.first(where: { $0.key == leg.position.id }) else { return nil }
        let delta = figureInput("delta", leg, "delta", leg.delta, .shares)
        let left = isCollateral(leg) ? ["a T-bill fund is collateral: in no sum of Greeks"] : []
        switch key {
        case "dollar_delta":
            return Definition(
                title: "dollar delta", figure: row.dollarDelta.figure, unit: .dollars,
                formula: "delta x S; delta = delta per share x quantity x multiplier",
                inputs: [delta, spotInput(leg)] + greekInputs(leg, leg.delta, "delta per share"),
                method: leg.pricingMethod, notes: left)
        case "dollar_gamma_1pct":
            let spot = leg.underlyingPrice.value ?? 0
            let share = row.dollarGammaOnePercent.figure.map { $0 / size(leg) / spot }
            return Definition(
                title: "dollar gamma per 1 %", figure: row.dollarGammaOnePercent.figure, unit: .dollars,
                formula: "[delta(1.01 S) - delta(0.99 S)] / 2 x S x quantity x multiplier",
                inputs: [
                    Self.input(
                        "change of delta per 1 % and share", share, .perShare(""), source: "pricing at both sides")
                ] + termInputs(leg) + sizeInputs(leg),
                method: "delta at each side from prices 0.2 % apart; \(leg.pricingMethod)", notes: left)
        default:
            return Definition(
                title: "30-day vega", figure: row.vega30.figure, unit: .dollarsPerPoint,
                formula: "vega x sqrt(30 / max(DTE, 1))",
                inputs: [
                    figureInput("vega per point", leg, "vega_per_point", leg.vegaPerPoint, .dollarsPerPoint),
                    Self.input("DTE", leg.daysToExpiry.map(Double.init), .days, source: "calendar"),
                ] + greekInputs(leg, leg.vegaPerPoint, "vega per point and share"), method: leg.pricingMethod,
                notes: left)
        }
    }

    private func assignment(_ leg: PositionValuation, key: String) -> Definition {
        let lattice =
            "trinomial lattice in log spot, 400 steps, nodes on the strike, dividends on their dates; the holder exercises where that is "
            + "worth at least holding; European: N(d2) or N(-d2). "
        let (title, figure, formula): (String, Figure, String)
        switch key {
        case "early_exercise_probability":
            (title, figure, formula) = (
                "probability of early exercise", leg.earlyExerciseProbability,
                "P(exercised before the session of the last trading day begins), risk-neutral"
            )
        case "exercise_by_next_session_probability":
            (title, figure, formula) = (
                "probability of exercise before the next session", leg.nextExerciseProbability,
                "the part of early exercise that the holder may decide on the next evening"
            )
        default:
            (title, figure, formula) = (
                "probability of assignment", leg.assignmentProbability,
                "P(exercised before the last session) + P(exercised in it or in the money at expiry), risk-neutral"
            )
        }
        let early = figureInput(
            "early", leg, "early_exercise_probability", leg.earlyExerciseProbability, .percent)
        let session = contract(leg).flatMap {
            market.calendar.session(on: $0.expiryInstants(calendar: market.calendar).lastTrade.newYork.date)
        }
        let opens = session.map { [Self.fact("last session opens", $0.open.rfc3339, source: "calendar")] } ?? []
        return Definition(
            title: title, figure: figure, unit: .percent, formula: formula,
            inputs: (key == "assignment_probability" ? [early] : []) + termInputs(leg) + opens,
            method: lattice + leg.pricingMethod)
    }

    func figureInput(
        _ name: String, _ leg: PositionValuation, _ key: String, _ figure: Figure, _ unit: ExplainedUnit
    ) -> ExplanationInput {
        Self.input(name, figure, unit, source: "valuation", reference: "\(leg.position.id)#\(key)")
    }

    /// The Greek of one share, what it was priced with, and what it is multiplied by.
    private func greekInputs(_ leg: PositionValuation, _ figure: Figure, _ name: String) -> [ExplanationInput] {
        guard contract(leg) != nil else { return sizeInputs(leg) }
        let size = size(leg)
        let share = size == 0 ? Figure.unknown(.badInput) : figure.map { $0 / size }
        return [Self.input(name, share, .perShare(""), source: "pricing")] + termInputs(leg) + sizeInputs(leg)
    }
}
