import MagnusDesk
import MagnusDomain

/// How the figures of the volatility view come about, from the report alone.
struct VolatilityExplanation {
    /// What the view shows that can be asked for, in the order it is offered.
    enum Key: String, CaseIterable {
        case curve
        case riskReversal25 = "risk_reversal_25"
        case butterfly25 = "butterfly_25"
        case forwardVolatility = "forward_volatility"
        case impliedVolatility30 = "iv30"
        case rank = "iv_rank"
        case skew
        case skewPercentile = "skew_percentile"
        case premium = "iv_less_realised"
        case gamma = "gamma_exposure"
        case flip = "gamma_flip"

        var title: String {
            switch self {
            case .curve: "volatility of the curve at the forward"
            case .riskReversal25: "risk reversal at 25 delta"
            case .butterfly25: "butterfly at 25 delta"
            case .forwardVolatility: "forward volatility"
            case .impliedVolatility30: "30-day implied volatility"
            case .rank: "rank of the last close"
            case .skew: "skew at 30 days"
            case .skewPercentile: "percentile of the skew of the last close"
            case .premium: "30-day implied less 20-session realised volatility"
            case .gamma: "gamma of the open interest for 1 %"
            case .flip: "spot at which that gamma is nothing"
            }
        }
    }

    /// What every id begins with.
    static let prefix = "volatility/"

    let report: VolatilityReport

    /// The figure a page is mostly about.
    func explanation(_ page: VolatilityPage) -> Explanation? {
        switch page.section {
        case .smile, .term: explanation(.curve, page)
        case .past: explanation(.rank, page)
        case .gamma: explanation(.gamma, page)
        }
    }

    func explanation(_ key: Key, _ page: VolatilityPage) -> Explanation? {
        let expiry = page.chosen(in: report).map { report.expiries[$0] }
        guard let figure = figure(key, expiry), let parts = parts(key, expiry) else { return nil }
        let unit: String
        let value: String?
        switch key {
        case .rank, .skewPercentile:
            (unit, value) = ("of 100", figure.value.flatMap { DecimalText.text($0, decimals: 2) })
        case .gamma: (unit, value) = ("USD", figure.value.flatMap { DecimalText.text($0, decimals: 0) })
        case .flip: (unit, value) = ("USD/share", figure.value.flatMap { DecimalText.text($0, decimals: 2) })
        default: (unit, value) = ("% a year", figure.value.flatMap { DecimalText.text($0 * 100, decimals: 4) })
        }
        let subject = parts.isOfExpiry ? expiry.map { " \($0.root) \($0.expiry.iso8601)" } ?? "" : ""
        return Explanation(
            id: "\(Self.prefix)\(report.symbol)#\(key.rawValue)", title: "\(report.symbol)\(subject): \(key.title)",
            value: value.map { "\($0) \(unit)" } ?? "unknown (\(figure.reason?.rawValue ?? "no_source"))",
            formula: parts.formula, inputs: parts.inputs, method: parts.method,
            origin: "\(report.source), chain of \(report.retrievedAt.newYork.clock) New York time", notes: parts.notes,
            trust: figure.trust ?? .fresh)
    }

    /// Figures that have a value or a reason, for the list behind a second `x`; of the strikes' section those too.
    func figures(_ page: VolatilityPage, format: FigureFormat) -> [ScreenFigure] {
        let expiry = page.chosen(in: report).map { report.expiries[$0] }
        let named = Key.allCases.compactMap { key in
            figure(key, expiry).map { figure in
                let text: String
                switch key {
                case .rank, .skewPercentile: text = format.rank(figure)
                case .gamma: text = format.compact(figure)
                case .flip: text = format.price(figure)
                default: text = format.decimalPercent(figure)
                }
                return ScreenFigure(
                    id: "\(Self.prefix)\(report.symbol)#\(key.rawValue)", title: "\(report.symbol) \(key.title)",
                    value: text)
            }
        }
        return page.section == .gamma ? named + strikeFigures(format) : named
    }

    private func figure(_ key: Key, _ expiry: ExpiryVolatility?) -> Figure? {
        switch key {
        case .curve: expiry?.fittedVolatility
        case .riskReversal25: expiry?.riskReversal25
        case .butterfly25: expiry?.butterfly25
        case .forwardVolatility: expiry?.forwardVolatility
        case .impliedVolatility30: report.impliedVolatility
        case .rank: report.standing.rank
        case .skew: report.skew.current
        case .skewPercentile: report.skew.percentile
        case .premium: report.premium
        case .gamma: report.exposure.total
        case .flip: report.exposure.flip
        }
    }

    private struct Parts {
        var formula: String
        var inputs: [ExplanationInput]
        var method: String
        var notes: [String] = []
        var isOfExpiry = false
    }

    private func parts(_ key: Key, _ expiry: ExpiryVolatility?) -> Parts? {
        switch key {
        case .curve: return expiry.map(curve)
        case .riskReversal25, .butterfly25: return expiry.map { wings(key, $0) }
        case .forwardVolatility: return expiry.map(forward)
        case .impliedVolatility30:
            return Parts(
                formula: "sqrt(w / T), T = 30 days, w linear in time between ATM^2 T of the expiries around it",
                inputs: report.expiries.filter { $0.atTheMoneyVolatility.value != nil }.map {
                    percent("ATM \($0.root) \($0.expiry.iso8601), T \(years($0.years))", $0.atTheMoneyVolatility)
                },
                method: "expiries under 7 days are left out where there is a longer one; outside of all: the nearest")
        case .rank:
            let past = report.standing
            return Parts(
                formula: "100 x (IV - lowest) / (highest - lowest)",
                inputs: [
                    percent("IV of the last close", Figure(past.history.last?.impliedVolatility, else: .noSource)),
                    percent("lowest", past.low), percent("highest", past.high),
                    fact("sessions before it", String(past.sessions)),
                    fact("last close", past.day?.iso8601 ?? "unknown"),
                ], method: "the last close against the 252 sessions before it")
        case .skew, .skewPercentile: return skew(key)
        case .premium:
            let twenty = report.realised.first { $0.sessions == 20 }?.closeToClose ?? .unknown(.insufficientHistory)
            return Parts(
                formula: "IV30 - realised volatility of 20 sessions",
                inputs: [percent("IV30", report.impliedVolatility), percent("realised, close to close", twenty)],
                method: "implied of now, realised of past closes: of two different times")
        case .gamma, .flip: return exposure(key)
        }
    }

    private func curve(_ expiry: ExpiryVolatility) -> Parts {
        guard let fit = expiry.fit else {
            return Parts(
                formula: "sqrt(w(0) / T)", inputs: points(expiry), method: expiry.refusalText ?? "",
                isOfExpiry: true)
        }
        let smile = fit.smile
        var inputs = [("a", smile.level), ("b", smile.angle), ("rho", smile.correlation), ("m", smile.shift)]
            .map { number($0.0, $0.1, 8) }
        inputs += [
            number("s", smile.smoothing, 8), fact("T", years(expiry.years)),
            ExplanationInput(
                name: "F", value: expiry.forward.value.flatMap { DecimalText.text($0, decimals: 4) } ?? "unknown",
                unit: "USD/share", source: expiry.forwardMethod, ageSeconds: nil, trust: expiry.forward.trust ?? .fresh),
        ]
        let left = expiry.leftOut.map { "\($0.count) \($0.state.words)" }.joined(separator: ", ")
        var notes = [
            "curve less quote: root mean square \(points(fit.rootMeanSquare)), most \(points(fit.largest)) points"
        ]
        if fit.isMended { notes.append("the curve nearest to the quotes had arbitrage and was bent to have none") }
        if !left.isEmpty { notes.append("left out: \(left)") }
        return Parts(
            formula:
                "sigma(K) = sqrt(w(k) / T), w(k) = a + b (rho (k - m) + sqrt((k - m)^2 + s^2)), k = ln(K / F); at the forward k = 0",
            inputs: inputs + points(expiry),
            method: "\(fit.form.rawValue.uppercased()) of \(fit.used.count) quotes out of the money, least squares",
            notes: notes,
            isOfExpiry: true)
    }

    private func wings(_ key: Key, _ expiry: ExpiryVolatility) -> Parts {
        let isReversal = key == .riskReversal25
        func strike(_ name: String, _ figure: Figure) -> ExplanationInput {
            ExplanationInput(
                name: name, value: figure.value.flatMap { DecimalText.text($0, decimals: 4) } ?? "unknown",
                unit: figure.value == nil ? "" : "USD/share", source: "curve", ageSeconds: nil,
                trust: figure.trust ?? .fresh)
        }
        return Parts(
            formula: isReversal ? "call25 - put25" : "(call25 + put25) / 2 - curve at the forward",
            inputs: [
                percent("call25", expiry.callVolatility25), strike("strike of call25", expiry.callStrike25),
                percent("put25", expiry.putVolatility25), strike("strike of put25", expiry.putStrike25),
            ] + (isReversal ? [] : [percent("curve at the forward", expiry.fittedVolatility)]),
            method: "on the curve, where the forward delta N(d1) is 0.25 for the call and 0.75 (a put of -0.25)",
            isOfExpiry: true)
    }

    private func skew(_ key: Key) -> Parts {
        let skew = report.skew
        guard key == .skewPercentile else {
            return Parts(
                formula:
                    "put25 - call25 at T = 30 days, each sqrt(w / T), w linear in time between sigma^2 T of the expiries",
                inputs: [percent("put25 at 30 days", skew.put), percent("call25 at 30 days", skew.call)]
                    + report.expiries.filter { $0.riskReversal25.value != nil }.flatMap { expiry in
                        let place = "\(expiry.root) \(expiry.expiry.iso8601), T \(years(expiry.years))"
                        return [
                            percent("put25 \(place)", expiry.putVolatility25),
                            percent("call25 \(place)", expiry.callVolatility25),
                        ]
                    },
                method:
                    "of the curves, as the 30-day volatility: expiries under 7 days are left out where there is a longer one; outside of all: the nearest"
            )
        }
        return Parts(
            formula: "100 x sessions below the last close / sessions",
            inputs: [
                percent("skew of the last close", Figure(skew.history.last?.skew, else: .noSource)),
                percent("lowest", skew.low), percent("median", skew.median), percent("highest", skew.high),
                fact("sessions before it", String(skew.sessions)),
                fact("last close", skew.day?.iso8601 ?? "unknown"),
            ], method: "the last close against the 252 sessions before it; fewer than 60 give none")
    }

    private func forward(_ expiry: ExpiryVolatility) -> Parts {
        let earlier = report.expiries.last { $0.years < expiry.years && $0.fittedVolatility.value != nil }
        var inputs = [percent("sigma2", expiry.fittedVolatility), fact("T2", years(expiry.years))]
        if let earlier {
            inputs += [
                percent("sigma1, \(earlier.expiry.iso8601)", earlier.fittedVolatility),
                fact("T1", years(earlier.years)),
            ]
        }
        return Parts(
            formula: earlier == nil
                ? "sigma2: from now to the first expiry" : "sqrt((sigma2^2 T2 - sigma1^2 T1) / (T2 - T1))",
            inputs: inputs, method: "of the curves at the forward", isOfExpiry: true)
    }

    private func exposure(_ key: Key) -> Parts {
        let exposure = report.exposure
        let shown = exposure.strikes.sorted { (abs($0.net), $1.strike) > (abs($1.net), $0.strike) }.prefix(20)
        var inputs = shown.map { strike in
            ExplanationInput(
                name: "strike \(DecimalText.text(strike.strike, decimals: 2) ?? "?")",
                value: DecimalText.text(strike.net, decimals: 0) ?? "unknown", unit: "USD for 1 %",
                source: "open interest \(strike.callInterest) calls, \(strike.putInterest) puts", ageSeconds: nil,
                trust: .estimated, reference: identifier(strike))
        }
        var notes = ["the sign is a convention: it supposes that dealers are long calls and short puts"]
        let rest = exposure.strikes.count - shown.count
        if rest > 0 {
            let others = exposure.strikes.reduce(0) { $0 + $1.net } - shown.reduce(0) { $0 + $1.net }
            inputs.append(
                ExplanationInput(
                    name: rest == 1 ? "the other strike" : "the \(rest) other strikes",
                    value: DecimalText.text(others, decimals: 0) ?? "unknown", unit: "USD for 1 %", source: "their sum",
                    ageSeconds: nil, trust: .estimated))
            notes.append("the \(shown.count) largest of \(exposure.strikes.count) strikes are listed")
        }
        let lacking = exposure.withoutInterest + exposure.withoutVolatility
        if lacking > 0 {
            notes.append(
                "not counted: \(exposure.withoutInterest) without open interest, \(exposure.withoutVolatility) without a volatility"
            )
        }
        return Parts(
            formula: key == .gamma
                ? "sum of gamma x contracts x multiplier x S^2 x 0.01, calls +, puts -"
                : "the S nearest to now at which the sum is 0, every volatility kept at its strike",
            inputs: inputs,
            method:
                "gamma of the closed form on the curve at its strike; open interest of \(exposure.interestDate?.iso8601 ?? "no session")",
            notes: notes)
    }

    // MARK: - Inputs

    private func points(_ expiry: ExpiryVolatility) -> [ExplanationInput] {
        expiry.points.map { point in
            let sides = [point.bidVolatility, point.askVolatility].map {
                $0.flatMap { DecimalText.text($0 * 100, decimals: 2) } ?? "-"
            }
            let curve = expiry.volatility(strike: point.contract.strike)
            let told = curve.flatMap { DecimalText.text($0 * 100, decimals: 2) }.map { ", curve \($0)" } ?? ""
            return ExplanationInput(
                name: point.contract.shortName,
                value: point.volatility.flatMap { DecimalText.text($0 * 100, decimals: 2) } ?? "unknown",
                unit: point.volatility == nil ? "" : "%",
                source:
                    "quote \(sides[0])..\(sides[1])\(told)\(point.state == .used ? "" : ", \(point.state.words)")",
                ageSeconds: nil)
        }
    }

    private func percent(_ name: String, _ figure: Figure) -> ExplanationInput {
        ExplanationInput(
            name: name,
            value: figure.value.flatMap { DecimalText.text($0 * 100, decimals: 4) }
                ?? "unknown (\(figure.reason?.rawValue ?? "no_source"))",
            unit: figure.value == nil ? "" : "% a year", source: report.source, ageSeconds: nil,
            trust: figure.trust ?? .fresh)
    }

    private func number(_ name: String, _ value: Double, _ decimals: Int) -> ExplanationInput {
        ExplanationInput(
            name: name, value: DecimalText.text(value, decimals: decimals) ?? "unknown", unit: "", source: "fit",
            ageSeconds: nil)
    }

    private func fact(_ name: String, _ value: String) -> ExplanationInput {
        ExplanationInput(name: name, value: value, unit: "", source: "calendar", ageSeconds: nil)
    }

    private func years(_ years: Double) -> String { "\(DecimalText.text(years, decimals: 8) ?? "?") years" }

    /// Volatility points, two decimals.
    private func points(_ volatility: Double) -> String { DecimalText.text(volatility * 100, decimals: 2) ?? "?" }
}
