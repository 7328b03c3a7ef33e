import MagnusDomain

/// The options and accounts of Fidelity's history.
enum FidelityContract {
    /// `-AAPL210115C130` with any blanks before, or the words `PUT (SPY) SPDR S&P500 ETF NOV 18 22 $395 (100 SHS)`
    /// where the symbol is empty. nil when neither is an option.
    static func option(symbol: Substring, words: String) throws(ContractError) -> OptionContract? {
        if symbol.hasPrefix("-") {
            let contract = try OptionContract(text: symbol.dropFirst())
            return try delivering(contract, words: words)
        }
        guard symbol.isEmpty, let described = described(words) else { return nil }
        return try delivering(try OptionContract(text: described), words: words)
    }

    /// `(100 SHS)` states what a contract delivers.
    private static func delivering(_ contract: OptionContract, words: String) throws(ContractError) -> OptionContract {
        guard let end = words.firstRange(of: " SHS)")?.lowerBound, let start = words[..<end].lastIndex(of: "("),
            let shares = Int(words[words.index(after: start)..<end]), (1...100_000).contains(shares)
        else { return contract }
        // Of index options the number is the multiplier; only another number than the usual says anything.
        guard shares != contract.multiplier, contract.settlement == .physical else { return contract }
        return try contract.stating(multiplier: contract.multiplier, deliverable: .unknown)
    }

    /// `SPY NOV 18 2022 395 PUT` of the words; nil when they describe no option.
    private static func described(_ words: String) -> String? {
        let tokens = words.split(separator: " ")
        guard let index = tokens.lastIndex(where: { $0 == "PUT" || $0 == "CALL" }), index + 1 < tokens.count else {
            return nil
        }
        let name = tokens[index + 1]
        guard name.hasPrefix("("), name.hasSuffix(")"), name.utf8.count > 2,
            let strike = tokens.indices.last(where: { $0 > index + 4 && tokens[$0].hasPrefix("$") }),
            tokens[strike - 1].utf8.count == 2
        else { return nil }
        let root = name.dropFirst().dropLast()
        // Long names run into the month: `PITNEY BOWES INC COMDEC 17 21`.
        let month = tokens[strike - 3].suffix(3)
        return
            "\(root) \(month) \(tokens[strike - 2]) 20\(tokens[strike - 1]) \(tokens[strike].dropFirst()) \(tokens[index])"
    }

    /// The day an ending happened, printed as `AS OF 09-02-22`, `as of 11/11/2022` or `as of Dec-17-2021`; nil when
    /// none is printed and when it is not within two weeks before `posted`.
    static func day(words: String, posted: CalendarDate) -> CalendarDate? {
        let tokens = words.split(separator: " ")
        guard let index = tokens.indices.dropLast(2).first(where: { tokens[$0] == "AS" && tokens[$0 + 1] == "OF" }),
            let day = StatementText.date(tokens[index + 2]), (0...14).contains(posted.days(since: day))
        else { return nil }
        return day
    }

    /// The number of an account from `Individual X91636470`, or the whole name.
    static func account(name: Substring, number: Substring) -> String? {
        if !number.isEmpty { return String(number) }
        let words = name.split(whereSeparator: \.isWhitespace)
        if let last = words.last, last.utf8.count >= 5, last.contains(where: \.isNumber) {
            return String(last.filter { $0.isLetter || $0.isNumber })
        }
        return name.isEmpty ? nil : String(name)
    }
}
