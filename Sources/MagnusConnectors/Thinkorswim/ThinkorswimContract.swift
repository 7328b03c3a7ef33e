import MagnusDomain

/// Options as thinkorswim writes them.
enum ThinkorswimContract {
    /// `SPX 100 (WEEKLYS) 5 JUN 26 7500 CALL`, `.SPXW260410P6500`; upper case.
    static func option(_ text: String) throws(ContractError) -> OptionContract {
        var words = text.split(separator: " ").filter { !$0.hasPrefix("(") && !$0.hasPrefix("[") }.map(String.init)
        if let first = words.first, first.hasPrefix("$") { words[0] = String(first.dropFirst()) }
        if let first = words.first, first.hasSuffix(".X") { words[0] = String(first.dropLast(2)) }
        // The day in figures: behind the words of a date four digits of strike could be read as its year.
        if let place = words.indices.first(where: { months.contains(words[$0]) }), place >= 1, place + 1 < words.count,
            let month = months.firstIndex(of: words[place])
        {
            let year = words[place + 1].utf8.count == 4 ? words[place + 1].suffix(2) : words[place + 1][...]
            var multiplier: Int?
            if place >= 3, let stated = Int(words[place - 2]), words[place - 2].utf8.count <= 5 {
                multiplier = stated
                words.remove(at: place - 2)
                words.replaceSubrange((place - 2)...place, with: ["\(month + 1)/\(words[place - 2])/\(year)"])
            } else {
                words.replaceSubrange((place - 1)...(place + 1), with: ["\(month + 1)/\(words[place - 1])/\(year)"])
            }
            let contract = try OptionContract(text: words.joined(separator: " "))
            return multiplier == nil ? contract : try contract.stating(multiplier: multiplier)
        }
        return try OptionContract(text: words.joined(separator: " "))
    }

    private static let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
}
