import MagnusDomain
import MagnusQuant

/// What a payoff that lives on after the first expiry is worked out from: enough for any American pricer to give the same.
extension PayoffStudy {
    /// The figures of a payoff whose inputs depend on where the spot stands.
    public enum Place: Sendable {
        case maximumProfit
        case maximumLoss
        case breakevens
    }

    /// How the later legs are priced there.
    public static let laterMethod =
        "later legs at the first expiry: American by the same pricer as `magnus price --style american`, with their cash "
        + "dividends, live accuracy; European by Black-Scholes on S less the dividends to come; sigma as now"

    /// The spots that a figure stands at, and for every leg, in their order, what it is priced with and worth there; nil
    /// where all legs end together.
    /// - Parameter trusts: of the legs' volatilities.
    public func inputs(
        of place: Place, trusts: [Trust]
    ) -> (spots: [ExplanationInput], legs: [[ExplanationInput]])? {
        guard isCurved, trusts.count == legsAtHorizon.count else { return nil }
        let spots: [Double] =
            switch place {
            case .maximumProfit: profile.maximumProfitSpot.map { [$0] } ?? []
            case .maximumLoss: profile.maximumLossSpot.map { [$0] } ?? []
            case .breakevens: profile.breakevens
            }
        return (
            spots.map {
                Explainer.input("S at the first expiry", $0, .perShare("USD/share"), source: "search over all spots")
            },
            zip(legsAtHorizon, trusts).map { leg, trust in
                let isLater = leg.remainingYears > 0
                return Self.terms(leg, trust: trust)
                    + spots.map {
                        Explainer.input(
                            "value at \(ExplainedUnit.price.text($0))", leg.value(at: $0), .perShare("USD/share"),
                            source: isLater ? "pricing" : "intrinsic", trust: isLater ? trust : .fresh)
                    }
            }
        )
    }

    private static func terms(_ leg: PayoffLeg, trust: Trust) -> [ExplanationInput] {
        guard case .option(let right, _) = leg.instrument, leg.remainingYears > 0 else { return [] }
        return [
            Explainer.fact("style", "\(leg.style) \(right)", source: "contract"),
            Explainer.input(
                "T at the first expiry", leg.remainingYears, .years, source: "T of this leg - T of the first"),
            Explainer.input("r", leg.rate, .percentPerYear(decimals: 4), source: "rate curve, continuous"),
            Explainer.input("q", leg.dividendYield, .percentPerYear(decimals: 4), source: "profile, continuous"),
        ]
            + leg.dividends.filter { $0.years > 0 && $0.years <= leg.remainingYears }.map {
                Explainer.input(
                    "dividend \(ExplainedUnit.years.text($0.years)) years after the first expiry", $0.amount, .price,
                    source: "profile")
            }
            + [
                Explainer.input(
                    "sigma", leg.volatility, .percentPerYear(decimals: 4), source: "as now", trust: trust)
            ]
    }
}
