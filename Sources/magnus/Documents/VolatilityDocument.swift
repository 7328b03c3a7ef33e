import MagnusDesk
import MagnusDomain
import MagnusQuant

/// `magnus vol`: everything about the volatility of one underlying.
enum VolatilityDocument {
    /// - Parameter expiry: Only this one, nil for all.
    static func json(
        _ report: VolatilityReport, expiry: CalendarDate? = nil, envelope: DocumentEnvelope
    ) -> JSONValue {
        var content = DocumentObject()
        content.set("symbol", text: report.symbol)
        content.set("spot", report.spot)
        content.set("spot_source", report.spotSource, else: .noSource)
        content.set("spot_age_seconds", report.spotAgeSeconds, else: .noSource)
        content.set("iv", report.impliedVolatility)
        content.set("iv_rank", report.standing.rank)
        content.set("iv_percentile", report.standing.percentile)
        content.set("iv_rank_date", report.standing.day, else: .insufficientHistory)
        content.set("iv_history_sessions", .integer(report.standing.sessions))
        content.set("iv_low", report.standing.low)
        content.set("iv_high", report.standing.high)
        content.set("iv_median", report.standing.median)
        content.set(
            "iv_history",
            report.standing.history.map { observation in
                var entry = DocumentObject()
                entry.set("date", text: observation.date.iso8601)
                entry.set("iv", JSONValue(observation.impliedVolatility))
                return entry
            })
        content.set("skew", report.skew.current)
        content.set("skew_percentile", report.skew.percentile)
        content.set(
            "skew_percentile_date", report.skew.day, else: report.skew.percentile.reason ?? .insufficientHistory)
        content.set("skew_history_sessions", .integer(report.skew.sessions))
        content.set("skew_low", report.skew.low)
        content.set("skew_high", report.skew.high)
        content.set("skew_median", report.skew.median)
        content.set(
            "skew_history",
            report.skew.history.map { observation in
                var entry = DocumentObject()
                entry.set("date", text: observation.date.iso8601)
                entry.set("skew", JSONValue(observation.skew))
                return entry
            })
        content.set("term_structure", termStructure(report.termStructure))
        content.set("expiries", selected(report, expiry).map(entry))
        content.set("surface", surface(report.surface))
        content.set("realized", report.realised.map(entry))
        content.set("realized_through", report.lastSession, else: .noSource)
        content.set("volatility_premium", report.premium)
        content.set("gamma_exposure", exposure(report.exposure))
        content.set("source", text: report.source)
        content.set("retrieved_at", report.retrievedAt)
        content.closeWithReasons()
        return envelope.document(content)
    }

    static func selected(_ report: VolatilityReport, _ expiry: CalendarDate?) -> [ExpiryVolatility] {
        report.expiries.filter { expiry == nil || $0.expiry == expiry }
    }

    private static func termStructure(_ reading: TermStructureReading) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("shape", reading.shape?.rawValue, else: .noMarket)
        entry.set("near_days", .integer(reading.nearDays))
        entry.set("near_iv", reading.near)
        entry.set("far_days", .integer(reading.farDays))
        entry.set("far_iv", reading.far)
        entry.closeWithReasons()
        return entry
    }

    private static func entry(_ expiry: ExpiryVolatility) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("expiry", text: expiry.expiry.iso8601)
        entry.set("root", text: expiry.root)
        entry.set("dte", .integer(expiry.daysToExpiry))
        entry.set("forward", expiry.forward)
        entry.set("forward_method", text: expiry.forwardMethod)
        entry.set("atm_iv", expiry.atTheMoneyVolatility)
        entry.set("fitted_atm_iv", expiry.fittedVolatility)
        entry.set("forward_iv", expiry.forwardVolatility)
        entry.set("put_25_delta_iv", expiry.putVolatility25)
        entry.set("put_25_delta_strike", expiry.putStrike25)
        entry.set("call_25_delta_iv", expiry.callVolatility25)
        entry.set("call_25_delta_strike", expiry.callStrike25)
        entry.set("risk_reversal_25", expiry.riskReversal25)
        entry.set("butterfly_25", expiry.butterfly25)
        if let fit = expiry.fit {
            entry.set("fit", Self.fit(fit))
        } else {
            entry.set("fit", Double?.none, else: expiry.refusalReason ?? .noMarket)
        }
        entry.set("no_fit_because", JSONValue(expiry.refusalText))
        entry.set("points", expiry.points.map { point($0, expiry) })
        entry.set(
            "left_out",
            .object(expiry.leftOut.map { JSONValue.Member($0.state.rawValue, .integer($0.count)) }))
        entry.closeWithReasons()
        return entry
    }

    private static func fit(_ fit: FittedSmile) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("form", text: fit.form.rawValue)
        entry.set("a", JSONValue(fit.smile.level))
        entry.set("b", JSONValue(fit.smile.angle))
        entry.set("rho", JSONValue(fit.smile.correlation))
        entry.set("m", JSONValue(fit.smile.shift))
        entry.set("sigma", JSONValue(fit.smile.smoothing))
        entry.set("years", JSONValue(fit.years))
        entry.set("rms_error", JSONValue(fit.rootMeanSquare))
        entry.set("max_error", JSONValue(fit.largest))
        entry.set("used", .integer(fit.used.count))
        entry.set("inside_bid_ask", .integer(fit.insideCount))
        entry.set("mended", .bool(fit.isMended))
        return entry
    }

    private static func point(_ point: SmilePoint, _ expiry: ExpiryVolatility) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("contract", text: point.contract.osi)
        entry.set("strike", JSONValue(point.contract.strike))
        let missing = UnknownReason(rawValue: point.state.rawValue) ?? .noMarket
        entry.set("iv", point.volatility, else: missing)
        entry.set("bid_iv", point.bidVolatility, else: point.volatility == nil ? missing : .belowIntrinsic)
        entry.set("ask_iv", point.askVolatility, else: missing)
        entry.set(
            "fitted_iv", expiry.volatility(strike: point.contract.strike), else: expiry.refusalReason ?? .noMarket)
        entry.set("state", text: point.state.rawValue)
        entry.closeWithReasons()
        return entry
    }

    private static func surface(_ surface: SurfaceReading) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("fitted", .integer(surface.fitted))
        entry.set("listed", .integer(surface.listed))
        entry.set("mended", .integer(surface.mended))
        entry.set("used_quotes", .integer(surface.usedQuotes))
        entry.set("inside_bid_ask", .integer(surface.insideQuotes))
        entry.set("left_out", .integer(surface.leftOut))
        entry.set("rms_error", surface.rootMeanSquare)
        entry.set("least_density", surface.leastDensity)
        entry.set("least_variance_growth", surface.leastGrowth)
        entry.closeWithReasons()
        return entry
    }

    private static func entry(_ realised: RealisedVolatility) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("sessions", .integer(realised.sessions))
        entry.set("close_to_close", realised.closeToClose)
        entry.set("parkinson", realised.parkinson)
        entry.set("garman_klass", realised.garmanKlass)
        entry.set("rogers_satchell", realised.rogersSatchell)
        entry.set("yang_zhang", realised.yangZhang)
        entry.closeWithReasons()
        return entry
    }

    private static func exposure(_ exposure: GammaExposure) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("unit", text: "dollars per 1 % move")
        entry.set("convention", text: "dealers long calls, short puts")
        entry.set("total", exposure.total)
        entry.set("flip", exposure.flip)
        entry.set("open_interest_date", exposure.interestDate, else: .noSource)
        entry.set("without_open_interest", .integer(exposure.withoutInterest))
        entry.set("without_volatility", .integer(exposure.withoutVolatility))
        entry.set(
            "strikes",
            exposure.strikes.map { row in
                var entry = DocumentObject()
                entry.set("strike", JSONValue(row.strike))
                entry.set("calls", JSONValue(row.calls))
                entry.set("puts", JSONValue(row.puts))
                entry.set("net", JSONValue(row.net))
                entry.set("call_open_interest", .integer(row.callInterest))
                entry.set("put_open_interest", .integer(row.putInterest))
                return entry
            })
        entry.closeWithReasons()
        return entry
    }
}
