import MagnusDesk
import MagnusDomain
import MagnusQuant

/// `magnus roll`: strikes by expiries, each with its net and what stands against it. Prices per share, sums in whole-position
/// dollars, fees left out.
enum RollDocument {
    static func json(_ report: RollReport, envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set("position_id", text: report.id)
        content.set("position_account", text: report.account)
        content.set("symbol", text: report.symbol)
        content.set("position", text: report.title)
        content.set("form", text: report.form.rawValue)
        content.set("legs", report.held.map(held))
        content.set("dte", .integer(report.daysToExpiry))
        content.set("spot", report.spot)
        content.set("spot_age_seconds", report.spotAgeSeconds, else: .noSource)
        content.set("buy_back", report.buyBack)
        content.set("realized_pnl", report.realized)
        content.set("rolls_done", .integer(report.rollsDone))
        content.set("rolls_to_review", .integer(report.rollsToReview))
        content.set("rules", rules(report.rules))
        content.set("alternative", alternative(report.alternative))
        content.set("quotes_of_close", report.closedOn, else: .notApplicable)
        content.set("expiries", report.expiries.map(expiry))
        content.set("cells", report.cells.map { cell($0, report) })
        content.set("best", report.bestCell.map { report.identifier(of: $0) }, else: .notApplicable)
        let text = RollText(format: FigureFormat(), today: envelope.asOf.newYork.date)
        content.set("conclusion", text: text.conclusion(report))
        content.set("source", text: report.source)
        content.set("retrieved_at", report.retrievedAt)
        content.closeWithReasons()
        return envelope.document(content)
    }

    private static func held(_ leg: RollReport.HeldLeg) -> DocumentObject {
        var entry = contract(leg.contract, leg.quantity)
        entry.set("average_price", leg.premium)
        entry.set("campaign_price", leg.campaignPremium)
        quote(leg.bid, leg.ask, leg.quoteAgeSeconds, &entry)
        entry.set("mid", leg.mid)
        entry.set("natural", leg.natural)
        entry.closeWithReasons()
        return entry
    }

    private static func new(_ leg: RollReport.NewLeg) -> DocumentObject {
        var entry = contract(leg.contract, leg.quantity)
        quote(leg.bid, leg.ask, leg.quoteAgeSeconds, &entry)
        entry.set("mid", leg.mid)
        entry.set("natural", leg.natural)
        entry.set("campaign_price", leg.entry)
        entry.closeWithReasons()
        return entry
    }

    private static func contract(_ contract: OptionContract, _ quantity: Quantity) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("contract", text: contract.osi)
        entry.set("right", text: contract.right.word)
        entry.set("strike", JSONValue(contract.strike))
        entry.set("expiry", text: contract.expiry.iso8601)
        entry.set("quantity", JSONValue(quantity.value))
        return entry
    }

    private static func quote(_ bid: Double?, _ ask: Double?, _ age: Double?, _ entry: inout DocumentObject) {
        entry.set("bid", bid, else: .noMarket)
        entry.set("ask", ask, else: .noMarket)
        entry.set("quote_age_seconds", age, else: .noSource)
    }

    private static func rules(_ rules: RollRules) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("minimum_days", .integer(rules.minimumDays))
        entry.set("maximum_days", .integer(rules.maximumDays))
        entry.set("rolls_per_campaign", .integer(rules.mostRolls))
        entry.set("unconfirmed_earnings_days", .integer(rules.unconfirmedEarningsDays))
        return entry
    }

    private static func alternative(_ alternative: RollReport.Alternative) -> DocumentObject {
        var entry = DocumentObject()
        func shares(_ word: String, _ count: Double, _ price: Double, _ key: String, _ figure: Figure) {
            entry.set("action", text: word)
            entry.set("shares", JSONValue(count))
            entry.set("price", JSONValue(price))
            entry.set(key, figure)
        }
        switch alternative {
        case .takeShares(let count, let price, let basis): shares("take_shares", count, price, "tax_basis", basis)
        case .deliverShares(let count, let price, let proceeds):
            shares("deliver_shares", count, price, "proceeds", proceeds)
        case .sellShort(let count, let price, let proceeds):
            shares("sell_shares_short", count, price, "proceeds", proceeds)
        case .settleInCash: entry.set("action", text: "settle_in_cash")
        case .keepSpread(let loss):
            entry.set("action", text: "keep_spread")
            entry.set("max_loss", loss)
        }
        entry.closeWithReasons()
        return entry
    }

    private static func expiry(_ expiry: RollReport.Expiry) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("expiry", text: expiry.date.iso8601)
        entry.set("root", text: expiry.root)
        entry.set("dte", .integer(expiry.daysToExpiry))
        entry.set("added_days", .integer(expiry.addedDays))
        entry.set("earnings_date", expiry.earnings?.date, else: .notApplicable)
        entry.set("earnings_confirmed", expiry.earnings.map { JSONValue.bool($0.isConfirmed) } ?? JSONValue.null)
        entry.closeWithReasons()
        return entry
    }

    private static func cell(_ cell: RollReport.Cell, _ report: RollReport) -> DocumentObject {
        let expiry = report.expiries[cell.expiry]
        let shares = report.shares
        var entry = DocumentObject()
        entry.set("id", text: report.identifier(of: cell))
        entry.set("expiry", text: expiry.date.iso8601)
        entry.set("dte", .integer(expiry.daysToExpiry))
        entry.set("strike", JSONValue(Double(cell.strikeThousandths) / 1000))
        entry.set("legs", cell.legs.map(new))
        entry.set("net", cell.net)
        entry.set("net_mid", cell.netAtMid)
        entry.set("net_dollars", cell.net.map { $0 * shares })
        entry.set("credit_per_day", cell.creditPerDay)
        entry.set("breakeven", cell.breakeven)
        entry.set("delta", cell.delta)
        entry.set("allowed", .bool(cell.isAllowed))
        entry.set(
            "forbidden",
            cell.obstacles.map { obstacle in
                var entry = DocumentObject()
                entry.set("reason", text: obstacle.code)
                entry.set("text", text: obstacle.text)
                return entry
            })
        entry.closeWithReasons()
        return entry
    }

    // MARK: Text

    static func text(_ report: RollReport, today: CalendarDate, format: FigureFormat = FigureFormat()) -> [String] {
        let text = RollText(format: format, today: today)
        var lines = [
            DocumentText.line(
                "Roll \(text.name(report))  \(text.cost(report))  \(text.alternative(report))  \(text.campaign(report))"
            ),
            DocumentText.line(
                "\(report.symbol) \(format.price(report.spot)) (\(report.source), "
                    + "\(DocumentText.age(report.spotAgeSeconds, format)))"
                    + (report.closedOn.map { "  no session: quotes of the close of \($0.iso8601)" } ?? "")),
        ]
        if !report.cells.isEmpty {
            lines += [""] + grid(report, text) + ["", "New, at the same or a better strike"] + list(report, text)
        }
        lines += ["", DocumentText.line(text.conclusion(report))]
        if report.rollsToReview > 0 { lines.append("Pairs of trades that may be rolls into it: magnus rolls --review") }
        return lines
    }

    /// Strikes down, expiries across: the net at the natural price, and the first thing against it.
    private static func grid(_ report: RollReport, _ text: RollText) -> [String] {
        var table = TextTable(
            [.right("Net")]
                + report.expiries.map { expiry in
                    let root = expiry.root == report.short?.contract.root ? "" : expiry.root + " "
                    return .right("\(root)\(expiry.date.expiryText(today: text.today)) \(expiry.daysToExpiry)d")
                })
        for strike in report.rows {
            let isHeld = strike == report.short?.contract.strikeThousandths
            table.add(
                ["\(isHeld ? "held " : "")\(report.strikeName(strike))"]
                    + report.expiries.indices.map { index in
                        guard let cell = report.cell(strike: strike, expiry: index) else { return "" }
                        return text.net(cell.net) + (cell.obstacles.first.map { " \($0.word)" } ?? "")
                    })
        }
        return table.lines
    }

    /// One line a roll, the held strike first.
    private static func list(_ report: RollReport, _ text: RollText) -> [String] {
        var table = TextTable([
            .left("New"), .right("DTE"), .right("Net"), .right("Mid"), .right("$/day"), .right("BE"), .right("Delta"),
            .left("Why not"),
        ])
        let shown = report.cells.filter { !$0.obstacles.contains(.worseStrike) }.sorted { left, right in
            left.strikeThousandths != right.strikeThousandths
                ? isNearer(left.strikeThousandths, right.strikeThousandths, report)
                : left.expiry < right.expiry
        }
        for cell in shown {
            table.add([
                text.name(cell, in: report), String(report.expiries[cell.expiry].daysToExpiry), text.net(cell.net),
                text.net(cell.netAtMid), text.perDay(cell.creditPerDay), text.format.price(cell.breakeven),
                text.delta(cell.delta), text.obstacles(cell),
            ])
        }
        return table.lines
    }

    private static func isNearer(_ left: Int, _ right: Int, _ report: RollReport) -> Bool {
        report.short?.contract.right == .put ? left > right : left < right
    }
}
