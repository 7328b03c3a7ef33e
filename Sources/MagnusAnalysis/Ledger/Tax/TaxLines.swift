import MagnusDomain
import MagnusQuant

/// Lines for a tax return from closed lots. Flags, not tax advice.
public enum TaxLines {
    /// What the broker's 1099-B tells the IRS; it decides the box of Form 8949.
    public enum Reporting: String, Sendable, Hashable, CaseIterable {
        case basisReported = "basis_reported"
        case basisNotReported = "basis_not_reported"
        case notReported = "not_reported"

        func box(_ term: HoldingTerm) -> String {
            switch (self, term) {
            case (.basisReported, .short): "A"
            case (.basisNotReported, .short): "B"
            case (.notReported, .short): "C"
            case (.basisReported, .long): "D"
            case (.basisNotReported, .long): "E"
            case (.notReported, .long): "F"
            }
        }
    }

    /// Short-term first, then by day sold, then what has no known term; what no file opened is a line too, of which one side is not known. Options whose result went into shares and section 1256 contracts are not here.
    ///
    /// Expired options as the instructions of Form 8949 have them: a bought one has the expiry as the day sold and no
    /// proceeds, a written one the expiry as the day acquired and no cost.
    ///
    /// - Parameters:
    ///   - retirement: Names of retirement accounts: what is sold in them is on no form.
    ///   - washSales: Ids of the lots that ``WashSaleFinder`` names, where they are known already; nil finds them here.
    public static func form8949(
        _ book: LedgerBook, year: Int? = nil, reporting: Reporting = .basisReported, retirement: Set<String> = [],
        washSales: Set<String>? = nil
    ) -> [Form8949Line] {
        let flagged = washSales ?? Set(WashSaleFinder.candidates(book, retirement: retirement).map(\.lot))
        var result: [Form8949Line] = []
        for lot in book.closedLots {
            guard year == nil || lot.closedOn.year == year, !lot.isRolledIntoShares,
                !WashSaleFinder.isSection1256(lot.instrument), !retirement.contains(lot.account)
            else { continue }
            let opening = lot.openingAmount + lot.openingFees + lot.openingPremium
            let closing = lot.closingAmount + lot.closingFees + lot.closingPremium
            // Each side is known for itself: what was received for shares that came in without a price, what was paid for
            // contracts whose sale no row prices.
            let isOpeningKnown = lot.isCostKnown && lot.isTaxCostKnown
            let isKnown = isOpeningKnown && lot.isClosingPremiumKnown
            let isWorthless = lot.ending == .expired && closing == .zero
            var line = Form8949Line(
                lot: lot.id, account: lot.account, description: description(lot.instrument, lot.quantity),
                acquired: lot.isOpeningDayKnown ? lot.openedOn : nil, sold: lot.closedOn,
                proceeds: lot.isClosingPremiumKnown ? closing : nil, cost: isOpeningKnown ? -opening : nil,
                isCostKnown: isOpeningKnown, gain: isKnown ? lot.taxProfit : nil,
                term: lot.term, box: lot.term.map(reporting.box), taxYear: lot.closedOn.year,
                isWashSaleCandidate: flagged.contains(lot.id))
            line.isProceedsKnown = lot.isClosingPremiumKnown
            if lot.isShort {
                line.acquired = lot.closedOn
                line.sold = lot.isOpeningDayKnown ? lot.openedOn : nil
                line.proceeds = isOpeningKnown ? opening : nil
                line.isProceedsKnown = isOpeningKnown
                line.cost = isWorthless || !lot.isClosingPremiumKnown ? nil : -closing
                line.isCostKnown = lot.isClosingPremiumKnown
            } else if isWorthless {
                line.proceeds = nil
            }
            result.append(line)
        }
        for closing in book.unopenedClosings {
            guard year == nil || closing.closedOn.year == year, !WashSaleFinder.isSection1256(closing.instrument),
                !retirement.contains(closing.account)
            else { continue }
            result.append(line(closing, reporting))
        }
        func day(_ line: Form8949Line) -> CalendarDate { line.sold ?? line.acquired ?? CalendarDate(daysSinceEpoch: 0) }
        func rank(_ term: HoldingTerm?) -> Int { term == .short ? 0 : term == .long ? 1 : 2 }
        return result.sorted { left, right in
            (rank(left.term), day(left), left.lot) < (rank(right.term), day(right), right.lot)
        }
    }

    /// Of a closing whose opening is in no file: one side of it. What a sale cost and when it was bought are not known, so
    /// its term is not; what was bought back was sold on a day and for a sum that are not known, and the result of a
    /// written option that is bought back is short-term whatever the days (26 U.S.C. 1234(b)(1)).
    private static func line(_ closing: UnopenedClosing, _ reporting: Reporting) -> Form8949Line {
        let cash = closing.amount + closing.fees
        let description = description(closing.instrument, closing.quantity)
        guard closing.quantity.isShort else {
            return Form8949Line(
                lot: closing.id, account: closing.account, description: description, acquired: nil,
                sold: closing.closedOn, proceeds: cash, cost: nil, isCostKnown: false, gain: nil, term: nil, box: nil,
                taxYear: closing.closedOn.year, isWashSaleCandidate: false)
        }
        var term: HoldingTerm?
        if case .option = closing.instrument { term = .short }
        var line = Form8949Line(
            lot: closing.id, account: closing.account, description: description, acquired: closing.closedOn,
            sold: nil, proceeds: nil, cost: -cash, isCostKnown: true, gain: nil, term: term,
            box: term.map(reporting.box), taxYear: closing.closedOn.year, isWashSaleCandidate: false)
        line.isProceedsKnown = false
        return line
    }

    /// Sums of lines by account, to compare with each broker's 1099-B: proceeds and cost of every line that knows them, also
    /// where the other side is not known and with it the gain.
    public static func totals(_ lines: [Form8949Line]) -> [BrokerTotal] {
        var totals: [String: BrokerTotal] = [:]
        for line in lines {
            var total =
                totals[line.account]
                ?? BrokerTotal(account: line.account, proceeds: .zero, cost: .zero, gain: .zero, unknownCount: 0)
            total.proceeds += line.proceeds ?? .zero
            total.cost += line.cost ?? .zero
            total.gain += line.gain ?? .zero
            if line.gain == nil { total.unknownCount += 1 }
            if !line.isProceedsKnown { total.unknownProceedsCount += 1 }
            if !line.isCostKnown { total.unknownCostCount += 1 }
            totals[line.account] = total
        }
        return totals.values.sorted { $0.account < $1.account }
    }

    /// As brokers print it on a 1099-B: `100 sh. KO`, `3 KO 2026-03-20 75 C`.
    private static func description(_ instrument: Instrument, _ quantity: Quantity) -> String {
        let count = quantity.magnitude.signedText.drop { $0 == "+" }
        switch instrument {
        case .stock(let symbol): return "\(count) sh. \(symbol)"
        case .option(let contract):
            return
                "\(count) \(contract.root) \(contract.expiry.iso8601) \(contract.shortName.dropLast()) \(contract.right.letter)"
        }
    }

    /// Section 1256 contracts of a year: 60 % long-term, 40 % short-term whatever the time held (26 U.S.C. 1256(a)(3)).
    ///
    /// What is held on 31 December counts at its mark of that day, and the next year begins with that mark.
    /// - Parameter marks: Price per share on 31 December by year, where a source tells it.
    public static func section1256(
        _ timeline: LedgerTimeline, year: Int, marks: [Int: [OptionContract: Money]] = [:],
        retirement: Set<String> = []
    ) -> Section1256Year {
        var lines: [Section1256Line] = []
        let book = timeline.latest
        for lot in book.closedLots where lot.closedOn.year == year && !retirement.contains(lot.account) {
            guard case .option(let contract) = lot.instrument, contract.settlement != .physical else { continue }
            var profit: Money? = lot.isCostKnown ? lot.profit : nil
            if lot.openedOn.year < year, let whole = profit {
                // The part before this year was taxed at the last mark.
                let mark = marks[year - 1]?[contract].flatMap { value($0, lot.quantity, contract) }
                profit = mark.flatMap { try? whole.subtracting($0.adding(lot.openingAmount + lot.openingFees)) }
            }
            lines.append(
                Section1256Line(
                    account: lot.account, contract: contract, quantity: lot.quantity, date: lot.closedOn,
                    profit: profit, isMark: false))
        }
        for closing in book.unopenedClosings where closing.closedOn.year == year {
            guard case .option(let contract) = closing.instrument, contract.settlement != .physical,
                !retirement.contains(closing.account)
            else { continue }
            lines.append(
                Section1256Line(
                    account: closing.account, contract: contract, quantity: closing.quantity, date: closing.closedOn,
                    profit: nil, isMark: false))
        }
        if let end = CalendarDate(year: year, month: 12, day: 31) {
            let held = timeline.book(at: NewYorkTime.instant(on: end, secondsOfDay: 86_400).adding(seconds: -1))
            let unclosed = Set(book.openLots.map(\.openedBy))
            for lot in held.openLots where timeline.latest.eventCount > 0 && !retirement.contains(lot.account) {
                guard case .option(let contract) = lot.instrument, contract.settlement != .physical else { continue }
                // Ended by that day and reported after it: a closed lot of this year.
                guard contract.expiry > end || unclosed.contains(lot.openedBy) else { continue }
                var profit: Money?
                if lot.isCostKnown, let mark = marks[year]?[contract].flatMap({ value($0, lot.quantity, contract) }) {
                    var basis: Money? = lot.cost
                    if lot.openedAt.newYork.date.year < year {
                        basis = marks[year - 1]?[contract].flatMap { value($0, lot.quantity, contract) }
                    }
                    profit = basis.flatMap { try? mark.subtracting($0) }
                }
                lines.append(
                    Section1256Line(
                        account: lot.account, contract: contract, quantity: lot.quantity, date: end, profit: profit,
                        isMark: true))
            }
        }
        let total = lines.reduce(Money.zero) { $0 + ($1.profit ?? .zero) }
        let parts = (try? total.allocated(byWeights: [60, 40])) ?? [total, .zero]
        return Section1256Year(
            year: year, lines: lines, total: total, longTerm: parts[0], shortTerm: parts[1],
            unknownCount: lines.count { $0.profit == nil })
    }

    private static func value(_ price: Money, _ quantity: Quantity, _ contract: OptionContract) -> Money? {
        try? Money.value(price: price, quantity: quantity, multiplier: contract.multiplier)
    }
}
