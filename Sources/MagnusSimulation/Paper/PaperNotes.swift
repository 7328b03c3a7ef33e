import MagnusDomain

/// A note of the paper account's owner on a strategy.
public struct PaperNote: Sendable, Hashable {
    /// The strategy group, see ``PaperBroker``.
    public var strategyGroup: String
    public var text: String
}

extension PaperBroker {
    /// What the owner wants of short options, by strategy group. Groups without an entry follow the defaults: puts on
    /// symbols of ``ownList`` are taken, spreads avoided.
    public static let intents: [String: PositionIntent] = [
        "P1": .avoid, "P2": .take, "P3": .take, "P4": .avoid, "P6": .decide, "P14": .avoid,
    ]

    public static let notes: [PaperNote] = [
        PaperNote(strategyGroup: "P2", text: "Want the shares at 260: sold the put instead of a limit order."),
        PaperNote(strategyGroup: "P3", text: "Bought for the dividend; the call may take it away."),
        PaperNote(strategyGroup: "P4", text: "Do not take KO this week, cash is planned for XLE."),
        PaperNote(strategyGroup: "P6", text: "Roll only for a credit and not past 05-03 earnings."),
        PaperNote(strategyGroup: "P10", text: "Recover the basis; no call under 39."),
        PaperNote(strategyGroup: "P16", text: "Hedge for the index spreads, let it run off."),
    ]

    /// Symbols the owner is glad to own.
    public static let ownList = ["AAPL", "AMD", "BAC", "DIS", "INTC", "KO", "MO", "MU", "SPY", "UBER", "WMT", "XLE"]

    /// Symbols watched without the wish to own them.
    public static let watchList = [
        "GME", "GOOGL", "IWM", "JPM", "LCID", "META", "NVAX", "NVDA", "PLTR", "QQQ", "RIVN", "SOFI", "TQQQ", "TSLA",
    ]
}
