import MagnusTerminal

/// Columns of the Positions pane. The raw value is the name a person reads in the column chooser and in preferences.
public enum PositionColumn: String, Sendable, Hashable, CaseIterable {
    case symbol
    case position
    case expiry
    case dte
    case profit = "p/l"
    case captured = "cap"
    case distance = "dist"
    case delta
    case theta
    case assignment = "assign"
    case flags
    case spot
    case mark
    case quotes = "bid-ask"
    case entry
    case leftPerYear = "left/yr"
    case extrinsic
    case volatility = "iv"
    case percentile = "ivp"
    case breakeven
    case collateral
    case held
    case basis
    case account
    case note

    /// Cells it takes.
    var width: Int {
        switch self {
        case .symbol, .expiry, .captured, .delta, .theta: 5
        case .position: 16
        case .dte, .percentile: 3
        case .profit, .spot, .mark, .entry, .breakeven, .collateral, .leftPerYear: 7
        case .distance, .extrinsic: 6
        case .assignment, .flags, .held, .note: 4
        case .quotes: 13
        case .volatility: 5
        case .basis: 20
        case .account: 8
        }
    }

    var alignment: TextAlignment {
        switch self {
        case .symbol, .position, .expiry, .flags, .account, .note: .left
        default: .right
        }
    }

    /// Shown only when there is room or when asked for.
    public var isWide: Bool {
        switch self {
        case .symbol, .position, .expiry, .dte, .profit, .captured, .distance, .delta, .theta, .assignment, .flags:
            false
        default: true
        }
    }

    /// Kept however narrow the pane is.
    var isFixed: Bool { self == .symbol || self == .position }

    func heading(_ glyphs: GlyphSet) -> String {
        switch self {
        case .symbol: "Sym"
        case .position: "Position"
        case .expiry: "Exp"
        case .dte: "DTE"
        case .profit: "P/L"
        case .captured: "Cap"
        case .distance: "Dist"
        case .delta: glyphs.delta
        case .theta: glyphs.theta + "/d"
        case .assignment: "Asg"
        case .flags: "Flag"
        case .spot: "Spot"
        case .mark: "Mark"
        case .quotes: "Bid" + glyphs.times + "Ask"
        case .entry: "Entry"
        case .leftPerYear: "Left/yr"
        case .extrinsic: "Extr"
        case .volatility: "IV"
        case .percentile: "IVP"
        case .breakeven: "BE"
        case .collateral: "Coll"
        case .held: "Held"
        case .basis: "Basis b/t/w"
        case .account: "Acct"
        case .note: "Note"
        }
    }

    /// What it means, for the column chooser.
    var explanation: String {
        switch self {
        case .symbol: "underlying"
        case .position: "strategy and strikes"
        case .expiry: "nearest expiry; YY-MM beyond 300 days"
        case .dte: "calendar days to expiry"
        case .profit: "open profit and loss in dollars"
        case .captured: "share of the maximum profit"
        case .distance: "to the nearest short strike, + out of the money"
        case .delta: "in shares of the underlying, whole row"
        case .theta: "dollars a calendar day, whole row"
        case .assignment: "P(early exercise) + P(in the money), highest leg"
        case .flags: "D dividend P pin E earnings L loss T target R roll U uncovered B basis W order A adjusted"
        case .spot: "price of the underlying"
        case .mark: "net price a share to close at mid"
        case .quotes: "bid and ask of a single leg"
        case .entry: "net price a share, positive is a credit"
        case .leftPerYear: "what the rest of the premium still earns a year"
        case .extrinsic: "dollars of short time value left"
        case .volatility: "implied volatility of the nearest short leg"
        case .percentile: "its percentile over a year"
        case .breakeven: "nearest breakeven"
        case .collateral: "dollars reserved or at risk"
        case .held: "days since opened"
        case .basis: "per share: broker, tax, wheel"
        case .account: "account"
        case .note: "N where a note exists"
        }
    }

    /// Key under which `explain` knows the figure of a strategy row; nil for words and for what only legs have.
    var explainKey: String? {
        switch self {
        case .profit: "unrealized_pnl"
        case .captured: "profit_captured"
        case .distance: "distance_to_strike"
        case .delta: "delta"
        case .theta: "theta_per_day"
        case .assignment: "assignment_probability"
        case .mark: "mark_price"
        case .entry: "entry_price"
        case .leftPerYear: "left_per_year"
        case .extrinsic: "extrinsic"
        case .volatility: "iv"
        case .percentile: "iv_percentile"
        case .breakeven: "breakevens"
        case .collateral: "collateral"
        case .expiry: "expiry"
        case .dte: "dte"
        case .flags, .note: "flags"
        case .held: "days_held"
        case .basis: "basis"
        case .spot, .quotes: nil
        case .position: "intent"
        case .symbol, .account: nil
        }
    }

    /// Key of a leg's figure; nil where legs have none of their own.
    var legExplainKey: String? {
        switch self {
        case .spot: "underlying_price"
        case .mark, .quotes: "mark"
        case .entry, .basis: "average_price"
        case .leftPerYear, .percentile, .breakeven, .collateral, .flags, .note, .position: nil
        default: explainKey
        }
    }
}
