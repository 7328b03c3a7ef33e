import Glibc
import MagnusDomain
import MagnusQuant

/// Reads the quotes of one root and expiry as points of a smile.
struct SmileReader {
    let analysis: ExpiryAnalysis
    let entries: [ChainEntry]
    let spot: Double
    let carry: CarryTerms
    let now: Instant
    let session: TradingSession?
    let lastClose: Instant?
    let limits: QuoteLimits

    /// Volatility between bid and ask: beyond, a tick more or less is all that the price of a nearly worthless option tells.
    static let widest = 0.10

    struct Reading {
        var points: [SmilePoint]
        /// Positions in ``points`` of the slice's quotes, in their order.
        var places: [Int]
        var slice: SmileSlice
        /// Too few quotes are as young as they should be: the smile rests on old ones too.
        var isStale: Bool
    }

    /// The forward with the yield that carries the spot to it.
    private struct Carried {
        /// Dollars per share.
        var value: Double
        /// Continuously compounded, decimal.
        var yield: Double
    }

    /// nil without a forward or time.
    func reading() -> Reading? {
        guard let value = analysis.forward.value,
            let yield = ParityForward.yield(value, spot: spot, carry: carry)
        else { return nil }
        let forward = Carried(value: value, yield: yield)
        var points: [SmilePoint] = []
        // Out of the money only: the other side repeats the information with a wider spread.
        for entry in entries {
            let contract = entry.contract
            guard contract.strikeThousandths > 0,
                contract.right == .call ? contract.strike >= forward.value : contract.strike < forward.value
            else { continue }
            points.append(point(entry, forward: forward))
        }
        points.sort { $0.contract.strikeThousandths < $1.contract.strikeThousandths }
        // A recording, or a market that is closed, has mostly old quotes: then they are what there is.
        let isStale =
            points.count { $0.state == .used } < VolatilitySurface.minimumQuotes
            && points.contains { $0.state == .stale && $0.volatility != nil }
        if isStale {
            for index in points.indices where points[index].state == .stale && points[index].volatility != nil {
                points[index].state = .used
            }
        }
        let places = points.indices.filter { points[$0].state == .used }
        let quotes = places.map { place in
            SmileQuote(
                logMoneyness: log(points[place].contract.strike / forward.value),
                volatility: points[place].volatility ?? .nan, bidVolatility: points[place].bidVolatility,
                askVolatility: points[place].askVolatility)
        }
        return Reading(
            points: points, places: places, slice: SmileSlice(years: carry.years, quotes: quotes),
            isStale: isStale)
    }

    private func point(_ entry: ChainEntry, forward: Carried) -> SmilePoint {
        let reading = QuoteReading(entry.quote, now: now)
        let assessment = QuoteAssessment(
            entry.quote, now: now, kind: .option(daysToExpiry: analysis.daysToExpiry), session: session,
            limits: limits, lastClose: lastClose)
        var state = state(entry, reading, assessment)
        var volatilities: (mid: Double?, bid: Double?, ask: Double?) = (nil, nil, nil)
        if !entry.contract.isAdjusted, entry.contract.multiplier >= 2, let mid = reading.mid {
            volatilities.mid = volatility(mid, entry.contract, forward)
            volatilities.bid = reading.bid.flatMap { volatility($0, entry.contract, forward) }
            volatilities.ask = reading.ask.flatMap { volatility($0, entry.contract, forward) }
        }
        if state == .used, volatilities.mid == nil { state = .noVolatility }
        if state == .used, let low = volatilities.bid, let high = volatilities.ask, high - low > Self.widest {
            state = .wide
        }
        return SmilePoint(
            contract: entry.contract, volatility: volatilities.mid, bidVolatility: volatilities.bid,
            askVolatility: volatilities.ask, state: state)
    }

    private func state(
        _ entry: ChainEntry, _ reading: QuoteReading, _ assessment: QuoteAssessment
    ) -> SmilePoint.State {
        if entry.contract.isAdjusted || entry.contract.multiplier < 2 { return .adjusted }
        switch reading.reason {
        case nil: break
        case .crossed: return .crossed
        case .oneSided: return .oneSided
        case .halted: return .halted
        case .futureTime: return .futureTime
        default: return .noMarket
        }
        guard let spread = reading.spread else { return .noMarket }
        // Between nothing and a dollar lies any volatility (fault F19); a few cents are what cheap options have.
        if !assessment.carriesVolatility, spread > limits.narrowSpread + 1e-9 { return .wide }
        return assessment.mark.trust == .stale ? .stale : .used
    }

    /// In the contract's own style, carried at the forward that the quotes imply.
    private func volatility(_ price: Double, _ contract: OptionContract, _ forward: Carried) -> Double? {
        let terms = OptionTerms(
            right: contract.right, style: contract.style, spot: spot, strike: contract.strike, years: carry.years,
            rate: carry.rate, dividendYield: forward.yield, volatility: 0)
        let value: Double
        do throws(ImpliedVolatilityError) {
            value = try OptionPricing.impliedVolatility(price: price, terms: terms, accuracy: .live)
        } catch .unsupported {
            var european = terms
            european.style = .european
            guard let found = try? ImpliedVolatility.european(price: price, terms: european) else { return nil }
            value = found
        } catch {
            return nil
        }
        return value > 0 && value.isFinite ? value : nil
    }
}
