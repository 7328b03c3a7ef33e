/// A number of things in words: `1 row`, `18 rows`.
public enum CountedNoun {
    /// - Parameters:
    ///   - count: written with thousands commas.
    ///   - noun: singular.
    ///   - plural: where it is not the singular with an `s`.
    public static func text(_ count: Int, _ noun: String, plural: String? = nil) -> String {
        "\(grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
    }

    private static func grouped(_ count: Int) -> String {
        let digits = String(count.magnitude)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return count < 0 ? "-" + result : result
    }
}
