import Glibc

extension AmericanBoundary {
    /// A Gauss-Legendre rule on [0, 1] in blocks of eight.
    struct PanelRule: Sendable {
        let nodes: [SIMD8<Double>]
        let weights: [SIMD8<Double>]

        init(blocks: Int) {
            let rule = GaussLegendre(count: blocks * 8)
            nodes = (0..<blocks).map { block in
                var lanes = SIMD8<Double>()
                for lane in 0..<8 { lanes[lane] = 0.5 * (1 + rule.nodes[block * 8 + lane]) }
                return lanes
            }
            weights = (0..<blocks).map { block in
                var lanes = SIMD8<Double>()
                for lane in 0..<8 { lanes[lane] = 0.5 * rule.weights[block * 8 + lane] }
                return lanes
            }
        }

        static let live = PanelRule(blocks: 1)
        static let exact = PanelRule(blocks: 3)
    }

    /// The equivalent put with strike 1 at a moneyness (put spot / put strike): European value plus the value of the
    /// carry received in the exercise region, differentiated at the fixed boundary.
    func unitPut(_ moneyness: Double, accuracy: PricingAccuracy) -> UnitPut {
        guard moneyness > unitBoundary else {
            return UnitPut(price: 1 - moneyness, delta: -1, gamma: 0, speed: 0)
        }
        if let live {
            let value = LiveCollocation.value(live, moneyness: moneyness, wantsSlopes: false)
            return UnitPut(
                price: max(value.price, 1 - moneyness), delta: value.delta, gamma: value.gamma, speed: value.speed)
        }
        var value = UnitPut.european(
            moneyness: moneyness, years: years, rate: rate, dividendYield: yield, volatility: volatility)
        let deviation = volatility * years.squareRoot()
        let scale = Glibc.log(moneyness / unitBoundary) / deviation
        let rule = accuracy == .live ? PanelRule.live : PanelRule.exact
        // Panels grow geometrically from the angle where the boundary is one deviation away.
        let quarter = 0.5 * Double.pi
        let ratio = accuracy == .live ? 6.0 : 3.0
        var left = 0.0
        var right = max(scale, accuracy == .live ? 0.02 : 1e-3)
        while left < quarter {
            if right * 1.6 > quarter { right = quarter }
            addPanel(from: left, to: right, moneyness: moneyness, rule: rule, value: &value)
            left = right
            right *= ratio
        }
        value.price = max(value.price, 1 - moneyness)
        return value
    }

    @inline(__always)
    private func addPanel(
        from left: Double, to right: Double, moneyness: Double, rule: PanelRule, value: inout UnitPut
    ) {
        typealias Lanes = SIMD8<Double>
        let deviation = volatility * years.squareRoot()
        let drift = (rate - yield) * years
        let logMoneyness = Glibc.log(moneyness) - logLimit
        var price = Lanes()
        var delta = Lanes()
        var gamma = Lanes()
        var speed = Lanes()
        for block in 0..<rule.nodes.count {
            let angle = rule.nodes[block] * (right - left) + left
            let (sine, cosine) = Self.sineCosine(angle)
            let elapsed = sine * sine
            let jacobian: Lanes = sine * cosine * (2 * years * (right - left))
            let weight: Lanes = rule.weights[block] * jacobian
            let depth = self.depth(cosine)
            let boundary = LaneMaths.exp(Lanes(repeating: logLimit) - depth)
            let spread = sine * deviation
            let path: Lanes = depth + logMoneyness + elapsed * drift
            let lower: Lanes = path / spread - spread * 0.5
            let upper = lower + spread
            let low = LaneMaths.normal(-lower)
            let up = LaneMaths.normal(-upper)
            let discount = LaneMaths.exp(elapsed * (-rate * years)) * weight
            let growth = LaneMaths.exp(elapsed * (-yield * years)) * weight * yield
            let interest: Lanes = discount * low.cdf * rate
            let paid: Lanes = growth * up.cdf
            price += interest - paid * moneyness
            let inverse = 1 / spread
            let bell: Lanes = low.bell * inverse * (0.3989422804014327 / moneyness)
            let density: Lanes = discount * bell
            let carry: Lanes = boundary * yield - rate
            delta += density * carry - paid
            // The slope of the density in the spot is -density (1 + d- / spread) / spot.
            let turn: Lanes = lower * inverse + 1
            let densitySlope: Lanes = density * turn * (-1 / moneyness)
            let income: Lanes = boundary * density * (yield / moneyness)
            gamma += income + carry * densitySlope
            let incomeSlope: Lanes = income * (turn + 1) * (-1 / moneyness)
            let curvature: Lanes = turn * turn - inverse * inverse + turn
            let densityCurvature: Lanes = density * curvature * (1 / (moneyness * moneyness))
            speed += incomeSlope + carry * densityCurvature
        }
        value.price += price.sum()
        value.delta += delta.sum()
        value.gamma += gamma.sum()
        value.speed += speed.sum()
    }

    /// Sine and cosine on [0, pi / 2], absolute error below 1e-15.
    @inline(__always)
    private static func sineCosine(_ angle: SIMD8<Double>) -> (SIMD8<Double>, SIMD8<Double>) {
        // Half angle in [0, pi / 4], then the double-angle formulas.
        let x = angle * 0.5
        let z = x * x
        var s = z * 2.7557313707070068e-6 - 1.9841269829857949e-4
        s = s - z * z * 2.5050760253406863e-8 + z * z * z * 1.5896230157221845e-10
        s = s * z + 8.333333333322118e-3
        s = s * z - 0.16666666666666630
        let sine = x + x * z * s
        var c = z * -1.1359647557788195e-11 + 2.087572321298175e-9
        c = c * z - 2.755731435139066e-7
        c = c * z + 2.480158728947673e-5
        c = c * z - 1.388888888887411e-3
        c = c * z + 4.166666666666666e-2
        let cosine = 1 - z * 0.5 + z * z * c
        return (sine * cosine * 2, 1 - sine * sine * 2)
    }
}
