import MagnusDomain
import MagnusTerminal

/// Which scope of the theme a figure or severity is drawn in.
enum FigureScope {
    /// Colour of a gain or loss; staleness is told by its mark and outweighs the sign.
    static func profit(_ figure: Figure) -> ThemeScope {
        switch figure {
        case .known(_, .stale): .dataStale
        case .known(let value, _): value.magnitude < 0.5 ? .pnlFlat : value > 0 ? .pnlUp : .pnlDown
        case .unknown: .dataUnknown
        }
    }

    static func severity(_ priority: AlertPriority) -> ThemeScope {
        switch priority {
        case .critical: .alertCritical
        case .high: .alertHigh
        case .medium: .alertMedium
        case .low: .alertLow
        }
    }
}
