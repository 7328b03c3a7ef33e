import Glibc
import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// Asks a market about days that are over. What a source cannot tell for such a day is unknown, never taken from today.
struct PastMarket: Sendable {
    let market: (any MarketDataSource)?
    let benchmark: String
    let calendar: ExchangeCalendar
    /// Whether the source answers for the moment it is asked about; live ones answer for the present.
    let answersForThePast: Bool
    let now: Instant

    /// A rate curve this many days from the day asked about is not of that day.
    static let rateTolerance = 7
    /// A dividend is paid at most so many days after its ex-date.
    static let latestPayment = 90

    /// The closes of a day by symbol.
    func closes(of symbols: Set<String>, on day: CalendarDate) async -> [String: Figure] {
        var result: [String: Figure] = [:]
        for symbol in symbols {
            let bars = await bars(symbol, since: day)
            result[symbol] = Figure(bars.last { $0.date == day }?.close, else: .noSource)
        }
        return result
    }

    /// Daily bars that reach back to a day, as far as the source has them.
    func bars(_ symbol: String, since day: CalendarDate) async -> [DailyBar] {
        guard let market else { return [] }
        let count = max(0, now.newYork.date.days(since: day)) * 5 / 7 + 15
        do throws(MarketDataError) {
            return try await market.dailyBars(of: symbol, count: count, now: now)
        } catch {
            return []
        }
    }

    /// Total returns of the benchmark and of Treasury bills by first day of each period.
    func returns(
        of periods: [LifecycleReport.Income.Period]
    ) async -> (benchmark: [CalendarDate: Figure], bills: [CalendarDate: Figure]) {
        var benchmarks: [CalendarDate: Figure] = [:]
        var bills: [CalendarDate: Figure] = [:]
        guard let first = periods.first else { return (benchmarks, bills) }
        let bars = await bars(benchmark, since: first.begins)
        let today = now.newYork.date
        for period in periods {
            benchmarks[period.begins] = await total(period, bars: bars)
            let days = max(0, min(period.ends, today).days(since: period.begins) + 1)
            let rate = await billRate(on: period.begins)
            bills[period.begins] = rate.map { expm1($0 * Double(days) / 365) }
        }
        return (benchmarks, bills)
    }

    /// The ex-dates behind dividends that were paid, by event, where the source tells the past: the last one before the
    /// payment.
    func exDates(of events: [LedgerEvent]) async -> [String: CalendarDate] {
        guard answersForThePast, let market else { return [:] }
        var result: [String: CalendarDate] = [:]
        var known: [String: [CalendarDate]] = [:]
        for event in events where event.kind == .dividend {
            guard case .stock(let symbol)? = event.instrument else { continue }
            let paid = event.time.newYork.date
            let asked = paid.adding(days: -Self.latestPayment)
            let key = "\(symbol)/\(asked.iso8601)"
            if known[key] == nil {
                do throws(MarketDataError) {
                    let moment = NewYorkTime.instant(on: asked, hour: 16, minute: 0)
                    known[key] = try await market.profile(of: symbol, now: moment).dividends.map(\.exDate)
                } catch {
                    known[key] = []
                }
            }
            result[event.id] = known[key]?.filter { $0 > asked && $0 <= paid }.max()
        }
        return result
    }

    /// From the last close before the period to its last one, dividends with their ex-date in it added.
    private func total(_ period: LifecycleReport.Income.Period, bars: [DailyBar]) async -> Figure {
        guard !bars.isEmpty else { return .unknown(.noSource) }
        guard let start = bars.last(where: { $0.date < period.begins }), start.close > 0,
            let end = bars.last(where: { $0.date <= period.ends }), end.date > start.date
        else { return .unknown(.insufficientHistory) }
        // Without its dividends it is not the total return.
        guard answersForThePast, let market else { return .unknown(.incomplete) }
        let moment = NewYorkTime.instant(on: start.date, hour: 16, minute: 0)
        do throws(MarketDataError) {
            let dividends = try await market.profile(of: benchmark, now: moment).dividends
            let paid = dividends.filter { $0.exDate > start.date && $0.exDate <= end.date }
            let sum = paid.reduce(0) { $0 + $1.amount }
            let trust: Trust = paid.contains(where: \.isEstimated) ? .estimated : .fresh
            return Figure((end.close + sum) / start.close - 1, trust: trust)
        } catch {
            return .unknown(.incomplete)
        }
    }

    /// Three months, continuously compounded, at the beginning of a day.
    private func billRate(on day: CalendarDate) async -> Figure {
        guard let market else { return .unknown(.noSource) }
        do throws(MarketDataError) {
            let curve = try await market.rates(now: NewYorkTime.instant(on: day, hour: 9, minute: 30))
            guard abs(curve.asOf.newYork.date.days(since: day)) <= Self.rateTolerance else {
                return .unknown(.noSource)
            }
            return Figure(curve.rate(years: 0.25), else: .noSource)
        } catch {
            return .unknown(.noSource)
        }
    }
}
