import MagnusQuant
import Testing

@Suite("Historical volatility")
struct HistoricalVolatilityTests {
    private typealias Bar = HistoricalVolatility.Bar
    private typealias Undefined = HistoricalVolatility.Undefined

    @Test("close to close: alternating returns of +-1 % have sample variance 1e-4 n/(n-1)")
    func closeToClose() throws {
        var closes = [100.0]
        for day in 0..<20 { closes.append(day % 2 == 0 ? 100 * exponential(0.01) : 100) }
        let expected = (252 * 1e-4 * 20 / 19).squareRoot()
        #expect(try abs(HistoricalVolatility.closeToClose(closes) - expected) < 1e-13)
        // A constant drift is not volatility.
        let drifting = (0..<10).map { 100 * exponential(0.02 * Double($0)) }
        #expect(try HistoricalVolatility.closeToClose(drifting) < 1e-14)
    }

    @Test("Parkinson: a constant log range R gives R sqrt(252/(4 ln 2))")
    func parkinson() throws {
        let bars = (0..<20).map { _ in Bar(open: 101, high: 100 * exponential(0.03), low: 100, close: 102) }
        let expected = 0.03 * (252 / (4 * 0.693_147_180_559_945_3)).squareRoot()
        #expect(try abs(HistoricalVolatility.parkinson(bars) - expected) < 1e-14)
    }

    @Test("Yang-Zhang: three bars worked by hand")
    func yangZhang() throws {
        // Log prices: previous close 0; then open .01, high .03, low -.01, close .02; open .00, high .02, low -.02,
        // close -.01. Overnight .01, -.02: variance 4.5e-4. Open to close .01, -.01: variance 2e-4.
        // Rogers-Satchell: .01*.02 + (-.03)(-.02) = 8e-4; .03*.02 + (-.01)(-.02) = 8e-4; mean 8e-4.
        // n = 2: k = .34/(1.34 + 3).
        func bar(_ open: Double, _ high: Double, _ low: Double, _ close: Double) -> Bar {
            Bar(open: exponential(open), high: exponential(high), low: exponential(low), close: exponential(close))
        }
        let bars = [bar(0, 0.01, -0.01, 0), bar(0.01, 0.03, -0.01, 0.02), bar(0, 0.02, -0.02, -0.01)]
        let k = 0.34 / 4.34
        let expected = (252 * (4.5e-4 + k * 2e-4 + (1 - k) * 8e-4)).squareRoot()
        #expect(try abs(HistoricalVolatility.yangZhang(bars) - expected) < 1e-13)
    }

    @Test("Garman-Klass and Rogers-Satchell: bars worked by hand, and a drift that only one of them sees")
    func rangeEstimators() throws {
        func bar(_ open: Double, _ high: Double, _ low: Double, _ close: Double) -> Bar {
            Bar(open: exponential(open), high: exponential(high), low: exponential(low), close: exponential(close))
        }
        let bars = [bar(0.01, 0.03, -0.01, 0.02), bar(0, 0.02, -0.02, -0.01)]
        // Ranges .04 and .04, bodies .01 and -.01: (2 x .5 x 16e-4 - 2 (2 ln 2 - 1) 1e-4) / 2.
        let garmanKlass = (252 * (8e-4 - (2 * 0.693_147_180_559_945_3 - 1) * 1e-4)).squareRoot()
        #expect(try abs(HistoricalVolatility.garmanKlass(bars) - garmanKlass) < 1e-13)
        // 8e-4 each, as in the test of Yang and Zhang.
        #expect(try abs(HistoricalVolatility.rogersSatchell(bars) - (252 * 8e-4).squareRoot()) < 1e-13)
        // From the low straight to the high: all drift, no volatility about it.
        let trend = [bar(0, 0.05, 0, 0.05), bar(0.05, 0.1, 0.05, 0.1)]
        #expect(try HistoricalVolatility.rogersSatchell(trend) < 1e-7)
        #expect(try HistoricalVolatility.garmanKlass(trend) > 0.1)
        #expect(throws: Undefined.tooFewObservations(count: 0, minimum: 1)) {
            try HistoricalVolatility.garmanKlass([])
        }
        let upsideDown = Bar(open: 10, high: 9, low: 11, close: 10)
        #expect(throws: Undefined.badPrice(index: 0)) { try HistoricalVolatility.rogersSatchell([upsideDown]) }
    }

    @Test("short or broken series are refused with their place")
    func refused() {
        #expect(throws: Undefined.tooFewObservations(count: 2, minimum: 3)) {
            try HistoricalVolatility.closeToClose([1, 2])
        }
        #expect(throws: Undefined.tooFewObservations(count: 1, minimum: 2)) {
            try HistoricalVolatility.ofReturns([0.01])
        }
        #expect(throws: Undefined.badPrice(index: 1)) { try HistoricalVolatility.ofReturns([0.01, .infinity, 0]) }
        #expect(throws: Undefined.badPrice(index: 1)) { try HistoricalVolatility.closeToClose([1, 0, 2]) }
        #expect(throws: Undefined.badPrice(index: 2)) { try HistoricalVolatility.closeToClose([1, 2, .nan]) }
        #expect(throws: Undefined.tooFewObservations(count: 0, minimum: 1)) { try HistoricalVolatility.parkinson([]) }
        let upsideDown = Bar(open: 10, high: 9, low: 11, close: 10)
        #expect(throws: Undefined.badPrice(index: 0)) { try HistoricalVolatility.parkinson([upsideDown]) }
        let sound = Bar(open: 10, high: 11, low: 9, close: 10)
        #expect(throws: Undefined.badPrice(index: 1)) {
            try HistoricalVolatility.yangZhang([sound, upsideDown, sound])
        }
        let noClose = Bar(open: 10, high: 11, low: 9, close: .nan)
        #expect(throws: Undefined.badPrice(index: 2)) {
            try HistoricalVolatility.yangZhang([sound, sound, noClose])
        }
        let noOpen = Bar(open: .nan, high: 11, low: 9, close: 10)
        #expect(throws: Undefined.badPrice(index: 0)) { try HistoricalVolatility.garmanKlass([noOpen]) }
    }
}
