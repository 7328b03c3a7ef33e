/// One place of the grid: a small value without references, so that a frame of thousands is copied and compared as plain
/// memory.
public struct Cell: Hashable, Sendable {
    // A cluster is one spacing scalar and up to four combining marks, 21 bits each: the base and two marks in the first
    // word, two marks in the second. 0 stands for "no scalar".
    private let low: UInt64
    private let high: UInt64
    /// Columns taken: 1, 2 for the first cell of a wide cluster, 0 for its second.
    public let width: UInt8
    public let style: Style

    private static let bits: UInt64 = 21
    private static let mask: UInt64 = 0x1F_FFFF

    private init(low: UInt64, high: UInt64, width: UInt8, style: Style) {
        self.low = low
        self.high = high
        self.width = width
        self.style = style
    }

    /// A cell of one scalar.
    init(_ scalar: Unicode.Scalar, width: UInt8, style: Style) {
        self.init(low: UInt64(scalar.value), high: 0, width: width, style: style)
    }

    /// A cell of a cluster; marks beyond the fourth are dropped. Empty text makes the second half of a wide cluster.
    init(cluster: String, width: UInt8, style: Style) {
        var low: UInt64 = 0
        var high: UInt64 = 0
        for (place, scalar) in cluster.unicodeScalars.prefix(5).enumerated() {
            let value = UInt64(scalar.value)
            if place < 3 {
                low |= value << (Self.bits * UInt64(place))
            } else {
                high |= value << (Self.bits * UInt64(place - 3))
            }
        }
        self.init(low: low, high: high, width: width, style: style)
    }

    /// A blank of the given style.
    public static func blank(_ style: Style = .plain) -> Cell {
        Cell(" ", width: 1, style: style.settled)
    }

    /// The second cell of a wide cluster.
    static func continuation(_ style: Style) -> Cell {
        Cell(low: 0, high: 0, width: 0, style: style)
    }

    /// A cluster a terminal draws in one place: one spacing scalar and up to four combining marks. Empty in the second
    /// cell of a wide cluster.
    public var cluster: String {
        if let scalar { return String(Character(scalar)) }
        var text = String.UnicodeScalarView()
        for place in 0..<5 {
            let word = place < 3 ? low >> (Self.bits * UInt64(place)) : high >> (Self.bits * UInt64(place - 3))
            guard word & Self.mask != 0, let scalar = Unicode.Scalar(UInt32(word & Self.mask)) else { break }
            text.append(scalar)
        }
        return String(text)
    }

    /// The scalar of a cell that holds one alone, as nearly all do; nil with combining marks and in the second half of a
    /// wide cluster.
    public var scalar: Unicode.Scalar? {
        low != 0 && low <= Self.mask && high == 0 ? Unicode.Scalar(UInt32(low)) : nil
    }

    func restyled(_ style: Style) -> Cell {
        Cell(low: low, high: high, width: width, style: style)
    }
}
