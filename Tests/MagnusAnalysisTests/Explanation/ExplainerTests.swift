import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

@Suite struct ExplainerTests {
    let book: BookValuation
    let market = PaperBook.market

    init() {
        var valuer = PaperBook.valuer()
        book = valuer.valuation(now: PaperBook.now)
    }

    private func inputs(_ id: String) throws -> [String: Double] {
        let explanation = try #require(Explainer.explain(id: id, book: book, market: market))
        return Dictionary(
            explanation.inputs.compactMap { input in Double(input.value).map { (input.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// From what is shown a person can recompute the figure.
    @Test func legFiguresRecompute() throws {
        let id = "paper:AMD270416P00150000"
        let row = try #require(book.strategies.first { $0.symbol == "AMD" })
        let profit = try inputs("\(id)#unrealized_pnl")
        let mark = try #require(profit["mark"])
        let quantity = try #require(profit["quantity"])
        let multiplier = try #require(profit["multiplier"])
        let basis = try #require(profit["cost basis"])
        #expect(abs(mark * quantity * multiplier - basis - (row.unrealizedProfit.value ?? 0)) < 1e-9)
        let greek = try inputs("\(id)#delta")
        let terms = OptionTerms(
            right: .put, style: .american, spot: try #require(greek["S"]), strike: try #require(greek["K"]),
            years: try #require(greek["T"]), rate: try #require(greek["r"]), dividendYield: try #require(greek["q"]),
            volatility: try #require(greek["sigma"]))
        let delta = try #require(try OptionPricing.valuation(terms, accuracy: .exact).delta)
        #expect(abs(delta * quantity * multiplier - (row.delta.value ?? 0)) < 0.05)
        #expect(abs(try OptionPricing.price(terms, accuracy: .exact) - mark) < 0.01)
    }

    @Test func totalsAreTheSumsOfWhatIsShown() throws {
        for key in ["unrealized_pnl", "theta_per_day", "vega30", "dollar_delta", "beta_weighted_delta"] {
            let explanation = try #require(Explainer.explain(id: "book#\(key)", book: book, market: market))
            let sum = explanation.inputs.compactMap { Double($0.value) }.reduce(0, +)
            let value = try #require(Double(explanation.value.split(separator: " ").first ?? ""))
            #expect(abs(sum - value) <= 1e-6 * max(1, abs(value)), "\(key)")
        }
        let account = try inputs("account/paper#free_cash")
        #expect(abs((account["cash"] ?? 0) - (account["reserved"] ?? 0) - 11_390.40) < 1e-6)
    }

    @Test func everyFigureOfARowIsExplained() throws {
        for row in book.strategies {
            for key in [
                "unrealized_pnl", "day_pnl", "max_profit", "max_loss", "profit_captured", "distance", "delta",
                "theta_per_day", "vega_per_point", "assignment_probability", "extrinsic", "cost_to_close",
                "left_per_year", "breakevens", "collateral", "entry_price", "mark_price", "iv", "iv_percentile",
            ] {
                let explanation = try #require(Explainer.explain(id: "\(row.id)#\(key)", book: book, market: market))
                #expect(!explanation.formula.isEmpty)
                #expect(!explanation.value.contains("nan"))
            }
        }
    }

    @Test func unknownIdsHaveNoExplanation() {
        for id in [
            "", "#", "book", "book#nothing", "nobody#delta", "account/none#cash", "alert/x#y", "candidate/x#score",
        ] {
            #expect(Explainer.explain(id: id, book: book, market: market) == nil)
        }
    }
}
