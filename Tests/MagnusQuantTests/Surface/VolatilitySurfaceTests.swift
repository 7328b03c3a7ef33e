import Glibc
import Testing

@testable import MagnusQuant

@Suite struct VolatilitySurfaceTests {
    static func quotes(
        _ smile: RawSVI, years: Double, from low: Double, to high: Double, count: Int, half: Double = 0.002,
        noise: (Int) -> Double = { _ in 0 }
    ) -> [SmileQuote] {
        (0..<count).compactMap { index in
            let k = low + (high - low) * Double(index) / Double(count - 1)
            guard let exact = smile.volatility(k, years: years) else { return nil }
            let volatility = exact + noise(index)
            return SmileQuote(
                logMoneyness: k, volatility: volatility, bidVolatility: volatility - half,
                askVolatility: volatility + half)
        }
    }

    /// Known parameters come back from their own volatilities.
    @Test(arguments: [
        (0.0384, 0.1, -0.7, 0.02, 0.1, 0.25), (0.004, 0.05, -0.45, 0.01, 0.06, 0.08),
        (0.06, 0.2, -0.3, -0.05, 0.3, 1.5), (0.02, 0.12, 0.4, 0.1, 0.15, 0.5),
    ]) func knownSmilesAreRecovered(a: Double, b: Double, rho: Double, m: Double, sigma: Double, years: Double) throws {
        let truth = try RawSVI(level: a, angle: b, correlation: rho, shift: m, smoothing: sigma)
        try #require(SmileArbitrage.butterfly(truth, over: -1...1).value > 0.01)
        let slice = SmileSlice(years: years, quotes: Self.quotes(truth, years: years, from: -0.4, to: 0.3, count: 25))
        let surface = VolatilitySurface([slice])
        let fit = try #require(surface.fitted.first)
        #expect(fit.form == .raw && !fit.isMended && fit.used.count == 25 && fit.insideCount == 25)
        #expect(fit.rootMeanSquare < 1e-5 && fit.largest < 5e-5, "\(fit.rootMeanSquare)")
        #expect(abs(fit.smile.angle - b) < 0.01 * b && abs(fit.smile.correlation - rho) < 0.02, "\(fit.smile)")
        #expect(abs(fit.smile.shift - m) < 0.01 && abs(fit.smile.smoothing - sigma) < 0.02 * sigma + 1e-3)
    }

    /// Vogt's smile has a butterfly: what is fitted to its quotes has none, and stays near them.
    @Test func aSmileWithAButterflyIsMended() throws {
        let truth = try PublishedSmiles.vogt()
        let slice = SmileSlice(years: 1, quotes: Self.quotes(truth, years: 1, from: -1.2, to: 1.2, count: 41))
        let surface = VolatilitySurface([slice])
        let fit = try #require(surface.fitted.first)
        #expect(fit.isMended && fit.form == .raw)
        #expect(try #require(surface.leastDensity) >= 0)
        #expect(fit.rootMeanSquare > 1e-4 && fit.rootMeanSquare < 0.006, "\(fit.rootMeanSquare)")
    }

    /// Two expiries of which the later has less variance: no such surface may leave, and both stay near their quotes.
    @Test func crossingExpiriesAreMended() throws {
        let near = try RawSVI(level: 0.010, angle: 0.06, correlation: -0.5, shift: 0, smoothing: 0.12)
        let far = try RawSVI(level: 0.0095, angle: 0.06, correlation: -0.3, shift: 0, smoothing: 0.12)
        try #require(SmileArbitrage.calendar(from: near, to: far, over: -0.3...0.3).value < 0)
        let surface = VolatilitySurface([
            SmileSlice(years: 0.3, quotes: Self.quotes(far, years: 0.3, from: -0.3, to: 0.25, count: 20)),
            SmileSlice(years: 0.25, quotes: Self.quotes(near, years: 0.25, from: -0.3, to: 0.25, count: 20)),
        ])
        #expect(surface.fitted.count == 2 && surface.fitted.contains { $0.isMended })
        #expect(try #require(surface.leastGrowth) >= 0 && #require(surface.leastDensity) >= 0)
        for fit in surface.fitted { #expect(fit.rootMeanSquare < 0.015, "\(fit.rootMeanSquare)") }
        #expect(try surface.smiles[0].get().years == 0.3, "the order given is kept")
    }

    /// Random surfaces with noise: never arbitrage on the grid, never NaN, errors near the noise.
    @Test func randomSurfacesHaveNoArbitrage() throws {
        var random = SplitMix64(seed: 2026)
        for round in 0..<40 {
            let level = 0.1 + 0.5 * random.uniform(0, 1)
            let rho = -0.9 + 1.2 * random.uniform(0, 1)
            let noise = 0.004 * random.uniform(0, 1)
            let times = [0.01, 0.04, 0.1, 0.25, 0.6, 1.5].filter { _ in random.uniform(0, 1) > 0.2 }
            let slices = try times.map { years in
                let theta = level * level * years
                let phi = min(
                    0.8 / theta.squareRoot(), 0.9 * RawSVI.greatestPhi(theta: theta, correlation: rho))
                let truth = try RawSVI.surfaceForm(theta: theta, correlation: rho, phi: phi)
                let width = 3 * theta.squareRoot()
                let count = 6 + Int(30 * random.uniform(0, 1))
                let draws = (0..<count).map { _ in noise * (2 * random.uniform(0, 1) - 1) }
                return SmileSlice(
                    years: years,
                    quotes: Self.quotes(
                        truth, years: years, from: -1.3 * width, to: width, count: count, half: 0.003
                    ) { draws[$0] })
            }
            let surface = VolatilitySurface(slices)
            #expect(surface.fitted.count == slices.count, "\(round) \(surface.smiles)")
            #expect(surface.leastDensity.map { $0 >= 0 } ?? slices.isEmpty, "\(round)")
            #expect(surface.leastGrowth.map { $0 >= 0 } ?? (slices.count < 2), "\(round)")
            for fit in surface.fitted {
                #expect(fit.rootMeanSquare < noise + 0.006, "\(round) T \(fit.years): \(fit.rootMeanSquare) \(noise)")
                for step in -20...20 {
                    let value = try #require(surface.volatility(0.1 * Double(step), years: fit.years * 1.3))
                    #expect(value > 0 && value.isFinite)
                }
            }
        }
    }

    /// A typo of ten points is left out with the others untouched; numbers that are none are counted.
    @Test func badQuotesAreLeftOut() throws {
        let truth = try RawSVI(level: 0.01, angle: 0.08, correlation: -0.5, shift: 0, smoothing: 0.1)
        var quotes = Self.quotes(truth, years: 0.25, from: -0.3, to: 0.25, count: 24)
        quotes[9].volatility += 0.10
        quotes[9].askVolatility = quotes[9].volatility + 0.002
        quotes[9].bidVolatility = quotes[9].volatility - 0.002
        quotes[3].volatility = .nan
        quotes[4].askVolatility = 0.01
        let fit = try #require(VolatilitySurface([SmileSlice(years: 0.25, quotes: quotes)]).fitted.first)
        #expect(fit.outliers == [9] && fit.unsound == [3, 4])
        #expect(fit.used.count == 21 && fit.rootMeanSquare < 1e-4)
    }

    @Test func whatCannotBeFittedIsRefusedWithItsReason() throws {
        let truth = try RawSVI(level: 0.01, angle: 0.08, correlation: -0.5, shift: 0, smoothing: 0.1)
        let quotes = Self.quotes(truth, years: 0.25, from: -0.3, to: 0.25, count: 24)
        let surface = VolatilitySurface([
            SmileSlice(years: 0, quotes: quotes), SmileSlice(years: .nan, quotes: quotes),
            SmileSlice(years: 0.25, quotes: Array(quotes.prefix(4))), SmileSlice(years: 0.25, quotes: []),
            SmileSlice(years: 0.25, quotes: quotes.filter { $0.logMoneyness < 0 }),
        ])
        func refusal(_ index: Int) -> SmileRefusal? {
            if case .failure(let refusal) = surface.smiles[index] { refusal } else { nil }
        }
        #expect(refusal(0) == .badTime && refusal(1) == .badTime)
        #expect(refusal(2) == .tooFewQuotes(count: 4, minimum: 5))
        #expect(refusal(3) == .tooFewQuotes(count: 0, minimum: 5) && refusal(4) == .oneSided)
        #expect(surface.range == nil && surface.volatility(0, years: 1) == nil && surface.leastDensity == nil)
        #expect(VolatilitySurface([]).smiles.isEmpty)
    }

    /// Few quotes get three parameters: no curve with as many knobs as points.
    @Test func fewQuotesGetTheSmallForm() throws {
        let truth = try RawSVI.surfaceForm(theta: 0.02, correlation: -0.4, phi: 4)
        let quotes = Self.quotes(truth, years: 0.3, from: -0.3, to: 0.2, count: 6)
        let fit = try #require(VolatilitySurface([SmileSlice(years: 0.3, quotes: quotes)]).fitted.first)
        #expect(fit.form == .surface && fit.rootMeanSquare < 1e-5, "\(fit.rootMeanSquare)")
    }

    /// Flat, extreme and absurd quotes give a fit without arbitrage or a refusal, never NaN.
    @Test func hostileQuotesNeverGiveNonsense() {
        var random = SplitMix64(seed: 77)
        for _ in 0..<60 {
            let slices = (0..<3).map { _ in
                SmileSlice(
                    years: pow(10, -4 + 5 * random.uniform(0, 1)),
                    quotes: (0..<12).map { _ in
                        SmileQuote(
                            logMoneyness: (random.uniform(0, 1) - 0.5) * pow(10, -2 + 3 * random.uniform(0, 1)),
                            volatility: pow(10, -3 + 4 * random.uniform(0, 1)))
                    })
            }
            let surface = VolatilitySurface(slices)
            for fit in surface.fitted {
                #expect(fit.rootMeanSquare.isFinite && fit.largest.isFinite)
            }
            #expect(surface.leastDensity ?? 0 >= 0)
            #expect(surface.leastGrowth ?? 0 >= 0)
        }
    }
}
