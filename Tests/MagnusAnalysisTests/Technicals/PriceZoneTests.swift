import MagnusAnalysis
import MagnusDomain
import Testing

@Suite("Zones of supply and demand")
struct PriceZoneTests {
    private typealias Price = (open: Double, high: Double, low: Double, close: Double, volume: Double)

    /// Twenty sessions down by 0.8, each of range 1: the average true range is 1 and no body is small.
    private static let fall: [Price] = (0..<20).map { step in
        let open = 116 - 0.8 * Double(step)
        return (open, open + 0.1, open - 0.9, open - 0.8, 100)
    }

    /// From 100: a base of two, then two up with twice the volume; the second closes 1.7 above the base's high of 100.6.
    private static let baseAndRally: [Price] = [
        (100, 100.5, 99.5, 100.2, 100), (100.2, 100.6, 99.6, 100.1, 100), (100.1, 101.7, 100, 101.6, 200),
        (101.6, 102.4, 101.5, 102.3, 200),
    ]

    private static func zones(_ more: [Price]) -> TechnicalReport {
        Sessions.report(Sessions.bars(fall + baseAndRally + more))
    }

    @Test func aZoneWorkedByHand() throws {
        let report = Self.zones([])
        let zone = try #require(report.zones.first)
        #expect(report.zones.count == 1 && report.brokenZones == 0 && report.zonesMissing == nil)
        #expect(zone.side == .demand && zone.pattern == .dropBaseRally && zone.baseSessions == 2)
        // Lowest low, highest body top.
        #expect(zone.distal == 99.5 && zone.proximal == 100.2)
        #expect(zone.formed == Sessions.days(24).last && zone.isFresh && zone.age == 0)
        #expect(abs(zone.departure - 1.7) < 1e-9)
        #expect(abs((zone.volumeRatio.value ?? 0) - 2) < 1e-12)
        #expect(abs((zone.distance.value ?? 0) - (102.3 - 100.2) / 102.3) < 1e-12)
        // 40 x 1.7/3, 25, 15 x 5/6, 10, 10.
        #expect(abs(zone.score.total - (40 * 1.7 / 3 + 25 + 12.5 + 10 + 10)) < 1e-9)
    }

    @Test func nothingIsKnownBeforeTheLegIsLongEnough() {
        let bars = Sessions.bars(Self.fall + Self.baseAndRally)
        #expect(Sessions.report(Array(bars.dropLast())).zones.isEmpty)
    }

    @Test func comingBackIsATestOnceForEachVisit() throws {
        let visits: [Price] = [
            (102.3, 102.4, 100.1, 101, 100), (101, 101.2, 100, 100.9, 100), (100.9, 102.1, 100.3, 102, 100),
            (102, 102.1, 99.9, 101, 100),
        ]
        let zone = try #require(Self.zones(visits).zones.first { $0.distal == 99.5 })
        #expect(zone.tests == 2 && !zone.isFresh && zone.score.freshness == 0 && zone.age == 4)
        // Half of the ten points of age go in 120 sessions.
        #expect(abs(zone.score.age - 9.771599) < 1e-5)
    }

    @Test func aCloseBeyondTheFarEdgeBreaksIt() {
        let through: Price = (102, 102.1, 99, 99.4, 100)
        let report = Self.zones([through])
        #expect(!report.zones.contains { $0.distal == 99.5 } && report.brokenZones == 1)
        // A low beyond it that does not close there is a test.
        let dip: Price = (102, 102.1, 99, 99.6, 100)
        #expect(Self.zones([dip]).zones.first { $0.distal == 99.5 }?.tests == 1)
    }

    @Test func supplyMirrorsDemand() throws {
        func mirrored(_ price: Price) -> Price {
            (200 - price.open, 200 - price.low, 200 - price.high, 200 - price.close, price.volume)
        }
        let report = Sessions.report(Sessions.bars((Self.fall + Self.baseAndRally).map(mirrored)))
        let zone = try #require(report.zones.first)
        #expect(zone.side == .supply && zone.pattern == .rallyBaseDrop)
        #expect(abs(zone.distal - 100.5) < 1e-9 && abs(zone.proximal - 99.8) < 1e-9)
        #expect((zone.distance.value ?? 0) < 0)
    }

    /// A zone stands in the history that ends on the day it formed exactly as in the longer one, and not a day earlier.
    @Test(arguments: 1...6) func noZoneLooksAhead(_ seed: UInt64) {
        let bars = Sessions.walk(500, seed: seed)
        let whole = Sessions.report(bars)
        #expect(!whole.zones.isEmpty)
        for zone in whole.zones where zone.merged == 0 {
            let then = Sessions.report(bars.filter { $0.date <= zone.formed })
            #expect(
                then.zones.contains {
                    $0.formed == zone.formed && $0.proximal == zone.proximal && $0.distal == zone.distal
                        && $0.isFresh && $0.age == 0
                })
            let before = Sessions.report(bars.filter { $0.date < zone.formed })
            #expect(!before.zones.contains { $0.baseLast == zone.baseLast && $0.side == zone.side && $0.merged == 0 })
        }
    }

    @Test(arguments: 1...6) func zonesHold(_ seed: UInt64) {
        let bars = Sessions.walk(500, seed: seed)
        let report = Sessions.report(bars)
        let last = bars[499].close
        for zone in report.zones {
            #expect(zone.low < zone.high && (0...100).contains(zone.score.total))
            #expect(zone.side == .demand ? last >= zone.distal : last <= zone.distal, "a broken zone is none")
            #expect(zone.side == .demand ? zone.proximal > zone.distal : zone.proximal < zone.distal)
            let since = bars.filter { $0.date > zone.formed }
            #expect(!since.contains { zone.side == .demand ? $0.close < zone.distal : $0.close > zone.distal })
            let touched = since.contains { zone.side == .demand ? $0.low <= zone.proximal : $0.high >= zone.proximal }
            if zone.merged == 0 { #expect(zone.isFresh == !touched) }
        }
        let distances = report.zones.map { abs($0.distance.value ?? .infinity) }
        #expect(distances == distances.sorted())
    }

    @Test func aSourceOfClosesAloneHasNone() {
        let prices = (0..<60).map { step -> Price in
            let close = Double(100 + step)
            return (close, close, close, close, 1)
        }
        let closes = Sessions.bars(prices)
        let report = Sessions.report(closes)
        #expect(report.zones.isEmpty && report.zonesMissing == .noSource)
        #expect(report.last?.trueRange == .unknown(.noSource))
        #expect(Sessions.report(Array(Sessions.walk(10, seed: 1))).zonesMissing == .insufficientHistory)
    }
}
