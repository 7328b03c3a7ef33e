import Glibc
import MagnusAnalysis
import MagnusQuant
import Testing

@Suite struct StrategyCalculatorTests {
    private static let market = StrategyCalculator.Market(spot: 100, rate: 0.03, dividendYield: 0, volatility: 0.25)

    /// Every row of the reference: money for a hundred shares a unit.
    @Test func everyReferenceRowHolds() throws {
        let rows = try StrategyVectorTests.table()
        try #require(rows.count > 100)
        for row in rows {
            func number(_ name: String) throws -> Double { try #require(Double(row[name] ?? ""), "\(name)") }
            let horizon = try number("days")
            let legs = try (row["legs"] ?? "").split(separator: ";").map { text in
                let parts = text.split(separator: ":")
                let count = try #require(Int(parts[0]))
                if parts[1] == "stock" {
                    return LegSpecification(
                        instrument: .stock, quantity: count * 100, premium: try #require(Double(parts[2])))
                }
                let days = try #require(Double(parts[4]))
                let volatility = try #require(Double(parts[5]))
                // The horizon of the file to the last digit, so that a leg of it has no time left.
                let years = days == horizon ? try number("T") : days / 365
                return LegSpecification(
                    instrument: .option(
                        parts[1] == "call" ? .call : .put, strike: try #require(Double(parts[2])), years: years),
                    quantity: count, premium: try #require(Double(parts[3])), volatility: volatility
                )
            }
            let spot = try number("S")
            let figures = try StrategyCalculator(
                legs,
                market: StrategyCalculator.Market(
                    spot: spot, rate: try number("r"), dividendYield: try number("q"), volatility: try number("sigma"),
                    drift: try number("mu")))
            let id = row["id"] ?? ""
            #expect(figures.name.rawValue == row["strategy"], "\(id)")
            #expect(abs(figures.probabilityOfProfit - (try number("prob_profit"))) <= 1e-8, "\(id)")
            let scale = 100 * 1e-7 * max(1, spot)
            #expect(abs(figures.expectedValue - 100 * (try number("expected_pnl"))) <= scale, "\(id)")
            #expect(
                abs(figures.expectedValueDiscounted - 100 * (try number("expected_pnl_discounted"))) <= scale, "\(id)")
            #expect(abs(figures.netPremium + 100 * (try number("net_debit"))) <= 1e-6, "\(id)")
            let breakevens = (row["breakevens"] ?? "").split(separator: ";").compactMap { Double($0) }
            #expect(figures.breakevens.count == breakevens.count, "\(id)")
            for (found, expected) in zip(figures.breakevens, breakevens) {
                #expect(abs(found - expected) <= 1e-7 * expected, "\(id)")
            }
        }
    }

    /// A payoff that is flat at zero leaves it at a strike that is no breakeven; the probability is that of ending beyond.
    @Test func aFlatStretchAtZeroIsNoProfit() throws {
        func probability(_ legs: [(Int, OptionRight, Double, Double)]) throws -> Double {
            try StrategyCalculator(
                legs.map { count, right, strike, premium in
                    LegSpecification(
                        instrument: .option(right, strike: strike, years: 0.25), quantity: count, premium: premium)
                }, market: StrategyCalculator.Market(spot: 100, rate: 0, dividendYield: 0, volatility: 0.25)
            ).probabilityOfProfit
        }
        func above(_ level: Double) -> Double {
            0.5 * erfc((log(level / 100) + 0.5 * 0.0625 * 0.25) / (0.25 * 0.5) / 2.0.squareRoot())
        }
        let reversal = [(-1, OptionRight.put, 95.0, 1.80), (1, .call, 105, 1.80)]
        #expect(abs(try probability(reversal) - above(105)) < 1e-9)
        #expect(abs(try probability(reversal + [(-1, .call, 115, 0)]) - above(105)) < 1e-9)
        // In binary these entries sum to 7e-15 between 95 and 105.
        let three = [(-1, OptionRight.put, 95.0, 0.29), (-1, .put, 90, 0.28), (1, .call, 105, 0.57)]
        #expect(abs(try probability(three) - above(105)) < 1e-9)
    }

    /// A later call covers a shorter one of its strike or a higher one whatever the yield: the debit is what can be lost, and
    /// what the other side can gain.
    @Test(arguments: [0, 0.02, 0.08])
    func calendarsUnderAYieldLoseTheirDebitAtMost(_ yield: Double) throws {
        for (long, short) in [(70.0, 105.0), (100, 100)] {
            func figures(_ sign: Int) throws -> StrategyCalculator {
                try StrategyCalculator(
                    [
                        LegSpecification(
                            instrument: .option(.call, strike: long, years: 0.41), quantity: sign, premium: 36.25),
                        LegSpecification(
                            instrument: .option(.call, strike: short, years: 0.2466), quantity: -sign, premium: 13.88),
                    ],
                    market: StrategyCalculator.Market(spot: 100, rate: 0.04, dividendYield: yield, volatility: 0.8))
            }
            let loss = try #require(try figures(1).maximumLoss)
            #expect(abs(loss + 2237) < 1, "\(yield) \(long)/\(short): \(loss)")
            #expect(abs(try #require(try figures(-1).maximumProfit) + loss) < 1)
        }
    }

    /// With every leg at its own theoretical price, and the spot growing at the rate, nothing is gained on average.
    @Test func aFairPriceIsExpectedToGainNothing() throws {
        for (years, volatility) in [(0.1, 0.2), (0.5, 0.4), (2.0, 0.9)] {
            for strike in [70.0, 100, 130] {
                let terms = OptionTerms(
                    right: .put, style: .european, spot: 100, strike: strike, years: years + 0.25, rate: 0.03,
                    dividendYield: 0.01, volatility: volatility)
                let premium = try BlackScholes.price(terms)
                var near = terms
                near.years = years
                let credit = try BlackScholes.price(near)
                let figures = try StrategyCalculator(
                    [
                        LegSpecification(
                            instrument: .option(.put, strike: strike, years: years), quantity: -1, premium: credit),
                        LegSpecification(
                            instrument: .option(.put, strike: strike, years: years + 0.25), quantity: 1,
                            premium: premium),
                    ],
                    market: StrategyCalculator.Market(
                        spot: 100, rate: 0.03, dividendYield: 0.01, volatility: volatility))
                #expect(abs(figures.expectedValueDiscounted) <= 1e-8)
                #expect(figures.name == .putCalendar)
            }
        }
    }

    @Test func aLegIsReadAsItIsWritten() throws {
        #expect(
            try LegSpecification("short 1 put 95 0.25 @1.80")
                == LegSpecification(instrument: .option(.put, strike: 95, years: 0.25), quantity: -1, premium: 1.8))
        #expect(
            try LegSpecification(" LONG  2 Call 105.5 1 ~0.32 @0 ")
                == LegSpecification(
                    instrument: .option(.call, strike: 105.5, years: 1), quantity: 2, premium: 0, volatility: 0.32))
        #expect(
            try LegSpecification("long 100 stock @98.50")
                == LegSpecification(instrument: .stock, quantity: 100, premium: 98.5))
    }

    @Test(arguments: [
        ("", LegSpecification.Failure.wrongForm), ("short 1", .wrongForm), ("short 1 put 95 0.25", .wrongForm),
        ("short 1 put 95 0.25 1.80", .wrongForm), ("short 1 put 95 0.25 @1 @2", .wrongForm),
        ("long 100 stock @98 ~0.2", .wrongForm), ("sell 1 put 95 0.25 @1", .unknownSide("sell")),
        ("short 0 put 95 0.25 @1", .badQuantity("0")), ("short -1 put 95 0.25 @1", .badQuantity("-1")),
        ("short 1.5 put 95 0.25 @1", .badQuantity("1.5")),
        ("short 99999999999999999999 put 95 0.25 @1", .badQuantity("99999999999999999999")),
        ("short 1 straddle 95 0.25 @1", .unknownInstrument("straddle")),
        ("short 1 put -95 0.25 @1", .badNumber("strike", "-95")),
        ("short 1 put nan 0.25 @1", .badNumber("strike", "nan")),
        ("short 1 put 95 -1 @1", .badNumber("years", "-1")), ("short 1 put 95 1e9 @1", .badNumber("years", "1e9")),
        ("short 1 put 95 0.25 @-1", .badNumber("premium", "-1")), ("short 1 put 95 0.25 @", .badNumber("premium", "")),
        ("short 1 put 95 0.25 @1 ~-0.1", .badNumber("volatility", "-0.1")),
    ])
    func aBrokenLegIsNamed(text: String, failure: LegSpecification.Failure) {
        #expect(throws: failure) { _ = try LegSpecification(text) }
    }

    @Test func marketsThatCannotBeAreRefused() throws {
        let legs = [try LegSpecification("short 1 put 95 0.25 @1.80")]
        for (spot, volatility) in [(0.0, 0.2), (-1, 0.2), (.nan, 0.2), (.infinity, 0.2), (100, -0.1), (100, .nan)] {
            #expect(throws: StrategyCalculator.Failure.badMarket) {
                _ = try StrategyCalculator(
                    legs,
                    market: StrategyCalculator.Market(spot: spot, rate: 0, dividendYield: 0, volatility: volatility))
            }
        }
        #expect(throws: StrategyCalculator.Failure.noOption) {
            _ = try StrategyCalculator([try LegSpecification("long 100 stock @98.50")], market: Self.market)
        }
    }

    /// At the last moment, and without any volatility, the outcome is certain and there are no Greeks.
    @Test func withoutTimeTheOutcomeIsCertain() throws {
        let put = try StrategyCalculator([try LegSpecification("short 1 put 95 0 @1.80")], market: Self.market)
        #expect(put.probabilityOfProfit == 1 && abs(put.expectedValue - 180) < 1e-9)
        #expect(put.maximumProfit.map { abs($0 - 180) < 1e-9 } == true)
        #expect(put.maximumLoss.map { abs($0 + 9_320) < 1e-9 } == true)
        let still = StrategyCalculator.Market(spot: 100, rate: 0, dividendYield: 0, volatility: 0)
        let call = try StrategyCalculator([try LegSpecification("long 1 call 90 1 @12")], market: still)
        #expect(call.probabilityOfProfit == 0 && abs(call.expectedValue + 200) < 1e-9 && call.maximumProfit == nil)
    }

    /// Legs named twice, in any order, and legs that take each other away.
    @Test func theNameIsOfTheWholePosition() throws {
        func name(_ legs: String...) throws -> StrategyName { StrategyName(try legs.map { try LegSpecification($0) }) }
        #expect(
            try name(
                "long 1 call 110 0.1 @1", "short 1 put 95 0.1 @1", "long 1 put 90 0.1 @1", "short 1 call 105 0.1 @1")
                == .ironCondor)
        #expect(try name("short 1 put 95 0.1 @1", "short 2 put 95 0.1 @1.1") == .cashSecuredPut)
        #expect(try name("short 1 put 95 0.1 @1", "long 1 put 95 0.1 @1.1") == .custom)
        #expect(try name("long 200 stock @98", "short 2 call 105 0.1 @1") == .coveredCall)
        #expect(try name("long 100 stock @98", "short 2 call 105 0.1 @1") == .custom)
        #expect(try name("long 1 call 100 0.5 @9", "short 1 call 105 0.1 @1") == .callDiagonal)
        #expect(try name("short 1 call 100 0.5 @9", "long 1 call 105 0.1 @1") == .custom)
        #expect(try name("short 1 put 100 0.1 @3", "short 1 call 100 0.1 @3") == .shortStraddle)
        #expect(try name("long 1 call 100 0.1 @3", "short 2 call 105 0.1 @1") == .callRatioSpread)
        #expect(try name("short 1 call 100 0.1 @3", "long 2 call 105 0.1 @1") == .callBackspread)
        #expect(try name("long 1 put 100 0.1 @3", "short 2 put 95 0.1 @1") == .putRatioSpread)
    }
}
