import Testing

@testable import MagnusQuant

@Suite("Implied volatility against the reference vectors")
struct ImpliedVolatilityVectorTests {
    /// The word the contract asks for, by the category of a refused row.
    private static let words: [String: ImpliedVolatilityError] = [
        "refuse_below_intrinsic": .belowIntrinsic, "refuse_at_intrinsic": .belowIntrinsic,
        "refuse_zero_price": .belowIntrinsic, "refuse_negative_price": .belowIntrinsic,
        "refuse_above_bound": .aboveBound, "refuse_at_bound": .aboveBound, "refuse_nan_price": .notFinite,
        "refuse_inf_price": .notFinite, "refuse_nan_input": .notFinite, "refuse_expired": .expired,
        "refuse_negative_time": .expired, "refuse_bad_spot": .badInput, "refuse_bad_strike": .badInput,
    ]

    /// Both: the call takes ordinary rows by its quick way, the general one has to stand alone.
    enum Way: CaseIterable {
        case call, general

        func solve(_ price: Double, _ terms: OptionTerms) throws(ImpliedVolatilityError) -> Double {
            switch self {
            case .call: try ImpliedVolatility.european(price: price, terms: terms)
            case .general: try ImpliedVolatility.general(price: price, terms: terms)
            }
        }
    }

    @Test("every row of implied_vol.csv: the value within its tolerance, or the right refusal", arguments: Way.allCases)
    func everyRow(way: Way) throws {
        var ratios = WorstRatio()
        let rows = try ReferenceTable("implied_vol").rows
        #expect(rows.count == 1730)
        for row in rows {
            let id = try row.text("id")
            let category = try row.text("category")
            var terms = try BlackScholesVectorTests.terms(row)
            terms.volatility = .nan
            let price = try row.double("price")
            let result = Result { () throws(ImpliedVolatilityError) in
                try way.solve(price, terms)
            }
            if try row.text("expected") == "value" {
                switch result {
                case .success(let value):
                    let ratio = ratios.add(
                        category, id, actual: value, expected: try row.double("sigma"),
                        tolerance: try row.double("tol_abs"))
                    #expect(ratio <= 1, "\(id) \(category): \(value) ratio \(ratio)")
                case .failure(let error):
                    Issue.record("\(id) \(category) refused as \(error)")
                }
            } else {
                let word = try #require(Self.words[category])
                #expect(result == .failure(word), "\(id) \(category)")
            }
        }
        if showsRatios { print("implied_vol.csv, \(way)\n\(ratios.summary)") }
    }
}
