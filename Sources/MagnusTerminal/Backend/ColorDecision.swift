/// How many colours to use, and the rule that said so.
public struct ColorDecision: Hashable, Sendable {
    public let depth: ColorDepth
    /// Shown by `magnus doctor`, such as `COLORTERM=truecolor`.
    public let rule: String

    /// What a person asked for by flag or in the configuration.
    public enum Wish: String, Hashable, Sendable, CaseIterable {
        case auto
        case truecolor
        case colors256 = "256"
        case colors16 = "16"
        case none

        var depth: ColorDepth? {
            switch self {
            case .auto: return nil
            case .truecolor: return .truecolor
            case .colors256: return .colors256
            case .colors16: return .colors16
            case .none: return ColorDepth.none
            }
        }
    }

    /// What terminfo says about the terminal.
    public struct TerminfoColors: Hashable, Sendable {
        /// `colors`; 0 when it has none.
        public var count: Int
        /// It has `RGB`, `Tc` or `setrgbf`.
        public var isDirect: Bool

        public init(count: Int, isDirect: Bool) {
            self.count = count
            self.isDirect = isDirect
        }
    }

    /// Asks in order: flag, configuration, `NO_COLOR`, `COLORTERM`, terminfo, the name in `TERM`, then 256. The first that
    /// has an opinion wins.
    /// - Parameter terminfo: nil when the terminal has no entry.
    public static func decide(
        flag: Wish = .auto, configuration: Wish = .auto, environment: [String: String], terminfo: TerminfoColors?
    ) -> ColorDecision {
        if let depth = flag.depth { return ColorDecision(depth: depth, rule: "flag --color \(flag.rawValue)") }
        if let depth = configuration.depth {
            return ColorDecision(depth: depth, rule: "configuration color = \(configuration.rawValue)")
        }
        // https://no-color.org: any value but the empty one.
        if let value = environment["NO_COLOR"], !value.isEmpty { return ColorDecision(depth: .none, rule: "NO_COLOR") }
        if let value = environment["COLORTERM"], value == "truecolor" || value == "24bit" {
            return ColorDecision(depth: .truecolor, rule: "COLORTERM=\(value)")
        }
        if let terminfo {
            if terminfo.isDirect { return ColorDecision(depth: .truecolor, rule: "terminfo RGB") }
            switch terminfo.count {
            case 256...: return ColorDecision(depth: .colors256, rule: "terminfo colors=\(terminfo.count)")
            // xterm's old entry says 8 although every program that calls itself so shows 256: the name decides below.
            case 16...: return ColorDecision(depth: .colors16, rule: "terminfo colors=\(terminfo.count)")
            case 1... where !knows256(environment["TERM"] ?? ""):
                return ColorDecision(depth: .colors8, rule: "terminfo colors=\(terminfo.count)")
            case ...0 where !knows256(environment["TERM"] ?? ""):
                return ColorDecision(depth: .none, rule: "terminfo has no colours")
            default: break
            }
        }
        let term = environment["TERM"] ?? ""
        if term.hasSuffix("-direct") { return ColorDecision(depth: .truecolor, rule: "TERM=\(term)") }
        if knows256(term) { return ColorDecision(depth: .colors256, rule: "TERM=\(term)") }
        if term == "linux" { return ColorDecision(depth: .colors8, rule: "TERM=linux") }
        return ColorDecision(depth: .colors256, rule: "default")
    }

    private static func knows256(_ term: String) -> Bool {
        if term.hasSuffix("-256color") { return true }
        return ["xterm", "tmux", "screen", "alacritty", "foot", "kitty", "wezterm", "ghostty"].contains {
            term == $0 || term.hasPrefix($0 + "-") || term == "xterm-" + $0
        }
    }
}
