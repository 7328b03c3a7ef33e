import Glibc

/// The parameters of a smile as numbers without bounds, so that a search cannot leave what a smile may be.
struct SmileParameters {
    let form: FittedSmile.Form
    /// Log-moneyness in which the vertex may lie.
    let vertex: ClosedRange<Double>
    /// Bounds of sigma.
    let smoothing: ClosedRange<Double>

    private static let wing = 1.999

    init(form: FittedSmile.Form, quoted: ClosedRange<Double>) {
        self.form = form
        let width = max(quoted.upperBound - quoted.lowerBound, 0.01)
        vertex = (quoted.lowerBound - 0.5 * width)...(quoted.upperBound + 0.5 * width)
        smoothing = (0.005 * width)...(10 * width)
    }

    func smile(_ x: [Double]) -> RawSVI? {
        switch form {
        case .raw:
            let rho = 0.9999 * tanh(x[2])
            let b = Self.wing / (1 + abs(rho)) * logistic(x[1])
            let center = 0.5 * (vertex.lowerBound + vertex.upperBound)
            let m = center + 0.5 * (vertex.upperBound - vertex.lowerBound) * tanh(x[3])
            let sigma = smoothing.lowerBound * pow(smoothing.upperBound / smoothing.lowerBound, logistic(x[4]))
            let level = exp(min(x[0], 20)) - b * sigma * (1 - rho * rho).squareRoot()
            return try? RawSVI(level: level, angle: b, correlation: rho, shift: m, smoothing: sigma)
        case .surface:
            let theta = exp(min(x[0], 20))
            let rho = 0.999 * tanh(x[1])
            let phi = RawSVI.greatestPhi(theta: theta, correlation: rho) * logistic(x[2])
            return try? RawSVI.surfaceForm(theta: theta, correlation: rho, phi: phi)
        }
    }

    /// The numbers of a smile, moved inside the bounds where it lies outside.
    func numbers(_ smile: RawSVI) -> [Double] {
        let rho = smile.correlation
        switch form {
        case .raw:
            let lowest = smile.level + smile.angle * smile.smoothing * (1 - rho * rho).squareRoot()
            let share = smile.angle * (1 + abs(rho)) / Self.wing
            let half = 0.5 * (vertex.upperBound - vertex.lowerBound)
            let place = (smile.shift - 0.5 * (vertex.lowerBound + vertex.upperBound)) / half
            let width =
                log(smile.smoothing / smoothing.lowerBound) / log(smoothing.upperBound / smoothing.lowerBound)
            return [
                log(max(lowest, 0.02 * max(smile.variance(0), 1e-8))), logit(share), atanh(clamped(rho / 0.9999)),
                atanh(clamped(place)), logit(width),
            ]
        case .surface:
            let theta = max(smile.variance(0), 1e-8)
            // phi from the slope and curvature at the forward: w'(0) = theta rho phi, w''(0) = theta phi^2 (1 - rho^2)/2.
            let first = smile.slope(0) / theta
            let second = 2 * smile.curvature(0) / theta
            let phi = max((second + first * first).squareRoot(), 1e-3)
            let turn = clamped(first / phi)
            return [
                log(theta), atanh(clamped(turn / 0.999)),
                logit(phi / RawSVI.greatestPhi(theta: theta, correlation: turn)),
            ]
        }
    }

    private func clamped(_ value: Double) -> Double { min(max(value, -0.995), 0.995) }

    private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    private func logit(_ share: Double) -> Double {
        let inside = min(max(share, 1e-4), 0.999)
        return log(inside / (1 - inside))
    }
}
