import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// Rolls that are possible now: what the one computation of them says, in words.
extension AnswerMaker {
    private static let shownRolls = 3

    /// The grid of rolls of a row, or why there is none.
    func rollReport(of row: StrategyValuation) async -> Result<RollReport, RollRefusal> {
        do throws(RollRefusal) {
            return .success(try await data.roll(row.id))
        } catch {
            return .failure(error)
        }
    }

    /// Those that keep to the rules, or those of the strike and the days that are asked for with what stands against them.
    func rolls(_ answer: Result<RollReport, RollRefusal>) {
        switch answer {
        case .failure(let refusal): sayNoRolls(refusal)
        case .success(let report):
            out.record("rolls", ["row": report.id], rows: report.cells.count)
            guard !report.expiries.isEmpty, let short = report.short else {
                return out.line("No roll: no later expiry is listed.")
            }
            if let day = report.closedOn { out.line("Quotes of the close of \(out.date(day, today: today)).") }
            let wish = question.roll ?? RollWish(question.words, entities, held: short.contract)
            if wish.isEmpty { offered(report, short.contract) } else { asked(wish, report, short.contract) }
        }
    }

    private func sayNoRolls(_ refusal: RollRefusal) {
        let text = out.quote(refusal.text, maximumLength: 400)
        switch refusal {
        case .market, .notInChain, .unknownPosition: out.line("Rolls are unknown: \(text)")
        default: out.line("No roll: \(text)")
        }
    }

    // MARK: - What is offered

    private func offered(_ report: RollReport, _ held: OptionContract) {
        let allowed = report.allowed
        for cell in allowed.prefix(Self.shownRolls) { describe(cell, report) }
        let cite = citeRolls(report)
        if allowed.count > Self.shownRolls {
            out.line(
                "\(out.counted(allowed.count - Self.shownRolls, "further roll", cite)) for a credit in the grid of rolls."
            )
        }
        if allowed.isEmpty {
            out.line(
                "No credit roll: none of \(out.counted(report.cells.count, "roll", cite)) in the grid keeps to the rules."
            )
        }
        for cell in report.cells.filter({ $0.strikeThousandths == held.strikeThousandths && !$0.isAllowed })
            .prefix(Self.shownRolls)
        {
            describe(cell, report)
        }
    }

    // MARK: - What is asked for

    private func asked(_ wish: RollWish, _ report: RollReport, _ held: OptionContract) {
        let places = report.expiries.indices.filter { index in
            wish.days.map { $0.contains(report.expiries[index].date) } ?? true
        }
        let nearest = wish.near.map { near in
            report.expiries.indices.map { abs(report.expiries[$0].date.days(since: near)) }.min() ?? 0
        }
        let kept = places.filter { index in
            guard let near = wish.near, let nearest else { return true }
            return abs(report.expiries[index].date.days(since: near)) == nearest
        }
        guard !kept.isEmpty else {
            let label: Fragment = wish.days.map { " on those days (\(out.quote($0.label)))" } ?? Fragment()
            let listed = report.expiries.map { out.date($0.date, today: today) }.joined(", ")
            return out.line("No roll\(label): the later expiries in the grid of rolls are \(listed).")
        }
        let found = kept.flatMap { place in cells(wish, at: place, report, held) }
        guard !found.isEmpty else { return noSuchStrike(wish, report, held) }
        let shown = found.prefix(wish.hasStrike ? Self.shownRolls : Self.shownRolls + 1)
        for cell in shown { describe(cell, report) }
        if found.count > shown.count {
            out.line(
                "\(out.counted(found.count - shown.count, "further roll", citeRolls(report))) of those in the grid of rolls."
            )
        }
    }

    /// Cells of one expiry: of the strike that is asked for, else of the one that is held and all that keep to the rules.
    private func cells(
        _ wish: RollWish, at place: Int, _ report: RollReport, _ held: OptionContract
    ) -> [RollReport.Cell] {
        let all = report.cells.filter { $0.expiry == place }
        if let strike = wish.strike {
            let thousandths = Int((strike * 1000).rounded())
            return all.filter { $0.strikeThousandths == thousandths }
        }
        if wish.direction != 0 {
            let beyond = all.filter { ($0.strikeThousandths - held.strikeThousandths).signum() == wish.direction }
            let next = beyond.min {
                abs($0.strikeThousandths - held.strikeThousandths) < abs($1.strikeThousandths - held.strikeThousandths)
            }
            return next.map { [$0] } ?? []
        }
        let own = all.filter { $0.strikeThousandths == held.strikeThousandths }
        return own + report.allowed.filter { $0.expiry == place && !own.contains($0) }
    }

    private func noSuchStrike(_ wish: RollWish, _ report: RollReport, _ held: OptionContract) {
        let cite = citeRolls(report)
        func price(_ thousandths: Int) -> Fragment {
            out.price(Figure(Double(thousandths) / 1000), "strike", cite)
        }
        guard let strike = wish.strike, let least = report.strikes.first, let most = report.strikes.last else {
            return out.line("No roll \(wish.direction > 0 ? "up" : "down"): the grid of rolls has no strike there.")
        }
        let thousandths = Int((strike * 1000).rounded())
        let below = report.strikes.last { $0 < thousandths }
        let above = report.strikes.first { $0 > thousandths }
        let around = [below, above].compactMap { $0 }.map(price).joined(" and ")
        let isOutside = thousandths < least || thousandths > most
        out.line(
            isOutside
                ? "No roll to \(price(thousandths)): the strikes in the grid of rolls are \(price(least)) to \(price(most))."
                : "No roll to \(price(thousandths)): not listed in those expiries; next to it are \(around).")
    }

    // MARK: - One roll

    private func describe(_ cell: RollReport.Cell, _ report: RollReport) {
        let cite = cite(cell, report)
        let day = report.expiries[cell.expiry].date
        var wish = RollWish()
        wish.strike = Double(cell.strikeThousandths) / 1000
        wish.days = DateSpan(first: day, last: day, label: day.monthDay)
        out.rolls.append(wish)
        var parts: [Fragment] = []
        if cell.netAtMid.value != nil {
            parts.append("\(out.price(cell.netAtMid, "net of the roll at mid", cite, signed: true)) at mid")
        }
        if cell.creditPerDay.value != nil {
            parts.append("\(out.decimal(cell.creditPerDay, "credit per added day", cite, decimals: 3)) a day")
        }
        if cell.breakeven.value != nil {
            parts.append("breakeven \(out.price(cell.breakeven, "breakeven of the campaign", cite))")
        } else if cell.breakeven.reason == .locked {
            parts.append("the campaign loses at every price")
        }
        if cell.delta.value != nil {
            parts.append("delta \(out.decimal(cell.delta, "delta of one new option", cite, decimals: 2, signed: true))")
        }
        let net: Fragment
        if let value = cell.net.value {
            let formula = report.form == .creditSpread ? "new spread - old spread" : "bid of the new - ask of the old"
            let text = out.price(
                cell.net, "net of the roll at the natural price", cite, signed: true, formula: formula)
            net = "\(text) a share \(value > 0 ? "received" : "paid") at the natural price"
        } else {
            net = "net unknown"
        }
        let isOffered = cell.isAllowed
        let against = cell.obstacles.map { out.quote($0.text, maximumLength: 120) }.joined("; ")
        out.line(
            "\(isOffered ? "Roll to" : "Not offered:") \(name(cell, report)): \(([net] + parts).joined(", "))\(isOffered ? Fragment() : "; against it: \(against)")."
        )
    }

    /// `PLTR 80P Fri 04-30`, of a spread `SPY 585/575P Fri 04-30`.
    private func name(_ cell: RollReport.Cell, _ report: RollReport) -> Fragment {
        let expiry = report.expiries[cell.expiry]
        return "\(out.quote("\(expiry.root) \(strikes(cell, report))")) \(out.date(expiry.date, today: today))"
    }

    private func strikes(_ cell: RollReport.Cell, _ report: RollReport) -> String {
        guard report.form == .creditSpread, cell.legs.count > 1 else {
            return report.strikeName(cell.strikeThousandths)
        }
        return cell.legs.map(\.contract.strikeText).joined(separator: "/") + (report.short?.contract.right.letter ?? "")
    }

    private func cite(_ cell: RollReport.Cell, _ report: RollReport) -> Int {
        let expiry = report.expiries[cell.expiry]
        return out.cite(
            "rolls", "\(expiry.root) \(strikes(cell, report)) \(expiry.date.monthDay)",
            passage: "quotes of \(report.source), natural price", reference: report.id,
            age: cell.legs.compactMap(\.quoteAgeSeconds).max() ?? age(report))
    }

    func citeRolls(_ report: RollReport) -> Int {
        out.cite(
            "rolls", "\(report.symbol) \(report.title)", passage: "quotes of \(report.source), natural price",
            reference: report.id, age: report.held.compactMap(\.quoteAgeSeconds).max() ?? age(report))
    }

    private func age(_ report: RollReport) -> Double { max(0, context.now.seconds(since: report.retrievedAt)) }
}
