import Glibc

/// A first guess of the put boundary: Li's QD+ approximation, eight times to expiry at once.
struct BoundaryStart {
    typealias Lanes = LaneMaths.Lanes

    let years: Double
    let rate: Double
    let yield: Double
    let volatility: Double
    let logLimit: Double

    /// ln(limit / B) >= 0 at times tau > 0.
    func depths(_ tau: Lanes) -> Lanes {
        let variance = volatility * volatility
        let drift = rate - yield
        let discount = LaneMaths.exp(tau * -rate)
        let growth = LaneMaths.exp(tau * -yield)
        // r / (1 - e^(-r tau)), which tends to 1 / tau.
        let product = tau * rate
        let series: Lanes = (product * 0.5 + product * product * (1.0 / 12) + 1) / tau
        let ratio = series.replacing(
            with: Lanes(repeating: rate) / (1 - discount), where: product .> 1e-4)
        let beta = 2 * drift / variance
        let alphaOverH = ratio * (2 / variance)
        let root = (alphaOverH * 4 + (beta - 1) * (beta - 1)).squareRoot()
        let lambda = (Lanes(repeating: 1 - beta) - root) * 0.5
        let deviation = tau.squareRoot() * volatility
        let limit = Glibc.exp(logLimit)
        // The zero-order root of a perpetual option with the same lambda bounds the boundary from below.
        var logSpot = LaneMaths.exp(deviation * -0.5) * limit
        let floor = Lanes(repeating: limit * 1e-12)
        for pass in 0..<7 {
            let spot = logSpot
            var logs = Lanes()
            for lane in 0..<8 { logs[lane] = Glibc.log(spot[lane]) }
            let upper: Lanes = (logs + tau * drift) / deviation + deviation * 0.5
            let lower = upper - deviation
            let up = LaneMaths.normal(-upper)
            let low = LaneMaths.normal(-lower)
            let price: Lanes = discount * low.cdf - spot * growth * up.cdf
            let gap = 1 - spot - price
            let safe = gap.replacing(with: 1e-12, where: gap .< 1e-12)
            let bellUp = up.bell * 0.3989422804014327 * growth
            let interest: Lanes = discount * low.cdf * rate
            let paid: Lanes = spot * growth * up.cdf * yield
            let diffusion: Lanes = spot * bellUp * (0.5 * variance) / deviation
            let slope: Lanes = interest - paid - diffusion
            let inner: Lanes = -root
            // c0 with alpha (1/h - theta e^(r tau) / (r gap) + lambda' / (2 lambda + beta - 1)), r divided out.
            let decay: Lanes = slope / (discount * safe) * (2 / variance)
            let bend: Lanes = alphaOverH * alphaOverH / (root * inner)
            let correction: Lanes = discount / inner * (alphaOverH - decay + bend)
            let power: Lanes = pass < 4 ? lambda : lambda - correction
            let keep: Lanes = 1 - growth * up.cdf
            let value: Lanes = keep * spot + power * gap
            let derivative: Lanes = keep * (1 - power) + bellUp / deviation
            var moved = spot - value / derivative
            moved = moved.replacing(with: spot * 0.5, where: moved .< spot * 0.5)
            moved = moved.replacing(with: Lanes(repeating: limit), where: moved .> limit)
            moved = moved.replacing(with: floor, where: moved .< floor)
            // A lane that is not a number keeps its last value.
            logSpot = spot.replacing(with: moved, where: moved .== moved)
        }
        var depths = Lanes()
        for lane in 0..<8 { depths[lane] = max(0, logLimit - Glibc.log(logSpot[lane])) }
        return depths
    }
}
