import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Cells and sentences of a chain.
struct ChainText {
    let format: FigureFormat
    let glyphs: GlyphSet
    let today: CalendarDate

    struct Cell: Equatable {
        var text: String
        var scope: ThemeScope = .text
    }

    // MARK: Cells

    func cell(_ column: ChainColumn, _ contract: ChainContract, width: Int) -> Cell {
        switch column {
        case .bid: return quote(contract.bid, contract, width)
        case .ask: return quote(contract.ask, contract, width)
        case .mid: return figure(contract.mid) { format.price($0, columns: width) }
        case .last:
            return contract.last.map { Cell(text: format.price(Figure($0), columns: width), scope: .textDim) }
                ?? unknown
        case .volatility: return figure(contract.impliedVolatility) { format.decimalPercent($0, columns: width) }
        case .delta: return figure(contract.delta) { decimals($0, 2) }
        case .gamma: return figure(contract.gamma) { decimals($0, 4, isSigned: false) }
        case .theta: return figure(contract.thetaPerDay) { decimals($0, abs($0.value ?? 0) >= 10 ? 1 : 3) }
        case .vega:
            return figure(contract.vegaPerPoint) { decimals($0, abs($0.value ?? 0) >= 10 ? 2 : 3, isSigned: false) }
        case .rho: return figure(contract.rhoPerPoint) { decimals($0, abs($0.value ?? 0) >= 10 ? 1 : 3) }
        case .profit: return figure(contract.probabilityOfProfit) { format.percent($0) }
        case .touch: return figure(contract.probabilityOfTouch) { format.percent($0) }
        case .volume:
            guard let volume = contract.volume else { return unknown }
            let text = count(volume)
            return contract.isUnusuallyActive ? Cell(text: "!" + text, scope: .alertMedium) : Cell(text: text)
        case .interest: return contract.openInterest.map { Cell(text: count($0)) } ?? unknown
        case .held: return contract.held.isZero ? Cell(text: "") : Cell(text: contract.held.signedText, scope: .accent)
        }
    }

    private var unknown: Cell { Cell(text: format.marks.unknown, scope: .dataUnknown) }

    /// As quoted: zero is said, what is absent is a dash, what cannot be right is coloured and told below.
    private func quote(_ price: Double?, _ contract: ChainContract, _ width: Int) -> Cell {
        guard let price else { return unknown }
        let trust = contract.quoteTrust
        let text = format.price(Figure(price, trust: trust), columns: width)
        let isWrong = ["crossed", "not_finite", "future_time", "halted", "wide_spread"].contains(contract.state)
        return Cell(text: text, scope: isWrong ? .alertMedium : trust == .stale ? .dataStale : .text)
    }

    private func figure(_ figure: Figure, _ write: (Figure) -> String) -> Cell {
        switch figure {
        case .unknown: unknown
        case .known(_, .stale): Cell(text: write(figure), scope: .dataStale)
        case .known: Cell(text: write(figure))
        }
    }

    private func decimals(_ figure: Figure, _ decimals: Int, isSigned: Bool = true) -> String {
        guard let value = figure.value, let trust = figure.trust,
            let text = DecimalText.text(value, decimals: decimals, isSigned: isSigned)
        else { return format.marks.unknown }
        return format.marks.mark(trust) + text
    }

    private func count(_ value: Int) -> String {
        let value = max(0, value)
        if value >= 100_000 { return DecimalText.compact(Double(value)) ?? format.marks.unknown }
        return DecimalText.grouped(UInt64(value))
    }

    // MARK: Sentences

    /// What is known of the underlying, most important first.
    /// - Parameter width: columns for all of it; where they do not suffice the percentile is written short.
    func underlying(_ report: ChainReport, width: Int = .max) -> [String] {
        let parts = underlying(report, percentile: "percentile")
        let whole = TextWidth.width(of: parts.joined(separator: " · "))
        return whole <= width ? parts : underlying(report, percentile: "pctl")
    }

    private func underlying(_ report: ChainReport, percentile: String) -> [String] {
        let age = report.spotAgeSeconds.flatMap { DurationText.age($0) } ?? "age unknown"
        return [
            "\(report.symbol) \(format.price(report.spot))", "\(report.spotSource) \(age)",
            "IV30 \(format.decimalPercent(report.impliedVolatility))",
            "rank \(format.rank(report.volatilityRank))\(Self.close(report.volatilityDay))",
            "\(percentile) \(format.rank(report.volatilityPercentile))",
            report.rate.map { "rate \(format.decimalPercent(Figure($0)))" } ?? "rate unknown, 0 used",
        ]
    }

    /// Behind a rank, of which close it is: the volatility beside it is that of now.
    static func close(_ day: CalendarDate?) -> String { day.map { " (\($0.monthDay))" } ?? "" }

    /// What is known of the chosen series.
    func series(_ report: ChainReport) -> [String] {
        guard let expiry = report.expiry else { return [] }
        let root = expiry.series.root.map { $0 == report.symbol ? "" : " \($0)" } ?? ""
        let settled = expiry.settlement == .physical ? "" : " cash"
        let days = CountedNoun.text(expiry.daysToExpiry, "day")
        guard !expiry.isAdjusted else {
            return ["\(expiry.series.expiry.iso8601)\(root) \(days)", "adjusted: shown, never priced"]
        }
        return [
            "\(expiry.series.expiry.iso8601)\(root) \(days) \(expiry.style)\(settled)",
            "IV \(format.decimalPercent(expiry.atTheMoneyVolatility))",
            "straddle \(format.price(expiry.impliedStraddle))",
            "forward \(format.price(expiry.forward)) by \(expiry.forwardMethod)",
        ]
    }

    /// `±1σ 19.12: 237.98 to 276.22`, or why there is none.
    func move(_ report: ChainReport) -> String {
        guard let expiry = report.expiry, !expiry.isAdjusted else { return "" }
        guard let move = expiry.expectedMove.value, let spot = report.spot.value else {
            let reason = expiry.expectedMove.reason ?? report.spot.reason ?? .noSource
            return "±1σ \(format.marks.unknown) \(Self.words(reason))"
        }
        return "±1σ \(format.price(expiry.expectedMove)): \(format.price(Figure(max(0, spot - move)))) to "
            + format.price(Figure(spot + move))
    }

    /// Everything about the contract under the cursor, quote first, so that a narrow screen tells it too.
    func contract(_ contract: ChainContract) -> [[String]] {
        func sides(_ price: Double?) -> String {
            price.map { format.price(Figure($0, trust: contract.quoteTrust)) } ?? format.marks.unknown
        }
        var market = [
            "\(contract.contract.shortName) \(contract.contract.expiry.iso8601)",
            "\(sides(contract.bid)) × \(sides(contract.ask))", "mid \(format.price(contract.mid))",
            "last \(contract.last.map { format.price(Figure($0)) } ?? format.marks.unknown)",
            contract.quoteAgeSeconds.flatMap { DurationText.age($0) } ?? "age unknown",
            "volume \(contract.volume.map(count) ?? format.marks.unknown)"
                + (contract.isUnusuallyActive ? ", more than was open" : ""),
            "OI \(contract.openInterest.map(count) ?? format.marks.unknown)",
        ]
        if !contract.held.isZero { market.insert("held \(contract.held.signedText)", at: 1) }
        if contract.state != "ok" { market.insert(Self.words(state: contract.state), at: 1) }
        var derived = [
            "IV \(format.decimalPercent(contract.impliedVolatility))", "Δ \(decimals(contract.delta, 3))",
            "Γ \(decimals(contract.gamma, 4, isSigned: false))", "θ/d \(decimals(contract.thetaPerDay, 3))",
            "vega \(decimals(contract.vegaPerPoint, 3, isSigned: false))", "rho \(decimals(contract.rhoPerPoint, 3))",
            "short POP \(format.percent(contract.probabilityOfProfit))",
            "touch \(format.percent(contract.probabilityOfTouch))",
        ]
        if let reason = contract.impliedVolatility.reason {
            let isSaid = contract.state == reason.rawValue
            derived = [isSaid ? "not priced: no volatility, no Greeks" : "not priced: \(Self.words(reason))"]
        }
        return [market, derived]
    }

    static func words(state: String) -> String {
        UnknownReason(rawValue: state).map(words) ?? state
    }

    static func words(_ reason: UnknownReason) -> String {
        switch reason {
        case .crossed: "crossed: bid above ask"
        case .oneSided: "one-sided quote"
        case .noMarket: "no market"
        case .adjusted: "adjusted, never priced"
        case .multiplier: "impossible multiplier"
        case .belowIntrinsic: "price below what exercising pays"
        case .aboveBound: "price above its bound"
        case .expired: "expired"
        case .halted: "halted"
        case .wideSpread: "too wide to price"
        case .stale: "old quote"
        case .futureTime: "quote from the future"
        case .notFinite: "no number"
        case .noSource: "no source knows it"
        case .noNearStrike: "no strike near the forward is quoted"
        default: reason.rawValue.split(separator: "_").joined(separator: " ")
        }
    }

    /// Parts joined as far as they fit whole.
    static func joined(_ parts: [String], width: Int) -> String {
        var text = parts.first ?? ""
        for part in parts.dropFirst() {
            let next = text + " · " + part
            guard TextWidth.width(of: next) <= width else { break }
            text = next
        }
        return text
    }

    /// Parts over several lines, none broken.
    static func wrapped(_ parts: [String], width: Int) -> [String] {
        var lines: [String] = []
        for part in parts {
            if let last = lines.last, TextWidth.width(of: last + " · " + part) <= width {
                lines[lines.count - 1] = last + " · " + part
            } else {
                lines.append(part)
            }
        }
        return lines
    }

    /// `04-16 32d`, the year where it is another one.
    func tab(_ expiry: ChainReport.Expiry, symbol: String, isUnique: Bool) -> String {
        let date = expiry.series.expiry
        let day = date.year == today.year ? date.monthDay : date.iso8601
        let root = isUnique ? "" : " " + (expiry.series.root ?? "")
        let mark = expiry.isAdjusted ? " ADJ" : expiry.isHeld ? "*" : ""
        return "\(day) \(expiry.daysToExpiry)d\(root)\(mark)"
    }
}
