/// How much of the screen a pane takes while it has the focus.
public enum ZoomLevel: String, Sendable, Hashable, CaseIterable {
    case normal
    case half
    case full

    /// Round and round.
    public var next: ZoomLevel {
        switch self {
        case .normal: .half
        case .half: .full
        case .full: .normal
        }
    }

    public var larger: ZoomLevel { self == .normal ? .half : .full }
    public var smaller: ZoomLevel { self == .full ? .half : .normal }
}
