import Glibc
import MagnusDomain

/// The last trade of an underlying.
struct SpotTick: Sendable {
    /// Seconds since the epoch.
    var second: Int
    /// Dollars, whole cents.
    var price: Double
    /// The session the tick belongs to, its pre- and post-market included.
    var session: Int
    var isRegular: Bool
}

extension SimulatedWorld {
    /// Seconds from 04:00 to 09:30.
    static let preMarketSeconds = 19_800

    /// Seconds between ticks in the regular session: one for indices and their fund, else one to three.
    func tickInterval(_ index: Int) -> Int {
        let security = SecurityCatalogue.all[index]
        return security.isIndex || security.indexMultiple != nil ? 1 : 1 + bridges[index].index(-1, below: 3)
    }

    func tick(of index: Int, at second: Int) -> SpotTick {
        let security = SecurityCatalogue.all[index]
        let date = Instant(secondsSinceEpoch: Int64(second)).newYork.date
        var session = sessions.index(onOrBefore: date)
        let trades = !security.isIndex
        if second < sessions.opens[session] - (trades ? Self.preMarketSeconds : 0) {
            guard session > 0 else {
                return SpotTick(
                    second: sessions.opens[0], price: Self.cents(openPrice(index, 0)), session: 0, isRegular: false)
            }
            session -= 1
        }
        let open = sessions.opens[session]
        let close = sessions.closes[session]
        if security.disorder == .halted, second >= open + 1200 {
            return SpotTick(
                second: open + 1200, price: regular(index, session, open + 1200), session: session, isRegular: true)
        }
        if second >= close {
            guard trades, second > close else {
                return SpotTick(
                    second: close, price: Self.cents(closePrice(index, session)), session: session, isRegular: false)
            }
            let end = min(second, sessions.postCloses[session])
            let at = close + (end - close) / 10 * 10
            return SpotTick(
                second: at, price: Self.cents(exp(postMarket(index, session, at))), session: session, isRegular: false)
        }
        if second >= open {
            let interval = tickInterval(index)
            let at = open + (second - open) / interval * interval
            return SpotTick(second: at, price: regular(index, session, at), session: session, isRegular: true)
        }
        let start = open - Self.preMarketSeconds
        let at = start + (second - start) / 10 * 10
        return SpotTick(
            second: at, price: Self.cents(exp(preMarket(index, session, at))), session: session, isRegular: false)
    }

    private func regular(_ index: Int, _ session: Int, _ second: Int) -> Double {
        if isVolatilityIndex(index) {
            return Self.cents(110 * volatilityLevel(0, session: session, second: second))
        }
        return Self.cents(exp(regularLog(index, session, second)))
    }

    /// Log price within the regular session: a Brownian bridge between the session's known points.
    func regularLog(_ index: Int, _ session: Int, _ second: Int) -> Double {
        let path = paths[index]
        let open = sessions.opens[session]
        let close = sessions.closes[session]
        var left = (second: open, value: path.open[session])
        var right = (second: close, value: path.close[session])
        var segment = 0
        if let fixed = fixedPoints(index, session) {
            for point in fixed {
                if point.second <= second {
                    left = point
                    segment += 1
                } else {
                    right = point
                    break
                }
            }
        }
        let share = Double(right.second - left.second) / Double(close - open)
        let deviation = path.deviation[session] * (0.75 * share).squareRoot()
        return bridge(
            index, sessions.bridgeStream(session) + segment, from: left, to: right, at: second, deviation: deviation)
    }

    /// Prices inside the session that hold whatever the random numbers say: the anchor and the script.
    private func fixedPoints(_ index: Int, _ session: Int) -> [(second: Int, value: Double)]? {
        let security = SecurityCatalogue.all[index]
        let scripted = script.points.isEmpty ? nil : script.points[security.symbol]?[sessions.dates[session]]
        guard session == anchorSession || scripted != nil else { return nil }
        var points: [(second: Int, value: Double)] = []
        if session == anchorSession { points.append((Self.anchorSecond, log(security.spot))) }
        for point in scripted ?? [] { points.append((point.second, log(point.price))) }
        return points
    }

    /// Log price of shares after the close: part of the way to the next open, nearly all of it on a report.
    func postMarket(_ index: Int, _ session: Int, _ second: Int) -> Double {
        let close = sessions.closes[session]
        let end = sessions.postCloses[session]
        let path = paths[index]
        var points: [(second: Int, value: Double)] = [(close, path.close[session])]
        let date = sessions.dates[session]
        if let scripted = script.postPoints[SecurityCatalogue.all[index].symbol]?[date] {
            for point in scripted { points.append((point.second, log(point.price))) }
            points.append((end, points[points.count - 1].value))
        } else {
            let night = nightMove(index, into: session + 1)
            let last = path.close[session]
            if events[index].announcements.contains(where: { $0.session == session + 1 && $0.event.time != .beforeOpen }
            ) {
                points.append((close + 300, last))
                points.append((close + 480, last + 0.9 * night))
                points.append((end, last + 0.95 * night))
            } else {
                points.append((end, last + 0.25 * night))
            }
        }
        return alongPoints(
            points, index, sessions.bridgeStream(session) + 8, at: second, deviation: 0.08 * path.deviation[session])
    }

    /// Log price of shares from 04:00 to the open.
    private func preMarket(_ index: Int, _ session: Int, _ second: Int) -> Double {
        let open = sessions.opens[session]
        let path = paths[index]
        var start = path.open[session]
        if session > 0 {
            let cash = events[index].dividend(on: session)
            let last = postMarket(index, session - 1, sessions.postCloses[session - 1])
            start = cash == 0 ? last : log(max(0.01, exp(last) - cash))
        }
        var points: [(second: Int, value: Double)] = [(open - Self.preMarketSeconds, start)]
        if events[index].announcements.contains(where: { $0.session == session && $0.event.time == .beforeOpen }) {
            points.append((open - 9000, start))
            points.append((open - 8880, start + 0.9 * (path.open[session] - start)))
        }
        points.append((open, path.open[session]))
        return alongPoints(
            points, index, sessions.bridgeStream(session) + 12, at: second, deviation: 0.1 * path.deviation[session])
    }

    /// Log move from a close to the next open without the dividend.
    private func nightMove(_ index: Int, into session: Int) -> Double {
        guard session < sessions.count else { return 0 }
        let cash = events[index].dividend(on: session)
        let before = paths[index].close[session - 1]
        return paths[index].open[session] - (cash == 0 ? before : log(max(0.01, exp(before) - cash)))
    }

    private func alongPoints(
        _ points: [(second: Int, value: Double)], _ index: Int, _ stream: Int, at second: Int, deviation: Double
    ) -> Double {
        for position in points.indices.dropLast() where second < points[position + 1].second {
            return bridge(
                index, stream + position, from: points[position], to: points[position + 1], at: second,
                deviation: deviation)
        }
        return points.last?.value ?? 0
    }

    /// A Brownian bridge by midpoint displacement (P. Lévy): every midpoint has its own random number, so any moment is
    /// reached in a dozen steps and agrees with every other.
    private func bridge(
        _ index: Int, _ stream: Int, from left: (second: Int, value: Double), to right: (second: Int, value: Double),
        at second: Int, deviation: Double
    ) -> Double {
        let length = Double(right.second - left.second)
        guard length > 0 else { return right.value }
        let random = bridges[index].stream(stream)
        let target = Double(second - left.second) / length
        var low = 0.0
        var high = 1.0
        var lowValue = left.value
        var highValue = right.value
        var node = 1
        // Own prices of a fixed multiple of the index use the index's numbers: the logs differ by a constant.
        while (high - low) * length > 1.5 {
            let middle = 0.5 * (low + high)
            let value =
                0.5 * (lowValue + highValue) + deviation * (0.25 * (high - low)).squareRoot() * random.normal(node)
            if target < middle {
                (high, highValue, node) = (middle, value, 2 * node)
            } else {
                (low, lowValue, node) = (middle, value, 2 * node + 1)
            }
        }
        return lowValue + (target - low) / (high - low) * (highValue - lowValue)
    }
}
