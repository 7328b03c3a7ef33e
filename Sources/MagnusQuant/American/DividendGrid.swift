import Glibc

/// One finite-difference solution in log spot with the strike on a node.
///
/// Crank-Nicolson with four implicit half steps after expiry and after every dividend (Rannacher), time steps growing
/// quadratically from there (so that the moving boundary, which behaves like a square root, keeps second order), the
/// exercise constraint solved exactly (Brennan-Schwartz, or policy iteration where the region is no half-line).
struct DividendGrid {
    /// Nodes are 2 * half + 1; steps are those of the whole life, shared out by square root of the stretch.
    struct Size: Sendable {
        var half: Int
        var steps: Int

        var doubled: Size { Size(half: 2 * half, steps: 2 * steps) }
        static let live = Size(half: 64, steps: 20)
        static let exact = Size(half: 280, steps: 110)
    }

    /// What the grid says at the spot.
    struct Reading: Sendable {
        var price: Double
        var delta: Double
        var gamma: Double
        /// Exercise now is optimal.
        var isExercised: Bool
        /// Within 0.5 % (or two nodes) of the boundary.
        var isNearBoundary: Bool
    }

    private enum Constraint {
        case none
        case low
        case high
        case anywhere
    }

    private let terms: OptionTerms
    private let size: Size
    private let spacing: Double
    private let spots: [Double]
    private let payoff: [Double]
    private let constraint: Constraint
    private let events: [CashDividend]
    private var values: [Double]
    private var isActive: [Bool]
    private var upper: [Double]
    private var right: [Double]

    init(terms: OptionTerms, size: Size) {
        self.terms = terms
        self.size = size
        let deviation = terms.volatility * terms.years.squareRoot()
        let drift = abs(terms.rate - terms.dividendYield - 0.5 * terms.volatility * terms.volatility) * terms.years
        let width = abs(log(terms.spot / terms.strike)) + 5.5 * deviation + min(drift, 3 * deviation)
        let spacing = max(width, 1e-9) / Double(size.half)
        self.spacing = spacing
        let count = 2 * size.half + 1
        spots = (0..<count).map { terms.strike * exp(Double($0 - size.half) * spacing) }
        let sign = terms.right.sign
        let strike = terms.strike
        payoff = spots.map { max(0, sign * ($0 - strike)) }
        if terms.style == .european {
            constraint = .none
        } else if terms.right == .put {
            constraint = terms.rate >= 0 ? .low : .anywhere
        } else {
            constraint = terms.dividendYield >= 0 ? .high : .anywhere
        }
        // Ex-dates backwards from expiry, those of one moment together.
        var merged: [CashDividend] = []
        for dividend in terms.dividends.sorted(by: { $0.years > $1.years })
        where dividend.years > 0 && dividend.years <= terms.years && dividend.amount > 0 {
            if let last = merged.last, last.years == dividend.years {
                merged[merged.count - 1].amount += dividend.amount
            } else {
                merged.append(dividend)
            }
        }
        events = merged
        values = payoff
        isActive = [Bool](repeating: false, count: count)
        upper = [Double](repeating: 0, count: count)
        right = upper
    }

    func solve() -> Reading {
        var copy = self
        return copy.run()
    }

    private mutating func run() -> Reading {
        var time = terms.years
        for event in events {
            advance(by: time - event.years)
            drop(event.amount, timeLeft: terms.years - event.years)
            time = event.years
        }
        advance(by: time)
        return read()
    }

    /// Value once the spot has fallen to nothing, `timeLeft` before expiry.
    private func worthless(_ timeLeft: Double) -> Double {
        guard terms.right == .put else { return 0 }
        let later = terms.strike * exp(-terms.rate * timeLeft)
        return terms.style == .american ? max(terms.strike, later) : later
    }

    /// Carries the values over an ex-date: V(S) becomes V(S - D), then the right to exercise just before.
    private mutating func drop(_ amount: Double, timeLeft: Double) {
        let old = values
        let last = old.count - 1
        let atZero = worthless(timeLeft)
        for i in 0...last {
            let spot = spots[i] - amount
            var value: Double
            if spot <= spots[0] {
                value = atZero + (old[0] - atZero) * max(0, spot) / spots[0]
            } else {
                let position = log(spot / terms.strike) / spacing + Double(size.half)
                let base = min(max(Int(position) - 1, 0), last - 3)
                let u = position - Double(base)
                let a = u - 1
                let b = u - 2
                let c = u - 3
                value = -a * b * c / 6 * old[base] + u * b * c / 2 * old[base + 1]
                value += -u * a * c / 2 * old[base + 2] + u * a * b / 6 * old[base + 3]
                // Monotone: never outside the two neighbours.
                let k = min(max(Int(position), 0), last - 1)
                value = min(max(value, min(old[k], old[k + 1])), max(old[k], old[k + 1]))
            }
            values[i] = constraint == .none ? value : max(value, payoff[i])
        }
    }

    /// Steps back over a stretch without dividends.
    private mutating func advance(by span: Double) {
        guard span > 0 else { return }
        let count = max(8, Int((Double(size.steps) * (span / terms.years).squareRoot()).rounded()))
        var done = 0.0
        for k in 1...count {
            let fraction = Double(k) / Double(count)
            let next = span * fraction * fraction
            if k <= 2 {
                step(0.5 * (next - done), implicit: 1)
                step(0.5 * (next - done), implicit: 1)
            } else {
                step(next - done, implicit: 0.5)
            }
            done = next
        }
    }

    private mutating func step(_ span: Double, implicit: Double) {
        let n = spots.count - 1
        let variance = terms.volatility * terms.volatility
        let drift = terms.rate - terms.dividendYield - 0.5 * variance
        let diffusion = 0.5 * variance / (spacing * spacing)
        let convection = 0.5 * drift / spacing
        let low = diffusion - convection
        let high = diffusion + convection
        let middle = -2 * diffusion - terms.rate
        // Beyond the ends the value is linear in the spot.
        let growth = exp(spacing)
        let shrink = 1 / growth
        let explicitPart = (1 - implicit) * span
        let implicitPart = implicit * span
        let a = -implicitPart * low
        let b = 1 - implicitPart * middle
        let c = -implicitPart * high
        values.withUnsafeMutableBufferPointer { v in
            right.withUnsafeMutableBufferPointer { f in
                for i in 1..<n {
                    f[i] = v[i] + explicitPart * (low * v[i - 1] + middle * v[i] + high * v[i + 1])
                }
            }
        }
        let firstDiagonal = b + a * (1 + shrink)
        let firstUpper = c - a * shrink
        let lastDiagonal = b + c * (1 + growth)
        let lastLower = a - c * growth
        switch constraint {
        case .none, .high: sweepDown(a, b, c, firstDiagonal, firstUpper, lastDiagonal, lastLower)
        case .low: sweepUp(a, b, c, firstDiagonal, firstUpper, lastDiagonal, lastLower)
        case .anywhere: iterate(a, b, c, firstDiagonal, firstUpper, lastDiagonal, lastLower)
        }
        values[0] = values[1] + shrink * (values[1] - values[2])
        values[n] = values[n - 1] + growth * (values[n - 1] - values[n - 2])
        if constraint != .none {
            values[0] = max(values[0], payoff[0])
            values[n] = max(values[n], payoff[n])
        }
    }

    /// Elimination from the low end, substitution from the high end where a call is exercised.
    private mutating func sweepDown(
        _ a: Double, _ b: Double, _ c: Double, _ firstDiagonal: Double, _ firstUpper: Double, _ lastDiagonal: Double,
        _ lastLower: Double
    ) {
        let n = spots.count - 1
        let constrained = constraint == .high
        values.withUnsafeMutableBufferPointer { v in
            right.withUnsafeMutableBufferPointer { f in
                upper.withUnsafeMutableBufferPointer { u in
                    u[1] = firstUpper / firstDiagonal
                    f[1] /= firstDiagonal
                    for i in 2..<n {
                        let lower = i == n - 1 ? lastLower : a
                        let pivot = 1 / ((i == n - 1 ? lastDiagonal : b) - lower * u[i - 1])
                        u[i] = c * pivot
                        f[i] = (f[i] - lower * f[i - 1]) * pivot
                    }
                    v[n - 1] = f[n - 1]
                    if constrained { v[n - 1] = max(v[n - 1], payoff[n - 1]) }
                    for i in stride(from: n - 2, through: 1, by: -1) {
                        let value = f[i] - u[i] * v[i + 1]
                        v[i] = constrained ? max(value, payoff[i]) : value
                    }
                }
            }
        }
    }

    /// Elimination from the high end, substitution from the low end where a put is exercised.
    private mutating func sweepUp(
        _ a: Double, _ b: Double, _ c: Double, _ firstDiagonal: Double, _ firstUpper: Double, _ lastDiagonal: Double,
        _ lastLower: Double
    ) {
        let n = spots.count - 1
        values.withUnsafeMutableBufferPointer { v in
            right.withUnsafeMutableBufferPointer { f in
                upper.withUnsafeMutableBufferPointer { u in
                    u[n - 1] = lastLower / lastDiagonal
                    f[n - 1] /= lastDiagonal
                    for i in stride(from: n - 2, through: 1, by: -1) {
                        let above = i == 1 ? firstUpper : c
                        let pivot = 1 / ((i == 1 ? firstDiagonal : b) - above * u[i + 1])
                        u[i] = a * pivot
                        f[i] = (f[i] - above * f[i + 1]) * pivot
                    }
                    v[1] = max(f[1], payoff[1])
                    for i in 2..<n { v[i] = max(f[i] - u[i] * v[i - 1], payoff[i]) }
                }
            }
        }
    }

    /// Policy iteration: rows where exercise is better become the payoff until the set settles.
    private mutating func iterate(
        _ a: Double, _ b: Double, _ c: Double, _ firstDiagonal: Double, _ firstUpper: Double, _ lastDiagonal: Double,
        _ lastLower: Double
    ) {
        let n = spots.count - 1
        var factor = [Double](repeating: 0, count: n + 1)
        for _ in 0..<40 {
            for i in 1..<n {
                if isActive[i] {
                    upper[i] = 0
                    factor[i] = payoff[i]
                    continue
                }
                let lower = i == 1 ? 0 : (i == n - 1 ? lastLower : a)
                let diagonal = i == 1 ? firstDiagonal : (i == n - 1 ? lastDiagonal : b)
                let above = i == 1 ? firstUpper : (i == n - 1 ? 0 : c)
                let pivot = 1 / (diagonal - lower * (i == 1 ? 0 : upper[i - 1]))
                upper[i] = above * pivot
                factor[i] = (right[i] - lower * (i == 1 ? 0 : factor[i - 1])) * pivot
            }
            values[n - 1] = factor[n - 1]
            for i in stride(from: n - 2, through: 1, by: -1) { values[i] = factor[i] - upper[i] * values[i + 1] }
            var changed = false
            for i in 1..<n {
                let active: Bool
                if isActive[i] {
                    // Stay exercised only while holding on would earn less than nothing.
                    let held =
                        (i == 1 ? firstDiagonal : (i == n - 1 ? lastDiagonal : b)) * values[i]
                        + (i == 1 ? 0 : (i == n - 1 ? lastLower : a) * values[i - 1])
                        + (i == n - 1 ? 0 : (i == 1 ? firstUpper : c) * values[i + 1])
                    active = held >= right[i]
                } else {
                    active = values[i] < payoff[i]
                }
                if active != isActive[i] {
                    isActive[i] = active
                    changed = true
                }
            }
            if !changed { break }
        }
    }

    /// Value and derivatives at the spot from the six nearest nodes.
    private func read() -> Reading {
        let n = spots.count - 1
        let position = log(terms.spot / terms.strike) / spacing + Double(size.half)
        let nearest = min(max(Int(position), 3), n - 4)
        func exercised(_ i: Int) -> Bool {
            constraint != .none && payoff[i] > 0 && values[i] <= payoff[i]
        }
        let intrinsic = AmericanPricing.intrinsic(terms)
        let reach = max(2, Int((0.005 / spacing).rounded(.up)))
        var isNear = false
        for i in max(1, nearest - reach)...min(n - 2, nearest + reach) where exercised(i) != exercised(i + 1) {
            isNear = true
        }
        if exercised(nearest) && exercised(nearest + 1) && intrinsic > 0 {
            return Reading(
                price: intrinsic, delta: terms.right.sign, gamma: 0, isExercised: true, isNearBoundary: isNear)
        }
        let base = nearest - 2
        let u = position - Double(base)
        var value = 0.0
        var first = 0.0
        var second = 0.0
        for j in 0..<6 {
            // Lagrange basis on 0...5 with its two derivatives, built up factor by factor.
            var l = 1.0
            var l1 = 0.0
            var l2 = 0.0
            for m in 0..<6 where m != j {
                let scale = 1 / Double(j - m)
                let x = (u - Double(m)) * scale
                l2 = l2 * x + 2 * l1 * scale
                l1 = l1 * x + l * scale
                l *= x
            }
            value += l * values[base + j]
            first += l1 * values[base + j]
            second += l2 * values[base + j]
        }
        first /= spacing
        second /= spacing * spacing
        let floor = terms.style == .american ? intrinsic : 0
        return Reading(
            price: max(value, floor), delta: first / terms.spot,
            gamma: (second - first) / (terms.spot * terms.spot), isExercised: false, isNearBoundary: isNear)
    }
}
