/// Colours and attributes of a cell.
public struct Style: Hashable, Sendable {
    public var foreground: Color
    public var background: Color
    public var attributes: TextAttributes

    public init(
        foreground: Color = .inherit, background: Color = .inherit, attributes: TextAttributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// The terminal's own colours, no attribute.
    public static let plain = Style(foreground: .default, background: .default)
    /// Changes nothing when put over another style.
    public static let transparent = Style()

    /// This style put over `base`: its colours where it names some, `base`'s where it inherits; attributes are united.
    public func over(_ base: Style) -> Style {
        Style(
            foreground: foreground == .inherit ? base.foreground : foreground,
            background: background == .inherit ? base.background : background,
            attributes: attributes.union(base.attributes)
        )
    }

    /// The same style with more attributes.
    public func with(_ attributes: TextAttributes) -> Style {
        Style(foreground: foreground, background: background, attributes: self.attributes.union(attributes))
    }

    /// The same style on another background.
    public func on(_ background: Color) -> Style {
        Style(foreground: foreground, background: background, attributes: attributes)
    }

    /// The style as a terminal of `depth` can show it.
    public func quantised(to depth: ColorDepth) -> Style {
        var result = self
        result.foreground = foreground.quantised(to: depth)
        result.background = background.quantised(to: depth)
        if depth == .colors8, case .indexed(let index) = foreground, (8..<16).contains(index) {
            result.attributes.insert(.bold)
        }
        return result
    }

    /// Nothing left to inherit: what remains open becomes the terminal's default.
    var settled: Style {
        Style(
            foreground: foreground == .inherit ? .default : foreground,
            background: background == .inherit ? .default : background,
            attributes: attributes
        )
    }
}

/// Attributes of text. Terminals that lack one show plain text.
public struct TextAttributes: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    public static let bold = TextAttributes(rawValue: 1)
    public static let dim = TextAttributes(rawValue: 2)
    public static let italic = TextAttributes(rawValue: 4)
    public static let underline = TextAttributes(rawValue: 8)
    public static let reverse = TextAttributes(rawValue: 16)
    public static let strike = TextAttributes(rawValue: 32)

    /// Name as themes spell it, and the attribute.
    public static let named: [(name: String, attribute: TextAttributes)] = [
        ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline), ("reverse", .reverse),
        ("strike", .strike),
    ]
}
