/// A row of bars, one column per value.
public enum Sparkline {
    /// The last `columns` values scaled between the smallest and the largest of them. Values that are nil or not finite
    /// leave a blank; equal values give the middle step.
    public static func text(_ values: [Double?], columns: Int, glyphs: GlyphSet) -> String {
        let shown = values.suffix(max(0, columns))
        let known = shown.compactMap { $0 }.filter(\.isFinite)
        let steps = glyphs.sparkSteps
        guard let low = known.min(), let high = known.max(), !steps.isEmpty else {
            return String(repeating: " ", count: shown.count)
        }
        // Halved, so that the span of two huge values does not overflow.
        let span = high / 2 - low / 2
        return shown.map { value in
            guard let value, value.isFinite else { return " " }
            guard span > 0 else { return steps[steps.count / 2] }
            let share = (value / 2 - low / 2) / span
            return steps[min(steps.count - 1, max(0, Int(share * Double(steps.count))))]
        }.joined()
    }
}
