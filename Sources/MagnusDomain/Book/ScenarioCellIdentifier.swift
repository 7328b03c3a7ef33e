/// A cell of a scenario grid by its id: `scenario/SPOT/POINTS/DAYS`, then `/own` and `/rule` where they hold.
public struct ScenarioCellIdentifier: Sendable, Hashable {
    public var shock: ScenarioShock
    public var spotRule: ScenarioSpotRule
    public var followsVolatilityRule: Bool

    public init(_ shock: ScenarioShock, in request: ScenarioRequest) {
        self.shock = shock
        spotRule = request.spotRule
        followsVolatilityRule = request.followsVolatilityRule(in: shock)
    }

    /// nil for any other id, and for values that no axis takes.
    public init?(_ id: String) {
        let row = id.prefix { $0 != "#" }
        var parts = row.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        followsVolatilityRule = parts.last == "rule"
        if followsVolatilityRule { parts.removeLast() }
        spotRule = parts.last == ScenarioSpotRule.own.rawValue ? .own : .beta
        if spotRule == .own { parts.removeLast() }
        guard parts.count == 4, parts[0] == "scenario" else { return nil }
        var values: [Double] = []
        for (axis, text) in zip(ScenarioAxis.allCases, parts.dropFirst()) {
            guard let found = try? axis.values(text), found.count == 1 else { return nil }
            values += found
        }
        shock = ScenarioShock(spotPercent: values[0], volatilityPoints: values[1], days: Int(values[2]))
    }

    public var text: String {
        var text = "scenario/\(Self.number(shock.spotPercent))/\(Self.number(shock.volatilityPoints))/\(shock.days)"
        if spotRule == .own { text += "/own" }
        if followsVolatilityRule { text += "/rule" }
        return text
    }

    public var request: ScenarioRequest {
        ScenarioRequest(
            shocks: [shock], spotRule: spotRule, followsVolatilityRule: followsVolatilityRule, driverLimit: .max)
    }

    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? value.description
    }
}
