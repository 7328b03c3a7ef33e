/// Marks in the Flag column of Positions.
public enum PositionFlag: String, Sendable, Hashable, CaseIterable {
    case dividend = "D"
    case pin = "P"
    case earnings = "E"
    case lossLimit = "L"
    case target = "T"
    case rollWindow = "R"
    case uncoveredShares = "U"
    case belowBasis = "B"
    case workingOrder = "W"
    case adjusted = "A"
    case settling = "S"
    case note = "N"
    /// Assignment is wanted and funded.
    case funded = "✓"
}

/// One row of Positions: a strategy with its legs.
public struct StrategyValuation: Sendable, Hashable {
    /// Stable across snapshots.
    public var id: String
    public var account: String
    /// Underlying.
    public var symbol: String
    public var kind: StrategyKind
    /// Text of the Position column, for example `-1 PCS 597/592`.
    public var title: String
    public var legs: [PositionValuation]
    /// Nearest expiry of its options.
    public var expiry: CalendarDate?
    public var daysToExpiry: Int?
    public var unrealizedProfit: Figure
    public var dayProfit: Figure
    /// Dollars; unknown when unlimited.
    public var maximumProfit: Figure
    /// Dollars, positive; unknown when unlimited.
    public var maximumLoss: Figure
    /// Fraction of the maximum profit, credits at the natural price (trader.md section 3 item 10); unknown(.locked) prints `lock`.
    public var captured: Figure
    /// Fraction of the spot to the nearest short strike, positive out of the money.
    public var distance: Figure
    /// The same in dollars per share.
    public var distanceDollars: Figure
    /// ln(K/S) over sigma root T left, positive out of the money.
    public var distanceSigmas: Figure
    public var delta: Figure
    public var thetaPerDay: Figure
    public var vegaPerPoint: Figure
    /// Highest leg.
    public var assignmentProbability: Figure
    /// Dollars of short extrinsic value in the row.
    public var extrinsic: Figure
    /// Dollars, positive pays, natural side.
    public var costToClose: Figure
    /// Cost to buy back over collateral times 365/DTE.
    public var leftPerYear: Figure
    public var breakevens: [Double]
    /// Dollars reserved or at risk.
    public var collateral: Figure
    /// Net per share, positive is a credit.
    public var entryPrice: Figure
    /// Net per share to close at mid, positive pays.
    public var markPrice: Figure
    /// Of the nearest short leg.
    public var impliedVolatility: Figure
    /// 0-100.
    public var volatilityPercentile: Figure
    /// In the order of ``PositionFlag``.
    public var flags: [PositionFlag]
    /// Of the worst alert on the row.
    public var severity: AlertPriority?
    public var intent: PositionIntent
    public var hasNote: Bool
    public var openedAt: Instant

    public init(
        id: String, account: String, symbol: String, kind: StrategyKind, title: String, legs: [PositionValuation],
        expiry: CalendarDate?, daysToExpiry: Int?, unrealizedProfit: Figure, dayProfit: Figure, maximumProfit: Figure,
        maximumLoss: Figure, captured: Figure, distance: Figure, distanceDollars: Figure, distanceSigmas: Figure,
        delta: Figure, thetaPerDay: Figure, vegaPerPoint: Figure, assignmentProbability: Figure, extrinsic: Figure,
        costToClose: Figure, leftPerYear: Figure, breakevens: [Double], collateral: Figure, entryPrice: Figure,
        markPrice: Figure, impliedVolatility: Figure, volatilityPercentile: Figure, flags: [PositionFlag] = [],
        severity: AlertPriority? = nil, intent: PositionIntent, hasNote: Bool = false, openedAt: Instant
    ) {
        self.id = id
        self.account = account
        self.symbol = symbol
        self.kind = kind
        self.title = title
        self.legs = legs
        self.expiry = expiry
        self.daysToExpiry = daysToExpiry
        self.unrealizedProfit = unrealizedProfit
        self.dayProfit = dayProfit
        self.maximumProfit = maximumProfit
        self.maximumLoss = maximumLoss
        self.captured = captured
        self.distance = distance
        self.distanceDollars = distanceDollars
        self.distanceSigmas = distanceSigmas
        self.delta = delta
        self.thetaPerDay = thetaPerDay
        self.vegaPerPoint = vegaPerPoint
        self.assignmentProbability = assignmentProbability
        self.extrinsic = extrinsic
        self.costToClose = costToClose
        self.leftPerYear = leftPerYear
        self.breakevens = breakevens
        self.collateral = collateral
        self.entryPrice = entryPrice
        self.markPrice = markPrice
        self.impliedVolatility = impliedVolatility
        self.volatilityPercentile = volatilityPercentile
        self.flags = flags
        self.severity = severity
        self.intent = intent
        self.hasNote = hasNote
        self.openedAt = openedAt
    }
}

extension StrategyValuation {
    /// One of its open options has no Greeks while one on the other side has them: the rest alone is another risk than that
    /// of the row, so that sums of risk leave all of its options out.
    public var isPartlyPriced: Bool { Self.isPartlyPriced(legs) }

    /// The same of legs that make a row.
    public static func isPartlyPriced(_ legs: [PositionValuation]) -> Bool {
        let options = legs.filter { leg in
            if case .option = leg.position.instrument { leg.state == .open } else { false }
        }
        return options.contains { lost in
            lost.delta.value == nil
                && options.contains {
                    $0.delta.value != nil && $0.position.quantity.isShort != lost.position.quantity.isShort
                }
        }
    }

    /// The symbol as the exchange lists it: the root of an adjusted contract, `LCID1`, else ``symbol``.
    public var listedSymbol: String {
        for leg in legs {
            if case .option(let contract) = leg.position.instrument, contract.isAdjusted { return contract.root }
        }
        return symbol
    }
}
