import Glibc
import MagnusDomain

/// Finds zones of supply and demand as a walk through the sessions: at every close it knows what was known then, and
/// nothing of later ones. So a zone found from the first n sessions is the one found at session n of a longer history.
///
/// Base: one to six sessions, every body at most half an average true range, high to low of all at most one and a half.
/// Leg out: a close at least one and a half ranges beyond the base within the next three sessions, the first of them with
/// a body of at least 60 % of its range, in the direction of the leg. Leg in: the way of the closes of the three sessions
/// up to the base (further back where they did not move). The range is Wilder's of 14 sessions at the end of the base:
/// the leg itself does not widen it.
struct ZoneFinder: Sendable {
    static let baseLimit = 6
    static let legLimit = 3
    static let bodyLimit = 0.5
    static let heightLimit = 1.5
    static let leastDeparture = 1.5
    static let leastLegBody = 0.6
    static let mergeOverlap = 0.5
    static let volumeSessions = 20
    static let ageHalfLife = 120.0
    /// Ranges of a leg that give all points, and the ratio of volumes that does.
    static let fullDeparture = 3.0
    static let fullVolume = 2.0

    private struct Live {
        var zone: PriceZone
        /// Index of the session that formed it.
        var formed: Int
        /// Whether the last session ended its visit or not.
        var isInside = false
    }

    private let bars: [DailyBar]
    /// Average true range by session.
    private let ranges: [Double?]
    private var live: [Live] = []
    private(set) var broken = 0

    /// - Parameters:
    ///   - bars: sound, oldest first.
    ///   - ranges: average true range at every session; nil until there is one.
    init(_ bars: [DailyBar], ranges: [Double?]) {
        self.bars = bars
        self.ranges = ranges
    }

    /// Walks through all sessions.
    mutating func run() {
        for session in bars.indices {
            visit(session)
            for base in (max(0, session - Self.legLimit)..<session).reversed() { form(base: base, session) }
        }
    }

    /// The zones that hold after the last session, nearest first.
    var zones: [PriceZone] {
        guard let last = bars.last else { return [] }
        return live.map { live in
            var zone = live.zone
            zone.age = bars.count - 1 - live.formed
            zone.distance = Figure((last.close - zone.proximal) / last.close)
            zone.score = Self.score(zone)
            return zone
        }.sorted { left, right in
            let distances = (abs(left.distance.value ?? .infinity), abs(right.distance.value ?? .infinity))
            return distances.0 == distances.1 ? left.formed > right.formed : distances.0 < distances.1
        }
    }

    private static func score(_ zone: PriceZone) -> PriceZone.Score {
        PriceZone.Score(
            departure: 40 * min(zone.departure / fullDeparture, 1), freshness: zone.isFresh ? 25 : 0,
            base: 15 * Double(baseLimit + 1 - zone.baseSessions) / Double(baseLimit),
            volume: 10 * min((zone.volumeRatio.value ?? 0) / fullVolume, 1),
            age: 10 * pow(0.5, Double(zone.age) / ageHalfLife))
    }

    /// What a session does to the zones of before: comes back into them, or closes through them.
    private mutating func visit(_ session: Int) {
        let bar = bars[session]
        for index in live.indices {
            let zone = live[index].zone
            let touches = zone.side == .demand ? bar.low <= zone.proximal : bar.high >= zone.proximal
            if touches, !live[index].isInside { live[index].zone.tests += 1 }
            live[index].isInside = touches
        }
        let before = live.count
        live.removeAll { $0.zone.side == .demand ? bar.close < $0.zone.distal : bar.close > $0.zone.distal }
        broken += before - live.count
    }

    /// A zone whose base ends at a session and whose leg out is long enough at another for the first time.
    private mutating func form(base end: Int, _ session: Int) {
        guard let range = ranges[end], range > 0, let start = baseStart(end, range: range) else { return }
        let base = bars[start...end]
        guard let low = base.map(\.low).min(), let high = base.map(\.high).max() else { return }
        let close = bars[session].close
        let side: PriceZone.Side
        if close - high >= Self.leastDeparture * range {
            side = .demand
        } else if low - close >= Self.leastDeparture * range {
            side = .supply
        } else {
            return
        }
        // Told by an earlier session already.
        let earlier = bars[(end + 1)..<session].contains {
            $0.close - high >= Self.leastDeparture * range || low - $0.close >= Self.leastDeparture * range
        }
        let first = bars[end + 1]
        let body = (first.close - first.open) * (side == .demand ? 1 : -1)
        guard !earlier, body > 0, body >= Self.leastLegBody * (first.high - first.low),
            let isRally = legIn(before: start)
        else { return }
        let proximal =
            side == .demand
            ? base.map { max($0.open, $0.close) }.max() ?? high : base.map { min($0.open, $0.close) }.min() ?? low
        let pattern: PriceZone.Pattern =
            switch (isRally, side) {
            case (false, .demand): .dropBaseRally
            case (true, .demand): .rallyBaseRally
            case (true, .supply): .rallyBaseDrop
            case (false, .supply): .dropBaseDrop
            }
        let zone = PriceZone(
            side: side, pattern: pattern, proximal: proximal, distal: side == .demand ? low : high,
            baseFirst: bars[start].date, baseLast: bars[end].date, baseSessions: end - start + 1,
            formed: bars[session].date, age: 0, departure: (side == .demand ? close - high : low - close) / range,
            volumeRatio: volumeRatio(leg: (end + 1)...session), tests: 0, merged: 0,
            score: PriceZone.Score(departure: 0, freshness: 0, base: 0, volume: 0, age: 0),
            distance: .unknown(.noSource))
        add(Live(zone: zone, formed: session))
    }

    /// The first session of the longest base that ends at one; nil where that one is no base.
    private func baseStart(_ end: Int, range: Double) -> Int? {
        var start: Int?
        var (low, high) = (Double.infinity, -Double.infinity)
        for index in stride(from: end, through: max(0, end - Self.baseLimit + 1), by: -1) {
            let bar = bars[index]
            (low, high) = (min(low, bar.low), max(high, bar.high))
            guard abs(bar.close - bar.open) <= Self.bodyLimit * range, high - low <= Self.heightLimit * range else {
                break
            }
            start = index
        }
        return start
    }

    /// Whether the price came up to a base; nil where it never moved before.
    private func legIn(before start: Int) -> Bool? {
        guard start > 0 else { return nil }
        let last = bars[start - 1].close
        for index in stride(from: start - 1 - Self.legLimit, through: 0, by: -1) where bars[index].close != last {
            return last > bars[index].close
        }
        return nil
    }

    private func volumeRatio(leg: ClosedRange<Int>) -> Figure {
        let past = bars[max(0, leg.lowerBound - Self.volumeSessions)..<leg.lowerBound]
        guard past.count == Self.volumeSessions else { return .unknown(.insufficientHistory) }
        let mean = past.reduce(0) { $0 + $1.volume } / Double(past.count)
        guard mean > 0 else { return .unknown(.noSource) }
        return Figure(bars[leg].reduce(0) { $0 + $1.volume } / Double(leg.count) / mean)
    }

    /// Zones of one side that share more than half of the lower one are one: from edge to edge, as old as the younger,
    /// with the tests of both and the figures of the stronger leg.
    private mutating func add(_ new: Live) {
        var joined = new
        while let index = live.firstIndex(where: { Self.overlap($0.zone, joined.zone) > Self.mergeOverlap }) {
            let old = live.remove(at: index).zone
            let young = joined.zone
            let isDemand = young.side == .demand
            if old.departure > young.departure { joined.zone = old }
            joined.zone.proximal =
                isDemand ? max(old.proximal, young.proximal) : min(old.proximal, young.proximal)
            joined.zone.distal = isDemand ? min(old.distal, young.distal) : max(old.distal, young.distal)
            joined.zone.formed = young.formed
            joined.zone.baseFirst = min(old.baseFirst, young.baseFirst)
            joined.zone.baseLast = max(old.baseLast, young.baseLast)
            joined.zone.tests = old.tests + young.tests
            joined.zone.merged = old.merged + young.merged + 1
        }
        live.append(joined)
    }

    /// What two zones share of the lower one's height, 0 to 1; 0 of different sides.
    private static func overlap(_ left: PriceZone, _ right: PriceZone) -> Double {
        guard left.side == right.side else { return 0 }
        let shared = min(left.high, right.high) - max(left.low, right.low)
        let height = min(left.high - left.low, right.high - right.low)
        if height <= 0 { return shared >= 0 ? 1 : 0 }
        return max(0, shared) / height
    }
}
