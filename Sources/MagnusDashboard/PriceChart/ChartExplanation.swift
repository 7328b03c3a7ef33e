import MagnusDesk
import MagnusDomain

/// How the figures beside the price chart come about, from the report alone.
struct ChartExplanation {
    /// What every id begins with.
    static let prefix = "price/"

    let report: ChartReport
    let levels: [ChartLevel]

    private var technicals: TechnicalReport { report.technicals }

    func identifier(_ figure: ChartFigure) -> String {
        let start = Self.prefix + report.symbol
        return switch figure {
        case .spot: "\(start)#price"
        case .technical(let key): "\(start)#\(key.rawValue)"
        case .trend: "\(start)#trend"
        case .zone(let index): "\(start)/zone/\(index)#zone"
        case .level(let index): "\(start)/level/\(index)#strike"
        }
    }

    /// - Returns: nil for what is no longer there.
    func explanation(_ figure: ChartFigure) -> Explanation? {
        switch figure {
        case .spot: spot
        case .technical(let key): technicals.rows.isEmpty ? nil : technical(key)
        case .trend: trend
        case .zone(let index): technicals.zones.indices.contains(index) ? zone(index) : nil
        case .level(let index): levels.indices.contains(index) ? level(index) : nil
        }
    }

    func explanation(of id: String) -> Explanation? { all.first { identifier($0) == id }.flatMap(explanation) }

    /// Every figure of the view, for the list behind a second `x`.
    func figures() -> [ScreenFigure] {
        all.compactMap { figure in
            explanation(figure).map { ScreenFigure(id: identifier(figure), title: $0.title, value: $0.value) }
        }
    }

    private var all: [ChartFigure] { ChartFigure.all(report, levels: levels) }

    // MARK: Now and the book

    private var spot: Explanation {
        Explanation(
            id: identifier(.spot), title: "\(report.symbol) price of now", value: told(report.spot, "USD a share"),
            formula: "as quoted", inputs: [price("price", report.spot, report.spotSource, report.spotAgeSeconds)],
            method: "middle of bid and ask where both are in order, else the last trade", origin: origin,
            notes: ["not part of the sessions that are drawn: those are over"], trust: report.spot.trust ?? .fresh)
    }

    private func level(_ index: Int) -> Explanation {
        let level = levels[index]
        let isStrike = level.kind == .strike
        var inputs = [price(isStrike ? "strike" : "breakeven price", Figure(level.price), "book", nil)]
        if let quantity = level.quantity {
            inputs.append(
                ExplanationInput(
                    name: "contracts", value: quantity.signedText, unit: "", source: "book", ageSeconds: nil))
        }
        if let expiry = level.expiry { inputs.append(fact("expiry", expiry.iso8601)) }
        inputs.append(price("spot price", report.spot, report.spotSource, report.spotAgeSeconds))
        let away = report.spot.map { (level.price / $0 - 1) * 100 }
        return Explanation(
            id: identifier(.level(index)), title: "\(report.symbol) \(level.name)\(isStrike ? "" : ", breakeven")",
            value: told(away, "% from now"), formula: "\(isStrike ? "strike" : "breakeven") / spot - 1",
            inputs: inputs,
            method: isStrike ? "of the contract" : "where the position is worth its entry at its expiry",
            origin: origin, trust: report.spot.trust ?? .fresh)
    }

    // MARK: Zones and trend

    private func zone(_ index: Int) -> Explanation {
        let zone = technicals.zones[index]
        let score = zone.score
        return Explanation(
            id: identifier(.zone(index)),
            title: "\(report.symbol) zone of \(zone.side.rawValue), \(zone.pattern.words)",
            value: "\(number(zone.proximal)) to \(number(zone.distal)) USD a share, score \(number(score.total, 1))",
            formula: "score = leg out + fresh + base + volume + age, of 40 + 25 + 15 + 10 + 10",
            inputs: [
                fact("base", "\(zone.baseFirst.iso8601) to \(zone.baseLast.iso8601), sessions: \(zone.baseSessions)"),
                fact("formed", zone.formed.iso8601),
                part("leg out", score.departure, "went \(number(zone.departure)) average true ranges"),
                part("fresh", score.freshness, "came back \(CountedNoun.text(zone.tests, "time"))"),
                part("short base", score.base, CountedNoun.text(zone.baseSessions, "session")),
                part("volume", score.volume, zone.volumeRatio.value.map { "\(number($0)) times usual" } ?? "not known"),
                part("age", score.age, CountedNoun.text(zone.age, "session")),
                last("close price", \.bar.close),
            ],
            method: "a base left in haste; broken by a close beyond the far edge", origin: origin,
            notes: [
                "nobody knows whose orders rest there: a pattern, not a promise",
                "distance (near edge - close) / close: \(told(zone.distance.map { -$0 * 100 }, "%"))",
            ] + (zone.merged > 0 ? ["\(CountedNoun.text(zone.merged, "zone")) of its side made one with it"] : []))
    }

    private var trend: Explanation {
        let reading = technicals.trend
        let held = reading.held.map { "\($0.value.rawValue) since \($0.since.iso8601)" }
        return Explanation(
            id: identifier(.trend), title: "\(report.symbol) trend", value: held ?? "unknown (too few sessions)",
            formula: "bull: close > average of 200 and average of 50 > average of 200; bear: both below; else sideways",
            inputs: [
                price("close price", reading.close, technicals.source, nil),
                price("average price of 50", reading.average50, technicals.source, nil),
                price("average price of 200", reading.average200, technicals.source, nil),
            ],
            method: "it switches at the third close in a row that says so", origin: origin,
            notes: reading.held.map { held in
                held.pending > 0 ? ["closes in a row that say \(held.latest.rawValue): \(held.pending)"] : []
            } ?? [])
    }

    // MARK: Parts

    var origin: String {
        technicals.last.map { "sessions of \(technicals.source) through \($0.bar.date.iso8601), adjusted for splits" }
            ?? technicals.source
    }

    func told(_ figure: Figure, _ unit: String, decimals: Int = 4) -> String {
        figure.value.flatMap { DecimalText.text($0, decimals: decimals) }.map { unit.isEmpty ? $0 : "\($0) \(unit)" }
            ?? "unknown (\(figure.reason?.rawValue ?? UnknownReason.noSource.rawValue))"
    }

    func number(_ value: Double, _ decimals: Int = 2) -> String { DecimalText.text(value, decimals: decimals) ?? "?" }

    func fact(_ name: String, _ value: String) -> ExplanationInput {
        ExplanationInput(name: name, value: value, unit: "", source: technicals.source, ageSeconds: nil)
    }

    func price(_ name: String, _ figure: Figure, _ source: String, _ age: Double?) -> ExplanationInput {
        ExplanationInput(
            name: name, value: told(figure, ""), unit: figure.value == nil ? "" : "USD a share", source: source,
            ageSeconds: age, trust: figure.trust ?? .fresh)
    }

    private func part(_ name: String, _ points: Double, _ why: String) -> ExplanationInput {
        ExplanationInput(name: name, value: number(points, 2), unit: "points", source: why, ageSeconds: nil)
    }

    private func last(_ name: String, _ path: KeyPath<TechnicalRow, Double>) -> ExplanationInput {
        price(
            name, Figure(technicals.last?[keyPath: path], else: .noSource),
            technicals.last?.bar.date.iso8601 ?? technicals.source, nil)
    }
}
