import MagnusDomain

/// How the figures of a roll come about: the quotes they are made of, with source and age.
///
/// Ids: `roll/ROW#key` for what holds for all rolls of a row, `roll/ROW/CONTRACT#key` for one of them, the contract that of
/// the new short leg without blanks.
public struct RollExplainer: Sendable {
    public static let prefix = "roll/"
    /// Keys of a figure of the row.
    static let rowKeys = ["buy_back", "realized", "tax_basis"]

    let report: RollReport

    public init(_ report: RollReport) {
        self.report = report
    }

    /// The parts of an id; nil for an id of something else.
    public static func parts(of id: String) -> (row: String, contract: OptionContract?, key: String)? {
        guard id.hasPrefix(prefix) else { return nil }
        let rest = id.dropFirst(prefix.count)
        let name = rest.split(separator: "#", maxSplits: 1).first.map(String.init) ?? ""
        let key = rest.contains("#") ? String(rest.drop { $0 != "#" }.dropFirst()) : ""
        // An account's name may have a slash in it: only what is a contract is split off.
        if let slash = name.lastIndex(of: "/"),
            let contract = try? OptionContract(text: String(name[name.index(after: slash)...]))
        {
            return (String(name[..<slash]), contract, key.isEmpty ? "net" : key)
        }
        return (name, nil, key.isEmpty ? "realized" : key)
    }

    /// - Returns: nil where nothing is called so, or the roll is not listed any more.
    public func explanation(of contract: OptionContract?, key: String, id: String) -> Explanation? {
        guard let contract else { return explanation(key, id: id) }
        guard let cell = report.cells.first(where: { $0.legs.first?.contract.osi == contract.osi }) else { return nil }
        return explanation(cell, key, id: id)
    }

    // MARK: The row

    private func explanation(_ key: String, id: String) -> Explanation? {
        switch key {
        case "buy_back":
            return make(
                id, "price to buy it back", report.buyBack, .price,
                formula: report.held.count > 1 ? "ask of the short leg - bid of the long leg" : "ask",
                inputs: report.held.flatMap(heldInputs))
        case "realized":
            return make(
                id, "realised by buying it back", report.realized, .dollars,
                formula: "(premium - price to buy back) x contracts x multiplier",
                inputs: report.held.flatMap { heldInputs($0) + sizeInputs($0) })
        case "tax_basis":
            guard case .takeShares(_, let price, let basis) = report.alternative else { return nil }
            return make(
                id, "tax basis of the shares if taken", basis, .price, formula: "strike - premium",
                inputs: [Explainer.input("strike", price, .price, source: "contract")]
                    + report.held.prefix(1).map {
                        Explainer.input("premium", $0.premium, .price, source: "ledger, without fees")
                    })
        default: return nil
        }
    }

    // MARK: One roll

    private func explanation(_ cell: RollReport.Cell, _ key: String, id: String) -> Explanation? {
        let expiry = report.expiries[cell.expiry]
        let quotes = report.held.flatMap(heldInputs) + cell.legs.flatMap(newInputs)
        let isSpread = report.held.count > 1
        switch key {
        case "net":
            return make(
                id, title(cell, "net at the natural price"), cell.net, .price,
                formula: isSpread
                    ? "(bid of the new short - ask of the new long) - (ask of the old short - bid of the old long)"
                    : "bid of the new - ask of the old", inputs: quotes, cell: cell)
        case "net_mid":
            return make(
                id, title(cell, "net at the mids"), cell.netAtMid, .price,
                formula: isSpread ? "mid of the new spread - mid of the old" : "mid of the new - mid of the old",
                inputs: quotes, cell: cell)
        case "credit_per_day":
            return make(
                id, title(cell, "credit of each added day"), cell.creditPerDay, .perShare("USD/share/day"),
                formula: "net / days added",
                inputs: [
                    Explainer.input("net", cell.net, .price, source: "bid of the new - ask of the old"),
                    Explainer.input("days added", Double(expiry.addedDays), .days, source: "calendar"),
                ] + quotes, cell: cell)
        case "breakeven":
            let isCall = report.short?.contract.right == .call
            return make(
                id, title(cell, "breakeven of the campaign"), cell.breakeven, .price,
                formula: report.form == .coveredCall
                    ? "price paid for the shares - (premiums so far + net)"
                    : isCall ? "new strike + (premiums so far + net)" : "new strike - (premiums so far + net)",
                inputs: [
                    Explainer.input("new strike", Double(cell.strikeThousandths) / 1000, .price, source: "contract"),
                    Explainer.input("net", cell.net, .price, source: "natural price"),
                ]
                    + report.held.map {
                        Explainer.input(
                            "premiums so far", $0.campaignPremium, .price, source: premiumSource, group: name($0))
                    } + quotes, cell: cell)
        case "delta":
            return make(
                id, title(cell, "delta of one new short option held long"), cell.delta, .shares,
                formula: "dV/dS at the volatility of its mid", inputs: quotes, cell: cell)
        default: return nil
        }
    }

    private var premiumSource: String {
        let isCampaign = report.held.contains { $0.campaignPremium != $0.premium }
        return isCampaign
            ? "ledger, first opening and \(report.rollsDone) rolls with their fees" : "ledger, without fees"
    }

    private func title(_ cell: RollReport.Cell, _ words: String) -> String {
        let contract = cell.legs.first?.contract
        let date = report.expiries[cell.expiry].date.iso8601
        return "\(report.symbol) roll to \(contract?.shortName ?? "") \(date): \(words)"
    }

    private func make(
        _ id: String, _ title: String, _ figure: Figure, _ unit: ExplainedUnit, formula: String,
        inputs: [ExplanationInput], cell: RollReport.Cell? = nil
    ) -> Explanation {
        var notes = Explainer.notes(figure)
        if let cell {
            notes += cell.obstacles.map { "not offered: \($0.text)" }
            if cell.isAllowed { notes.append("keeps to the rules of a roll: \(rules)") }
        }
        if let day = report.closedOn { notes.append("no session runs: quotes of the close of \(day.iso8601)") }
        if report.rollsToReview > 0 {
            notes.append("pairs of trades to review that may be rolls into it: \(report.rollsToReview)")
        }
        notes.append("fees are left out: they differ by broker")
        return Explanation(
            id: id, title: cell == nil ? "\(report.symbol) \(report.title): \(title)" : title,
            value: figure.value.map { "\(unit.text($0)) \(unit.word)" }
                ?? "unknown (\(figure.reason?.rawValue ?? UnknownReason.noSource.rawValue))",
            formula: formula, inputs: inputs, method: "as quoted, natural prices",
            origin: "\(report.source), chain of \(report.retrievedAt.newYork.clock) New York time", notes: notes,
            trust: figure.trust ?? .fresh)
    }

    private var rules: String {
        let rules = report.rules
        return
            "a net credit, the same or a better strike, \(rules.minimumDays) to \(rules.maximumDays) days, no earnings "
            + "inside, at most \(rules.mostRolls) rolls in a campaign (\(report.rollsDone) so far)"
    }

    // MARK: Inputs

    private func name(_ leg: RollReport.HeldLeg) -> String { name(leg.contract, leg.quantity) }

    private func name(_ contract: OptionContract, _ quantity: Quantity) -> String {
        "\(contract.root) \(contract.positionText(quantity: quantity)) \(contract.expiry.iso8601)"
    }

    private func heldInputs(_ leg: RollReport.HeldLeg) -> [ExplanationInput] {
        quotes(leg.bid, leg.ask, leg.natural, leg.quoteAgeSeconds).grouped("old \(name(leg))")
    }

    private func newInputs(_ leg: RollReport.NewLeg) -> [ExplanationInput] {
        quotes(leg.bid, leg.ask, leg.natural, leg.quoteAgeSeconds).grouped("new \(name(leg.contract, leg.quantity))")
    }

    private func quotes(
        _ bid: Double?, _ ask: Double?, _ natural: Figure, _ age: Double?
    ) -> [ExplanationInput] {
        let trust = natural.trust ?? .fresh
        return [
            Explainer.input("bid", bid, .price, source: report.source, age: age, trust: trust),
            Explainer.input("ask", ask, .price, source: report.source, age: age, trust: trust),
        ]
    }

    private func sizeInputs(_ leg: RollReport.HeldLeg) -> [ExplanationInput] {
        [
            Explainer.input("premium", leg.premium, .price, source: "ledger, without fees"),
            Explainer.input("contracts", leg.quantity.value, .count("contracts"), source: "ledger"),
            Explainer.input(
                "multiplier", Double(leg.contract.multiplier), .count("USD per 1.00"), source: "contract"),
        ].grouped("old \(name(leg))")
    }
}
