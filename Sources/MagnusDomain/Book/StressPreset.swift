/// A market move of the past, or one of your own, that the book is revalued at.
public struct StressPreset: Sendable, Hashable {
    /// What `--preset` names.
    public var name: String
    public var title: String
    public var shock: ScenarioShock
    /// Where the figures come from.
    public var source: String

    public init(name: String, title: String, shock: ScenarioShock, source: String) {
        self.name = name
        self.title = title
        self.shock = shock
        self.source = source
    }

    /// Closing levels of the S&P 500 from the day before the window to its last day, and of the VIX over the same days.
    ///
    /// The window of 2008 is the worst week of that crisis, Friday to Friday; the others are single sessions. The VIX
    /// measures 30 days: added to every volatility it overstates what later expiries did.
    public static let published: [StressPreset] = [
        // The VIX did not exist: its forerunner VXO, computed back by the exchange.
        closes(
            "1987", "Black Monday, 1987-10-19", index: (282.70, 224.84), volatility: (36.37, 150.19),
            gauge: "Cboe S&P 100 volatility index VXO"),
        closes(
            "2008", "Week of 2008-10-10, Friday to Friday", index: (1099.23, 899.22), volatility: (45.14, 69.95),
            days: 7),
        closes("2015-08-24", "China devaluation, 2015-08-24", index: (1970.89, 1893.21), volatility: (28.03, 40.74)),
        closes("2018-02", "Volatility funds unwind, 2018-02-05", index: (2762.13, 2648.94), volatility: (17.31, 37.32)),
        closes("2020-03", "Pandemic, 2020-03-16", index: (2711.02, 2386.13), volatility: (57.83, 82.69)),
    ]

    private static func closes(
        _ name: String, _ title: String, index: (Double, Double), volatility: (Double, Double), days: Int = 0,
        gauge: String = "Cboe volatility index VIX"
    ) -> StressPreset {
        func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }
        func text(_ value: Double) -> String { DecimalText.text(value, decimals: 2) ?? "" }
        return StressPreset(
            name: name, title: title,
            shock: ScenarioShock(
                spotPercent: hundredths((index.1 / index.0 - 1) * 100),
                volatilityPoints: hundredths(volatility.1 - volatility.0), days: days, statesVolatility: true),
            source: "closes: S&P 500 \(text(index.0)) to \(text(index.1)), \(gauge) \(text(volatility.0)) to "
                + text(volatility.1))
    }

    /// `NAME: -25 40 7`: percent of the spot, points of volatility and days; points and days may be left out.
    ///
    /// - Throws: What is wrong, in words.
    public static func parse(_ text: String) throws(StressPresetError) -> StressPreset {
        guard let colon = text.firstIndex(of: ":") else { throw .noName }
        let name = String(text[..<colon]).split(separator: " ").joined(separator: " ")
        guard !name.isEmpty, name.count <= 32 else { throw .noName }
        guard !published.contains(where: { $0.name == name.lowercased() }), name.lowercased() != "all" else {
            throw .taken(name)
        }
        let pieces = text[text.index(after: colon)...].split(separator: " ").map(String.init)
        guard (1...3).contains(pieces.count) else { throw .pieces }
        var values = [0.0, 0, 0]
        for (index, axis) in [ScenarioAxis.spot, .volatility, .days].enumerated() where index < pieces.count {
            do throws(ScenarioAxisError) {
                let found = try axis.values(pieces[index])
                guard found.count == 1, let value = found.first else { throw .notANumber(pieces[index]) }
                values[index] = value
            } catch {
                throw .axis(error)
            }
        }
        return StressPreset(
            name: name, title: name,
            shock: ScenarioShock(
                spotPercent: values[0], volatilityPoints: values[1], days: Int(values[2]),
                statesVolatility: pieces.count > 1),
            source: "your configuration")
    }
}

/// Why a preset of the configuration cannot be used.
public enum StressPresetError: Error, Sendable, Equatable {
    case noName
    /// A published one has that name.
    case taken(String)
    case pieces
    case axis(ScenarioAxisError)

    public var text: String {
        switch self {
        case .noName: "no name before a colon"
        case .taken(let name): "\(name): the name of a published one"
        case .pieces: "one to three numbers follow the name: percent, points, days"
        case .axis(let error): error.text
        }
    }
}
