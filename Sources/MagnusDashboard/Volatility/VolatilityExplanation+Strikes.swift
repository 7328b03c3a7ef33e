import MagnusDesk
import MagnusDomain

/// The gamma of the open interest at one strike: `volatility/SYMBOL#gamma_exposure/STRIKE`.
extension VolatilityExplanation {
    func identifier(_ strike: GammaExposure.Strike) -> String {
        "\(Self.prefix)\(report.symbol)#\(Self.strikePrefix)\(Self.text(strike.strike))"
    }

    /// What the part of an id behind its mark begins with.
    static let strikePrefix = Key.gamma.rawValue + "/"

    /// Dollars without zeros at the end.
    private static func text(_ strike: Double) -> String {
        guard var text = DecimalText.text(strike, decimals: 3) else { return "?" }
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }

    /// - Parameter name: the strike as ids write it.
    func explanation(strike name: String) -> Explanation? {
        guard let strike = report.exposure.strikes.first(where: { Self.text($0.strike) == name }) else { return nil }
        let value = DecimalText.text(strike.net, decimals: 0).map { "\($0) USD for 1 %" } ?? "unknown (not_finite)"
        var inputs = [
            ExplanationInput(
                name: "S", value: report.spot.value.flatMap { DecimalText.text($0, decimals: 6) } ?? "unknown",
                unit: report.spot.value == nil ? "" : "USD/share", source: report.spotSource,
                ageSeconds: report.spotAgeSeconds, trust: report.spot.trust ?? .fresh),
            ExplanationInput(
                name: "K", value: Self.text(strike.strike), unit: "USD/share", source: "contract", ageSeconds: nil),
        ]
        for part in strike.parts { inputs += self.inputs(part) }
        return Explanation(
            id: identifier(strike),
            title: "\(report.symbol): gamma of the open interest at \(Self.text(strike.strike)) for 1 %", value: value,
            formula: "sum of gamma x contracts x multiplier x S^2 x 0.01, calls +, puts -; gamma = e^(-r T) F n(d1) / "
                + "(S^2 sigma sqrt(T)), d1 = ln(F / K) / (sigma sqrt(T)) + sigma sqrt(T) / 2",
            inputs: inputs,
            method: "closed form; volatility of the curve at the strike, of its own quote where there is no curve",
            origin: "\(report.source), chain of \(report.retrievedAt.newYork.clock) New York time",
            notes: ["the sign is a convention: it supposes that dealers are long calls and short puts"],
            trust: .estimated)
    }

    private func inputs(_ part: GammaExposure.Part) -> [ExplanationInput] {
        let contract = part.contract
        let group = "\(contract.root) \(contract.shortName) \(contract.expiry.iso8601)"
        func number(_ value: Double, _ decimals: Int) -> String {
            DecimalText.text(value, decimals: decimals) ?? "unknown"
        }
        return [
            ExplanationInput(
                name: "gamma", value: number(part.gamma, 10), unit: "shares/USD",
                source: "F \(number(part.forward, 4)), sigma \(number(part.volatility * 100, 4)) %, "
                    + "T \(number(part.years, 8)) years, r \(number(part.rate * 100, 4)) %", ageSeconds: nil,
                trust: .estimated, group: group),
            ExplanationInput(
                name: "contracts", value: String(part.interest), unit: "contracts",
                source: "open interest of \(report.exposure.interestDate?.iso8601 ?? "no session")", ageSeconds: nil,
                group: group),
            ExplanationInput(
                name: "multiplier", value: String(contract.multiplier), unit: "USD per 1.00", source: "contract",
                ageSeconds: nil, group: group),
        ]
    }

    /// Ascending.
    func strikeFigures(_ format: FigureFormat) -> [ScreenFigure] {
        report.exposure.strikes.map { strike in
            ScreenFigure(
                id: identifier(strike), title: "\(report.symbol) gamma at \(Self.text(strike.strike))",
                value: format.compact(Figure(strike.net, trust: .estimated)))
        }
    }
}
