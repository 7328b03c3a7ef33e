import Glibc
import MagnusDesk
import MagnusDomain
import MagnusQuant

/// A volatility report that never changes: five expiries on a smile, the last without one.
enum SampleVolatility {
    static let retrievedAt = NewYorkTime.instant(on: CalendarDate(daysSinceEpoch: 20_892), hour: 10, minute: 42)

    static func report(_ symbol: String = "KO") -> VolatilityReport {
        let days = [4, 18, 32, 67, 130]
        var expiries = days.map(expiry)
        expiries[4].fit = nil
        expiries[4].refusal = .tooFewQuotes(count: 3, minimum: 5)
        for figure in [
            \ExpiryVolatility.fittedVolatility, \.forwardVolatility, \.putVolatility25, \.callVolatility25,
            \.putStrike25,
            \.callStrike25,
        ] {
            expiries[4][keyPath: figure] = .unknown(.noMarket)
        }
        expiries[4].points = Array(expiries[4].points.prefix(3))
        let history = (0..<253).map { index in
            VolatilityObservation(
                date: CalendarDate(daysSinceEpoch: 20_639 + index),
                impliedVolatility: 0.18 + 0.05 * sin(Double(index) / 20) + 0.0001 * Double(index))
        }
        let skews = (0..<253).map { index in
            SkewObservation(
                date: CalendarDate(daysSinceEpoch: 20_639 + index), skew: 0.03 + 0.01 * cos(Double(index) / 15))
        }
        return VolatilityReport(
            symbol: symbol, spot: Figure(74.99), spotSource: "simulated", spotAgeSeconds: 1,
            impliedVolatility: Figure(0.205),
            standing: VolatilityPast(
                rank: Figure(61), day: CalendarDate(daysSinceEpoch: 20_889), percentile: Figure(66), sessions: 252,
                low: Figure(0.131), high: Figure(0.252), median: Figure(0.192), history: history),
            expiries: expiries,
            termStructure: TermStructureReading(
                shape: .contango, nearDays: 30, farDays: 67, near: Figure(0.205), far: Figure(0.214)),
            skew: SkewReading(
                current: Figure(0.03), put: Figure(0.222), call: Figure(0.192), percentile: Figure(38),
                day: CalendarDate(daysSinceEpoch: 20_889), sessions: 252, low: Figure(0.02), high: Figure(0.04),
                median: Figure(0.0301), history: skews),
            surface: SurfaceReading(
                fitted: 4, listed: 5, mended: 1, leastDensity: Figure(0.2), leastGrowth: Figure(0.001),
                rootMeanSquare: Figure(0.0012), usedQuotes: 80, insideQuotes: 75, leftOut: 7),
            realised: RealisedVolatility.windows.map { window in
                let isKnown = window < 90
                func figure(_ value: Double) -> Figure { Figure(isKnown ? value : nil, else: .insufficientHistory) }
                return RealisedVolatility(
                    sessions: window, closeToClose: figure(0.17), parkinson: figure(0.15), garmanKlass: figure(0.151),
                    rogersSatchell: figure(0.149), yangZhang: figure(0.165))
            },
            lastSession: CalendarDate(daysSinceEpoch: 20_889), premium: Figure(0.035), exposure: exposure,
            source: "simulated", retrievedAt: retrievedAt)
    }

    private static var exposure: GammaExposure {
        let strikes = (0..<40).map { index in
            let strike = 55 + Double(index)
            let size = 4e6 * exp(-0.02 * (strike - 75) * (strike - 75))
            return GammaExposure.Strike(
                strike: strike, calls: strike > 74 ? size : 0.2 * size, puts: strike > 74 ? -0.3 * size : -size,
                callInterest: 1000, putInterest: 1200)
        }
        return GammaExposure(
            strikes: strikes, total: Figure(12.3e6, trust: .estimated), flip: Figure(73.1, trust: .estimated),
            interestDate: CalendarDate(daysSinceEpoch: 20_889), withoutInterest: 3, withoutVolatility: 0)
    }

    private static func expiry(_ days: Int) -> ExpiryVolatility {
        let years = Double(days) / 365
        let forward = 75.0 + 0.2 * years
        let theta = (0.2 + 0.02 * years) * (0.2 + 0.02 * years) * years
        let date = CalendarDate(daysSinceEpoch: 20_892 + days)
        let slice = (0..<21).compactMap { index -> SmilePoint? in
            let strike = 65 + Double(index)
            guard
                let smile = try? RawSVI.surfaceForm(
                    theta: theta, correlation: -0.4, phi: min(8, 0.9 / theta.squareRoot())),
                let volatility = smile.volatility(log(strike / forward), years: years)
            else { return nil }
            let wobble = 0.002 * sin(Double(index) * 2)
            return SmilePoint(
                contract: OptionContract(
                    root: "KO", underlying: "KO", expiry: date, right: strike < forward ? .put : .call,
                    strikeThousandths: Int(strike * 1000), style: .american, settlement: .physical, multiplier: 100,
                    deliverable: .shares(100)),
                volatility: volatility + wobble + (index == 16 ? 0.05 : 0), bidVolatility: volatility - 0.006,
                askVolatility: volatility + (index == 16 ? 0.06 : 0.006), state: index == 16 ? .offSmile : .used)
        }
        let used = slice.filter { $0.state == .used }
        let quotes = used.map {
            SmileQuote(
                logMoneyness: log($0.contract.strike / forward), volatility: $0.volatility ?? .nan,
                bidVolatility: $0.bidVolatility, askVolatility: $0.askVolatility)
        }
        let fit = VolatilitySurface([SmileSlice(years: years, quotes: quotes)]).fitted.first
        return ExpiryVolatility(
            expiry: date, root: "KO", daysToExpiry: days, years: years, forward: Figure(forward),
            forwardMethod: "put-call parity", atTheMoneyVolatility: Figure(0.201), points: slice, fit: fit,
            refusal: nil, fittedVolatility: Figure(fit?.volatility(0), else: .noMarket),
            forwardVolatility: Figure(0.21), putVolatility25: Figure(0.222), callVolatility25: Figure(0.192),
            putStrike25: Figure(72), callStrike25: Figure(78))
    }
}
