import MagnusDomain
import MagnusQuant

/// Where the price of an underlying comes from: its own quote, or the options on it where nobody quotes the shares.
extension Explainer {
    func isImplied(_ symbol: String) -> Bool { market.underlyings[symbol]?.quote?.source == ImpliedSpot.source }

    func underlyingPrice(_ leg: PositionValuation) -> Definition {
        let symbol = leg.position.instrument.underlying
        guard isImplied(symbol) else {
            return Definition(
                title: "price of the underlying", figure: leg.underlyingPrice, unit: .price,
                formula: "(bid + ask) / 2", inputs: underlyingInputs(leg),
                method: "mid of the quote; last where only that exists")
        }
        let inputs = impliedInputs(symbol, of: leg.underlyingPrice)
        return impliedPrice(leg.underlyingPrice, inputs: inputs.isEmpty ? underlyingInputs(leg) : inputs)
    }

    /// By put-call parity of the options.
    func impliedPrice(_ figure: Figure, inputs: [ExplanationInput]) -> Definition {
        Definition(
            title: "price of the underlying", figure: figure, unit: .price,
            formula: "median over the pairs of [C - P + K e^(-r T)]; C, P = (bid + ask) / 2; of two the mean",
            inputs: inputs,
            method: "put-call parity, as nobody quotes the shares: pairs of the nearest usable expiry whose call and "
                + "put are closest to each other",
            notes: ["dividends before the expiry and early exercise are not taken out: an estimate"])
    }

    /// What the price was made of; empty where the quotes have moved on since.
    func impliedInputs(_ symbol: String, of figure: Figure) -> [ExplanationInput] {
        guard let implied = screen.impliedSpots[symbol], let price = figure.value,
            abs(implied.price - price) < 0.000_05
        else { return [] }
        return implied.pairs.flatMap { pair -> [ExplanationInput] in
            let age = max(0, book.asOf.seconds(since: pair.time))
            func side(_ name: String, _ price: Double) -> ExplanationInput {
                Self.input(name, price, .price, source: market.source, age: age)
            }
            return [
                side("C bid", pair.callBid), side("C ask", pair.callAsk), side("P bid", pair.putBid),
                side("P ask", pair.putAsk), Self.input("K", pair.call.strike, .price, source: "contract"),
                Self.input("T", pair.years, .years, source: "calendar, to settlement, ACT/365"),
                Self.input("r", pair.rate, .percentPerYear(decimals: 6), source: "rate curve, 0 without one"),
            ].grouped("\(pair.call.root) \(pair.call.strikeText) \(pair.call.expiry.iso8601)")
        }
    }
}
