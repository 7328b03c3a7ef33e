import MagnusDesk
import MagnusDomain

/// `magnus wheel`: campaigns with their stage, three bases and return.
enum WheelDocument {
    static func json(_ wheels: [LifecycleReport.Wheel], envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set("campaigns", wheels.map(entry))
        return envelope.document(content)
    }

    private static func entry(_ wheel: LifecycleReport.Wheel) -> DocumentObject {
        let campaign = wheel.campaign
        var entry = DocumentObject()
        entry.set("id", text: campaign.id)
        entry.set("account", text: campaign.account)
        entry.set("symbol", text: campaign.symbol)
        entry.set("stage", text: campaign.stage.rawValue)
        entry.set("started_at", text: campaign.startedAt.rfc3339)
        entry.set("ended_at", campaign.endedAt)
        entry.set("shares", JSONValue(campaign.shares.value))
        entry.set("open_puts", JSONValue(campaign.openPuts.value))
        entry.set("open_calls", JSONValue(campaign.openCalls.value))
        entry.set("broker_basis", wheel.brokerBasis)
        entry.set("tax_basis", wheel.taxBasis)
        entry.set("wheel_basis", wheel.wheelBasis)
        entry.set("wheel_basis_if_calls_expire", wheel.wheelBasisIfCallsExpire)
        entry.set("premium", JSONValue(campaign.premium.dollars))
        entry.set("open_premium", JSONValue(campaign.openPremium.dollars))
        entry.set("realized_pnl", JSONValue(campaign.realizedProfit.dollars))
        entry.set("collateral_days", JSONValue(campaign.collateralDays))
        entry.set("annualized_return", wheel.annualizedReturn)
        entry.set("cover_unknown", .bool(campaign.isCoverUnknown))
        entry.set("unresolved_since", JSONValue(campaign.unresolvedSince?.iso8601))
        entry.set("steps", campaign.steps.map(step))
        entry.closeWithReasons()
        return entry
    }

    private static func step(_ step: WheelCampaign.Step) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("kind", text: step.kind.rawValue)
        entry.set("time", text: step.time.rfc3339)
        entry.set("symbol", text: step.instrument.identity)
        entry.set("quantity", JSONValue(step.quantity.value))
        entry.set("amount", JSONValue(step.cash.dollars))
        entry.set("event", text: step.event)
        return entry
    }

    static func text(_ wheels: [LifecycleReport.Wheel], format: FigureFormat) -> [String] {
        guard !wheels.isEmpty else { return ["No wheel: no put or call was sold alone."] }
        var table = TextTable([
            .left("Symbol"), .left("Stage"), .left("Began"), .left("Ended"), .right("Shares"), .right("Broker"),
            .right("Tax"), .right("Wheel"), .right("If kept"), .right("Premium"), .right("Open"), .right("Realised"),
            .right("Ret/yr"), .left("Acct"),
        ])
        for wheel in wheels {
            let campaign = wheel.campaign
            let hasShares = !campaign.shares.isZero
            table.add([
                campaign.symbol, stage(campaign),
                LifecycleWords.day(campaign.startedAt),
                LifecycleWords.day(campaign.endedAt),
                hasShares ? LifecycleWords.decimal(campaign.shares.value, places: 0) : "",
                hasShares ? format.price(wheel.brokerBasis) : "", hasShares ? format.price(wheel.taxBasis) : "",
                hasShares ? format.price(wheel.wheelBasis) : "",
                hasShares ? format.price(wheel.wheelBasisIfCallsExpire) : "",
                format.amount(campaign.premium, isSigned: true),
                campaign.openPremium == .zero ? "" : format.amount(campaign.openPremium, isSigned: true),
                format.amount(campaign.realizedProfit, isSigned: true),
                format.decimalPercent(wheel.annualizedReturn, isSigned: true), campaign.account,
            ])
        }
        return table.lines + [""] + legend
    }

    private static func stage(_ campaign: WheelCampaign) -> String {
        guard campaign.unresolvedSince == nil else { return "unreported" }
        return campaign.stage.rawValue + (campaign.isCoverUnknown ? ", cover unknown" : "")
    }

    /// What each basis is, word for word as it is counted.
    static let legend = [
        "Broker: strike of the assignment, or the price paid. Tax: with fees, less the premium of the assigned put.",
        "Wheel: tax less the premiums of the calls that ended since and took no shares away.",
        "If kept: wheel less the premium of the calls still open, once they expire. Open: that premium, puts too.",
    ]
}
