/// The relative strength index (J. W. Wilder, 1978): 100 - 100/(1 + mean gain/mean loss), 0 to 100.
public enum RelativeStrengthIndex {
    /// Gains and losses are smoothed as Wilder does, begun with the mean of the first `window` changes.
    /// - Parameter closes: oldest first.
    /// - Returns: one figure for each close; nil for the first `window` ones, and where no price has moved.
    public static func series(_ closes: [Double], window: Int = 14) -> [Double?] {
        guard closes.count > 1 else { return closes.map { _ in nil } }
        let changes = zip(closes, closes.dropFirst()).map { $1 - $0 }
        let gains = MovingAverage.wilder(changes.map { max($0, 0) }, window: window)
        let losses = MovingAverage.wilder(changes.map { max(-$0, 0) }, window: window)
        return [nil]
            + zip(gains, losses).map { gain, loss in
                guard let gain, let loss, gain + loss > 0 else { return nil }
                return 100 * gain / (gain + loss)
            }
    }
}
