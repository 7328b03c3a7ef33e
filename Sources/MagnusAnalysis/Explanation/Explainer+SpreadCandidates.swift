import MagnusDomain
import MagnusQuant

/// Figures of candidates with several legs, where they are made otherwise than those of a single option.
extension Explainer {
    /// - Returns: nil for figures that every candidate has alike.
    func definition(_ candidate: Candidate, _ spread: CandidateSpread, key: String) -> Definition? {
        let expiresApart = spread.kind.expiresApart
        let row = { (key: String) in "candidate/\(candidate.id)#\(key)" }
        let fill = Self.input("fill", candidate.fill, .price, source: "scan", reference: row("premium"))
        let width = Self.input("width", spread.width, .price, source: "contracts")
        let fees = Self.input("fees", candidate.fees, .dollars, source: "scan profile, all legs")
        let multiplier = Self.input(
            "multiplier", Double(candidate.contract.multiplier), .count("USD per 1.00"), source: "contract")
        let most = Self.input(
            "max profit", spread.maximumProfit, .dollars, source: "scan", reference: row("max_profit"))
        let loss = Self.input("max loss", spread.maximumLoss, .dollars, source: "scan", reference: row("max_loss"))
        let spot = Self.input("S", candidate.spot, .price, source: market.source, age: candidate.spotAgeSeconds)
        switch key {
        case "premium", "fill":
            return scanned(
                "fill", candidate.fill, .price,
                "sum of the options sold less those bought, each at its mid a quarter of its spread to the worse side; "
                    + "a debit is negative", sides(spread))
        case "premium_natural", "bid":
            return scanned(
                "natural price", spread.naturalCredit, .price, "bids of what is sold less asks of what is bought",
                sides(spread))
        case "premium_mid":
            return scanned(
                "mid", spread.midCredit, .price, "mids of what is sold less mids of what is bought", sides(spread))
        case "ask":
            return scanned(
                "price of buying it back", Figure(candidate.ask, trust: candidate.quoteTrust, else: .noMarket), .price,
                "asks of what is sold less bids of what is bought", sides(spread))
        case "spread_fraction":
            return scanned(
                "spread", candidate.spreadFraction, .percent, "sum of ask - bid of all legs / size of the mid of all",
                sides(spread))
        case "credit_to_width":
            return scanned(
                "credit over width", spread.creditToWidth, .percent,
                expiresApart ? "fill / distance of the strikes; a debit is negative" : "fill / width", [fill, width])
        case "period_return" where !expiresApart:
            return scanned(
                "return on risk", candidate.periodReturn, .percent, "(max profit - fees) / (max loss + fees)",
                [most, loss, fees], "of one unit until expiry")
        case "max_profit":
            return expiresApart
                ? payoff(
                    "most it makes", spread.maximumProfit, "highest of the curve at the front expiry", candidate, spread
                )
                : scanned("most it makes", spread.maximumProfit, .dollars, "fill x multiplier", [fill, multiplier])
        case "max_loss", "collateral", "buying_power_effect":
            return scanned(
                "most it loses", key == "collateral" ? candidate.collateral : spread.maximumLoss, .dollars,
                expiresApart ? "debit x multiplier" : "(width - fill) x multiplier",
                expiresApart ? [fill, multiplier] : [width, fill, multiplier],
                "Reg-T: what must be there for it; held to the (front) expiry, before fees")
        case "breakeven", "breakevens":
            return expiresApart
                ? payoff(
                    "nearest breakeven", candidate.breakeven, "where the curve at the front expiry is zero", candidate,
                    spread, unit: .price)
                : scanned(
                    "nearest breakeven", candidate.breakeven, .price, "K - fill of a put sold, K + fill of a call sold",
                    strikes(spread) + [fill, spot])
        case "cushion":
            return scanned(
                "cushion", candidate.cushion, .percent,
                "distance of S to the nearest breakeven / S; negative beyond it",
                [
                    spot,
                    Self.input("breakeven", candidate.breakeven, .price, source: "scan", reference: row("breakeven")),
                ])
        case "out_of_the_money":
            return scanned(
                "out of the money", candidate.outOfTheMoney, .percent,
                "(S - K) / S of a put sold, (K - S) / S of a call sold, the least", strikes(spread) + [spot])
        case "delta":
            return scanned(
                "delta of the option sold", candidate.delta, .perShare(""),
                "dV/dS of one long option; of two the larger", model(spread))
        case "position_delta":
            return scanned(
                "delta of one unit", spread.positionDelta, .shares, "sum of +1 or -1 x delta x multiplier",
                model(spread) + [multiplier])
        case "iv":
            return scanned(
                "implied volatility", candidate.impliedVolatility, .percentPerYear(decimals: 2),
                "of the option sold, the mean of two", model(spread))
        case "probability_of_profit":
            return payoff(
                "probability of profit", candidate.probabilityOfProfit,
                "chance that the profit at the (front) expiry is above zero, log-normal, each breakeven with the "
                    + "volatility there: straight in K between the legs that end first, beyond them of the nearest",
                candidate, spread, unit: .percent)
        case "expected_value":
            return payoff(
                "risk-neutral mean", spread.expectedValue,
                "sum of size x (e^(rT) x European value - price): about minus the cost of trading, no forecast",
                candidate, spread)
        case "probability_of_touch":
            return scanned(
                "probability of touch", candidate.probabilityOfTouch, .percent,
                "P(S reaches a strike sold before expiry); of two the likelier", model(spread) + [spot],
                "risk-neutral, log-normal at the volatility of that strike")
        case "forward_factor":
            return scanned(
                "forward factor", spread.forwardFactor, .percent,
                "(front - forward) / forward, forward^2 = (back^2 T2 - front^2 T1) / (T2 - T1)",
                model(spread) + times(spread))
        case "theta_ratio":
            return scanned(
                "theta ratio", spread.thetaRatio, .number(""), "size of theta of the front / that of the back",
                model(spread) + times(spread))
        case "extrinsic_ratio":
            return scanned(
                "extrinsic value sold over bought", spread.extrinsicRatio, .number(""),
                "(price - intrinsic value) of the option sold / that of the one bought, intrinsic value max(S - K, 0) of "
                    + "a call, max(K - S, 0) of a put",
                prices(spread) + strikes(spread, isAll: true) + [spot], "each at the price assumed")
        case "open_interest":
            return scanned(
                "open interest", Figure(candidate.openInterest.map(Double.init), else: .noSource), .count("contracts"),
                "the least of all legs", interest(spread), "as quoted")
        case "volume":
            return scanned(
                "volume of the day", Figure(candidate.volume.map(Double.init), else: .noSource), .count("contracts"),
                "the least of all legs",
                spread.legs.map {
                    Self.input(
                        "\(name($0)) volume", $0.volume.map(Double.init), .count("contracts"), source: market.source)
                }, "as quoted")
        case "liquidity":
            return scanned(
                "liquidity", Figure(Double(candidate.liquidity)), .count("of 3 dots"),
                "cube root of spread share x open interest share x volume share: 0.85, 0.6, 0.3 give 3, 2, 1 dots; "
                    + "spreads over mids of all legs, the least open interest", sides(spread) + interest(spread))
        default: return nil
        }
    }

    /// What rests on the curve of the whole.
    private func payoff(
        _ title: String, _ figure: Figure, _ formula: String, _ candidate: Candidate, _ spread: CandidateSpread,
        unit: ExplainedUnit = .dollars
    ) -> Definition {
        let terms = spread.legs.first?.terms
        let rates = [
            Self.input("S", candidate.spot, .price, source: market.source, age: candidate.spotAgeSeconds),
            Self.input("r", terms?.rate, .percentPerYear(decimals: 4), source: "\(market.rates.source), continuous"),
            Self.input("q", terms?.dividendYield, .percentPerYear(decimals: 4), source: "profile, continuous"),
        ]
        return Definition(
            title: title, figure: figure, unit: unit, formula: formula,
            inputs: prices(spread) + model(spread) + times(spread) + rates,
            method:
                "risk-neutral; legs that live on are priced at their own volatility; dividends before expiry taken off")
    }

    private func name(_ leg: CandidateSpread.Leg) -> String {
        "\(leg.quantity < 0 ? "short" : "long") \(leg.contract.shortName) \(leg.contract.expiry.iso8601)"
    }

    private func sides(_ spread: CandidateSpread) -> [ExplanationInput] {
        spread.legs.flatMap { leg in
            [("bid", leg.bid), ("ask", leg.ask)].map { word, value in
                Self.input("\(name(leg)) \(word)", value, .price, source: market.source, age: leg.quoteAgeSeconds)
            }
        }
    }

    private func prices(_ spread: CandidateSpread) -> [ExplanationInput] {
        spread.legs.map {
            Self.input("\(name($0)) price", $0.price, .price, source: "scan", age: $0.quoteAgeSeconds)
        }
    }

    /// Of what is sold, or of all legs.
    private func strikes(_ spread: CandidateSpread, isAll: Bool = false) -> [ExplanationInput] {
        spread.legs.filter { isAll || $0.quantity < 0 }.map {
            Self.input("K \(name($0))", $0.contract.strike, .price, source: "contract")
        }
    }

    private func model(_ spread: CandidateSpread) -> [ExplanationInput] {
        spread.legs.flatMap { leg in
            [
                Self.input(
                    "\(name(leg)) sigma", leg.impliedVolatility, .percentPerYear(decimals: 4), source: "from the mid",
                    age: leg.quoteAgeSeconds),
                Self.input(
                    "\(name(leg)) delta", leg.delta, .perShare(""), source: "from sigma", age: leg.quoteAgeSeconds),
            ]
        }
    }

    private func times(_ spread: CandidateSpread) -> [ExplanationInput] {
        spread.legs.map { Self.input("\(name($0)) T", $0.terms?.years, .years, source: "calendar") }
    }

    private func interest(_ spread: CandidateSpread) -> [ExplanationInput] {
        spread.legs.map {
            Self.input(
                "\(name($0)) open interest", $0.openInterest.map(Double.init), .count("contracts"),
                source: market.source)
        }
    }
}
