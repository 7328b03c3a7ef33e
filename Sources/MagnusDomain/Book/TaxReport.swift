/// A purchase that may make a loss a wash sale (26 U.S.C. 1091). A flag, not tax advice.
public struct WashSaleReplacement: Sendable, Hashable {
    public enum Likeness: String, Sendable, Hashable, Codable {
        /// The same security, or an option to buy it.
        case identical
        /// Whether it counts is disputed: other series of the same underlying, shares after a loss on an option, a put
        /// sold.
        case possible
    }

    /// Id of the ledger's event.
    public var event: String
    public var account: String
    public var date: CalendarDate
    public var instrument: Instrument
    /// Shares, or shares that its contracts stand for.
    public var shares: Quantity
    public var likeness: Likeness
    /// Bought in a retirement account: a loss it washes is lost for good, its basis does not grow (Rev. Rul. 2008-5).
    public var isRetirement: Bool

    public init(
        event: String, account: String, date: CalendarDate, instrument: Instrument, shares: Quantity,
        likeness: Likeness, isRetirement: Bool = false
    ) {
        self.event = event
        self.account = account
        self.date = date
        self.instrument = instrument
        self.shares = shares
        self.likeness = likeness
        self.isRetirement = isRetirement
    }
}

/// A realised loss with purchases within 30 days before or after it. It changes no figure.
public struct WashSaleCandidate: Sendable, Hashable {
    /// Id of the closed lot.
    public var lot: String
    public var account: String
    public var instrument: Instrument
    public var date: CalendarDate
    /// Shares, or shares that its contracts stood for; positive.
    public var shares: Quantity
    /// Negative.
    public var loss: Money
    public var replacements: [WashSaleReplacement]

    public init(
        lot: String, account: String, instrument: Instrument, date: CalendarDate, shares: Quantity, loss: Money,
        replacements: [WashSaleReplacement]
    ) {
        self.lot = lot
        self.account = account
        self.instrument = instrument
        self.date = date
        self.shares = shares
        self.loss = loss
        self.replacements = replacements
    }

    public var isIdentical: Bool { replacements.contains { $0.likeness == .identical } }
    /// Whether an identical purchase in a retirement account would make the loss final instead of putting it off.
    public var isPermanent: Bool { replacements.contains { $0.likeness == .identical && $0.isRetirement } }
    /// Whether a purchase is among them of which it is disputed whether it counts.
    public var isPossible: Bool { replacements.contains { $0.likeness == .possible } }
    public var isAcrossAccounts: Bool { replacements.contains { $0.account != account } }

    /// What of the loss would be put off if the identical purchases all count and no other, positive: at most the loss.
    public var deferredIfApplied: Money { deferred { $0.likeness == .identical } }

    /// The same if the possible purchases count as well: no reading of the rule puts off more. Shares of a possible
    /// purchase may stand behind several losses, so that a sum over candidates may be too high.
    public var deferredAtMost: Money { deferred { _ in true } }

    private func deferred(by counts: (WashSaleReplacement) -> Bool) -> Money {
        let count = replacements.reduce(Int64(0)) { sum, replacement in
            guard counts(replacement) else { return sum }
            let (total, overflow) = sum.addingReportingOverflow(replacement.shares.millionths)
            return overflow ? .max : total
        }
        guard shares > .zero else { return .zero }
        return (try? (-loss).scaled(by: min(count, shares.millionths), over: shares.millionths)) ?? .zero
    }
}

/// One line in the columns of IRS Form 8949.
public struct Form8949Line: Sendable, Hashable {
    public var lot: String
    public var account: String
    /// (a)
    public var description: String
    /// (b); for an option that was written and bought back, the day of the purchase; nil where it is not known.
    public var acquired: CalendarDate?
    /// (c); nil where a written option was bought back whose sale is in no file.
    public var sold: CalendarDate?
    /// (d); nil is printed as `EXPIRED`: a bought option that ended worthless; and unknown where ``isProceedsKnown`` is
    /// false.
    public var proceeds: Money?
    public var isProceedsKnown = true
    /// (e); nil is printed as `EXPIRED` for a written option that ended worthless, and unknown where
    /// ``isCostKnown`` is false.
    public var cost: Money?
    public var isCostKnown: Bool
    /// (f): empty. Adjustments are the owner's to make.
    public var code: String
    /// (g)
    public var adjustment: Money
    /// (h); nil where the cost or the proceeds are not known.
    public var gain: Money?
    /// nil where no file tells when it was bought, and what the files show is not more than a year.
    public var term: HoldingTerm?
    /// `A` to `F`, by term and by what the 1099-B reports; nil where the term is not known.
    public var box: String?
    public var taxYear: Int
    /// Whether it is among the wash-sale candidates.
    public var isWashSaleCandidate: Bool

    public init(
        lot: String, account: String, description: String, acquired: CalendarDate?, sold: CalendarDate?,
        proceeds: Money?, cost: Money?, isCostKnown: Bool, code: String = "", adjustment: Money = .zero, gain: Money?,
        term: HoldingTerm?, box: String?, taxYear: Int, isWashSaleCandidate: Bool
    ) {
        self.lot = lot
        self.account = account
        self.description = description
        self.acquired = acquired
        self.sold = sold
        self.proceeds = proceeds
        self.cost = cost
        self.isCostKnown = isCostKnown
        self.code = code
        self.adjustment = adjustment
        self.gain = gain
        self.term = term
        self.box = box
        self.taxYear = taxYear
        self.isWashSaleCandidate = isWashSaleCandidate
    }
}

/// One contract under section 1256 in one tax year: closed ones, and those marked to market on 31 December.
public struct Section1256Line: Sendable, Hashable {
    public var account: String
    public var contract: OptionContract
    /// Signed: as it was held.
    public var quantity: Quantity
    public var date: CalendarDate
    /// Gain or loss of the year; nil when the mark of the year's end, or of the one before, is not known.
    public var profit: Money?
    /// Still held on 31 December.
    public var isMark: Bool

    public init(
        account: String, contract: OptionContract, quantity: Quantity, date: CalendarDate, profit: Money?,
        isMark: Bool
    ) {
        self.account = account
        self.contract = contract
        self.quantity = quantity
        self.date = date
        self.profit = profit
        self.isMark = isMark
    }
}

/// Section 1256 contracts of one tax year (Form 6781).
public struct Section1256Year: Sendable, Hashable {
    public var year: Int
    public var lines: [Section1256Line]
    /// Sum of the known lines.
    public var total: Money
    /// 60 % of it.
    public var longTerm: Money
    /// 40 % of it.
    public var shortTerm: Money
    /// Lines whose mark is not known; they are in no sum.
    public var unknownCount: Int

    public init(
        year: Int, lines: [Section1256Line], total: Money, longTerm: Money, shortTerm: Money, unknownCount: Int
    ) {
        self.year = year
        self.lines = lines
        self.total = total
        self.longTerm = longTerm
        self.shortTerm = shortTerm
        self.unknownCount = unknownCount
    }
}
