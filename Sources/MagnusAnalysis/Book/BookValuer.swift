import MagnusDomain
import MagnusQuant

/// The book as a value that follows the market.
///
/// New content rebuilds the rows; a quote only marks its legs, and ``valuation(now:)`` revalues what was marked, what a
/// second of time has moved, and the rows and totals above them. The result depends on the inputs alone.
public struct BookValuer: Sendable {
    public let calendar: ExchangeCalendar
    public let settings: BookSettings
    public let benchmark: String
    var rates: RateCurve
    var content = BookContent(accounts: [], positions: [])
    var severities: [String: AlertPriority] = [:]
    var legs: [BookLeg] = []
    var valuations: [PositionValuation] = []
    var contributions: [LegContribution] = []
    var underlyings: [BookUnderlying] = []
    var underlyingIndex: [String: Int] = [:]
    var legsByContract: [OptionContract: [Int]] = [:]
    var rows: [BookRow] = []
    var rowOfLeg: [Int] = []
    var strategies: [StrategyValuation] = []
    var isRowMarked: [Bool] = []
    var rowCapital: [RowCapital] = []
    var capitalGroups: [CapitalGroup] = []
    var isGroupMarked: [Bool] = []
    var markedGroups: [Int] = []
    /// By group: a series has ended since its reserves were worked out.
    var areReservesStale: [Bool] = []
    var accountStates: [AccountState] = []
    /// Index of a leg's account, and its place among that account's legs.
    var accountOfLeg: [Int?] = []
    var placeOfLeg: [Int] = []
    /// The day that long-dated options count from.
    var requirementDay = CalendarDate(daysSinceEpoch: 0)
    var bookSums = SumTree<BookSum>()
    var isLegExcluded: [Bool] = []
    /// Rows of which only a part of the options has a price.
    var tornRows: Set<Int> = []
    var exclusions: [String: Int] = [:]
    /// The names of ``exclusions`` in order.
    var excluded: [String] = []
    /// What is in no row any more; nil when it is to be worked out.
    var closings: [DayClosing]?
    var closingProfit = FigureSum()
    /// How often content was rebuilt, and how often valued; what the last valuation revalued.
    var contentNumber = 0
    var valuationNumber = 0
    var revaluedLegs: [Int] = []
    /// What it took so far.
    public internal(set) var work = BookWork()
    var symbolGroups = GreeksGroups()
    var sectorGroups = GreeksGroups()
    var rowGroups = GreeksGroups()
    var positionRows: [GreeksRow] = []
    /// Last quotes of contracts, kept across new content.
    var optionQuotes: [OptionContract: Quote] = [:]
    var previousMarks: [OptionContract: Figure] = [:]
    /// Last known smile of contracts whose quotes told no volatility, kept across new content.
    var smiles: [OptionContract: SmileVolatility] = [:]
    var isDirty: [Bool] = []
    var dirtyLegs: [Int] = []
    var status: MarketStatus?
    /// The latest official close at the last valuation.
    var lastClose: Instant?
    var repricingsLeft = Int.max
    /// Price deltas are weighted with; follows the benchmark in steps of a basis point.
    var benchmarkReference: Double?
    /// When every leg was last brought up to the moment.
    var refreshedAt: Instant?
    /// What moved since the previous official close and is not held any more.
    var closedMovements: [DayMovement] = []
    /// Cash since then that belongs to no instrument.
    var cashMovements: [DayMovement] = []

    /// - Parameters:
    ///   - benchmark: Symbol that deltas are weighted to, normally `SPY`.
    public init(
        calendar: ExchangeCalendar = .standard, rates: RateCurve, benchmark: String = "SPY",
        settings: BookSettings = BookSettings()
    ) {
        self.calendar = calendar
        self.rates = rates
        self.benchmark = benchmark
        self.settings = settings
        register(benchmark)
    }

    /// Replaces what is held. Quotes and pricings of contracts that stay are kept.
    public mutating func apply(_ content: BookContent) {
        self.content = content
        rebuild()
    }

    /// Replaces profiles, histories and quotes by those of a snapshot; symbols it does not know keep theirs.
    public mutating func apply(_ market: MarketSnapshot) {
        apply(rates: market.rates)
        for (symbol, underlying) in market.underlyings { apply(underlying, symbol: symbol) }
        for (contract, quote) in market.optionQuotes { set(quote, for: contract) }
    }

    /// Replaces what is known of one underlying.
    public mutating func apply(_ market: UnderlyingMarket, symbol: String) {
        let index = register(symbol)
        let hadOptions = underlyings[index].hasListedOptions
        let sector = underlyings[index].profile.sector
        let isChanged = underlyings[index].profile != market.profile
        let volatility = underlyings[index].fallbackVolatility
        underlyings[index].apply(market)
        if isChanged { closings = nil }
        // Histories may arrive after the first quotes: what had no volatility of its own was priced without any.
        let isFallbackChanged = underlyings[index].fallbackVolatility != volatility
        for leg in underlyings[index].legs
        where isChanged || (isFallbackChanged && legs[leg].priced.map { !$0.isAllOwn } ?? true) {
            legs[leg].priced = nil
        }
        markUnderlying(index)
        let hasOptions = underlyings[index].hasListedOptions
        if !underlyings[index].legs.isEmpty, hadOptions != hasOptions || sector != market.profile.sector {
            rebuild()
        }
    }

    /// New quotes. Only legs that depend on them are revalued.
    public mutating func apply(
        underlyingQuotes: [String: Quote] = [:], optionQuotes: [OptionContract: Quote] = [:]
    ) {
        for (symbol, quote) in underlyingQuotes {
            guard let index = underlyingIndex[symbol] else { continue }
            underlyings[index].setQuote(quote)
            markUnderlying(index)
        }
        for (contract, quote) in optionQuotes { set(quote, for: contract) }
    }

    /// Marks of the previous official close, per share, for the profit of the day.
    public mutating func apply(previousMarks: [OptionContract: Double]) {
        apply(previousMarks: previousMarks.mapValues { Figure($0) })
    }

    /// The same with their trust: the profit of the day is trusted no more than the mark it counts from.
    public mutating func apply(previousMarks: [OptionContract: Figure]) {
        guard previousMarks != self.previousMarks else { return }
        self.previousMarks = previousMarks
        closings = nil
        for index in legs.indices {
            legs[index].previousMark = legs[index].contract.flatMap { previousMarks[$0] }
            mark(index)
        }
    }

    /// A new rate curve reprices everything.
    public mutating func apply(rates: RateCurve) {
        guard rates.points != self.rates.points else { return }
        self.rates = rates
        for index in legs.indices {
            legs[index].priced = nil
            mark(index)
        }
    }

    /// Severity of the worst open alert by row id.
    public mutating func apply(severities: [String: AlertPriority]) {
        guard severities != self.severities else { return }
        self.severities = severities
        for index in rows.indices where strategies.indices.contains(index) {
            let severity = severities[rows[index].strategy.id]
            if strategies[index].severity != severity { strategies[index].severity = severity }
        }
    }

    /// The contracts whose quotes the book needs.
    public var contracts: [OptionContract] { Array(legsByContract.keys) }

    /// The contracts that were held at the previous official close and are gone: only their marks of that close count.
    public var closedContracts: [OptionContract] {
        closedMovements.compactMap { movement in
            guard case .option(let contract) = movement.instrument, !movement.heldAtClose.isZero,
                legsByContract[contract] == nil
            else { return nil }
            return contract
        }
    }

    /// The underlyings whose quotes the book needs, the benchmark among them.
    public var symbols: [String] {
        let gone = closedMovements.compactMap { movement -> String? in
            guard case .stock(let symbol) = movement.instrument, !movement.heldAtClose.isZero else { return nil }
            return symbol
        }
        return underlyings.filter { !$0.legs.isEmpty || $0.symbol == benchmark || gone.contains($0.symbol) }
            .map(\.symbol)
    }

    /// The symbol's index, after adding it where it is new.
    @discardableResult
    mutating func register(_ symbol: String) -> Int {
        if let index = underlyingIndex[symbol] { return index }
        underlyings.append(BookUnderlying(symbol: symbol))
        underlyingIndex[symbol] = underlyings.count - 1
        return underlyings.count - 1
    }

    mutating func mark(_ leg: Int) {
        guard !isDirty[leg] else { return }
        isDirty[leg] = true
        dirtyLegs.append(leg)
    }

    private mutating func markUnderlying(_ index: Int) {
        for leg in underlyings[index].legs { mark(leg) }
    }

    private mutating func set(_ quote: Quote, for contract: OptionContract) {
        guard optionQuotes[contract] != quote else { return }
        guard let held = legsByContract[contract] else {
            optionQuotes[contract] = quote
            return
        }
        optionQuotes[contract] = quote
        for leg in held {
            legs[leg].quote = quote
            mark(leg)
        }
    }
}
