/// Names of sectors where there is little room.
public enum SectorName {
    private static let words = [
        "Information Technology": "tech", "Technology": "tech", "Communication Services": "communication",
        "Consumer Discretionary": "discretionary", "Consumer Staples": "staples", "Health Care": "health",
        "Real Estate": "real estate",
    ]

    /// In lower case, for the middle of a sentence: `tech`; a name without a short form is itself.
    public static func short(_ name: String) -> String { words[name] ?? name.lowercased() }

    /// At the head of a row: `Tech`.
    public static func heading(_ name: String) -> String {
        guard let word = words[name] else { return name }
        return word.prefix(1).uppercased() + word.dropFirst()
    }
}
