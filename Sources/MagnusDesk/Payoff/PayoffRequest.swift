import MagnusDomain

/// A leg of a trade that is only thought of: contracts of a chain, bought positive, sold negative.
public struct DraftLeg: Sendable, Hashable {
    public var contract: OptionContract
    /// Contracts; never 0.
    public var quantity: Int

    public init(contract: OptionContract, quantity: Int) {
        self.contract = contract
        self.quantity = quantity
    }
}

/// What a payoff is wanted of.
public enum PayoffSubject: Sendable, Hashable {
    /// A row of Positions by its id.
    case strategy(String)
    /// A trade that is only thought of, entered at what can be had now: sold at the bid, bought at the ask.
    case draft(symbol: String, legs: [DraftLeg])
    /// A row of Opportunities by its id, entered at its fill.
    case candidate(String)
    /// What a row would be after a roll, entered at what its campaign would have taken in.
    case roll(RollChoice)
}

/// What is supposed to be different from now.
public struct PayoffShift: Sendable, Hashable {
    /// Percent of the spot.
    public var spotPercent: Int
    /// Points of volatility added to that of every leg.
    public var volatilityPoints: Int
    /// Days that pass from now.
    public var days: Int

    public init(spotPercent: Int = 0, volatilityPoints: Int = 0, days: Int = 0) {
        self.spotPercent = spotPercent
        self.volatilityPoints = volatilityPoints
        self.days = days
    }

    public static let none = PayoffShift()
}

public struct PayoffRequest: Sendable, Hashable {
    public var subject: PayoffSubject
    public var shift: PayoffShift

    public init(subject: PayoffSubject, shift: PayoffShift = .none) {
        self.subject = subject
        self.shift = shift
    }
}

/// What became of a ``PayoffRequest``.
public enum PayoffAnswer: Sendable, Hashable {
    case payoff(PayoffReport)
    /// What could not be had, and why, in a sentence.
    case refused(String)
}

/// Bounds of a draft.
public enum DraftLimits {
    /// Legs of one draft.
    public static let legs = 10
    /// Contracts of one leg.
    public static let contracts = 999
}
