import MagnusQuant

/// How brokers and data sources spell one listed option.
public enum OptionNotation: String, Sendable, Hashable, CaseIterable {
    /// `AAPL  251219C00150000`: OSI with padding; tastytrade, Schwab's API, Interactive Brokers' local symbol and Flex.
    case osi
    /// `AAPL251219C00150000`: OSI without padding; Tradier, Alpaca, Yahoo, Cboe.
    case compact
    /// `O:AAPL251219C00150000`: Polygon, Massive.
    case polygon
    /// `.AAPL251219C150`: thinkorswim and the DXLink streamer.
    case thinkorswim
    /// `-AAPL251219C150`.
    case fidelity
    /// `AAPL 19DEC25 150 C`.
    case interactiveBrokers = "interactive_brokers"
    /// `AAPL 12/19/2025 150.00 C`: Schwab's files.
    case schwab
    /// `AAPL 12/19/2025 Call $150.00`.
    case robinhood
}

extension OptionContract {
    /// The 21-character OSI symbol, root padded to six characters: the identity of a series everywhere in Magnus.
    ///
    /// Only the last two digits of the year are part of it.
    public var osi: String { text(in: .osi) }

    /// The contract in a given spelling. Every spelling is read back by ``init(text:)``.
    public func text(in notation: OptionNotation) -> String {
        let (year, month, day) = expiry.components
        let shortYear = (abs(year) % 100).padded(2)
        let code = "\(shortYear)\(month.padded(2))\(day.padded(2))\(right.letter)"
        let fullStrike = strikeThousandths.padded(8)
        switch notation {
        case .osi:
            return root + String(repeating: " ", count: max(0, 6 - root.utf8.count)) + code + fullStrike
        case .compact: return root + code + fullStrike
        case .polygon: return "O:" + root + code + fullStrike
        case .thinkorswim: return "." + root + code + strikeText
        case .fidelity: return "-" + root + code + strikeText
        case .interactiveBrokers:
            let date = day.padded(2) + CalendarDate.monthNames[month - 1] + shortYear
            return "\(root) \(date) \(strikeText) \(right.letter)"
        case .schwab:
            return "\(root) \(month.padded(2))/\(day.padded(2))/\(year.padded(4)) \(longStrikeText) \(right.letter)"
        case .robinhood:
            let word = right == .call ? "Call" : "Put"
            return "\(root) \(month)/\(day)/\(year.padded(4)) \(word) $\(longStrikeText)"
        }
    }

    /// The strike with as many decimals as it needs: `260`, `597.5`, `33.335`.
    public var strikeText: String { Self.strikeText(thousandths: strikeThousandths) }

    /// Thousandths of a dollar, not below 0, with as many decimals as they need.
    public static func strikeText(thousandths: Int) -> String {
        let whole = thousandths / 1000
        var fraction = (thousandths % 1000).padded(3)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return fraction.isEmpty ? "\(whole)" : "\(whole).\(fraction)"
    }

    /// The strike with at least two decimals: `260.00`, `33.335`.
    private var longStrikeText: String {
        let text = strikeText
        guard let point = text.firstIndex(of: ".") else { return text + ".00" }
        return text.distance(from: point, to: text.endIndex) < 3 ? text + "0" : text
    }

    /// The series on one line without its symbol: `260P`, `597.5C`.
    public var shortName: String { strikeText + right.letter }

    /// A holding of the series: `-1 260P`, `+2 597.5C`, with `ADJ` behind an adjusted contract.
    public func positionText(quantity: Quantity) -> String {
        "\(quantity.signedText) \(shortName)\(isAdjusted ? " ADJ" : "")"
    }
}

extension OptionRight {
    /// `C` or `P`.
    public var letter: String { self == .call ? "C" : "P" }
}

extension Quantity {
    /// The exact number with its sign and no superfluous decimals: `+1`, `-2`, `+0.25`, `0`.
    public var signedText: String {
        if millionths == 0 { return "0" }
        let (whole, rest) = millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        var fraction = Int(rest).padded(6)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(millionths < 0 ? "-" : "+")\(whole)\(fraction.isEmpty ? "" : "." + fraction)"
    }
}
