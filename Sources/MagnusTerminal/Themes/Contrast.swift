import Glibc

/// Contrast of two colours as the Web Content Accessibility Guidelines 2.1 define it.
public enum Contrast {
    /// Smallest ratio that the guidelines ask of text (success criterion 1.4.3, level AA).
    public static let textMinimum = 4.5

    /// Relative luminance, 0 (black) to 1 (white).
    public static func luminance(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Double {
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// Ratio, 1 (equal) to 21 (black on white); nil where the terminal decides a colour.
    public static func ratio(_ first: Color, _ second: Color) -> Double? {
        guard let a = first.channels, let b = second.channels else { return nil }
        let (x, y) = (luminance(a.red, a.green, a.blue), luminance(b.red, b.green, b.blue))
        return (max(x, y) + 0.05) / (min(x, y) + 0.05)
    }

    private static func linear(_ channel: UInt8) -> Double {
        let value = Double(channel) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
}
