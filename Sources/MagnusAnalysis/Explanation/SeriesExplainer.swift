import MagnusDomain
import MagnusQuant

/// How the figures of one series of a chain come about: its forward, the straddle, the expected move.
///
/// Ids are `chain/ROOT/YYYY-MM-DD#key`, the keys those of the JSON output.
public struct SeriesExplainer: Sendable {
    /// What can be asked for.
    public enum Key: String, Sendable, Hashable, CaseIterable {
        case forward
        case straddle = "implied_move_straddle"
        case move = "expected_move"
    }

    let analysis: ChainAnalysis
    let expiry: ExpiryAnalysis

    /// - Parameter analysis: with the contracts of the expiry, for the sides and ages of their quotes.
    public init(_ analysis: ChainAnalysis, expiry: ExpiryAnalysis) {
        self.analysis = analysis
        self.expiry = expiry
    }

    /// Of a root and day.
    public static func identifier(root: String, expiry: CalendarDate, _ key: Key) -> String {
        "chain/\(root)/\(expiry.iso8601)#\(key.rawValue)"
    }

    public func explanation(_ key: Key) -> Explanation {
        let part =
            switch key {
            case .forward: forward
            case .straddle: straddle
            case .move: move
            }
        return Explanation(
            id: Self.identifier(root: expiry.root, expiry: expiry.expiry, key),
            title: "\(expiry.root) \(expiry.expiry.iso8601): \(part.title)", value: Explainer.text(part.figure, .price),
            formula: part.formula, inputs: part.inputs, method: part.method,
            origin: "\(analysis.source), chain of \(analysis.retrievedAt.newYork.clock) New York time",
            notes: part.notes + Explainer.notes(part.figure), trust: part.figure.trust ?? .fresh)
    }

    private struct Part {
        var title: String
        var figure: Figure
        var formula: String
        var inputs: [ExplanationInput]
        var method: String
        var notes: [String] = []
    }

    // MARK: Figures

    private var forward: Part {
        let pairs = expiry.parityPairs
        guard !pairs.isEmpty else {
            return Part(
                title: "forward", figure: expiry.forward, formula: "F = (S - sum of D e^(-r t)) e^((r - q) T)",
                inputs: [spot, time, rate, dividendYield] + dividends, method: expiry.forwardMethod,
                notes: ["no strike near the money has a call and a put with both sides quoted"])
        }
        let holdsExercise = pairs.contains { $0.callPremium > 0 || $0.putPremium > 0 }
        var inputs = [time, rate]
        for pair in pairs {
            let group = "strike \(ExplainedUnit.price.text(pair.strike))"
            inputs.append(Explainer.input("K", pair.strike, .price, source: "contract", group: group))
            inputs += sides(of: pair.call, "C", mid: pair.callMid, group: group)
            inputs += sides(of: pair.put, "P", mid: pair.putMid, group: group)
            guard holdsExercise else { continue }
            for (name, premium) in [("C early exercise", pair.callPremium), ("P early exercise", pair.putPremium)] {
                inputs.append(
                    Explainer.input(
                        name, premium, .perShare("USD/share"), source: "American less European price at its volatility",
                        trust: .estimated, group: group))
            }
        }
        return Part(
            title: "forward", figure: expiry.forward,
            formula: "F = mean over the strikes of [K + e^(r T) (C - P)]; C, P = mid"
                + (holdsExercise ? " less its early exercise" : ""),
            inputs: inputs, method: "\(expiry.forwardMethod); the strikes nearest the money that both sides quote",
            notes: holdsExercise && !(expiry.carry?.dividends.isEmpty ?? true)
                ? ["early exercise of calls: the dearest European call that ends at an ex-date (Black 1975)"] : [])
    }

    private var straddle: Part {
        var inputs = [
            Explainer.input(
                "F", expiry.forward, .price, source: expiry.forwardMethod, reference: identifier(.forward))
        ]
        for reading in expiry.contracts
        where reading.contract.strikeThousandths == expiry.straddleStrike && !reading.contract.isAdjusted {
            let name = reading.contract.right == .call ? "C" : "P"
            inputs.append(Explainer.input("K of \(name)", reading.contract.strike, .price, source: "contract"))
            if let mid = reading.mid.value { inputs += sides(of: reading.contract, name, mid: mid, group: "") }
        }
        return Part(
            title: "straddle", figure: expiry.impliedStraddle, formula: "C + P, mids at the strike K nearest to F",
            inputs: inputs, method: "call and put of the strike nearest the forward that both sides quote")
    }

    private var move: Part {
        var notes: [String] = []
        if let spot = analysis.spot.value, let move = expiry.expectedMove.value {
            let ends = [max(0, spot - move), spot + move].map(ExplainedUnit.price.text)
            notes.append("from S - move to S + move: \(ends[0]) to \(ends[1])")
        }
        return Part(
            title: "expected move, one standard deviation", figure: expiry.expectedMove,
            formula: "S sigma sqrt(T)",
            inputs: [
                spot,
                Explainer.input(
                    "sigma", expiry.atTheMoneyVolatility, .percentPerYear(decimals: 6),
                    source: "between the quotes out of the money around the forward"), time,
            ], method: "of the spot to the settlement, by the volatility at the forward", notes: notes)
    }

    // MARK: Inputs

    private func identifier(_ key: Key) -> String {
        Self.identifier(root: expiry.root, expiry: expiry.expiry, key)
    }

    private var spot: ExplanationInput {
        Explainer.input(
            "S", analysis.spot, .perShare("USD/share"), source: analysis.spotSource, age: analysis.spotAgeSeconds)
    }

    private var time: ExplanationInput {
        Explainer.input("T", expiry.years, .years, source: "calendar, to settlement, ACT/365")
    }

    private var rate: ExplanationInput {
        Explainer.input("r", expiry.carry?.rate, .percentPerYear(decimals: 6), source: "rate curve, continuous")
    }

    private var dividendYield: ExplanationInput {
        Explainer.input("q", expiry.carry?.dividendYield, .percentPerYear(decimals: 6), source: "profile, continuous")
    }

    private var dividends: [ExplanationInput] {
        (expiry.carry?.dividends ?? []).map { dividend in
            Explainer.input(
                "D in t = \(ExplainedUnit.years.text(dividend.years)) years", dividend.amount, .price,
                source: "profile")
        }
    }

    /// Bid and ask with the age of their quote, and the mid that is made of them.
    private func sides(of contract: OptionContract, _ name: String, mid: Double, group: String) -> [ExplanationInput] {
        let reading = expiry.contracts.first { $0.contract == contract }
        let quoted = [("bid", reading?.bid), ("ask", reading?.ask)].map { side, price in
            Explainer.input(
                "\(name) \(side)", price, .price, source: "\(contract.shortName), \(analysis.source)",
                age: reading?.quoteAgeSeconds, trust: reading?.quoteTrust ?? .fresh, group: group)
        }
        return quoted + [
            Explainer.input(
                "\(name) mid", mid, .perShare("USD/share"), source: "(bid + ask) / 2", group: group)
        ]
    }
}
