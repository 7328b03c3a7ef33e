import MagnusDomain
import MagnusQuant

/// What the mids of all calls or puts of one underlying say, by the European formula or in each contract's own style:
/// ``ImpliedReading`` for many contracts at once.
struct ImpliedColumn: Sendable {
    /// By place in the chain; nil where nothing is asked for.
    private var readings: [ImpliedReading?]

    /// - Parameters:
    ///   - days: expiries outside them are left out.
    ///   - isAmerican: American contracts by American prices; else all by the European formula.
    init(_ right: OptionRight, of scan: SymbolScan, within days: ClosedRange<Int>, isAmerican: Bool = false) {
        self.init(
            right, of: scan, scan.slices.filter { days.contains($0.carry.daysToExpiry) }, isAmerican: isAmerican)
    }

    /// - Parameter slices: the others are left out.
    init(_ right: OptionRight, of scan: SymbolScan, _ slices: [ExpirySlice], isAmerican: Bool) {
        readings = Array(repeating: nil, count: scan.chain.entries.count)
        // One side of a chain is half of it.
        let room = (scan.chain.entries.count + 1) / 2
        var places: [Int] = []
        places.reserveCapacity(room)
        var volatilities = ImpliedVolatilityBatch(capacity: room)
        var deltas = EuropeanBatch(capacity: room)
        for slice in slices {
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
        guard isAmerican else { return }
        for slice in slices { takeAmerican(right, slice, scan) }
    }

    /// Replaces the European figures of an expiry by those of American prices where exercising early can pay.
    private mutating func takeAmerican(_ right: OptionRight, _ slice: ExpirySlice, _ scan: SymbolScan) {
        var places: [Int] = []
        var quotes: [AmericanSlice.Quote] = []
        var common: OptionTerms?
        for index in slice.indices {
            let contract = scan.chain.entries[index].contract
            guard contract.right == right, contract.style == .american, let mid = scan.readings[index].mid,
                let european = readings[index]?.volatility
            else { continue }
            if common == nil {
                let terms = slice.carry.terms(of: contract, spot: slice.spot)
                // A call that nothing is paid on before it ends is not exercised early: the formula is its price.
                guard right == .put || terms.paysCashDividend || terms.dividendYield > 0 || terms.rate < 0 else {
                    return
                }
                common = terms
            }
            places.append(index)
            quotes.append(AmericanSlice.Quote(strike: contract.strike, price: mid, european: european))
        }
        guard let common else { return }
        for (index, found) in zip(places, AmericanSlice.readings(common, quotes)) {
            if let found {
                readings[index] = ImpliedReading(volatility: found.volatility).with(delta: found.delta)
            } else {
                readings[index] = ImpliedReading(
                    scan.chain.entries[index].contract, reading: scan.readings[index], slice: slice, isExact: true,
                    isSearched: true)
            }
        }
    }

    subscript(index: Int) -> ImpliedReading? { readings[index] }
}
