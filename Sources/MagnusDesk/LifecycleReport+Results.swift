import MagnusDomain

extension LifecycleReport {
    /// Realised results: totals, groups, curve.
    public struct Performance: Sendable, Hashable {
        /// Over complete outcomes: openings of which nothing is held any more.
        public var summary: PerformanceSummary
        /// The same by strategy, in order of the kind's name; `unknown` where no strategy was recognised.
        public var byStrategy: [Group]
        /// The same by underlying.
        public var bySymbol: [Group]
        /// Realised by lot, by key; the sums of each grouping are the sum of all lots of known cost.
        public var realized: [RealizedGrouping: [RealizedGroup]]
        /// Of everything closed, first in first out, fees included.
        public var realizedTotal: Money
        /// The same at average cost.
        public var averageCostTotal: Money
        /// Commissions and fees of the closed lots: negative.
        public var fees: Money
        /// Lots whose cost is not known, and closings whose opening is in no file; they are in no sum.
        public var unknownCost: Int
        /// The part of ``unknownCost`` that are closings whose opening is in no file.
        public var unopenedCount = 0
        /// False where something was closed and of nothing the result is known: the sums are unknown then, not zero.
        public var isRealizedKnown = true
        /// The part of ``realizedTotal`` that is as the broker states, of closings that no entry opened, and how many.
        public var statedTotal = Money.zero
        public var statedCount = 0
        /// Both as one.
        public var stated: StatedSum { StatedSum(count: statedCount, profit: statedTotal) }
        /// One point a day with an event.
        public var curve: [EquityPoint]
        /// Deepest fall of the realised curve below its highest point so far, positive dollars.
        public var drawdown: Money

        /// One group of outcomes with its measures.
        public struct Group: Sendable, Hashable {
            public var key: String
            public var summary: PerformanceSummary

            public init(key: String, summary: PerformanceSummary) {
                self.key = key
                self.summary = summary
            }
        }

        public init(
            summary: PerformanceSummary = PerformanceSummary(), byStrategy: [Group] = [], bySymbol: [Group] = [],
            realized: [RealizedGrouping: [RealizedGroup]] = [:], realizedTotal: Money = .zero,
            averageCostTotal: Money = .zero, fees: Money = .zero, unknownCost: Int = 0, curve: [EquityPoint] = [],
            drawdown: Money = .zero
        ) {
            self.summary = summary
            self.byStrategy = byStrategy
            self.bySymbol = bySymbol
            self.realized = realized
            self.realizedTotal = realizedTotal
            self.averageCostTotal = averageCostTotal
            self.fees = fees
            self.unknownCost = unknownCost
            self.curve = curve
            self.drawdown = drawdown
        }
    }

    /// A wheel with what the view shows beside it.
    public struct Wheel: Sendable, Hashable {
        public var campaign: WheelCampaign
        /// Per share of what is held; `not_applicable` without shares, `no_basis` where the ledger cannot tell.
        public var brokerBasis: Figure
        public var taxBasis: Figure
        public var wheelBasis: Figure
        /// Wheel basis once the open calls have expired: the wheel basis less what they brought a share.
        public var wheelBasisIfCallsExpire: Figure
        /// 365 x profit over collateral days, decimal; `incomplete` without a day of collateral.
        public var annualizedReturn: Figure

        public init(
            campaign: WheelCampaign, brokerBasis: Figure, taxBasis: Figure, wheelBasis: Figure,
            wheelBasisIfCallsExpire: Figure = .unknown(.notApplicable), annualizedReturn: Figure
        ) {
            self.campaign = campaign
            self.wheelBasisIfCallsExpire = wheelBasisIfCallsExpire
            self.brokerBasis = brokerBasis
            self.taxBasis = taxBasis
            self.wheelBasis = wheelBasis
            self.annualizedReturn = annualizedReturn
        }
    }

    /// The Saturday report.
    public struct Settlement: Sendable, Hashable {
        /// The day the series ended.
        public var expiry: CalendarDate
        public var lines: [SettlementLine]
        /// Close of each underlying by symbol, with why it is missing.
        public var closes: [String: Figure]
        /// Shares that came by this expiry.
        public var newLots: [NewLot]
        /// First and last day of the week of the expiry, Monday and Sunday.
        public var weekBegins: CalendarDate
        public var weekEnds: CalendarDate
        /// What the week brought, by symbol in order of its name.
        public var week: [Week]
        /// Days before ``expiry`` on which contracts were held into their expiry, latest first.
        public var earlier: [CalendarDate] = []
        /// The next expiry of what is held now, with its underlyings; nil when no option is held.
        public var next: NextExpiry?

        /// What expires next.
        public struct NextExpiry: Sendable, Hashable {
            public var day: CalendarDate
            /// By name.
            public var symbols: [String]

            public init(day: CalendarDate, symbols: [String]) {
                self.day = day
                self.symbols = symbols
            }
        }

        /// New shares with their three bases per share.
        public struct NewLot: Sendable, Hashable {
            public var account: String
            public var symbol: String
            public var quantity: Quantity
            public var brokerBasis: Figure
            public var taxBasis: Figure
            public var wheelBasis: Figure

            public init(
                account: String, symbol: String, quantity: Quantity, brokerBasis: Figure, taxBasis: Figure,
                wheelBasis: Figure
            ) {
                self.account = account
                self.symbol = symbol
                self.quantity = quantity
                self.brokerBasis = brokerBasis
                self.taxBasis = taxBasis
                self.wheelBasis = wheelBasis
            }
        }

        /// One symbol's week.
        public struct Week: Sendable, Hashable {
            public var symbol: String
            /// Net credits of the options opened, fees and the cost of their long legs taken off.
            public var premiumReceived: Money
            /// With ``stated``.
            public var realized: Money
            /// The part of ``realized`` that is as brokers state it.
            public var stated = StatedSum()
            /// Closed lots of the week whose cost is not known; they are in no sum.
            public var unknownCount = 0
            /// Dollars of time value in the short options still held; unknown with its reason where one is.
            public var openExtrinsic: Figure

            public init(symbol: String, premiumReceived: Money, realized: Money, openExtrinsic: Figure) {
                self.symbol = symbol
                self.premiumReceived = premiumReceived
                self.realized = realized
                self.openExtrinsic = openExtrinsic
            }
        }

        public init(
            expiry: CalendarDate, lines: [SettlementLine], closes: [String: Figure], newLots: [NewLot],
            weekBegins: CalendarDate, weekEnds: CalendarDate, week: [Week]
        ) {
            self.expiry = expiry
            self.lines = lines
            self.closes = closes
            self.newLots = newLots
            self.weekBegins = weekBegins
            self.weekEnds = weekEnds
            self.week = week
        }
    }

    /// What came in, by week and by month, periods without anything left out.
    public struct Income: Sendable, Hashable {
        public var weeks: [Period]
        public var months: [Period]

        /// One week or month.
        public struct Period: Sendable, Hashable {
            public var begins: CalendarDate
            /// The last day that belongs to it.
            public var ends: CalendarDate
            /// Net credits of the options opened, fees and the cost of their long legs taken off; debits are no premium.
            public var premiumReceived: Money
            /// Cash of closing what was opened for a credit, by a trade or by a settlement in cash, fees included: buying
            /// back is negative, selling its long legs positive.
            public var premiumClosed: Money
            /// Realised by options, fees included: what was kept of premiums.
            public var optionProfit: Money
            public var shareProfit: Money
            /// The part of ``optionProfit`` and ``shareProfit`` that is as brokers state it.
            public var stated = StatedSum()
            /// Closings whose opening is in no file, of options and of shares: what they realised is in no sum.
            public var unopenedOptions = 0
            public var unopenedShares = 0
            public var dividends: Money
            public var interest: Money
            /// Charged apart from trades; a cost is negative.
            public var fees: Money
            /// Of the benchmark with its dividends, decimal, from the last close before it to its last close.
            public var benchmarkReturn: Figure
            /// Of three-month Treasury bills over its days, decimal.
            public var billReturn: Figure

            public init(
                begins: CalendarDate, ends: CalendarDate, premiumReceived: Money = .zero, premiumClosed: Money = .zero,
                optionProfit: Money = .zero, shareProfit: Money = .zero, dividends: Money = .zero,
                interest: Money = .zero, fees: Money = .zero, benchmarkReturn: Figure = .unknown(.noSource),
                billReturn: Figure = .unknown(.noSource)
            ) {
                self.begins = begins
                self.ends = ends
                self.premiumReceived = premiumReceived
                self.premiumClosed = premiumClosed
                self.optionProfit = optionProfit
                self.shareProfit = shareProfit
                self.dividends = dividends
                self.interest = interest
                self.fees = fees
                self.benchmarkReturn = benchmarkReturn
                self.billReturn = billReturn
            }

            /// Realised with dividends, interest and fees.
            public var total: Money { optionProfit + shareProfit + dividends + interest + fees }

            public var unopenedCount: Int { unopenedOptions + unopenedShares }
            /// False where options were closed and of none the result is known; the same of shares, and of the total.
            public var isOptionProfitKnown: Bool { unopenedOptions == 0 || optionProfit != .zero }
            public var isShareProfitKnown: Bool { unopenedShares == 0 || shareProfit != .zero }
            public var isTotalKnown: Bool {
                unopenedCount == 0 || [optionProfit, shareProfit, dividends, interest, fees].contains { $0 != .zero }
            }
        }

        public init(weeks: [Period] = [], months: [Period] = []) {
            self.weeks = weeks
            self.months = months
        }
    }

    /// One tax year. Flags, not tax advice.
    public struct TaxYear: Sendable, Hashable {
        public var year: Int
        /// Gains and losses of the lines whose cost is known, without section 1256.
        public var shortTerm: Money
        public var longTerm: Money
        /// Of lines whose cost is known and whose term is not: shares that were moved in at a price and sold within a year.
        public var unknownTerm = Money.zero
        /// Lines whose cost is not known; they are in no sum.
        public var unknownCount: Int
        /// Short-term first, then by day sold.
        public var lines: [Form8949Line]
        public var section1256: Section1256Year
        /// Losses of the year with purchases within 30 days, over all accounts, December and January first.
        public var washSales: [WashSaleCandidate]
        public var dividends: Money
        public var interest: Money
        /// Calls written against shares that were open in the year, and what they do to the holding period.
        public var coveredCalls: [CoveredCallFlag] = []
        /// Dividends of the year with their 61-day test.
        public var dividendFlags: [DividendFlag] = []
        /// Sums of the lines by account, to compare with each 1099-B.
        public var totals: [BrokerTotal] = []
        /// What brokers state of closings of the year whose opening is in no entry: no line of a form can be made of them,
        /// since day acquired, cost and term are not known. In no other sum of the year.
        public var stated = StatedSum()

        public init(
            year: Int, shortTerm: Money, longTerm: Money, unknownCount: Int, lines: [Form8949Line],
            section1256: Section1256Year, washSales: [WashSaleCandidate], dividends: Money, interest: Money
        ) {
            self.year = year
            self.shortTerm = shortTerm
            self.longTerm = longTerm
            self.unknownCount = unknownCount
            self.lines = lines
            self.section1256 = section1256
            self.washSales = washSales
            self.dividends = dividends
            self.interest = interest
        }
    }
}
