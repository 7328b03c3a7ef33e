/// A border between panes that can be moved. The value kept for it is a share of the length it divides, 0 to 1.
public enum SplitKey: String, Sendable, Hashable, CaseIterable {
    /// Positions beside Alerts.
    case topColumns = "top-columns"
    /// Greeks beside Opportunities.
    case middleColumns = "middle-columns"
    /// The upper row of panes.
    case topRows = "top-rows"
    /// Greeks and Opportunities above Chat.
    case middleRows = "middle-rows"
    /// On wide screens the left part beside Alerts and Chat.
    case wideColumns = "wide-columns"
    /// On wide screens Positions above Greeks and Opportunities.
    case wideRows = "wide-rows"
    /// On wide screens Alerts above Chat.
    case sideRows = "side-rows"
    /// On narrow screens Positions above Alerts.
    case stackRows = "stack-rows"
}
