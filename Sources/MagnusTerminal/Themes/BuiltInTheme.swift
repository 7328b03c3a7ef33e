/// The theme compiled in, for when no theme file is found.
/// The text is that of the shipped file; a test compares them.
enum BuiltInTheme {
    static let source = ConfigurationText(name: "magnus-dark", origin: "built in", text: text)

    static let text = #"""
        # Magnus dark: the default. Quiet ink on a blue-black ground, one accent; amber frames on paper, red frames live.
        # Format: see `ThemeLoader`. A scope is a colour (its foreground) or { fg, bg, bold = true, ... }. A colour is a name of
        # [palette], "#rrggbb", "default", an ANSI name such as "bright-blue", a number 0-255, or { rgb, c256, c16 }.

        title = "Magnus dark"
        appearance = "dark"

        [palette]
        ground = { rgb = "#12151c", c256 = 233, c16 = "black" }
        raised = { rgb = "#1a1f29", c256 = 235, c16 = "black" }
        select = { rgb = "#2a3650", c256 = 237, c16 = "blue" }
        select-dim = { rgb = "#20262f", c256 = 236, c16 = "black" }
        line = { rgb = "#3a4250", c256 = 239, c16 = "bright-black" }
        ink = { rgb = "#c6ccd7", c256 = 252, c16 = "white" }
        bright = { rgb = "#f0f3f8", c256 = 255, c16 = "bright-white" }
        dim = { rgb = "#8b95a5", c256 = 246, c16 = "white" }
        accent = { rgb = "#7cb7ff", c256 = 111, c16 = "bright-cyan" }
        amber = { rgb = "#e5b567", c256 = 179, c16 = "yellow" }
        amber-dim = { rgb = "#85693a", c256 = 94, c16 = "yellow" }
        red = { rgb = "#ff7a78", c256 = 210, c16 = "bright-red" }
        red-deep = { rgb = "#e5484d", c256 = 167, c16 = "red" }
        red-dim = { rgb = "#8c3539", c256 = 88, c16 = "red" }
        green = { rgb = "#7fd69b", c256 = 114, c16 = "bright-green" }
        orange = { rgb = "#f5a45c", c256 = 215, c16 = "bright-yellow" }
        yellow = { rgb = "#e8d07a", c256 = 186, c16 = "yellow" }
        violet = { rgb = "#b9a5f5", c256 = 147, c16 = "bright-magenta" }
        teal = { rgb = "#74cfcb", c256 = 116, c16 = "cyan" }
        # Ink on a coloured block, the block of a live account, and the ink on it.
        block-ink = { rgb = "#12151c", c256 = 233, c16 = "black" }
        live-block = { rgb = "#c2272d", c256 = 124, c16 = "red" }
        live-ink = { rgb = "#ffffff", c256 = 231, c16 = "bright-white" }

        [scopes]
        "background" = { bg = "ground" }
        "text" = "ink"
        "text.dim" = "dim"
        "text.strong" = { fg = "bright", bold = true }
        "header" = "dim"
        "header.sorted" = "accent"
        "total" = { fg = "ink", bold = true }
        "accent" = "accent"
        "frame" = "line"
        "frame.focus" = "accent"
        "frame.paper" = "amber-dim"
        "frame.paper.focus" = { fg = "amber", bold = true }
        "frame.live" = "red-dim"
        "frame.live.focus" = { fg = "red-deep", bold = true }
        "title" = "dim"
        "title.focus" = { fg = "bright", bold = true }
        "title.info" = "dim"
        "pnl.up" = "green"
        "pnl.down" = "red"
        "pnl.flat" = "dim"
        "alert.critical" = { fg = "red", bold = true }
        "alert.high" = "orange"
        "alert.medium" = "yellow"
        "alert.low" = "dim"
        "data.stale" = { fg = "dim", italic = true }
        "data.estimated" = "teal"
        "data.unknown" = "dim"
        "data.simulated" = "violet"
        "greek.delta" = "ink"
        "greek.gamma" = "ink"
        "greek.theta" = "ink"
        "greek.vega" = "ink"
        "greek.rho" = "ink"
        "chart.line" = "accent"
        "chart.axis" = "line"
        "chart.up" = "green"
        "chart.down" = "red"
        "meter.full" = "accent"
        "meter.empty" = "line"
        "selection" = { bg = "select" }
        "selection.unfocused" = { bg = "select-dim" }
        "marked" = { fg = "amber", bold = true }
        "input" = "bright"
        "input.prompt" = { fg = "accent", bold = true }
        "input.placeholder" = { fg = "dim", italic = true }
        "hint.key" = "accent"
        "hint.text" = "dim"
        "status" = "ink"
        "status.label" = "dim"
        "status.mode.paper" = { fg = "block-ink", bg = "amber", bold = true }
        "status.mode.live" = { fg = "live-ink", bg = "live-block", bold = true }
        "status.halt" = { fg = "live-ink", bg = "live-block", bold = true }
        "notification" = { fg = "accent" }
        "notification.error" = { fg = "block-ink", bg = "red", bold = true }
        "search.match" = { fg = "block-ink", bg = "yellow" }
        "scrollbar" = "line"
        "scrollbar.thumb" = "dim"
        "overlay" = { fg = "ink", bg = "raised" }
        "chat.question" = { fg = "bright", bold = true }
        "chat.answer" = "ink"
        "chat.citation" = "accent"

        """#
}
