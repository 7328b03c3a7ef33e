/// A colour of a theme: the wanted one, and what to take instead on terminals with fewer colours, where the nearest would
/// be a poor choice.
public struct ThemeColor: Hashable, Sendable {
    public var color: Color
    public var colors256: Color?
    public var colors16: Color?

    public init(_ color: Color, colors256: Color? = nil, colors16: Color? = nil) {
        self.color = color
        self.colors256 = colors256
        self.colors16 = colors16
    }

    func resolved(_ depth: ColorDepth) -> Color {
        switch depth {
        case .truecolor: return color
        case .colors256: return (colors256 ?? color).quantised(to: depth)
        case .colors16: return (colors16 ?? color).quantised(to: depth)
        // Eight colours and bold: which of the 16 it was decides about bold, in `Style.quantised(to:)`.
        case .colors8: return (colors16 ?? color).quantised(to: .colors16)
        case .none: return color == .inherit ? .inherit : .default
        }
    }
}

/// Style of a scope in a theme.
public struct ThemeStyle: Hashable, Sendable {
    public var foreground: ThemeColor?
    public var background: ThemeColor?
    public var attributes: TextAttributes

    public init(foreground: ThemeColor? = nil, background: ThemeColor? = nil, attributes: TextAttributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}

/// Colours and attributes for every scope.
public struct Theme: Hashable, Sendable {
    public var name: String
    public var title: String
    /// Made for a dark ground.
    public var isDark: Bool
    public internal(set) var styles: [ThemeScope: ThemeStyle]

    /// Style of a scope, or of the nearest one above it that the theme has.
    public func style(_ scope: ThemeScope) -> ThemeStyle {
        var current: ThemeScope? = scope
        while let asked = current {
            if let style = styles[asked] { return style }
            current = asked.parent
        }
        return ThemeStyle()
    }

    /// The theme for one terminal.
    /// - Parameter transparent: leave the terminal's own background under text, for people who set one.
    public func resolved(for depth: ColorDepth, transparent: Bool = false) -> ResolvedTheme {
        var styles: [Style] = []
        for scope in ThemeScope.allCases {
            let style = style(scope)
            var resolved = Style(
                foreground: style.foreground?.resolved(depth) ?? .inherit,
                background: style.background?.resolved(depth) ?? .inherit, attributes: style.attributes)
            adapt(&resolved, scope, depth)
            if scope == .background, transparent { resolved.background = .default }
            styles.append(resolved.quantised(to: depth))
        }
        return ResolvedTheme(name: name, depth: depth, isDark: isDark, styles: styles)
    }
}

extension Theme {
    /// Keeps apart what only colours told apart.
    private func adapt(_ resolved: inout Style, _ scope: ThemeScope, _ depth: ColorDepth) {
        switch (depth, scope) {
        case (.colors16, .selection), (.colors8, .selection):
            // Coloured figures are unreadable on most of the 16 grounds.
            if resolved.foreground == .inherit {
                resolved.foreground = style(.textStrong).foreground?.resolved(depth) ?? .inherit
            }
        case (.none, _) where scope.isBlock: resolved.attributes.insert(.reverse)
        case (.none, .selectionUnfocused): resolved.attributes.insert(.underline)
        case (.none, .frameLive), (.none, .frameLiveFocus): resolved.attributes.insert(.reverse)
        default: break
        }
    }
}

/// A theme as one terminal can show it: what rendering takes.
public struct ResolvedTheme: Hashable, Sendable {
    public let name: String
    public let depth: ColorDepth
    public let isDark: Bool
    private let styles: [Style]

    init(name: String, depth: ColorDepth, isDark: Bool, styles: [Style]) {
        self.name = name
        self.depth = depth
        self.isDark = isDark
        self.styles = styles
    }

    /// Style of a scope. Its background is mostly `inherit`: text keeps the ground it is put on.
    public subscript(scope: ThemeScope) -> Style {
        // The styles stand in the order of the cases; a search in a table for every cell would cost more than drawing it.
        styles[Int(unsafeBitCast(scope, to: UInt8.self))]
    }

    /// Style to clear the screen with: the theme's text on its background.
    public var ground: Style { self[.text].over(self[.background]).settled }

    /// Scope names by the style they have on the ground, for the legend of golden frames. Of several the first.
    public var scopeNames: [Style: String] {
        var names: [Style: String] = [:]
        for scope in ThemeScope.allCases where scope != .background {
            let beneath = Style(
                foreground: ground.foreground, background: ground.background)
            let style = self[scope].over(beneath)
            if names[style] == nil { names[style] = scope.rawValue }
        }
        return names
    }
}
