/// Moving averages: one figure for each value, nil until the window is full.
///
/// A value that is not finite leaves nil in every average that it is part of.
public enum MovingAverage {
    /// The mean of the last `window` values.
    /// - Parameter window: at least 1; anything less gives nil throughout.
    public static func simple(_ values: [Double], window: Int) -> [Double?] {
        figures(values, window: window) { index in
            finite(mean(values[(index - window + 1)...index]))
        }
    }

    /// a_t = a_(t-1) + 2/(window + 1) (x_t - a_(t-1)), begun with the mean of the first `window` values.
    public static func exponential(_ values: [Double], window: Int) -> [Double?] {
        recursive(values, window: window, weight: 2 / (Double(window) + 1))
    }

    /// a_t = a_(t-1) + (x_t - a_(t-1))/window, begun with the mean of the first `window` values (J. W. Wilder, "New
    /// Concepts in Technical Trading Systems", 1978).
    public static func wilder(_ values: [Double], window: Int) -> [Double?] {
        recursive(values, window: window, weight: 1 / Double(window))
    }

    private static func recursive(_ values: [Double], window: Int, weight: Double) -> [Double?] {
        var average = 0.0
        return figures(values, window: window) { index in
            average = index == window - 1 ? mean(values[0..<window]) : average + weight * (values[index] - average)
            return finite(average)
        }
    }

    /// nil before the window is full, then a figure for each index in turn.
    static func figures(_ values: [Double], window: Int, _ figure: (Int) -> Double?) -> [Double?] {
        guard window > 0 else { return values.map { _ in nil } }
        return values.indices.map { $0 < window - 1 ? nil : figure($0) }
    }

    static func mean(_ values: ArraySlice<Double>) -> Double { values.reduce(0, +) / Double(values.count) }

    static func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
}
