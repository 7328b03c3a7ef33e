import Foundation
import MagnusDesk
import MagnusDomain

/// A chain of KO at 74.98 as an engine would answer it, with quotes of every kind.
enum SampleChain {
    static let spot = 74.98

    static func date(_ text: String) -> CalendarDate {
        (try? CalendarDate(iso8601: text)) ?? CalendarDate(daysSinceEpoch: 0)
    }

    static func contract(_ strike: Double, _ right: OptionKind, _ expiry: String, root: String = "KO") -> OptionContract
    {
        var contract = right.contract("KO", strike, date(expiry))
        if root != "KO" { (contract.root, contract.deliverable) = (root, .unknown) }
        return contract
    }

    static let expiries = [
        ("2027-03-19", 4, "KO"), ("2027-03-25", 10, "KO"), ("2027-04-16", 32, "KO"), ("2027-04-16", 32, "KO1"),
        ("2027-05-21", 67, "KO"), ("2028-01-21", 312, "KO"),
    ]

    static func report(_ chosen: Int = 2, spot: Figure = Figure(spot)) -> ChainReport {
        let (day, days, root) = expiries[chosen]
        let strikes = (0..<25).map { index -> ChainReport.Strike in
            let strike = 60 + 1.25 * Double(index)
            return ChainReport.Strike(
                thousandths: Int((strike * 1000).rounded()), call: quoted(strike, .call, day, days, root),
                put: quoted(strike, .put, day, days, root))
        }
        return ChainReport(
            symbol: "KO", spot: spot, spotSource: "simulated", spotAgeSeconds: 2, rate: 0.036,
            impliedVolatility: Figure(0.182), volatilityRank: Figure(34), volatilityPercentile: Figure(41),
            volatilityDay: date("2027-03-12"),
            expiries: expiries.map { day, days, root in
                let isAdjusted = root != "KO"
                let move = 0.18 * 74.98 * (Double(days) / 365).squareRoot()
                return ChainReport.Expiry(
                    series: ChainSeries(expiry: date(day), root: root), daysToExpiry: days, settlement: .physical,
                    style: "american", forward: isAdjusted ? .unknown(.adjusted) : Figure(75.1),
                    forwardMethod: "put-call parity",
                    atTheMoneyVolatility: isAdjusted ? .unknown(.adjusted) : Figure(0.18),
                    expectedMove: isAdjusted ? .unknown(.adjusted) : Figure(move),
                    impliedStraddle: isAdjusted ? .unknown(.adjusted) : Figure(0.8 * move), isAdjusted: isAdjusted,
                    isHeld: day == "2027-03-19")
            }, chosen: chosen, strikes: strikes, source: "simulated",
            retrievedAt: (try? Instant(rfc3339: "2027-03-15T14:42:05Z")) ?? Instant(secondsSinceEpoch: 0))
    }

    private static func quoted(
        _ strike: Double, _ right: OptionKind, _ day: String, _ days: Int, _ root: String
    ) -> ChainContract {
        let sign = right == .call ? 1.0 : -1.0
        let deviation = 0.18 * spot * (Double(days) / 365).squareRoot()
        let distance = (strike - spot) / deviation
        let time = 0.4 * deviation * exp(-0.55 * distance * distance)
        let price = max(0, sign * (spot - strike)) + time
        let chance = 1 / (1 + exp(1.7 * distance * sign))
        var contract = ChainContract(
            contract: contract(strike, right, day, root: root), bid: (price * 98).rounded() / 100,
            ask: (price * 102 + 1).rounded() / 100, mid: Figure(price), last: (price * 100).rounded() / 100,
            volume: Int(900 * exp(-distance * distance)), openInterest: Int(4000 * exp(-0.3 * distance * distance)),
            impliedVolatility: Figure(0.18 + 0.01 * distance * distance - 0.004 * distance),
            delta: Figure(sign * chance), gamma: Figure(0.4 / deviation * exp(-0.5 * distance * distance)),
            thetaPerDay: Figure(-time / Double(2 * days)), vegaPerPoint: Figure(time / 18),
            rhoPerPoint: Figure(sign * chance * spot * Double(days) / 36_500),
            probabilityOfProfit: Figure(min(0.99, 1 - chance + 0.04)), probabilityOfTouch: Figure(min(1, 2 * chance)),
            quoteAgeSeconds: 3, state: "ok", method: "American, own dividends")
        guard root == "KO" else { return unpriced(contract, .adjusted) }
        switch (strike, right) {
        case (75, .put) where day == "2027-03-19": contract.held = Quantity(-2)
        case (72.5, .put): contract.volume = 5210
        case (60, .put), (90, .call):
            contract.bid = 0
            contract = unpriced(contract, .oneSided)
        case (61.25, .put):
            (contract.bid, contract.ask) = (0.35, 0.2)
            contract = unpriced(contract, .crossed)
        case (62.5, .put):
            (contract.bid, contract.ask) = (nil, nil)
            contract = unpriced(contract, .noMarket)
        case (77.5, .call): contract = stale(contract)
        default: break
        }
        return contract
    }

    private static func unpriced(_ contract: ChainContract, _ reason: UnknownReason) -> ChainContract {
        var contract = contract
        let none = Figure.unknown(reason)
        contract.mid = none
        contract.impliedVolatility = none
        (contract.delta, contract.gamma, contract.thetaPerDay) = (none, none, none)
        (contract.vegaPerPoint, contract.rhoPerPoint) = (none, none)
        (contract.probabilityOfProfit, contract.probabilityOfTouch) = (none, none)
        contract.state = reason.rawValue
        return contract
    }

    private static func stale(_ contract: ChainContract) -> ChainContract {
        var contract = contract
        func old(_ figure: Figure) -> Figure { Figure(figure.value ?? 0, trust: .stale) }
        contract.mid = old(contract.mid)
        contract.impliedVolatility = old(contract.impliedVolatility)
        contract.delta = old(contract.delta)
        (contract.quoteTrust, contract.quoteAgeSeconds) = (.stale, 240)
        return contract
    }

    /// The payoff of a short put spread, or of whatever is asked, as an engine would answer it.
    static func payoff(_ request: PayoffRequest, problems: [String] = []) -> PayoffReport {
        let spots = (0...160).map { 60 + 0.19 * Double($0) }
        func end(_ spot: Double) -> Double { 290 - 200 * (max(0, 75 - spot) - max(0, 70 - spot)) }
        func soon(_ spot: Double) -> Double { 290 - 1000 / (1 + exp((spot - 72.6) / 1.9)) - 60 }
        let point = spot * (1 + Double(request.shift.spotPercent) / 100)
        let isKnown = problems.isEmpty
        func known(_ value: Double) -> Figure { isKnown ? Figure(value) : .unknown(.oneSided) }
        let title =
            switch request.subject {
            case .strategy: "KO -2 75P"
            case .candidate: "KO -1 72.5P 2027-04-16"
            case .draft: "KO draft"
            case .roll: "KO rolled -2 75P 2027-04-30"
            }
        var report = PayoffReport(
            subject: request.subject, shift: request.shift, symbol: "KO", title: title,
            legs: [
                PayoffReport.Leg(
                    name: "-2 75P 2027-04-16", entry: known(2.35), mark: Figure(2.4), impliedVolatility: Figure(0.181),
                    size: -200, years: Figure(0.0876)),
                PayoffReport.Leg(
                    name: "+2 70P 2027-04-16", entry: known(0.9), mark: Figure(0.88), impliedVolatility: Figure(0.202),
                    size: 200, years: Figure(0.0876)),
            ],
            spot: Figure(spot), spotAgeSeconds: 2, horizon: date("2027-04-16"), horizonDays: 32, isCurved: false,
            netPremium: known(290), netPremiumAtMid: known(304), maximumProfit: known(290), maximumLoss: known(710),
            breakevens: isKnown ? [73.55] : [], probabilityOfProfit: known(0.612), expectedValue: known(-14),
            distributionVolatility: known(0.1871),
            point: PayoffReport.Point(
                spot: Figure(point), profit: known(soon(point)), delta: known(61.4), gamma: known(-4.21),
                thetaPerDay: known(3.4), vegaPerPoint: known(-9.8)),
            spots: isKnown ? spots : [], atExpiry: isKnown ? spots.map(end) : [], today: isKnown ? spots.map(soon) : [],
            between: isKnown ? spots.map { (end($0) + soon($0)) / 2 } : [],
            betweenDays: isKnown ? max(request.shift.days, 16) : 0, problems: problems,
            method: "American at live accuracy")
        report.breakevenVolatilities = report.breakevens.map { _ in known(0.1871) }
        return report
    }
}
