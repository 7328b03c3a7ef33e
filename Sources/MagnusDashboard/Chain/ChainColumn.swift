import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// A column of one side of a chain, from the strikes outwards.
public enum ChainColumn: String, Sendable, Hashable, CaseIterable {
    case bid
    case ask
    case mid
    case last
    case volatility
    case delta
    case gamma
    case theta
    case vega
    case rho
    case profit
    case touch
    case volume
    case interest
    case held

    /// Heading, as wide as the terminal's signs allow.
    func title(_ glyphs: GlyphSet) -> String {
        switch self {
        case .bid: "Bid"
        case .ask: "Ask"
        case .mid: "Mid"
        case .last: "Last"
        case .volatility: "IV"
        case .delta: glyphs.delta
        case .gamma: glyphs.gamma
        case .theta: glyphs.theta + "/d"
        case .vega: "Vega"
        case .rho: "Rho"
        case .profit: "POP"
        case .touch: "Tch"
        case .volume: "Vol"
        case .interest: "OI"
        case .held: "Held"
        }
    }

    /// JSON key of the figure, for explaining; nil for what is only quoted or counted.
    var key: String {
        switch self {
        case .bid: "bid"
        case .ask: "ask"
        case .mid: "mid"
        case .last: "last"
        case .volatility: "iv"
        case .delta: "delta"
        case .gamma: "gamma"
        case .theta: "theta_per_day"
        case .vega: "vega_per_point"
        case .rho: "rho_per_point"
        case .profit: "probability_of_profit"
        case .touch: "probability_of_touch"
        case .volume: "volume"
        case .interest: "open_interest"
        case .held: "held_quantity"
        }
    }

    /// Columns it takes without the blank before it.
    /// - Parameter isDear: prices have four digits before the point.
    func width(isDear: Bool) -> Int {
        switch self {
        case .bid, .ask, .mid, .last: isDear ? 7 : 6
        case .volatility, .gamma, .theta, .vega, .rho, .volume, .interest: 6
        case .delta: 5
        case .profit, .touch, .held: 4
        }
    }

    /// What is said of it in words below the table.
    var words: String {
        switch self {
        case .profit: "short POP"
        case .touch: "touch"
        case .volatility: "IV"
        case .theta: "theta a day"
        case .held: "held"
        case .interest: "open interest"
        default: rawValue
        }
    }
}

/// Which columns come first where not all fit.
public enum ChainColumnSet: String, Sendable, Hashable, CaseIterable {
    case market
    case greeks
    case odds

    /// By falling importance; what is held always shows.
    var order: [ChainColumn] {
        switch self {
        case .market:
            [
                .held, .bid, .ask, .volatility, .delta, .mid, .interest, .volume, .profit, .touch, .theta, .gamma,
                .vega,
                .rho, .last,
            ]
        case .greeks:
            [
                .held, .mid, .delta, .gamma, .theta, .vega, .volatility, .rho, .bid, .ask, .profit, .touch, .interest,
                .volume, .last,
            ]
        case .odds:
            [
                .held, .mid, .delta, .profit, .touch, .volatility, .last, .volume, .interest, .bid, .ask, .theta,
                .gamma,
                .vega, .rho,
            ]
        }
    }

    var next: ChainColumnSet {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }

    /// The columns that fit on one side, from the strikes outwards.
    func columns(width: Int, isDear: Bool) -> [ChainColumn] {
        var left = width
        var kept: Set<ChainColumn> = []
        for column in order {
            let needed = column.width(isDear: isDear) + 1
            // A gap in the order would show what matters less.
            guard needed <= left else { break }
            left -= needed
            kept.insert(column)
        }
        return ChainColumn.allCases.filter(kept.contains)
    }
}
