import MagnusDomain

/// What a row reserves of its account's cash.
struct RowCapital: Sendable {
    var reserve: CashReserve
    /// Whether the balances list the reserve: rows with something short, and others that take cash.
    var isListed = false
}

/// The rows of one account on one underlying: they cover each other, and share a margin requirement.
struct CapitalGroup: Sendable {
    /// They stand beside each other.
    let rows: Range<Int>
    let underlying: Int
    /// Index of its account in the content, and its own place among the groups of that account; nil where the content
    /// has no such account.
    let account: Int?
    let place: Int
    /// Legs that have not expired long ago, in the order of the rows.
    var members: [Int] = []
    /// Of the margin rule; nil until it is needed.
    var layout: MarginLayout?
    /// What the present requirement was worked out with.
    var marks: [Figure] = []
    var terms: MarginRequirement.Underlying?
    var pairs: [MarginRequirement.Pair] = []
    /// Of the layout.
    var known = MarginPairings()
    var part: RequirementPart

    init(rows: Range<Int>, underlying: Int, account: Int?, place: Int, symbol: String) {
        self.rows = rows
        self.underlying = underlying
        self.account = account
        self.place = place
        part = RequirementPart(symbol: symbol, figure: .unknown(.incomplete), pairs: [])
    }
}

/// One account with its sums. Everything in it is kept until something of it changes.
struct AccountState: Sendable {
    let holdings: AccountHoldings
    let legs: [Int]
    let rows: Range<Int>
    let groups: Range<Int>
    var sums: SumTree<AccountSum>
    /// Of the margin rule, by underlying; empty for accounts that it does not bind.
    var requirement: SumTree<FigureSum>
    var parts: [RequirementPart]
    /// What is listed of its rows, and the sum of all of them.
    var reserves: [CashReserve] = []
    var reserved = Figure(0)
    /// Rows that expire before it are funded; nil when all are.
    var fundedBefore: CalendarDate?
    /// The profit of the day of what is gone.
    var closings = FigureSum()
    var valuation: AccountValuation?
    var areReservesStale = true

    var isMargin: Bool { holdings.account.rules == .regulationT }
}

extension CashReserve {
    /// The first expiry day for which an account's cash does not hold, or nobody knows; nil when it holds for all. Cash goes
    /// to the nearest expiry first, as in ``AccountValuation/isFunded(row:)``.
    static func fundedBefore(_ reserves: [CashReserve], cash: Money) -> CalendarDate? {
        var due: [CalendarDate: FigureSum] = [:]
        for reserve in reserves {
            guard let day = reserve.expiry else { continue }
            due[day, default: FigureSum()].add(reserve.figure)
        }
        var left = cash.dollars
        for day in due.keys.sorted() {
            guard let amount = due[day]?.complete.value else { return day }
            left -= amount
            // Half a cent: sums of dollars in binary.
            if left <= -0.005 { return day }
        }
        return nil
    }
}
