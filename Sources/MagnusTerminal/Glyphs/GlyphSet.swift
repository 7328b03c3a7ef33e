/// Signs the screen is drawn with, in Unicode or plain ASCII. Each takes one column unless said otherwise.
public struct GlyphSet: Hashable, Sendable {
    public var isUnicode: Bool
    public var border: BorderGlyphs
    /// Signs of the severities, by falling urgency: critical, high, medium, low. In ASCII critical is `!!`, two columns.
    public var severityCritical: String
    public var severityHigh: String
    public var severityMedium: String
    public var severityLow: String
    /// Figure older than allowed.
    public var stale: String
    /// Figure computed, not quoted.
    public var estimated: String
    /// Figure not known.
    public var unknown: String
    public var up: String
    public var down: String
    public var left: String
    public var right: String
    public var ellipsis: String
    /// Before what the user asks or types.
    public var prompt: String
    public var check: String
    public var bullet: String
    /// Full and empty part of a three-step meter.
    public var meterFull: String
    public var meterEmpty: String
    /// Between items of a line.
    public var separator: String
    public var scrollbarThumb: String
    public var scrollbarTrack: String
    /// Steps of a sparkline, lowest first.
    public var sparkSteps: [String]
    /// Steps of a progress animation.
    public var spinner: [String]
    /// Filled and open part of a progress bar.
    public var progressFull: String
    public var progressEmpty: String
    /// Delta, Gamma, theta, sigma, multiplication: letters of the pane headings. In ASCII theta and sigma (`sd`, a standard
    /// deviation: an `s` would be seconds) take two columns.
    public var delta: String
    public var gamma: String
    public var theta: String
    public var beta: String
    public var sigma: String
    public var times: String

    public static let unicode = GlyphSet(
        isUnicode: true, border: .rounded, severityCritical: "■", severityHigh: "▲", severityMedium: "●",
        severityLow: "·", stale: "~", estimated: "≈", unknown: "—", up: "▲", down: "▼", left: "←", right: "→",
        ellipsis: "…", prompt: "›", check: "✓", bullet: "•", meterFull: "●", meterEmpty: "○", separator: "│",
        scrollbarThumb: "█", scrollbarTrack: "░", sparkSteps: ["▁", "▂", "▃", "▄", "▅", "▆", "▇"],
        spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"], progressFull: "█", progressEmpty: "░",
        delta: "Δ", gamma: "Γ", theta: "θ", beta: "β", sigma: "σ", times: "×")

    public static let ascii = GlyphSet(
        isUnicode: false, border: .ascii, severityCritical: "!!", severityHigh: "!", severityMedium: "*",
        severityLow: ".", stale: "~", estimated: "=", unknown: "-", up: "^", down: "v", left: "<", right: ">",
        ellipsis: "~", prompt: ">", check: "Y", bullet: "*", meterFull: "#", meterEmpty: "-", separator: "|",
        scrollbarThumb: "#", scrollbarTrack: ":", sparkSteps: ["_", ".", "-", "=", "+", "*", "#", "@"],
        spinner: ["|", "/", "-", "\\"], progressFull: "#", progressEmpty: ".", delta: "D", gamma: "G", theta: "th",
        beta: "b", sigma: "sd", times: "x")

    /// Three dots or their sign, behind work that goes on.
    public var ellipsisText: String { isUnicode ? ellipsis : "..." }

    /// `text` with every sign this set cannot show replaced by the nearest it can: for sentences made elsewhere. Unicode
    /// sets return it unchanged. Other scalars beyond ASCII become `?`, one for each column.
    public func adapted(_ text: String) -> String {
        guard !isUnicode, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        var result = ""
        for cluster in TextClusters(text) {
            if cluster.text.utf8.allSatisfy({ $0 < 0x80 }) {
                result += cluster.text
            } else {
                result += Self.replacements[cluster.text] ?? String(repeating: "?", count: cluster.width)
            }
        }
        return result
    }

    private static let replacements: [String: String] = [
        "■": "!!", "▲": "!", "●": "*", "·": ".", "≈": "=", "—": "-", "–": "-", "…": "...", "›": ">", "‹": "<",
        "✓": "Y", "•": "*", "○": "o", "│": "|", "─": "-", "╭": "+", "╮": "+", "╰": "+", "╯": "+", "├": "+", "┤": "+",
        "▼": "v", "↑": "^", "↓": "v", "←": "<", "→": ">", "×": "x", "±": "+-", "≤": "<=", "≥": ">=", "−": "-",
        "Δ": "D", "Γ": "G", "θ": "th", "β": "b", "σ": "sd", "ρ": "rho", "ν": "v", "√": "sqrt", "°": "deg", "½": "1/2",
        "¼": "1/4", "‘": "'", "’": "'", "“": "\"", "”": "\"", "█": "#", "░": ".", "⅓": "1/3", "²": "2",
    ]
}

/// Signs of a frame.
public struct BorderGlyphs: Hashable, Sendable {
    public var topLeft: String
    public var topRight: String
    public var bottomLeft: String
    public var bottomRight: String
    public var horizontal: String
    public var vertical: String
    public var teeLeft: String
    public var teeRight: String

    public static let rounded = BorderGlyphs(
        topLeft: "╭", topRight: "╮", bottomLeft: "╰", bottomRight: "╯", horizontal: "─", vertical: "│", teeLeft: "├",
        teeRight: "┤")
    public static let plain = BorderGlyphs(
        topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘", horizontal: "─", vertical: "│", teeLeft: "├",
        teeRight: "┤")
    public static let ascii = BorderGlyphs(
        topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+", horizontal: "-", vertical: "|", teeLeft: "+",
        teeRight: "+")
}
