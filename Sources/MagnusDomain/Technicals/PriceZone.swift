/// A range of prices from which the price left in haste: where orders may still rest. A pattern, not a promise.
public struct PriceZone: Sendable, Hashable {
    public enum Side: String, Sendable, Hashable {
        /// Below the price when it was left: buyers.
        case demand
        /// Above it: sellers.
        case supply
    }

    /// How the price came to the base and left it.
    public enum Pattern: String, Sendable, Hashable {
        case dropBaseRally = "drop_base_rally"
        case rallyBaseRally = "rally_base_rally"
        case rallyBaseDrop = "rally_base_drop"
        case dropBaseDrop = "drop_base_drop"

        /// For example `drop-base-rally`.
        public var words: String {
            switch self {
            case .dropBaseRally: "drop-base-rally"
            case .rallyBaseRally: "rally-base-rally"
            case .rallyBaseDrop: "rally-base-drop"
            case .dropBaseDrop: "drop-base-drop"
            }
        }
    }

    /// Points of the score, 100 in all; a part that is not known gives none.
    public struct Score: Sendable, Hashable {
        /// 0 to 40: the leg out against the average true range, in full from three of them.
        public var departure: Double
        /// 25 while no later session has come back into it.
        public var freshness: Double
        /// 0 to 15: few sessions in the base.
        public var base: Double
        /// 0 to 10: volume of the leg against the mean of 20 sessions before, in full from twice that.
        public var volume: Double
        /// 0 to 10: halved every 120 sessions.
        public var age: Double

        public init(departure: Double, freshness: Double, base: Double, volume: Double, age: Double) {
            self.departure = departure
            self.freshness = freshness
            self.base = base
            self.volume = volume
            self.age = age
        }

        public var total: Double { departure + freshness + base + volume + age }
    }

    public var side: Side
    public var pattern: Pattern
    /// The edge nearer to where the price went, dollars per share: the highest body top of a base of demand, the lowest body
    /// bottom of one of supply.
    public var proximal: Double
    /// The far edge: the lowest low, the highest high. A close beyond it breaks the zone.
    public var distal: Double
    /// First and last session of the base.
    public var baseFirst: CalendarDate
    public var baseLast: CalendarDate
    /// Sessions in the base.
    public var baseSessions: Int
    /// The session at whose close the leg out was long enough: nobody could know of the zone before.
    public var formed: CalendarDate
    /// Sessions since.
    public var age: Int
    /// How far the leg went from the base, in average true ranges.
    public var departure: Double
    /// Volume of the leg a session against the mean of 20 sessions before it.
    public var volumeRatio: Figure
    /// Times the price came back into it; 0 is fresh.
    public var tests: Int
    /// Zones of the same side that overlapped and were made one with it.
    public var merged: Int
    public var score: Score
    /// (last close - proximal) / last close: positive above a zone of demand, negative below one of supply.
    public var distance: Figure

    public init(
        side: Side, pattern: Pattern, proximal: Double, distal: Double, baseFirst: CalendarDate, baseLast: CalendarDate,
        baseSessions: Int, formed: CalendarDate, age: Int, departure: Double, volumeRatio: Figure, tests: Int,
        merged: Int, score: Score, distance: Figure
    ) {
        self.side = side
        self.pattern = pattern
        self.proximal = proximal
        self.distal = distal
        self.baseFirst = baseFirst
        self.baseLast = baseLast
        self.baseSessions = baseSessions
        self.formed = formed
        self.age = age
        self.departure = departure
        self.volumeRatio = volumeRatio
        self.tests = tests
        self.merged = merged
        self.score = score
        self.distance = distance
    }

    public var isFresh: Bool { tests == 0 }
    /// The edges by price.
    public var low: Double { min(proximal, distal) }
    public var high: Double { max(proximal, distal) }

    /// Whether a price lies between the edges.
    public func contains(_ price: Double) -> Bool { (low...high).contains(price) }
}
