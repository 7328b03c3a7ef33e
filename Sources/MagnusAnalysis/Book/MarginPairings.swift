import Glibc
import MagnusDomain
import MagnusQuant

/// Pairings of the legs of one underlying that were searched before.
///
/// Of a few dozen legs the cheapest pairing is searched for every mark and spot. Of more (``MarginLayout/isLarge``) that
/// would take milliseconds at every quote; there the search rests on modelled marks at the spot rounded to a quarter of a
/// percent, and its pairings are priced with the true marks and spot. So the requirement is still a function of the
/// present marks and spot alone, and that of a legal pairing, never less than the least; since another may be cheaper by a
/// little it is marked as an estimate. A quote within the quarter of a percent searches nothing.
struct MarginPairings: Sendable {
    struct Key: Sendable, Hashable {
        var spot: Int?
        var kind: SecurityKind
        var today: CalendarDate
    }

    private var found: [(key: Key, pairings: [[CoverMatching.Cover]])] = []
    /// Searches made so far.
    private(set) var searches = 0

    /// The spots around the present one, for prices that go to and fro over an edge.
    private static let kept = 4
    /// Natural logarithm of the width of a step of the spot.
    private static let step = 0.0025
    /// Volatility of the modelled marks, annual.
    private static let volatility = 0.35

    /// The pairings to compare, searched where they are not known.
    mutating func pairings(for search: MarginSearch) -> [[CoverMatching.Cover]] {
        guard search.layout.isLarge else {
            searches += 1
            return search.starts()
        }
        let level = search.spot.flatMap { $0 > 0 ? ($0, Int((log($0) / Self.step).rounded())) : nil }?.1
        let key = Key(spot: level, kind: search.underlying.kind, today: search.underlying.today)
        if let known = found.first(where: { $0.key == key }) { return known.pairings }
        searches += 1
        var underlying = search.underlying
        underlying.spot = Figure(level.map { exp(Double($0) * Self.step) }, else: .noSource)
        let marks = Self.marks(search.layout, spot: underlying.spot.value)
        let pairings = MarginSearch(search.layout, marks: marks, underlying).starts()
        found.append((key, pairings))
        if found.count > Self.kept { found.removeFirst() }
        return pairings
    }

    /// Intrinsic value and a time value that falls off around the spot; unknown without a spot.
    private static func marks(_ layout: MarginLayout, spot: Double?) -> [Figure] {
        var marks = Array(repeating: Figure.unknown(.noSource), count: layout.legCount)
        guard let spot else { return marks }
        func mark(_ right: OptionRight, _ strike: Double, _ expiry: CalendarDate) -> Figure {
            let deviation = volatility * (Double(max(1, expiry.days(since: layout.today))) / 365).squareRoot()
            let distance = log(strike / spot) / deviation
            let time = 0.4 * spot * deviation * exp(-distance * distance / 2)
            return Figure(max(0, right.sign * (spot - strike)) + time)
        }
        for short in layout.shorts { marks[short.index] = mark(short.right, short.strike, short.expiry) }
        for long in layout.longs { marks[long.index] = mark(long.right, long.strike, long.expiry) }
        return marks
    }
}
