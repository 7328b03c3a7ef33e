import MagnusDomain

/// The sentences of the section Cash Balance.
enum ThinkorswimDescription: Sendable, Equatable {
    /// `SOLD -1 SPY 100 18 JUN 21 420 PUT @3.20`, `BOT +100 AAPL @150.00`; the instrument is nil for spreads and for
    /// what is neither share nor option on shares or an index.
    case trade(quantity: Quantity, symbol: String, instrument: Instrument?, price: Money?)
    /// `REMOVAL OF OPTION DUE TO EXPIRATION -2.0 SPY 100 18 JUN 21 420 PUT`, `Removed due to Assignment ... ASG: 1.0
    /// .UUUU240816P6`: the quantity is the change of the holding.
    case ending(LedgerEventKind, quantity: Quantity, contract: OptionContract)
    /// `BOT 100.0 GS UPON OPTION ASSIGNMENT`: shares that an option moved.
    case delivery(quantity: Quantity, symbol: String)
    /// `ORDINARY DIVIDEND~AAPL`; the symbol where it is a ticker.
    case dividend(symbol: String?)
    case interest
    case other

    /// - Parameters:
    ///   - text: the cell; where the order was entered (`tIP`, `tAndroid`, `WEB:AA_...`) may stand before.
    ///   - type: the cell beside it: `TRD`, `RAD`, `EXP`, `DOI` and others.
    init(_ text: some StringProtocol, type: Substring) {
        var words = StatementText.words(text).split(separator: " ")
        while let first = words.first, Self.isOrigin(first), words.count > 1 { words.removeFirst() }
        if let found = Self.ending(words) {
            self = found
        } else if let found = Self.trade(words, type) {
            self = found
        } else if type == "DOI" {
            self = Self.income(words)
        } else {
            self = .other
        }
    }

    private static func isOrigin(_ word: Substring) -> Bool {
        word == "TIP" || word == "TIPAD" || word == "TANDROID" || word == "TOSWEB" || word == "MSO"
            || word.hasPrefix("WEB:")
    }

    private static func trade(_ words: [Substring], _ type: Substring) -> ThinkorswimDescription? {
        guard words.count >= 3, words[0] == "BOT" || words[0] == "SOLD" else { return nil }
        guard let number = try? CellText.quantity(words[1], isRounding: true), !number.isZero else { return nil }
        let quantity = words[0] == "BOT" ? number.magnitude : -number.magnitude
        if words.count >= 4, words[3] == "UPON" {
            let symbol = String(words[2])
            guard type == "TRD" else { return .delivery(quantity: quantity, symbol: symbol) }
            // Funds and bonds; those without a ticker are no instrument here.
            let ticker = StatementText.isSecurityNumber(symbol) ? nil : StockSymbol.normalised(words[2])
            return .trade(quantity: quantity, symbol: symbol, instrument: ticker.map { .stock(symbol: $0) }, price: nil)
        }
        var rest = words[2...]
        // A venue may stand behind the price.
        var price: Money?
        if let place = rest.lastIndex(where: { $0.hasPrefix("@") }) {
            price = (try? CellText.amount(rest[place].dropFirst())) ?? nil
            rest = rest[..<place]
        }
        let text = rest.joined(separator: " ")
        guard let first = rest.first, let last = rest.last else { return nil }
        if rest.count == 1 {
            let instrument =
                first.hasPrefix("/") ? nil : StockSymbol.normalised(first).map { Instrument.stock(symbol: $0) }
            return .trade(quantity: quantity, symbol: String(first), instrument: instrument, price: price)
        }
        let isSingle = (last == "CALL" || last == "PUT") && rest.count >= 6 && !first.hasPrefix("/")
        let isRatio = rest.dropFirst().first.map { $0.hasPrefix("1/") } ?? false
        let contract = isSingle && !isRatio ? try? ThinkorswimContract.option(text) : nil
        let symbol = rest.first { !strategies.contains(String($0)) && !isShape($0) } ?? first
        return .trade(
            quantity: quantity, symbol: contract?.underlying ?? String(symbol),
            instrument: contract.map { .option($0) }, price: price)
    }

    private static func isShape(_ word: Substring) -> Bool {
        word.contains("/") && !word.hasPrefix("/") && word.utf8.allSatisfy { ($0 >= 0x2D && $0 <= 0x39) }
    }

    private static let strategies: Set<String> = [
        "VERTICAL", "BUTTERFLY", "CONDOR", "IRON", "CALENDAR", "DIAGONAL", "STRANGLE", "STRADDLE", "COVERED", "COMBO",
        "CUSTOM", "DBL", "DIAG", "VERT", "ROLL", "BACKRATIO", "~IRON", "COLLAR",
    ]

    private static func ending(_ words: [Substring]) -> ThinkorswimDescription? {
        let text = words.joined(separator: " ")
        let kind: LedgerEventKind
        let isRemoval = text.hasPrefix("REMOVAL OF OPTION DUE TO ") || text.hasPrefix("REMOVED DUE TO ")
        if isRemoval, text.contains("DUE TO EXPIRATION") {
            kind = .expiration
        } else if isRemoval, text.contains("DUE TO ASSIGNMENT") {
            kind = .assignment
        } else if isRemoval, text.contains("DUE TO EXERCISE") {
            kind = .exercise
        } else if words.contains("ASG:") {
            kind = .assignment
        } else if words.contains("EXP:") {
            kind = .expiration
        } else {
            return nil
        }
        // `... EXP: -1.0 .SPXW260410P6500`
        if let last = words.last, last.hasPrefix("."), words.count >= 2 {
            guard let contract = try? ThinkorswimContract.option(String(last)),
                let quantity = try? CellText.quantity(words[words.count - 2])
            else { return nil }
            return .ending(kind, quantity: quantity, contract: contract)
        }
        // `... EXPIRATION -2.0 SPY 100 (WEEKLYS) 18 JUN 21 420 PUT`
        guard isRemoval, words.count > 6, words[0] == "REMOVAL", let quantity = try? CellText.quantity(words[6]),
            let contract = try? ThinkorswimContract.option(words[7...].joined(separator: " "))
        else { return nil }
        return .ending(kind, quantity: quantity, contract: contract)
    }

    private static func income(_ words: [Substring]) -> ThinkorswimDescription {
        let text = words.joined(separator: " ")
        if text.contains("INTEREST") { return .interest }
        guard text.contains("DIVIDEND") || text.contains("DISTRIBUTION") || text.contains("SUBSTITUTE PAYMENT") else {
            return .other
        }
        let symbol = text.split(separator: "~").dropFirst().last.flatMap { StockSymbol.normalised($0) }
        return .dividend(symbol: symbol)
    }
}
