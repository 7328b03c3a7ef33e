import MagnusDomain
import MagnusQuant

/// Marks of options whose underlying trades on without them.
extension Explainer {
    func closingDefinition(_ leg: PositionValuation) -> Definition {
        Definition(
            title: "mark per share", figure: leg.mark, unit: .price,
            formula: "options do not trade now: mark of the close + V(S, T) - V(S at the close, T at the close); "
                + "never under what exercising an American option pays",
            inputs: quoteInputs(leg) + closingInputs(leg) + termInputs(leg), method: leg.markSource)
    }

    /// Empty where the mark is a quote's own.
    func closingInputs(_ leg: PositionValuation) -> [ExplanationInput] {
        guard let closing = leg.closing else { return [] }
        let source = market.underlyings[leg.position.instrument.underlying]?.quote?.source ?? "no source"
        let quoted = quote(leg)?.source ?? "no source"
        return [
            Self.input("mark of the close", closing.mark, .price, source: "\(quoted) mid", age: leg.markAgeSeconds),
            Self.fact("close", closing.time.rfc3339, source: "time of that quote"),
            Self.input("S at the close", closing.spot, .price, source: source, age: leg.markAgeSeconds),
            Self.input(
                "T at the close", closing.years, .years, source: "seconds from the close to settles / 31,536,000"),
            Self.input("V(S at the close, T at the close)", closing.valueThen, .price, source: leg.pricingMethod),
            Self.input("V(S, T)", closing.valueNow, .price, source: leg.pricingMethod),
        ]
    }
}
