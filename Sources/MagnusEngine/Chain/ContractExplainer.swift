import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusQuant

/// How a figure of one contract of a chain comes about: inputs with all digits that recompute it.
struct ContractExplainer: Sendable {
    let material: ChainMaterial
    let contract: OptionContract
    let limits: QuoteLimits

    /// - Returns: nil when the contract is not in the chain or nothing is called so.
    func explanation(id: String, key: String) -> Explanation? {
        let analysis = ChainAnalyser.analyse(
            material.chain, profile: material.profile, history: material.history, rates: material.rates,
            calendar: material.calendar, now: material.now, expiry: contract.expiry,
            limits: limits)
        guard let reading = analysis.expiries.flatMap(\.contracts).first(where: { $0.contract == contract }),
            let parts = Self.parts(key, reading)
        else { return nil }
        var notes = parts.figure.reason.map { ["no value: \($0.rawValue)"] } ?? []
        if reading.state != "ok" { notes.append("state of the quote: \(reading.state)") }
        if parts.figure.trust == .stale { notes.append("~ old: its quote, or that of the shares, is past its age") }
        notes.append("of one long option, per share")
        return Explanation(
            id: id, title: "\(contract.root) \(contract.shortName) \(contract.expiry.iso8601): \(parts.title)",
            value: parts.figure.value.flatMap { DecimalText.text($0, decimals: parts.decimals) }
                .map { parts.unit.isEmpty ? $0 : "\($0) \(parts.unit)" }
                ?? "unknown (\(parts.figure.reason?.rawValue ?? "no_source"))",
            formula: parts.formula,
            inputs: parts.isQuoted ? quotes(reading) : quotes(reading) + terms(reading, analysis),
            method: parts.isQuoted ? "as quoted" : reading.method,
            origin: "\(analysis.source), chain of \(material.chain.retrievedAt.newYork.clock) New York time",
            notes: notes, trust: parts.figure.trust ?? .fresh)
    }

    private struct Parts {
        var title: String
        var figure: Figure
        var unit: String
        var decimals: Int
        var formula: String
        var isQuoted = false
    }

    private static func parts(_ key: String, _ reading: ContractAnalysis) -> Parts? {
        func quoted(_ title: String, _ value: Double?, _ unit: String, _ decimals: Int) -> Parts {
            Parts(
                title: title, figure: Figure(value, trust: reading.quoteTrust, else: .noSource), unit: unit,
                decimals: decimals,
                formula: "as the source quotes it", isQuoted: true)
        }
        let price = "price(S, K, T, r, q, dividends, sigma)"
        switch key {
        case "bid": return quoted("bid", reading.bid, "USD/share", 4)
        case "ask": return quoted("ask", reading.ask, "USD/share", 4)
        case "last": return quoted("last trade", reading.last, "USD/share", 4)
        case "volume": return quoted("volume today", reading.volume.map(Double.init), "contracts", 0)
        case "open_interest": return quoted("open interest", reading.openInterest.map(Double.init), "contracts", 0)
        case "mid":
            return Parts(
                title: "mid", figure: reading.mid, unit: "USD/share", decimals: 4, formula: "(bid + ask) / 2",
                isQuoted: true)
        case "iv":
            return Parts(
                title: "implied volatility", figure: reading.impliedVolatility, unit: "per year", decimals: 8,
                formula: "sigma with \(price) = mid")
        case "delta":
            return Parts(
                title: "delta", figure: reading.delta, unit: "shares", decimals: 6, formula: "dV/dS at sigma = IV")
        case "gamma":
            return Parts(
                title: "gamma", figure: reading.gamma, unit: "shares/USD", decimals: 8,
                formula: "d2V/dS2 at sigma = IV")
        case "theta_per_day":
            return Parts(
                title: "decay of a day", figure: reading.thetaPerDay, unit: "USD/day", decimals: 6,
                formula: "V(T - 1 day) - V(T) at sigma = IV, or to the settlement where it is nearer")
        case "vega_per_point":
            return Parts(
                title: "vega per point", figure: reading.vegaPerPoint, unit: "USD/point", decimals: 6,
                formula: "dV/dsigma / 100")
        case "rho_per_point":
            return Parts(
                title: "rho per point", figure: reading.rhoPerPoint, unit: "USD/point", decimals: 6,
                formula: "dV/dr / 100")
        case "probability_of_profit":
            return Parts(
                title: "probability of profit of one contract sold at the mid", figure: reading.probabilityOfProfit,
                unit: "", decimals: 6,
                formula: reading.contract.right == .put
                    ? "P(S_T > K - mid) = N(d2), d2 = (ln((S - PV)/(K - mid)) + (r - q - sigma^2/2) T) / (sigma sqrt(T))"
                    : "P(S_T < K + mid) = N(-d2), d2 = (ln((S - PV)/(K + mid)) + (r - q - sigma^2/2) T) / (sigma sqrt(T))"
            )
        case "probability_of_touch":
            return Parts(
                title: "probability that the spot trades at the strike before expiry",
                figure: reading.probabilityOfTouch, unit: "", decimals: 6,
                formula:
                    "N(s (b - m T)/(sigma sqrt(T))) + exp(2 m b/sigma^2) N(s (b + m T)/(sigma sqrt(T))), b = ln(K/(S - PV)), m = r - q - sigma^2/2, s = 1 below the spot, -1 above"
            )
        default: return nil
        }
    }

    private func quotes(_ reading: ContractAnalysis) -> [ExplanationInput] {
        [("bid", reading.bid), ("ask", reading.ask)].map { name, value in
            ExplanationInput(
                name: name, value: value.flatMap { DecimalText.text($0, decimals: 4) } ?? "unknown",
                unit: value == nil ? "" : "USD/share", source: material.chain.source,
                ageSeconds: reading.quoteAgeSeconds)
        }
    }

    private func terms(_ reading: ContractAnalysis, _ analysis: ChainAnalysis) -> [ExplanationInput] {
        func input(
            _ name: String, _ value: Double?, _ unit: String, _ source: String, decimals: Int, age: Double? = nil
        ) -> ExplanationInput {
            ExplanationInput(
                name: name, value: value.flatMap { DecimalText.text($0, decimals: decimals) } ?? "unknown",
                unit: value == nil ? "" : unit, source: source, ageSeconds: age)
        }
        let spot = analysis.spot.value
        let known = ChainTerms.terms(
            of: contract, spot: spot ?? 0, volatility: reading.impliedVolatility.value ?? 0, profile: material.profile,
            rates: material.rates, calendar: material.calendar, now: material.now)
        var inputs = [
            input("spot S", spot, "USD/share", analysis.spotSource, decimals: 4, age: analysis.spotAgeSeconds),
            input("strike K", contract.strike, "USD/share", "contract", decimals: 3),
            input("T", known?.years, "years", "calendar, to settlement, ACT/365", decimals: 8),
            input("r", known?.rate, "per year, continuous", "rate curve", decimals: 8),
            input("q", known?.dividendYield, "per year, continuous", "profile", decimals: 8),
            input("sigma", reading.impliedVolatility.value, "per year", "mid", decimals: 8),
        ]
        for dividend in known?.dividends ?? [] {
            inputs.append(
                input(
                    "dividend in \(DecimalText.text(dividend.years, decimals: 8) ?? "?") years", dividend.amount,
                    "USD/share", "profile", decimals: 4))
        }
        return inputs
    }
}

extension Engine {
    /// Of a contract in a chain, `chain/OSI#key`, or of a series, `chain/ROOT/YYYY-MM-DD#key`; nil when it names none.
    func explainContract(_ id: String) async -> Explanation? {
        let rest = id.dropFirst("chain/".count)
        let parts = rest.split(separator: "#", maxSplits: 1).map(String.init)
        guard let name = parts.first else { return nil }
        guard let contract = try? OptionContract(osi: name) else {
            return await explainSeries(name, key: parts.count > 1 ? parts[1] : SeriesExplainer.Key.forward.rawValue)
        }
        let key = parts.count > 1 ? parts[1] : "iv"
        let limits = configuration.book.quoteLimits
        do throws(MarketDataError) {
            let (material, _) = try await chainMaterial(of: contract.underlying)
            // What the symbol alone does not tell, such as an adjusted deliverable, the chain does.
            let listed =
                material.chain.entries.first { $0.contract.osi == contract.osi }?.contract ?? contract
            return await Self.explanation(
                ContractExplainer(material: material, contract: listed, limits: limits), id: id, key: key)
        } catch {
            return nil
        }
    }

    @concurrent
    private nonisolated static func explanation(
        _ explainer: ContractExplainer, id: String, key: String
    ) async -> Explanation? {
        explainer.explanation(id: id, key: key)
    }
}
