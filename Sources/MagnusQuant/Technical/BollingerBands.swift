/// Bollinger bands (J. Bollinger): the simple average of the closes and `width` standard deviations (divisor n) about it.
public struct BollingerBands: Sendable, Hashable {
    /// One figure for each close; nil until the window is full.
    public var middle: [Double?]
    public var upper: [Double?]
    public var lower: [Double?]

    /// - Parameter closes: oldest first.
    public init(_ closes: [Double], window: Int = 20, width: Double = 2) {
        middle = MovingAverage.simple(closes, window: window)
        let means = middle
        let deviations = MovingAverage.figures(closes, window: window) { index -> Double? in
            guard let mean = means[index] else { return nil }
            let squares = closes[(index - window + 1)...index].reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return MovingAverage.finite((squares / Double(window)).squareRoot())
        }
        func band(_ sign: Double) -> [Double?] {
            zip(means, deviations).map { mean, deviation in
                guard let mean, let deviation else { return nil }
                return mean + sign * width * deviation
            }
        }
        upper = band(1)
        lower = band(-1)
    }
}
