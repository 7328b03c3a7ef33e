import CNcurses
import MagnusTerminal

/// What ncurses calls a style: attribute bits and the number of a colour pair.
struct StyleTable {
    struct Entry {
        var attributes: UInt32
        var pair: Int32
    }

    private var entries: [Style: Entry] = [:]

    /// Pairs are recycled by ncurses past 65,536; forgetting ours long before keeps the two in step.
    private static let limit = 16_384

    mutating func entry(for style: Style, depth: ColorDepth) -> Entry {
        if let known = entries[style] { return known }
        if entries.count >= Self.limit { entries = [:] }
        let shown = style.quantised(to: depth)
        var bits: Int32 = 0
        for (attribute, bit) in Self.bits where shown.attributes.contains(attribute) { bits |= bit }
        let pair = cn_pair(Self.number(shown.foreground, depth), Self.number(shown.background, depth))
        let entry = Entry(attributes: UInt32(bits), pair: pair)
        entries[style] = entry
        return entry
    }

    // ncurses has no attribute for struck-out text.
    private static let bits: [(TextAttributes, Int32)] = [
        (.bold, Int32(CN_BOLD)), (.dim, Int32(CN_DIM)), (.italic, Int32(CN_ITALIC)),
        (.underline, Int32(CN_UNDERLINE)), (.reverse, Int32(CN_REVERSE)),
    ]

    /// Number of a colour as ncurses counts at this depth, -1 for the terminal's own.
    static func number(_ color: Color, _ depth: ColorDepth) -> Int32 {
        switch color {
        case .default, .inherit: return -1
        case .indexed(let index):
            guard depth == .truecolor, index > 7 else { return Int32(index) }
            let channels = color.channels ?? (0, 0, 0)
            return direct(channels.red, channels.green, channels.blue)
        case .rgb(let red, let green, let blue): return direct(red, green, blue)
        }
    }

    // Numbers 0 to 7 mean the ANSI colours even in a direct entry; the nearest blue-black that does not is 8.
    private static func direct(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int32 {
        max(8, Int32(red) << 16 | Int32(green) << 8 | Int32(blue))
    }
}
