import MagnusDomain
import MagnusQuant

/// One contract's figures from its quote.
struct ContractReading {
    let entry: ChainEntry
    let reading: QuoteReading
    /// Stale where the quote is past its age or of an earlier session.
    let trust: Trust
    /// The same of the underlying's quote.
    let spotTrust: Trust
    /// Dollars per share; nil when unknown.
    let spot: Double?
    let spotReason: UnknownReason?
    let carry: CarryTerms
    let accuracy: PricingAccuracy

    /// What the volatility search answered, in one place: either a valued contract or the reason.
    private struct Valued {
        var volatility: Double
        /// Dollars per share over the next calendar day.
        var decay: Double?
        var valuation: OptionValuation
        var method: String
    }

    var analysis: ContractAnalysis {
        let contract = entry.contract
        var reasons: [String: UnknownReason] = [:]
        let mid = Figure(reading.mid, trust: trust, else: reading.reason ?? .noMarket)
        let outcome = valued()
        var valued: Valued?
        var problem: UnknownReason = .noSource
        switch outcome {
        case .success(let value): valued = value
        case .failure(let failure): problem = failure.reason
        }
        let lacking = valued == nil ? problem : .nearBoundary
        let derivatives = valued?.valuation
        let probabilities = probabilities(valued?.volatility)
        let result = ContractAnalysis(
            contract: contract, bid: reading.bid, ask: reading.ask, mid: mid,
            last: entry.quote.last.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil },
            volume: entry.quote.volume.flatMap { $0 >= 0 ? $0 : nil },
            openInterest: entry.quote.openInterest.flatMap { $0 >= 0 ? $0 : nil },
            impliedVolatility: Figure(valued?.volatility, trust: priced, else: problem),
            delta: Figure(derivatives?.delta.map { min(max($0, -1), 1) }, trust: priced, else: lacking),
            gamma: Figure(derivatives?.gamma, trust: priced, else: lacking),
            thetaPerDay: Figure(valued?.decay, trust: priced, else: lacking),
            vegaPerPoint: Figure(derivatives?.vega, trust: priced, else: lacking).map { $0 / 100 },
            rhoPerPoint: Figure(derivatives?.rho, trust: priced, else: lacking).map { $0 / 100 },
            probabilityOfProfit: Figure(probabilities.profit, trust: priced, else: problem),
            probabilityOfTouch: Figure(probabilities.touch, trust: priced, else: problem),
            isAdjusted: contract.isAdjusted,
            quoteTrust: trust, quoteAgeSeconds: reading.ageSeconds, state: state(), reasons: [:],
            method: valued?.method ?? "none")
        for (key, figure) in [
            ("mid", result.mid), ("iv", result.impliedVolatility), ("delta", result.delta), ("gamma", result.gamma),
            ("theta_per_day", result.thetaPerDay), ("vega_per_point", result.vegaPerPoint),
            ("rho_per_point", result.rhoPerPoint), ("probability_of_profit", result.probabilityOfProfit),
            ("probability_of_touch", result.probabilityOfTouch),
        ] {
            if let reason = figure.reason { reasons[key] = reason }
        }
        var complete = result
        complete.reasons = reasons
        return complete
    }

    private func state() -> String {
        if entry.contract.isAdjusted { return UnknownReason.adjusted.rawValue }
        if entry.contract.multiplier < 2 { return UnknownReason.multiplier.rawValue }
        if carry.years <= 0 { return UnknownReason.expired.rawValue }
        if let reason = reading.reason { return reason.rawValue }
        return priced == .stale ? UnknownReason.stale.rawValue : "ok"
    }

    /// Whatever is made of an old quote is old, of the contract or of the shares.
    private var priced: Trust { Trust.worse(trust, spotTrust) }

    /// Why a contract has no volatility, as an error so that the outcome is one value.
    struct Unpriced: Error {
        let reason: UnknownReason
    }

    private func valued() -> Result<Valued, Unpriced> {
        let contract = entry.contract
        if contract.isAdjusted { return .failure(Unpriced(reason: .adjusted)) }
        // A multiplier below two on a listed option is a data error: no price derived from it can be trusted.
        if contract.multiplier < 2 { return .failure(Unpriced(reason: .multiplier)) }
        guard let spot else { return .failure(Unpriced(reason: spotReason ?? .noSource)) }
        guard carry.years > 0 else { return .failure(Unpriced(reason: .expired)) }
        if let reason = reading.reason { return .failure(Unpriced(reason: reason)) }
        guard let mid = reading.mid else { return .failure(Unpriced(reason: .noMarket)) }
        do throws(ImpliedVolatilityError) {
            return .success(try exact(contract, mid: mid, spot: spot))
        } catch {
            return .failure(Unpriced(reason: UnknownReason(error)))
        }
    }

    /// Annual decimal: a tenth of a point.
    private static let leastVolatility = 0.001

    private func exact(_ contract: OptionContract, mid: Double, spot: Double) throws(ImpliedVolatilityError) -> Valued {
        var terms = carry.terms(of: contract, spot: spot)
        var method = contract.style == .american ? "American, own dividends" : "European formula"
        do throws(ImpliedVolatilityError) {
            terms.volatility = try OptionPricing.impliedVolatility(price: mid, terms: terms, accuracy: accuracy)
        } catch .unsupported {
            // Cash dividends in a European contract, or terms no lattice covers: dividends are taken from the spot.
            guard let stripped = carry.europeanTerms(contract.right, spot: spot, strike: contract.strike) else {
                throw .badInput
            }
            terms = stripped
            terms.volatility = try ImpliedVolatility.european(price: mid, terms: stripped)
            method = "European formula, dividends taken from the spot"
        }
        // A price within a rounding of what exercising pays tells no volatility: none is that small.
        guard terms.volatility >= Self.leastVolatility else { throw .belowIntrinsic }
        do throws(PricingError) {
            let valuation = try OptionPricing.valuation(terms, accuracy: accuracy)
            return Valued(
                volatility: terms.volatility, decay: terms.decayOfADay(rate: valuation.theta, accuracy: accuracy),
                valuation: valuation, method: method)
        } catch {
            switch error {
            case .notFinite: throw .notFinite
            case .badInput: throw .badInput
            case .unsupported: throw .unsupported
            }
        }
    }

    private func probabilities(_ volatility: Double?) -> (profit: Double?, touch: Double?) {
        guard let volatility, let spot, let base = carry.stripped(spot: spot), let mid = reading.mid else {
            return (nil, nil)
        }
        let outlook = Probability.Outlook(
            spot: base, years: carry.years, rate: carry.rate, dividendYield: carry.dividendYield,
            volatility: volatility)
        let strike = entry.contract.strike
        let profit =
            entry.contract.right == .put
            ? Probability.profitOfShortPut(strike: strike, premium: mid, outlook)
            : Probability.profitOfShortCall(strike: strike, premium: mid, outlook)
        return (profit, Probability.touch(strike, outlook))
    }
}
