import MagnusQuant
import Testing

@Suite("Volatility term structure")
struct VolatilityTermStructureTests {
    private typealias Node = VolatilityTermStructure.Node

    @Test("linear in total variance between expiries, flat outside")
    func interpolation() throws {
        let curve = VolatilityTermStructure([
            Node(years: 40.0 / 365, volatility: 0.30), Node(years: 20.0 / 365, volatility: 0.20),
        ])
        // w(30) = (0.04*20 + 0.09*40)/2/365 = 2.2/365; sigma = sqrt(2.2/30).
        #expect(try abs(curve.thirtyDay() - (2.2 / 30).squareRoot()) < 1e-14)
        #expect(try curve.volatility(years: 0.01) == 0.20)
        #expect(try curve.volatility(years: 1) == 0.30)
        #expect(try abs(curve.volatility(years: 20.0 / 365) - 0.20) < 1e-15)
    }

    @Test("expiries under seven days are left out of the 30-day figure unless alone")
    func shortExpiries() throws {
        let near = Node(years: 5.0 / 365, volatility: 0.9)
        let far = Node(years: 60.0 / 365, volatility: 0.3)
        #expect(try VolatilityTermStructure([near, far]).thirtyDay() == 0.3)
        #expect(try VolatilityTermStructure([near]).thirtyDay() == 0.9)
    }

    @Test("broken nodes are dropped, an empty curve is undefined")
    func undefined() throws {
        let curve = VolatilityTermStructure([
            Node(years: .nan, volatility: 0.2), Node(years: 0.1, volatility: 0), Node(years: -1, volatility: 0.2),
        ])
        #expect(curve.nodes.isEmpty)
        #expect(throws: VolatilityTermStructure.Undefined.noExpiry) { try curve.thirtyDay() }
        let sound = VolatilityTermStructure([
            Node(years: 0.1, volatility: 0.2), Node(years: 0.1, volatility: 0.4),
        ])
        #expect(sound.nodes.count == 1)
        #expect(throws: VolatilityTermStructure.Undefined.badTarget) { try sound.volatility(years: 0) }
    }

    @Test("forward volatility")
    func forward() throws {
        let near = Node(years: 0.25, volatility: 0.2)
        let value = VolatilityTermStructure.forwardVolatility(from: near, to: Node(years: 0.5, volatility: 0.3))
        #expect(try abs(#require(value) - 0.14.squareRoot()) < 1e-14)
        #expect(VolatilityTermStructure.forwardVolatility(from: near, to: Node(years: 0.26, volatility: 0.1)) == nil)
    }
}
