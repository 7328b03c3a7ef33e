import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Wheel campaigns with their three bases, and the steps of one.
enum WheelPage {
    static func table(_ wheels: [LifecycleReport.Wheel], _ writer: LedgerWriter) -> LedgerTable {
        var table = LedgerTable()
        table.columns = [
            .words("Sym", 0), .words("Stage", 1), .figure("Shares", 3), .figure("Puts", 8), .figure("Calls", 7),
            .figure("Broker", 4), .figure("Tax", 4), .figure("Wheel", 2), .figure("If kept", 6),
            .figure("Premium", 2), .figure("Open", 6), .figure("Realised", 0), .figure("Days", 5), .figure("A year", 3),
            .words("Began", 4),
            .words("Account", 9, isFlexible: true),
        ]
        table.rows = wheels.map { wheel in
            let campaign = wheel.campaign
            let scope: ThemeScope = campaign.stage == .ended ? .textDim : .text
            return LedgerTable.Row(
                id: campaign.id,
                cells: [
                    .words(campaign.symbol, campaign.stage == .ended ? .textDim : .textStrong),
                    stage(campaign, scope),
                    some(campaign.shares, writer), some(campaign.openPuts, writer), some(campaign.openCalls, writer),
                    basis(wheel.brokerBasis, writer), basis(wheel.taxBasis, writer), basis(wheel.wheelBasis, writer),
                    basis(wheel.wheelBasisIfCallsExpire, writer), writer.profit(campaign.premium),
                    campaign.openPremium == .zero
                        ? writer.nothing() : writer.profit(campaign.openPremium),
                    writer.profit(campaign.realizedProfit),
                    writer.count(days(campaign, writer)), yearly(wheel, writer),
                    writer.date(campaign.startedAt), .words(campaign.account, .textDim),
                ], symbol: campaign.symbol, account: campaign.account)
        }
        let campaigns = wheels.map(\.campaign)
        let premium = campaigns.reduce(Money.zero) { $0 + $1.premium }
        let realized = campaigns.reduce(Money.zero) { $0 + $1.realizedProfit }
        let running = campaigns.filter { $0.stage != .ended }.count
        if !campaigns.isEmpty {
            table.head = [
                .text(
                    "\(CountedNoun.text(campaigns.count, "campaign")), \(running) running · premium \(writer.profit(premium).text) · realised \(writer.profit(realized).text)"
                )
            ]
            table.foot = [
                .text(
                    "Bases a share: broker as assigned or bought; tax less the assigned put's premium; wheel less the premiums of the puts that brought these shares and of the calls that ended since; if kept less the open calls too.",
                    .textDim),
                .text("A year: 365 x realised over dollar days of collateral.", .textDim),
            ]
        }
        table.empty =
            "No wheel yet: a campaign begins with a short put, or with a call sold against shares. A broker's history brings the earlier ones."
        return table
    }

    /// While a campaign runs and nothing of it has ended there is no return yet, not one of zero.
    private static func yearly(_ wheel: LifecycleReport.Wheel, _ writer: LedgerWriter) -> LedgerTable.Cell {
        let isYoung = wheel.campaign.stage != .ended && wheel.campaign.realizedProfit == .zero
        return isYoung && wheel.annualizedReturn.value != nil
            ? writer.nothing() : writer.percent(wheel.annualizedReturn, isSigned: true)
    }

    /// None of them is no figure to read.
    private static func some(_ quantity: Quantity, _ writer: LedgerWriter) -> LedgerTable.Cell {
        quantity.isZero ? LedgerTable.Cell(text: "", order: 0) : writer.plain(quantity)
    }

    /// Without shares a basis is not missing, there is nothing it could be of.
    private static func basis(_ value: Figure, _ writer: LedgerWriter) -> LedgerTable.Cell {
        value.reason == .notApplicable ? writer.nothing() : writer.price(value)
    }

    private static func days(_ campaign: WheelCampaign, _ writer: LedgerWriter) -> Int {
        let isOver = campaign.shares.isZero && campaign.unresolvedSince != nil
        let end = campaign.endedAt?.newYork.date ?? (isOver ? campaign.unresolvedSince : nil) ?? writer.today
        return max(0, end.days(since: campaign.startedAt.newYork.date))
    }

    private static func stage(_ campaign: WheelCampaign, _ scope: ThemeScope) -> LedgerTable.Cell {
        guard campaign.unresolvedSince == nil else { return .words("unreported", .alertMedium) }
        let stage = campaign.stage.rawValue
        return campaign.isCoverUnknown ? .words("\(stage), cover?", .alertMedium) : .words(stage, scope)
    }

    static func details(_ wheel: LifecycleReport.Wheel, _ writer: LedgerWriter) -> [PageLine] {
        let campaign = wheel.campaign
        let format = writer.format
        var lines: [PageLine] = [
            campaign.unresolvedSince == nil
                ? .pair("Stage", campaign.stage.rawValue)
                : .pair("Stage", "unreported, \(campaign.stage.rawValue) as last reported", .alertMedium),
            .pair("Account", campaign.account),
            .pair(
                "Since",
                "\(campaign.startedAt.newYork.date.iso8601), \(CountedNoun.text(days(campaign, writer), "day"))"),
        ]
        if campaign.isCoverUnknown {
            lines.append(
                .pair("Cover", "unknown: an adjusted call takes shares, nobody knows how many", .alertMedium))
        }
        if let end = campaign.endedAt { lines.append(.pair("Ended", end.newYork.date.iso8601)) }
        if let day = campaign.unresolvedSince {
            lines.append(
                .pair("Unreported", "a contract ended on \(day.iso8601), and no event tells how", .alertMedium))
        }
        lines.append(.pair("Shares", LedgerWriter.unsigned(campaign.shares)))
        if campaign.shares > .zero {
            lines += [
                .blank, .heading("Basis a share"), .pair("broker", writer.told(wheel.brokerBasis, writer.format.price)),
                .pair("tax", writer.told(wheel.taxBasis, writer.format.price)),
                .pair("wheel", writer.told(wheel.wheelBasis, writer.format.price)),
                .pair("if calls expire", writer.told(wheel.wheelBasisIfCallsExpire, writer.format.price)),
                .text(
                    "Broker: strike of the assignment, or the price paid. Tax: with fees, less the premium of the assigned put. Wheel: tax less the premiums of the calls that ended since and took no shares away. A call still open counts once it ends.",
                    .textDim),
            ]
        }
        lines += [
            .blank, .heading("Results"), .pair("Premium", format.amount(campaign.premium, isSigned: true)),
            .pair("of it open", format.amount(campaign.openPremium, isSigned: true)),
            .pair("Realised", format.amount(campaign.realizedProfit, isSigned: true)),
            .pair("A year", writer.told(wheel.annualizedReturn) { format.decimalPercent($0, isSigned: true) }), .blank,
            .heading("Steps"),
        ]
        for step in campaign.steps {
            lines.append(
                .pair(
                    step.time.newYork.date.iso8601,
                    "\(LedgerWriter.words(step.kind.rawValue))  \(step.quantity.signedText) \(LedgerWriter.name(step.instrument))  \(format.amount(step.cash, isSigned: true))"
                ))
        }
        return lines
    }
}
