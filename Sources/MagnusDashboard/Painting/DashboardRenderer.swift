import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// A frame: the cells, and the place of the cursor when a text field has it.
public struct DashboardFrame: Sendable, Equatable {
    public var surface: Surface
    public var cursor: CursorPosition?
}

/// Makes frames. A frame is a function of its arguments alone.
public enum DashboardRenderer {
    /// - Parameters:
    ///   - state: also gives the size.
    ///   - world: its snapshot is nil while the engine is still starting.
    ///   - cache: texts of former frames of the same screen; the frame does not depend on it.
    public static func render(
        _ state: DashboardState, _ world: DashboardWorld, theme: ResolvedTheme, glyphs: GlyphSet,
        cache: FrameCache? = nil
    ) -> DashboardFrame {
        var painter = FramePainter(state, world, theme: theme, glyphs: glyphs, cache: cache ?? FrameCache())
        painter.paint()
        return DashboardFrame(surface: painter.surface, cursor: painter.cursor)
    }
}
