import MagnusDomain

/// Options as thinkorswim writes them.
enum ThinkorswimContract {
    /// `SPX 100 (WEEKLYS) 5 JUN 26 7500 CALL`, `.SPXW260410P6500`; upper case.
    static func option(_ text: String) throws(ContractError) -> OptionContract {
        var words = text.split(separator: " ").filter { !$0.hasPrefix("(") && !$0.hasPrefix("[") }.map(String.init)
        if let first = words.first, first.hasPrefix("$") { words[0] = String(first.dropFirst()) }
        if let first = words.first, first.hasSuffix(".X") { words[0] = String(first.dropLast(2)) }
        return try OptionContract(text: words.joined(separator: " "))
    }
}
