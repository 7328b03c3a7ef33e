import MagnusDomain
import MagnusQuant

/// What the mids of all calls or puts of one underlying say, by the European formula: ``ImpliedReading`` for many contracts
/// at once.
struct ImpliedColumn: Sendable {
    /// By place in the chain; nil where nothing is asked for.
    private var readings: [ImpliedReading?]

    /// - Parameter days: expiries outside them are left out.
    init(_ right: OptionRight, of scan: SymbolScan, within days: ClosedRange<Int>) {
        readings = Array(repeating: nil, count: scan.chain.entries.count)
        var places: [Int] = []
        var volatilities = ImpliedVolatilityBatch()
        var deltas = EuropeanBatch()
        for slice in scan.slices where days.contains(slice.carry.daysToExpiry) {
            // The strike alone differs within an expiry.
            let common = slice.carry.europeanTerms(right, spot: slice.spot, strike: 0)
            for index in slice.indices where scan.chain.entries[index].contract.right == right {
                let reading = scan.readings[index]
                guard let mid = reading.mid else {
                    readings[index] = ImpliedReading(unknown: reading.reason ?? .noMarket)
                    continue
                }
                guard var own = common else {
                    readings[index] = ImpliedReading(unknown: .badInput)
                    continue
                }
                own.strike = scan.chain.entries[index].contract.strike
                volatilities.append(price: mid, terms: own)
                deltas.append(own)
                places.append(index)
            }
        }
        volatilities.evaluate()
        for row in places.indices {
            do throws(ImpliedVolatilityError) {
                let volatility = try volatilities.volatility(at: row)
                readings[places[row]] = ImpliedReading(volatility: volatility)
                deltas.update(at: row, volatility: volatility)
            } catch {
                readings[places[row]] = ImpliedReading(unknown: UnknownReason(error))
            }
        }
        deltas.evaluate()
        for row in places.indices {
            guard let known = readings[places[row]], known.volatility != nil,
                let delta = (try? deltas.valuation(at: row))?.delta
            else { continue }
            readings[places[row]] = known.with(delta: delta)
        }
    }

    subscript(index: Int) -> ImpliedReading? { readings[index] }
}
