import MagnusQuant

/// What a candidate of several legs adds to one of a single option. Figures are of one unit, before fees.
public struct CandidateSpread: Sendable, Hashable {
    /// One leg of the unit.
    public struct Leg: Sendable, Hashable {
        public var contract: OptionContract
        /// -1 sold, +1 bought.
        public var quantity: Int
        public var bid: Double?
        public var ask: Double?
        /// Dollars per share assumed: the mid, a quarter of the spread to the worse side.
        public var price: Figure
        /// Annual decimal, from the mid.
        public var impliedVolatility: Figure
        /// Of one long option.
        public var delta: Figure
        public var openInterest: Int?
        public var volume: Int?
        /// At the scan.
        public var quoteAgeSeconds: Double?
        /// What it was priced with; nil when not priced.
        public var terms: OptionTerms?

        public init(
            contract: OptionContract, quantity: Int, bid: Double?, ask: Double?, price: Figure,
            impliedVolatility: Figure, delta: Figure, openInterest: Int?, volume: Int?, quoteAgeSeconds: Double?,
            terms: OptionTerms?
        ) {
            self.contract = contract
            self.quantity = quantity
            self.bid = bid
            self.ask = ask
            self.price = price
            self.impliedVolatility = impliedVolatility
            self.delta = delta
            self.openInterest = openInterest
            self.volume = volume
            self.quoteAgeSeconds = quoteAgeSeconds
            self.terms = terms
        }
    }

    /// What a person has to know before such a trade, apart from its gates.
    public struct Warning: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            /// A call is sold over an ex-date.
            case exDividend = "ex_dividend"
            /// Exercise of an option sold may be worth more to its holder than keeping it.
            case earlyExercise = "early_exercise"
        }

        public var kind: Kind
        /// One sentence with its figures.
        public var text: String

        public init(kind: Kind, text: String) {
            self.kind = kind
            self.text = text
        }
    }

    /// bullPutSpread, bearCallSpread, ironCondor, or a calendar or diagonal of calls or puts.
    public var kind: StrategyKind
    /// Puts before calls by strike, calendars and diagonals by expiry.
    public var legs: [Leg]
    /// Dollars per share between the strikes, of a condor the wider; nil for calendars.
    public var width: Double?
    /// Dollars per share: bids of what is sold less asks of what is bought. A debit is negative.
    public var naturalCredit: Figure
    /// The same between the mids.
    public var midCredit: Figure
    /// ``Candidate/fill`` over the width, fraction; negative for the debit of a diagonal.
    public var creditToWidth: Figure
    /// Dollars. Of a calendar or diagonal at the front expiry, the volatility of what is left unchanged.
    public var maximumProfit: Figure
    /// Dollars, positive.
    public var maximumLoss: Figure
    /// Dollars: the most a calendar or diagonal makes when the volatility of what is left is a tenth lower, and a tenth
    /// higher.
    public var maximumProfitBand: [Figure]
    /// Spots at the (front) expiry, ascending.
    public var breakevens: [Double]
    /// Dollars at the (front) expiry, risk-neutral: about minus the cost of trading, and no forecast.
    public var expectedValue: Figure
    /// Shares.
    public var positionDelta: Figure
    /// (front volatility - forward volatility)/forward volatility of a calendar.
    public var forwardFactor: Figure
    /// Theta of the front over that of the back.
    public var thetaRatio: Figure
    /// Extrinsic value of the option sold over that of the one bought, of a diagonal at the prices assumed: from 1 the
    /// first option sold pays for all the time that was bought.
    public var extrinsicRatio: Figure
    public var warnings: [Warning]

    public init(
        kind: StrategyKind, legs: [Leg], width: Double?, naturalCredit: Figure, midCredit: Figure,
        creditToWidth: Figure, maximumProfit: Figure, maximumLoss: Figure, maximumProfitBand: [Figure] = [],
        breakevens: [Double], expectedValue: Figure, positionDelta: Figure,
        forwardFactor: Figure = .unknown(.notApplicable), thetaRatio: Figure = .unknown(.notApplicable),
        extrinsicRatio: Figure = .unknown(.notApplicable), warnings: [Warning] = []
    ) {
        self.kind = kind
        self.legs = legs
        self.width = width
        self.naturalCredit = naturalCredit
        self.midCredit = midCredit
        self.creditToWidth = creditToWidth
        self.maximumProfit = maximumProfit
        self.maximumLoss = maximumLoss
        self.maximumProfitBand = maximumProfitBand
        self.breakevens = breakevens
        self.expectedValue = expectedValue
        self.positionDelta = positionDelta
        self.forwardFactor = forwardFactor
        self.thetaRatio = thetaRatio
        self.extrinsicRatio = extrinsicRatio
        self.warnings = warnings
    }
}
