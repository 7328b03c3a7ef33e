import Glibc
import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

/// A quote without a bid tells no volatility: the smile does, then the last known one, then nothing.
@Suite struct SmileVolatilityTests {
    static let bank = PaperBook.contract("BAC", PaperBook.day(3, 25), .put, 45)
    static let index = PaperBook.contract("XSP", PaperBook.day(3, 15), .put, 592)

    private func leg(_ valuer: inout BookValuer, at now: Instant = PaperBook.now) throws -> PositionValuation {
        try #require(
            valuer.valuation(now: now).strategies.flatMap(\.legs).first {
                $0.position.instrument == .option(Self.bank)
            })
    }

    @Test func theSmileValuesWhatHasNoBid() throws {
        var valuer = PaperBook.valuer()
        #expect(valuer.contractsWithoutVolatility(now: PaperBook.now) == [Self.bank, Self.index])
        let leg = try leg(&valuer)
        #expect(leg.mark == .known(0.01, .fresh) && leg.bid == 0 && leg.ask == 0.02)
        #expect(leg.impliedVolatility == .known(0.26, .estimated) && leg.terms?.volatility == 0.26)
        #expect(leg.delta.trust == .estimated && leg.assignmentProbability.trust == .estimated)
        #expect(leg.pricingMethod.hasPrefix("smile") && leg.volatilitySource.hasPrefix("smile of 9 quotes at 2027"))
        #expect(leg.unrealizedProfit.trust == .fresh, "the profit is that of the mark")
    }

    @Test func aNewSmileReprices() throws {
        var valuer = PaperBook.valuer()
        let before = try leg(&valuer)
        valuer.apply(smiles: [Self.bank: PaperBook.smile(0.30)])
        let after = try leg(&valuer)
        #expect(after.impliedVolatility.value == 0.30)
        #expect(try #require(after.delta.value) > #require(before.delta.value) + 1)
        valuer.apply(smiles: [Self.bank: PaperBook.smile(.nan)])
        #expect(try leg(&valuer).impliedVolatility.value == 0.30, "what is no number changes nothing")
    }

    @Test func aTwoSidedQuoteSpeaksForItself() throws {
        var market = PaperBook.market
        market.optionQuotes[Self.bank] = PaperBook.quote(0.03, 0.05)
        var valuer = PaperBook.valuer(market)
        #expect(valuer.contractsWithoutVolatility(now: PaperBook.now) == [Self.index])
        let quoted = try leg(&valuer)
        let own = try #require(quoted.impliedVolatility.value)
        #expect(quoted.impliedVolatility.trust == .fresh && own > 0.3 && quoted.volatilitySource.isEmpty)
        // The bid goes: with a smile the smile counts, without one the last volatility.
        for (smiles, expected) in [(PaperBook.smiles, 0.26), ([:], own)] {
            var valuer = PaperBook.valuer(market, smiles: smiles)
            _ = try leg(&valuer)
            valuer.apply(optionQuotes: [Self.bank: PaperBook.quote(0, 0.08)])
            let left = try leg(&valuer)
            #expect(left.impliedVolatility.trust == .estimated)
            #expect(abs(try #require(left.impliedVolatility.value) - expected) < 1e-12)
            #expect(left.pricingMethod.hasPrefix(smiles.isEmpty ? "last known" : "smile"))
            valuer.apply(optionQuotes: [Self.bank: PaperBook.quote(0.03, 0.05)])
            #expect(try leg(&valuer).impliedVolatility.trust == .fresh)
        }
    }

    @Test func withoutAnyVolatilityNothingIsGuessed() throws {
        var valuer = PaperBook.valuer(smiles: [:])
        let leg = try leg(&valuer)
        #expect(leg.impliedVolatility == .unknown(.oneSided) && leg.delta == .unknown(.oneSided))
        #expect(leg.mark.value == 0.01 && leg.unrealizedProfit.value != nil)
        #expect(leg.reasons["delta"] == .oneSided)
    }

    @Test func theUnderlyingsOwnVolatilityIsTheLastResort() throws {
        var market = PaperBook.market
        market.underlyings["BAC"]?.volatilityHistory = [
            VolatilityObservation(date: PaperBook.day(3, 12), impliedVolatility: 0.24)
        ]
        var valuer = PaperBook.valuer(market, smiles: [:])
        let leg = try leg(&valuer)
        #expect(leg.impliedVolatility == .unknown(.oneSided) && leg.delta.trust == .estimated)
        #expect(leg.pricingMethod.contains("30-day volatility"))
    }

    /// Quotes from a smile of total variance that is linear in log strike on the put side come back, and so do strikes
    /// that nobody bids for.
    @Test func theFitGivesBackTheSmileItsQuotesCameFrom() throws {
        let (spot, expiry) = (100.0, PaperBook.day(4, 16))
        let profile = SecurityProfile(symbol: "ABC", name: "ABC", kind: .stock, sector: "Sector")
        let rates = RateCurve(points: [RatePoint(years: 1, rate: 0.036)], asOf: PaperBook.now, source: "test")
        func truth(_ strike: Double) -> Double { 0.25 - 0.4 * log(strike / spot) }
        var entries: [ChainEntry] = []
        for strike in stride(from: 70.0, through: 120, by: 2.5) {
            for right in OptionRight.allCases {
                var contract = PaperBook.contract("ABC", expiry, right, strike)
                contract.style = .european
                let terms = OptionTerms(
                    right: right, style: .european, spot: spot, strike: strike,
                    years: contract.yearsToExpiry(from: PaperBook.now), rate: 0.036, dividendYield: 0,
                    volatility: truth(strike))
                let price = try BlackScholes.price(terms)
                let bid = max(0, ((price - 0.01) * 100).rounded() / 100)
                entries.append(ChainEntry(contract: contract, quote: PaperBook.quote(bid, bid + 0.02)))
            }
        }
        let chain = OptionChain(
            symbol: "ABC", underlying: PaperBook.quote(99.99, 100.01), entries: entries, retrievedAt: PaperBook.now,
            source: "test")
        func smile(_ chain: OptionChain) -> ExpirySmile? {
            ExpirySmile(
                chain, root: "ABC", expiry: expiry, profile: profile, rates: rates, calendar: .standard,
                now: PaperBook.now)
        }
        let fitted = try #require(smile(chain))
        for strike in [80.0, 90, 100, 110] {
            let found = try #require(fitted.volatility(strike: strike))
            #expect(abs(found.volatility - truth(strike)) < 0.006, "\(strike): \(found.volatility)")
            #expect(found.quoteCount >= 8)
        }
        let worthless = try #require(
            entries.last { $0.contract.right == .put && $0.quote.bid == 0 }?.contract.strike)
        let beyond = try #require(fitted.volatility(strike: worthless))
        #expect(beyond.isExtrapolated && abs(beyond.volatility - truth(worthless)) < 0.015, "\(beyond)")
        // One bad quote does not bend it; four quotes are no smile.
        var spoilt = chain
        let bad = try #require(spoilt.entries.firstIndex { $0.contract.strike == 95 && $0.contract.right == .put })
        spoilt.entries[bad].quote = PaperBook.quote(3.0, 3.02)
        let robust = try #require(smile(spoilt)?.volatility(strike: 90))
        #expect(abs(robust.volatility - truth(90)) < 0.015, "\(robust)")
        var thin = chain
        thin.entries = chain.entries.filter { (97.0...103).contains($0.contract.strike) }
        #expect(smile(thin) == nil)
        #expect(fitted.volatility(strike: 0) == nil && fitted.volatility(strike: .nan) == nil)
    }
}
