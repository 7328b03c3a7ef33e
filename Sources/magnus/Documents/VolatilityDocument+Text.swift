import MagnusDesk
import MagnusDomain
import MagnusQuant

extension VolatilityDocument {
    /// Strikes of gamma that text shows: those with the most.
    private static let shownStrikes = 15
    private static let barWidth = 24

    static func text(
        _ report: VolatilityReport, expiry: CalendarDate? = nil, format: FigureFormat = FigureFormat()
    ) -> [String] {
        guard !report.expiries.isEmpty else { return [DocumentText.line("\(report.symbol): no options.")] }
        var lines = [head(report, format), past(report, format), slope(report.termStructure, format)]
        lines += [skew(report, format), ""]
        lines += expiries(selected(report, expiry), format)
        for expiry in selected(report, expiry) where expiry.refusal != nil {
            lines.append(
                DocumentText.line(
                    "\(expiry.expiry.iso8601) \(expiry.root): no smile, \(expiry.refusalText ?? "")"))
        }
        lines.append(surface(report.surface, format))
        if let expiry {
            for chosen in report.expiries where chosen.expiry == expiry { lines += [""] + smile(chosen, format) }
        }
        lines += [""] + realised(report, format)
        lines += [""] + gamma(report.exposure, report.spot.value, format)
        return lines
    }

    private static func head(_ report: VolatilityReport, _ format: FigureFormat) -> String {
        let age = DocumentText.age(report.spotAgeSeconds, format)
        return DocumentText.line(
            "\(report.symbol) \(format.price(report.spot)) (\(report.spotSource), \(age))  "
                + "IV30 \(format.decimalPercent(report.impliedVolatility))  "
                + "less realised 20 \(format.decimalPercent(report.premium, isSigned: true))")
    }

    private static func past(_ report: VolatilityReport, _ format: FigureFormat) -> String {
        let past = report.standing
        guard past.sessions > 0 else {
            return "IV rank and percentile: no history of this symbol's volatility is kept by \(report.source)"
        }
        return DocumentText.line(
            "IV rank \(format.rank(past.rank))  percentile \(format.rank(past.percentile))"
                + (past.day.map { " of the close on \($0.iso8601)" } ?? "") + " among "
                + "\(DocumentText.counted(past.sessions, "session", "sessions"))  "
                + "low \(format.decimalPercent(past.low))  median \(format.decimalPercent(past.median))  "
                + "high \(format.decimalPercent(past.high))  last "
                + "\(past.history.last.map { format.decimalPercent(Figure($0.impliedVolatility)) } ?? "")")
    }

    private static func slope(_ reading: TermStructureReading, _ format: FigureFormat) -> String {
        guard let shape = reading.shape else { return "Term structure: fewer than two fitted expiries" }
        return DocumentText.line(
            "Term structure: \(shape.rawValue), \(format.decimalPercent(reading.near)) at \(reading.nearDays) days, "
                + "\(format.decimalPercent(reading.far)) at \(reading.farDays)")
    }

    private static func skew(_ report: VolatilityReport, _ format: FigureFormat) -> String {
        let skew = report.skew
        let now = "Skew (put 25 less call 25 at 30 days) \(format.decimalPercent(skew.current, isSigned: true))"
        guard skew.sessions > 0 else {
            return DocumentText.line("\(now)  no history of it is kept by \(report.source)")
        }
        return DocumentText.line(
            "\(now)  percentile \(format.rank(skew.percentile))"
                + (skew.day.map { " of the close on \($0.iso8601)" } ?? "") + " among "
                + "\(DocumentText.counted(skew.sessions, "session", "sessions"))  "
                + "low \(format.decimalPercent(skew.low, isSigned: true))  "
                + "median \(format.decimalPercent(skew.median, isSigned: true))  "
                + "high \(format.decimalPercent(skew.high, isSigned: true))")
    }

    private static func expiries(_ expiries: [ExpiryVolatility], _ format: FigureFormat) -> [String] {
        var table = TextTable([
            .left("Expiry"), .left("Root"), .right("DTE"), .right("ATM"), .right("Curve"), .right("Forward"),
            .right("Put 25"), .right("Call 25"), .right("RR 25"), .right("BF 25"), .right("Quotes"),
            .right("Inside"), .right("RMS"), .right("Max"), .left("Fit"),
        ])
        for expiry in expiries {
            let fit = expiry.fit
            table.add([
                expiry.expiry.iso8601, expiry.root, String(expiry.daysToExpiry),
                format.decimalPercent(expiry.atTheMoneyVolatility), format.decimalPercent(expiry.fittedVolatility),
                format.decimalPercent(expiry.forwardVolatility), format.decimalPercent(expiry.putVolatility25),
                format.decimalPercent(expiry.callVolatility25),
                format.decimalPercent(expiry.riskReversal25, isSigned: true),
                format.decimalPercent(expiry.butterfly25, isSigned: true),
                "\(fit?.used.count ?? 0)/\(expiry.points.count)", fit.map { String($0.insideCount) } ?? "",
                fit.map { points($0.rootMeanSquare) } ?? "", fit.map { points($0.largest) } ?? "",
                fit.map { $0.form.rawValue + ($0.isMended ? " bent" : "") } ?? "none",
            ])
        }
        return table.lines
    }

    /// Volatility points with two decimals.
    private static func points(_ volatility: Double) -> String {
        DecimalText.text(volatility * 100, decimals: 2) ?? ""
    }

    private static func surface(_ surface: SurfaceReading, _ format: FigureFormat) -> String {
        let arbitrage =
            surface.fitted == 0
            ? ""
            : "; no butterfly" + (surface.leastGrowth.value == nil ? "" : " and no calendar spread")
                + " is free on the grid"
        return DocumentText.line(
            "Fitted \(surface.fitted) of \(surface.listed) expiries (\(surface.mended) bent), "
                + "\(surface.insideQuotes) of \(surface.usedQuotes) quotes inside bid and ask, "
                + "RMS \(surface.rootMeanSquare.value.map(points) ?? format.marks.unknown) points, "
                + "\(surface.leftOut) quotes left out\(arbitrage)")
    }

    private static func smile(_ expiry: ExpiryVolatility, _ format: FigureFormat) -> [String] {
        var table = TextTable([
            .right("Strike"), .left(""), .right("Bid"), .right("Mid"), .right("Ask"), .right("Curve"), .right("Off"),
            .left("State"),
        ])
        for point in expiry.points {
            let curve = expiry.volatility(strike: point.contract.strike)
            let off = curve.flatMap { curve in point.volatility.map { $0 - curve } }
            func percent(_ value: Double?) -> String { format.decimalPercent(Figure(value, else: .noMarket)) }
            table.add([
                point.contract.strikeText, point.contract.right == .call ? "C" : "P", percent(point.bidVolatility),
                percent(point.volatility), percent(point.askVolatility), percent(curve),
                off.flatMap { DecimalText.text($0 * 100, decimals: 2, isSigned: true) } ?? format.marks.unknown,
                point.state == .used ? "" : point.state.words,
            ])
        }
        let forward = format.price(expiry.forward)
        return [
            DocumentText.line(
                "\(expiry.expiry.iso8601) \(expiry.root) forward \(forward) (\(expiry.forwardMethod)): volatility of "
                    + "the options out of the money")
        ] + table.lines
    }

    private static func realised(_ report: VolatilityReport, _ format: FigureFormat) -> [String] {
        guard let last = report.lastSession else { return ["Realised volatility: the source keeps no daily bars"] }
        var table = TextTable([
            .left("Realised"), .right("Close"), .right("Parkinson"), .right("Garman-Klass"),
            .right("Rogers-Satchell"), .right("Yang-Zhang"),
        ])
        for row in report.realised {
            table.add(
                ["\(row.sessions) sessions"]
                    + [row.closeToClose, row.parkinson, row.garmanKlass, row.rogersSatchell, row.yangZhang]
                    .map { format.decimalPercent($0) })
        }
        return table.lines + ["Through \(last.iso8601), adjusted for splits, 252 sessions a year."]
    }

    private static func gamma(_ exposure: GammaExposure, _ spot: Double?, _ format: FigureFormat) -> [String] {
        guard let date = exposure.interestDate, !exposure.strikes.isEmpty else {
            return ["Gamma by strike: no open interest"]
        }
        let largest = exposure.strikes.map { abs($0.net) }.max() ?? 0
        let shown = exposure.strikes.sorted { abs($0.net) > abs($1.net) }.prefix(shownStrikes)
            .sorted { $0.strike < $1.strike }
        var table = TextTable([
            .right("Strike"), .right("Calls OI"), .right("Puts OI"), .right("Net $/1%"), .left(""),
        ])
        for row in shown {
            let size = largest > 0 ? Int((abs(row.net) / largest * Double(barWidth)).rounded()) : 0
            table.add([
                DecimalText.text(row.strike, decimals: 2) ?? "", DocumentText.count(row.callInterest, format),
                DocumentText.count(row.putInterest, format), format.compactDollars(Figure(row.net), isSigned: true),
                String(repeating: row.net < 0 ? "-" : "+", count: size),
            ])
        }
        let hidden = exposure.strikes.count - shown.count
        let lacking = exposure.withoutInterest + exposure.withoutVolatility
        return table.lines + [
            DocumentText.line(
                "Gamma \(format.compactDollars(exposure.total, isSigned: true)) dollars per 1 % move, flips at "
                    + "\(format.price(exposure.flip)); open interest of the close of \(date.iso8601), calls +, puts -: "
                    + "supposes dealers long calls and short puts"
                    + (hidden > 0
                        ? "; \(DocumentText.counted(hidden, "smaller strike", "smaller strikes")) not shown" : "")
                    + (lacking > 0 ? "; \(DocumentText.counted(lacking, "contract", "contracts")) not counted" : ""))
        ]
    }
}
