import MagnusDomain

/// Rows of accounts that came from TD Ameritrade.
///
/// Schwab shows what happened there before with its own actions, and with `Journaled Shares` whatever it had no action
/// for: ends of options, splits, withheld tax, sweeps. Only the words behind `TDA TRAN - ` tell which.
enum SchwabFormerRows {
    enum Meaning: Equatable {
        case booked(StatementMovement)
        /// Interest of the bank the cash was kept at, printed as a quantity: of dollars.
        case bankInterest
        /// Cash into and out of the bank it is kept at.
        case sweep
    }

    /// nil for a row that is none of these, or whose action says it all.
    /// - Parameters:
    ///   - action: in lower case with single blanks.
    ///   - words: the description in upper case with single blanks.
    ///   - isOption: whether the symbol is an option.
    ///   - movesShares: whether the row prints a quantity other than zero.
    static func meaning(_ action: String, words: String, isOption: Bool, movesShares: Bool) -> Meaning? {
        guard action == "journaled shares" || action == "journal", let said = said(words) else { return nil }
        if said.hasPrefix("CASH ALTERNATIVES ") {
            return said.hasPrefix("CASH ALTERNATIVES INTEREST") ? .bankInterest : .sweep
        }
        if isOption, said.hasPrefix("REMOVAL OF OPTION DUE TO ") {
            if said.contains("EXPIRATION") { return .booked(.expired) }
            if said.contains("ASSIGNMENT") { return .booked(.assigned) }
            return said.contains("EXERCISE") ? .booked(.exercised) : nil
        }
        if said.contains("REORGANIZATION FEE") { return .booked(.cash(.fee)) }
        if said.contains("WITHHOLDING") { return movesShares ? nil : .booked(.cash(.dividend)) }
        guard movesShares else { return nil }
        // The contracts of a split series go and come under these words; the shares' own split has the others.
        if said.contains("SPLIT") || isOption && said.contains("OPTION POSITION CHANGE") {
            return .booked(.delivered(.split))
        }
        if said.contains("NAME CHANGE") { return .booked(.delivered(.symbolChange)) }
        return said.contains("MANDATORY - EXCHANGE") ? .booked(.delivered(.merger)) : nil
    }

    /// The words behind the mark of such a row; nil for any other row.
    static func said(_ words: String) -> Substring? {
        words.hasPrefix(mark) ? words.dropFirst(mark.count) : nil
    }

    /// The ticker that the words name in brackets, where the symbol's cell is empty or has the security's number:
    /// `TDA TRAN - BOUGHT 5 (AAA) @4.8800`. nil when they name none, and for a number there too.
    static func ticker(words: String) -> String? {
        guard let said = said(words), let end = said.lastIndex(of: ")"),
            let start = said[..<end].lastIndex(of: "(")
        else { return nil }
        let name = said[said.index(after: start)..<end]
        return StatementText.isSecurityNumber(name) ? nil : StockSymbol.normalised(name)
    }

    /// TD Ameritrade booked the end of an option on the next session; it happened on the option's last day.
    static func day(of movement: StatementMovement, _ contract: OptionContract, booked: CalendarDate) -> CalendarDate {
        let isEnd = [.expiration, .assignment, .exercise].contains(movement.kind)
        return isEnd && (1...SchwabPairs.deliveryDays).contains(booked.days(since: contract.expiry))
            ? contract.expiry : booked
    }

    private static let mark = "TDA TRAN - "
}

extension SchwabPairs {
    /// Leaves out shares and contracts that went out and came in again on one day: moves between the parts of one
    /// account, or from the account at TD Ameritrade to the one at Schwab. Booked, they would lose cost and dates.
    static func dropMoves(_ content: inout FileContent) {
        var waiting: [Move: [Int]] = [:]
        var dropped: [Int: Int] = [:]
        for (index, row) in content.rows.enumerated() {
            let event = row.event
            guard event.kind == .transfer, let instrument = event.instrument, !event.quantity.isZero else { continue }
            let move = Move(
                instrument: instrument, day: event.time.newYork.date, quantity: event.quantity)
            var other = move
            other.quantity = -move.quantity
            if let place = waiting[other]?.popLast() {
                dropped[place] = index
                dropped[index] = place
            } else {
                waiting[move, default: []].append(index)
            }
        }
        guard !dropped.isEmpty else { return }
        for index in dropped.keys.sorted() {
            let event = content.rows[index].event
            content.skip(
                line: event.line ?? 1, column: 1,
                reason: "Action: moved out and in again on the same day: nothing changes",
                text: event.details)
        }
        content.rows = content.rows.selected(content.rows.indices.filter { dropped[$0] == nil })
    }

    private struct Move: Hashable {
        var instrument: Instrument
        var day: CalendarDate
        var quantity: Quantity
    }
}
