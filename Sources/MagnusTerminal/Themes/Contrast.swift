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

    /// A colour of text that can be read on a ground: `text` itself where its ratio is at least ``textMinimum``, else the
    /// first mixture with `strong`, in quarters, that is. Colours the terminal decides are left alone; entries of its own
    /// palette, which cannot be mixed, give way to `strong` where that is clearer.
    public static func readable(_ text: Color, on ground: Color, towards strong: Color) -> Color {
        guard let present = ratio(text, ground), present < textMinimum, let best = ratio(strong, ground),
            best > present
        else { return text }
        guard case .rgb = text, let from = text.channels, let to = strong.channels else { return strong }
        for quarter in 1...3 {
            func mix(_ low: UInt8, _ high: UInt8) -> UInt8 {
                UInt8((Int(low) * (4 - quarter) + Int(high) * quarter) / 4)
            }
            let mixed = Color.rgb(mix(from.red, to.red), mix(from.green, to.green), mix(from.blue, to.blue))
            if let found = ratio(mixed, ground), found >= textMinimum { return mixed }
        }
        return strong
    }

    private static func linear(_ channel: UInt8) -> Double {
        let value = Double(channel) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
}
