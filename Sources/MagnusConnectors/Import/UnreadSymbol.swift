import MagnusDomain

/// The ticker that a row states which could not be booked: only a row of the same one can be it.
enum UnreadSymbol {
    /// Tickers are no longer than this, the dot of a share class and the letters behind it included.
    private static let longest = 7

    /// What the cell of an instrument begins with, as far as it is a ticker: `KO` of `KO 01/16/2026 60.00 P`, of
    /// `-KO260116P60` and of `KO260116P00060000`.
    /// - Returns: nil for an empty cell, one that begins otherwise (the number of a bond), and one with signs that no such cell has:
    ///   those are damage.
    static func instrument(named cell: Substring) -> Instrument? {
        let text = CellText.trimmed(cell)
        let isPlain = text.utf8.allSatisfy { byte in
            isLetter(byte) || (0x30...0x39).contains(byte) || " -./$'".utf8.contains(byte)
        }
        guard isPlain else { return nil }
        let ticker = root(of: text.drop { $0 == "-" || $0 == "." })
        return ticker.isEmpty || ticker.utf8.count > longest ? nil : .stock(symbol: ticker)
    }

    /// Whether two tickers may be one: brokers write the series of an index and of an adjusted stock with further letters
    /// (`SPXW` of `SPX`). What states none may be any.
    static func agree(_ first: String?, _ second: String?) -> Bool {
        guard let first, let second else { return true }
        let (left, right) = (root(of: first[...]), root(of: second[...]))
        return left.hasPrefix(right) || right.hasPrefix(left)
    }

    /// The letters before a share class, a date or a number.
    private static func root(of text: Substring) -> String {
        text.prefix { $0.utf8.allSatisfy(isLetter) }.uppercased()
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
