import MagnusDomain

/// What a row of E*TRADE's transactions is.
enum ETradeMovement {
    /// - Parameters:
    ///   - type: the type of transaction in upper case.
    ///   - words: the description in upper case with single blanks.
    /// - Returns: nil for words of unknown meaning.
    static func of(type: String, words: String, isOption: Bool, figures: StatementFigures) -> StatementMovement? {
        let movesShares = !(figures.quantity ?? .zero).isZero
        switch type {
        case "BOUGHT": return trade(.bought(), .bought(.opening), .bought(.closing), words, isOption)
        case "SOLD": return trade(.sold(), .sold(.opening), .sold(.closing), words, isOption)
        case "BOUGHT TO OPEN": return .bought(.opening)
        case "BOUGHT TO COVER", "BOUGHT TO CLOSE": return .bought(.closing)
        case "SOLD SHORT", "SOLD TO OPEN": return .sold(.opening)
        case "SOLD TO CLOSE": return .sold(.closing)
        case "OPTION EXPIRED", "OPTION EXPIRATION", "EXPIRED": return isOption ? .expired : nil
        case "OPTION ASSIGNED", "OPTION ASSIGNMENT", "ASSIGNED": return isOption ? .assigned : nil
        case "OPTION EXERCISED", "OPTION EXERCISE", "EXERCISED": return isOption ? .exercised : nil
        case "DIVIDEND", "QUALIFIED DIVIDEND", "DIVIDEND REINVESTMENT":
            // A reinvestment buys shares with the dividend of another row.
            return movesShares ? .bought() : .cash(.dividend)
        case "INTEREST", "INTEREST INCOME", "MARGIN INTEREST", "CREDIT INTEREST": return .cash(.interest)
        case "FEE", "SERVICE FEE", "MISC FEE", "ADR FEE": return .cash(.fee)
        // Tax is withheld from dividends: their sum is what arrived.
        case "FOREIGN TAX WITHHELD": return .cash(.dividend)
        case "TRANSFER", "ONLINE TRANSFER", "WIRE", "DIRECT DEBIT", "DIRECT DEPOSIT", "CHECK", "DEPOSIT", "WITHDRAWAL":
            return movesShares ? .delivered(.transfer) : .cash(.transfer)
        case "ADJUSTMENT": return movesShares ? .delivered(.adjustment) : .cash(.adjustment)
        case "STOCK SPLIT", "REVERSE SPLIT": return movesShares ? .delivered(.split) : .cash(.adjustment)
        case "REORGANIZATION", "MERGER":
            return movesShares ? StatementMovement(kind: .merger, direction: .stated) : .cash(.adjustment)
        case "0", "": return untyped(words, isOption: isOption, figures: figures)
        default: return nil
        }
    }

    /// The description may say whether an option trade opens or closes.
    private static func trade(
        _ plain: StatementMovement, _ opening: StatementMovement, _ closing: StatementMovement, _ words: String,
        _ isOption: Bool
    ) -> StatementMovement {
        guard isOption else { return plain }
        if words.contains("OPENING") { return opening }
        return words.contains("CLOSING") ? closing : plain
    }

    /// Some downloads print `0` for every type. What the figures and the words leave no doubt about is booked: an
    /// option that changed hands against cash, and cash that was moved.
    private static func untyped(_ words: String, isOption: Bool, figures: StatementFigures) -> StatementMovement? {
        let quantity = figures.quantity ?? .zero
        let net = figures.net ?? .zero
        if quantity.isZero {
            let isMoved = words.contains("FUND TRANSFER") || words.hasPrefix("TRNSFR ")
            return isMoved ? .cash(.transfer) : nil
        }
        guard isOption, (figures.price ?? .zero) > .zero, quantity.isShort == (net > .zero), net.tenThousandths != 0
        else { return nil }
        return quantity.isShort ? .sold() : .bought()
    }
}

/// The options and accounts of E*TRADE's transactions.
enum ETradeContract {
    /// An option in the symbol (`AAPL Jan 15 '21 $130 Call`, `AAPL--250620C00150000`) or in the description
    /// (`PUT  TSLA   02/28/25   370.000`); nil when neither is one.
    static func option(symbol: Substring, words: String) throws(ContractError) -> OptionContract? {
        let parts = symbol.split(whereSeparator: \.isWhitespace)
        if parts.count >= 5, let year = parts.first(where: { $0.hasPrefix("'") && $0.utf8.count == 3 }) {
            let text = parts.map { $0 == year ? "20" + $0.dropFirst() : String($0) }.joined(separator: " ")
            return try OptionContract(text: text)
        }
        if symbol.utf8.count >= 16, parts.count == 1 {
            return try OptionContract(osi: String(symbol.map { $0 == "-" ? " " : $0 }))
        }
        let tokens = words.split(separator: " ")
        guard tokens.count >= 3, tokens[0] == "PUT" || tokens[0] == "CALL" else { return nil }
        guard let day = tokens.dropFirst(2).firstIndex(where: { $0.contains("/") }), day + 1 < tokens.count else {
            throw .unrecognised
        }
        let root = tokens[1..<day].joined(separator: " ")
        return try OptionContract(text: "\(root) \(tokens[day]) \(tokens[0]) \(tokens[day + 1])")
    }

    /// The last digits of the account from the titles: `For Account:,####3525`,
    /// `Account Activity for Cap 1(-6084) -6354 from Prior Year`.
    static func account(preamble: [DelimitedRecord]) -> String? {
        for record in preamble.reversed() {
            let text = StatementText.words(record.texts.joined(separator: " "))
            if text.hasPrefix("FOR ACCOUNT:") {
                let number = text.dropFirst(12).filter { $0.isNumber || $0.isLetter }
                if !number.isEmpty { return String(number.prefix(40)) }
            } else if text.hasPrefix("ACCOUNT ACTIVITY FOR "), let end = text.firstRange(of: " FROM ")?.lowerBound {
                let last = text[..<end].split(separator: " ").last ?? ""
                let number = last.filter { $0.isNumber || $0.isLetter }
                if number.utf8.count >= 3, number.contains(where: \.isNumber) { return String(number.prefix(40)) }
            }
        }
        return nil
    }
}
