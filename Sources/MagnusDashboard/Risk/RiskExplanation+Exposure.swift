import MagnusDesk
import MagnusDomain

/// Margin, events and assignment.
extension RiskExplanation {
    func account(_ index: Int) -> Explanation? {
        guard report.exposure.accounts.indices.contains(index) else { return nil }
        let account = report.exposure.accounts[index]
        guard let margin = report.exposure.portfolioMargins.first(where: { $0.account == account.account.name }) else {
            return nil
        }
        var notes = [
            "an estimate: brokers add moves of volatility, wider moves and charges for concentration",
            "classes that move together are not set off against each other",
            "rule of the account: \(account.marginKind), \(dollars(account.marginRequirement) ?? "unknown") USD",
        ]
        if margin.isEligible == false {
            notes.append("this account cannot have it: it wants a margin account of 100,000 USD and more")
        }
        if margin.requirement.unknownCount > 0 {
            notes.append(
                "without \(CountedNoun.text(margin.requirement.unknownCount, "class", plural: "classes")) that cannot be priced"
            )
        }
        return make(
            .account(index), "\(account.account.name): portfolio margin, estimated", margin.requirement.figure,
            formula: "sum over the classes of max(greatest loss at ten moves, 0.375 x multiplier x contracts)",
            inputs: margin.classes.map { part in
                input(part.symbol, dollars(part.requirement), "USD", "moves \(moves(part))")
            }, method: "full revaluation, volatilities as they are (FINRA Rule 4210(g), OCC TIMS)", notes: notes)
    }

    func marginClass(_ place: Int, _ index: Int) -> Explanation? {
        guard report.exposure.portfolioMargins.indices.contains(place),
            report.exposure.portfolioMargins[place].classes.indices.contains(index)
        else { return nil }
        let part = report.exposure.portfolioMargins[place].classes[index]
        return make(
            .marginClass(place, index), "\(part.symbol): portfolio margin of the class, estimated", part.requirement,
            formula: "max(0, greatest loss at ten moves, 0.375 x multiplier x contracts)",
            inputs: [
                input(
                    "worst move", part.worstMove.flatMap { DecimalText.text($0 * 100, decimals: 2) }, "%", moves(part)),
                input(
                    "P/L there", part.worstProfit.flatMap { DecimalText.text($0, decimals: 2) }, "USD", "revaluation"),
                input("contract minimum", DecimalText.text(part.minimum, decimals: 2), "USD", "rule"),
            ],
            method:
                "five equal steps to either end; large broad indices -8..+6 %, other broad ones 10 %, all else 15 %",
            notes: [])
    }

    private func moves(_ part: PortfolioMargin.Class) -> String {
        let ends = [part.low, part.high].map { DecimalText.text($0 * 100, decimals: 0, isSigned: true) ?? "?" }
        return "\(ends[0])..\(ends[1]) %"
    }

    func event(_ index: Int) -> Explanation? {
        guard report.exposure.events.indices.contains(index) else { return nil }
        let event = report.exposure.events[index]
        var inputs = [
            input("date", event.date.iso8601, "", event.isConfirmed ? "confirmed" : "not confirmed"),
            input("expiry", event.expiry?.iso8601 ?? "none", "", "nearest short leg"),
            input("shares", event.shares.value.flatMap { DecimalText.text($0, decimals: 2) }, "", "row"),
        ]
        let isEarnings = event.kind == .earnings
        if !isEarnings {
            inputs.append(
                input(
                    "P(early exercise)", event.earlyExercise.value.flatMap { DecimalText.text($0 * 100, decimals: 2) },
                    "%", "lattice"))
        }
        return make(
            .event(index), "\(event.symbol) \(event.title): \(isEarnings ? "earnings" : "ex-dividend")", event.dollars,
            formula: isEarnings ? "dollars at risk in the row" : "shares under short calls x dividend",
            inputs: inputs,
            method: isEarnings
                ? "collateral, market value of shares, else the most that can be lost; shares are its delta"
                : "an ex-date up to the expiry of an American call: its holder may take the dividend",
            notes: event.isConfirmed
                ? [] : [isEarnings ? "an unconfirmed date counts seven days either way" : "the dividend is an estimate"]
        )
    }

    func assignment(_ index: Int) -> Explanation? {
        guard report.exposure.assignments.indices.contains(index) else { return nil }
        let sum = report.exposure.assignments[index]
        return make(
            .assignment(index), "\(sum.expiry.iso8601): assignments to be expected", sum.expected.figure,
            unit: "contracts", formula: "sum of P(assigned) x contracts over the short legs",
            inputs: [
                input("short contracts", String(sum.contracts), "", "book"),
                input("of them settled in cash", String(sum.cashSettled), "", "book"),
                input(
                    "early", sum.expectedEarly.figure.value.flatMap { DecimalText.text($0, decimals: 4) }, "contracts",
                    "lattice"),
                input("all puts", DecimalText.text(sum.putCash, decimals: 2), "USD", "strike x multiplier x contracts"),
                input(
                    "all calls", DecimalText.text(sum.callCash, decimals: 2), "USD", "strike x multiplier x contracts"),
                input("expected cash out", dollars(sum.expectedCash.figure), "USD", "puts less calls, by probability"),
                input(
                    sum.likeliest, sum.highest.value.flatMap { DecimalText.text($0 * 100, decimals: 2) }, "%",
                    "likeliest leg"),
            ],
            method:
                "each leg by itself: early exercise plus in the money at expiry; legs are not independent, so this is a mean and no range",
            notes: sum.expected.unknownCount > 0
                ? ["\(CountedNoun.text(sum.expected.unknownCount, "leg")) without a probability"] : [])
    }
}
