/// A colour of a cell, as the terminal will be asked for it.
public enum Color: Hashable, Sendable {
    /// The terminal's own foreground or background.
    case `default`
    /// Whatever the cell beneath has. Only meaningful in a style that is put over another one; a stored cell never keeps it.
    case inherit
    /// 24-bit sRGB, each channel 0...255.
    case rgb(UInt8, UInt8, UInt8)
    /// An entry of the terminal's palette: 0-15 the ANSI colours, 16-255 the cube and greys of the 256-colour palette.
    case indexed(UInt8)

    /// Parses `#rrggbb` or `#rgb`, in either case of letters; nil for anything else.
    public init?(hexadecimal text: String) {
        var digits = text.utf8[...]
        guard digits.first == UInt8(ascii: "#") else { return nil }
        digits = digits.dropFirst()
        var nibbles: [UInt8] = []
        for byte in digits {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): nibbles.append(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): nibbles.append(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): nibbles.append(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        switch nibbles.count {
        case 3: self = .rgb(nibbles[0] * 17, nibbles[1] * 17, nibbles[2] * 17)
        case 6:
            self = .rgb(nibbles[0] << 4 | nibbles[1], nibbles[2] << 4 | nibbles[3], nibbles[4] << 4 | nibbles[5])
        default: return nil
        }
    }

    /// The channels, 0...255, or nil where the terminal decides (`default`, `inherit`). Entries 0-15 of the palette are
    /// taken as xterm shows them.
    public var channels: (red: UInt8, green: UInt8, blue: UInt8)? {
        switch self {
        case .default, .inherit: return nil
        case .rgb(let red, let green, let blue): return (red, green, blue)
        case .indexed(let index): return ColorPalette.channels(of: index)
        }
    }
}
