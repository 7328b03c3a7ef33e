/// The five panes. The raw value is the number key that goes there.
public enum Pane: Int, Sendable, Hashable, CaseIterable {
    case positions = 1
    case greeks = 2
    case chat = 3
    case alerts = 4
    case opportunities = 5

    /// Heading on the screen.
    public var title: String {
        switch self {
        case .positions: "Positions"
        case .greeks: "Greeks"
        case .chat: "Chat"
        case .alerts: "Alerts"
        case .opportunities: "Opportunities"
        }
    }

    /// Three letters for the tabs of small screens.
    public var abbreviation: String {
        switch self {
        case .positions: "Pos"
        case .greeks: "Grk"
        case .chat: "Chat"
        case .alerts: "Alr"
        case .opportunities: "Opp"
        }
    }

    /// Name of its table in keymaps.
    public var context: String { title.lowercased() }

    /// The pane `step` further in the order of the numbers, round and round.
    public func advanced(by step: Int) -> Pane {
        let count = Self.allCases.count
        let index = ((rawValue - 1 + step) % count + count) % count
        return Self.allCases[index]
    }
}
