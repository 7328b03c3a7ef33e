/// One expiry's smile while the surface is being made.
struct SmileDraft {
    /// The usable quotes of a slice.
    struct Material {
        /// Of the slice.
        var index: Int
        var years: Double
        var slice: SmileSlice
        /// Indices of quotes.
        var sound: [Int]
        var unsound: [Int]

        var quoted: ClosedRange<Double> {
            let places = sound.map { slice.quotes[$0].logMoneyness }
            return (places.min() ?? 0)...(places.max() ?? 0)
        }
    }

    let material: Material
    let range: ClosedRange<Double>
    private(set) var smile: RawSVI
    private(set) var form: FittedSmile.Form
    private(set) var isMended = false
    private(set) var used: [Int]
    private(set) var outliers: [Int] = []
    private var calibration: SmileCalibration

    static func material(_ slice: SmileSlice, index: Int) -> Result<Material, SmileRefusal> {
        guard slice.years > 0, slice.years.isFinite else { return .failure(.badTime) }
        let sound = slice.quotes.indices.filter { slice.quotes[$0].isSound }
        let unsound = slice.quotes.indices.filter { !slice.quotes[$0].isSound }
        let strikes = Set(sound.map { slice.quotes[$0].logMoneyness })
        guard strikes.count >= VolatilitySurface.minimumQuotes else {
            return .failure(.tooFewQuotes(count: strikes.count, minimum: VolatilitySurface.minimumQuotes))
        }
        guard strikes.contains(where: { $0 < 0 }), strikes.contains(where: { $0 >= 0 }) else {
            return .failure(.oneSided)
        }
        return .success(
            Material(index: index, years: slice.years, slice: slice, sound: sound, unsound: unsound))
    }

    /// The fit of the expiry alone, without butterflies; nil where there is none.
    init?(_ material: Material, range: ClosedRange<Double>) {
        self.material = material
        self.range = range
        var kept = material.sound
        var work = Self.calibration(material, kept, range)
        let form: FittedSmile.Form = kept.count >= VolatilitySurface.fullQuotes ? .raw : .surface
        let starts = SmileStart.smiles(work.quotes, years: material.years, quoted: work.quoted)
        guard let start = starts.first, var free = work.free(form, starts: starts)
        else { return nil }
        var removed: [Int] = []
        for _ in 0..<(kept.count / 4) where kept.count > VolatilitySurface.minimumQuotes {
            guard let worst = Self.worst(kept, material, free) else { break }
            removed.append(kept.remove(at: worst))
            let next = Self.calibration(material, kept, range)
            // A curve that a typo bent may lie in a valley that leads nowhere: the search begins anew as well.
            let anew = SmileStart.smiles(next.quotes, years: material.years, quoted: next.quoted)
            guard next.quoted.lowerBound < 0, next.quoted.upperBound >= 0,
                let again = next.free(form, starts: [free] + anew)
            else {
                kept.append(removed.removeLast())
                kept.sort()
                break
            }
            work = next
            free = again
        }
        calibration = work
        used = kept
        outliers = removed.sorted()
        self.form = form
        smile = free
        guard !work.isSound(free) else { return }
        isMended = true
        guard let (mended, found) = Self.mend(work, form, free, start: start, below: nil, above: nil) else {
            return nil
        }
        smile = mended
        self.form = found
    }

    /// Tries to keep to bounds; stays as it is where that cannot be done.
    mutating func bend(below: SmileCalibration.Bound?, above: SmileCalibration.Bound?) {
        guard let (bent, found) = Self.mend(calibration, form, smile, start: smile, below: below, above: above) else {
            return
        }
        isMended = true
        smile = bent
        form = found
    }

    /// Whether the smile lies below the one after it, bent where it did not.
    mutating func settle(below next: RawSVI?) -> Bool {
        guard let next else { return true }
        func keeps(_ smile: RawSVI) -> Bool {
            SmileArbitrage.calendar(from: smile, to: next, over: range).value >= 0
        }
        if keeps(smile) { return true }
        bend(below: nil, above: SmileCalibration.Bound(next))
        return keeps(smile)
    }

    /// Log-moneyness from the lowest to the highest quote that it rests on.
    var quoted: ClosedRange<Double> { calibration.quoted }

    var fitted: FittedSmile {
        var squares = 0.0
        var largest = 0.0
        var inside = 0
        for index in used {
            let quote = material.slice.quotes[index]
            let value = smile.volatility(quote.logMoneyness, years: material.years) ?? 0
            let error = value - quote.volatility
            squares += error * error
            largest = max(largest, abs(error))
            if let low = quote.bidVolatility, let high = quote.askVolatility, low <= value, value <= high {
                inside += 1
            }
        }
        return FittedSmile(
            smile: smile, form: form, years: material.years, used: used, unsound: material.unsound,
            outliers: outliers, rootMeanSquare: (squares / Double(max(used.count, 1))).squareRoot(),
            largest: largest, insideCount: inside, quoted: calibration.quoted, isMended: isMended)
    }

    private static func calibration(
        _ material: Material, _ kept: [Int], _ range: ClosedRange<Double>
    ) -> SmileCalibration {
        let quotes = kept.map { material.slice.quotes[$0] }
        let places = quotes.map(\.logMoneyness)
        return SmileCalibration(
            years: material.years, quotes: quotes, quoted: (places.min() ?? 0)...(places.max() ?? 0), range: range)
    }

    /// Position in `kept` of the quote furthest off the curve, if that is an error.
    private static func worst(_ kept: [Int], _ material: Material, _ smile: RawSVI) -> Int? {
        func distance(_ position: Int) -> Double {
            let quote = material.slice.quotes[kept[position]]
            return abs((smile.volatility(quote.logMoneyness, years: material.years) ?? 0) - quote.volatility)
        }
        return kept.indices.filter {
            let size = distance($0)
            return size > VolatilitySurface.tolerance && size > 3 * material.slice.quotes[kept[$0]].error
        }.max { distance($0) < distance($1) }
    }

    /// With the form it has from where it is; where that leads far from the quotes, the nearest of several other starts:
    /// the mended jump wings, the starts of the first search, three parameters.
    private static func mend(
        _ work: SmileCalibration, _ form: FittedSmile.Form, _ smile: RawSVI, start: RawSVI,
        below: SmileCalibration.Bound?, above: SmileCalibration.Bound?
    ) -> (RawSVI, FittedSmile.Form)? {
        let enough = 1.5 * work.cost(smile) + Double(work.quotes.count)
        var found: [(smile: RawSVI, form: FittedSmile.Form, cost: Double)] = []
        func attempt(_ form: FittedSmile.Form, _ start: RawSVI) -> Bool {
            guard let smile = work.mended(form, start: start, below: below, above: above) else { return false }
            let cost = work.cost(smile)
            found.append((smile, form, cost))
            return cost <= enough
        }
        if !attempt(form, smile), form == .raw {
            var starts = SmileStart.smiles(work.quotes, years: work.years, quoted: work.quoted)
            if let wings = smile.jumpWings(years: work.years)?.mended,
                let mended = try? RawSVI(wings, years: work.years)
            {
                starts.insert(mended, at: 0)
            }
            if !starts.contains(where: { attempt(.raw, $0) }) { _ = attempt(.surface, start) }
        }
        return found.min { $0.cost < $1.cost }.map { ($0.smile, $0.form) }
    }
}
