import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Lines of the volatility view, each as runs beside each other.
struct VolatilityText {
    let format: FigureFormat
    let glyphs: GlyphSet

    struct Column {
        var heading: String
        var width: Int
        /// Tables drop the columns with the highest rank first where there is no room.
        var rank: Int
        var value: (ExpiryVolatility) -> String
    }

    /// A curve whose root mean square distance from its quotes is beyond a volatility point tells them poorly.
    static let poorFit = 0.01

    /// IV now, less realised, and where it stands.
    func head(_ report: VolatilityReport) -> [String] {
        let past = report.standing
        var parts = [
            "IV30 \(format.decimalPercent(report.impliedVolatility))",
            "less realised 20 \(format.decimalPercent(report.premium, isSigned: true))",
        ]
        if past.sessions > 0 {
            parts.append("rank \(format.rank(past.rank))\(ChainText.close(past.day))")
            parts.append("percentile \(format.rank(past.percentile)) of \(past.sessions)")
        } else {
            parts.append("no history of its volatility: no rank")
        }
        return parts
    }

    /// The shape in words, and the surface.
    func shape(_ report: VolatilityReport) -> [String] {
        let reading = report.termStructure
        let surface = report.surface
        var parts: [String] = []
        if let shape = reading.shape {
            parts.append(
                "\(shape.rawValue): \(reading.nearDays)d \(format.decimalPercent(reading.near)), "
                    + "\(reading.farDays)d \(format.decimalPercent(reading.far)) fitted")
        }
        let poor = report.expiries.count { $0.fit.map { $0.rootMeanSquare > Self.poorFit } ?? false }
        let word = parts.isEmpty ? " fitted" : ""
        parts.append("\(surface.fitted)/\(surface.listed) expiries\(word)\(poor > 0 ? ", \(poor) poorly" : "")")
        if surface.fitted > 0 {
            parts.append("\(surface.insideQuotes)/\(surface.usedQuotes) quotes inside")
            parts.append("no arbitrage\(surface.mended > 0 ? " (\(surface.mended) bent)" : "")")
        }
        return parts
    }

    /// What the curve of one expiry is worth, in at most `columns` columns where that can be: how many quotes are left out
    /// is said before why.
    func fit(_ expiry: ExpiryVolatility, columns: Int) -> String {
        guard let fit = expiry.fit else { return "No smile: \(expiry.refusalText ?? "")" }
        let left = expiry.leftOut.map { "\($0.count) \($0.state.words)" }.joined(separator: ", ")
        let count = expiry.leftOut.reduce(0) { $0 + $1.count }
        let worth =
            "\(fit.form.rawValue.uppercased())\(fit.isMended ? " bent" : "")  RMS \(points(fit.rootMeanSquare)) "
            + "max \(points(fit.largest)) points  inside \(fit.insideCount)/\(fit.used.count)"
        guard count > 0 else { return worth }
        let forms = ["\(worth)  left out: \(left)", "\(worth)  left out: \(count)"]
        return forms.first { TextWidth.width(of: $0) <= columns } ?? worth
    }

    /// Volatility points, two decimals.
    func points(_ volatility: Double) -> String {
        DecimalText.text(volatility * 100, decimals: 2) ?? glyphs.unknown
    }

    var columns: [Column] {
        [
            Column(heading: "Expiry", width: 10, rank: 0) { $0.expiry.iso8601 },
            Column(heading: "Root", width: 5, rank: 5) { $0.root },
            Column(heading: "DTE", width: 4, rank: 0) { String($0.daysToExpiry) },
            Column(heading: "ATM", width: 6, rank: 0) { format.decimalPercent($0.atTheMoneyVolatility) },
            Column(heading: "Curve", width: 6, rank: 1) { format.decimalPercent($0.fittedVolatility) },
            Column(heading: "Fwd", width: 6, rank: 2) { format.decimalPercent($0.forwardVolatility) },
            Column(heading: "Put25", width: 6, rank: 3) { format.decimalPercent($0.putVolatility25) },
            Column(heading: "Call25", width: 6, rank: 3) { format.decimalPercent($0.callVolatility25) },
            Column(heading: "RR25", width: 6, rank: 1) {
                format.decimalPercent($0.riskReversal25, isSigned: true)
            },
            Column(heading: "BF25", width: 6, rank: 2) {
                format.decimalPercent($0.butterfly25, isSigned: true)
            },
            Column(heading: "RMS", width: 5, rank: 4) { $0.fit.map { points($0.rootMeanSquare) } ?? glyphs.unknown },
        ]
    }

    /// The columns that fit, in their order.
    func columns(width: Int) -> [Column] {
        for rank in stride(from: 5, through: 0, by: -1) {
            let kept = columns.filter { $0.rank <= rank }
            if kept.reduce(0, { $0 + $1.width + 1 }) <= width { return kept }
        }
        return columns.filter { $0.rank == 0 }
    }

    /// Realised volatilities under their heading.
    func realised(_ report: VolatilityReport, width: Int) -> [String] {
        guard let last = report.lastSession else { return ["Realised: the source keeps no daily bars."] }
        let names = ["close", "Park", "G-K", "R-S", "Y-Z"]
        var lines = ["Real." + names.map { padded($0, 7) }.joined()]
        for row in report.realised {
            let figures = [row.closeToClose, row.parkinson, row.garmanKlass, row.rogersSatchell, row.yangZhang]
            lines.append(
                padded("\(row.sessions)d", 5) + figures.map { padded(format.decimalPercent($0), 7) }.joined())
        }
        lines.append("through \(last.iso8601)")
        return lines
    }

    /// Lowest, middle and highest of the past.
    func range(_ past: VolatilityPast) -> String {
        "low \(format.decimalPercent(past.low))  median \(format.decimalPercent(past.median))  "
            + "high \(format.decimalPercent(past.high))"
    }

    /// Skew now and where its last close stands; that no history is kept where none is.
    func skew(_ report: VolatilityReport) -> [String] {
        let skew = report.skew
        let now = "Skew \(format.decimalPercent(skew.current, isSigned: true))"
        guard !skew.history.isEmpty else { return [now, "No history of its skew is kept."] }
        return [
            "\(now)  percentile \(format.rank(skew.percentile))\(ChainText.close(skew.day)) of \(skew.sessions)"
        ]
    }

    func range(_ skew: SkewReading) -> String {
        "low \(format.decimalPercent(skew.low, isSigned: true))  "
            + "median \(format.decimalPercent(skew.median, isSigned: true))  "
            + "high \(format.decimalPercent(skew.high, isSigned: true))"
    }

    /// Sum, flip, and what the figures rest on.
    func gamma(_ exposure: GammaExposure) -> [String] {
        guard let date = exposure.interestDate else { return ["Gamma: no open interest."] }
        let lacking = exposure.withoutInterest + exposure.withoutVolatility
        return [
            "Gamma $\(format.compact(exposure.total)) per 1%, flip \(format.price(exposure.flip))",
            "OI of \(date.monthDay), calls + puts -: a convention" + (lacking > 0 ? "; \(lacking) not counted" : ""),
        ]
    }

    func padded(_ text: String, _ width: Int) -> String {
        let adapted = glyphs.adapted(text)
        return String(repeating: " ", count: max(0, width - TextWidth.width(of: adapted))) + adapted
    }
}
