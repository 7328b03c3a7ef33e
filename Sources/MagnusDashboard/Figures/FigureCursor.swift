import MagnusDomain

/// A figure of the totals below Positions. The raw values are the keys `explain` knows them by.
public enum PositionTotal: String, Sendable, Hashable, CaseIterable {
    case openProfit = "unrealized_pnl"
    case dayProfit = "day_pnl"
    case theta = "theta_per_day"
    case shortExtrinsic = "short_extrinsic"

    var words: String {
        switch self {
        case .openProfit: "open profit"
        case .dayProfit: "profit of the day"
        case .theta: "decay of a day"
        case .shortExtrinsic: "short extrinsic value"
        }
    }

    func total(_ totals: FilteredTotals) -> Total {
        switch self {
        case .openProfit: totals.openProfit
        case .dayProfit: totals.dayProfit
        case .theta: totals.thetaPerDay
        case .shortExtrinsic: totals.shortExtrinsic
        }
    }

    func moved(by step: Int) -> PositionTotal { Self.allCases.moved(from: self, by: step) }
}

/// A figure below the rows of the book's page of Greeks.
public enum GreeksFootFigure: Sendable, Hashable {
    case weightedDollars
    case share
    case band
    case benchmarkFall
    /// A cell of the scenario strip, from 0.
    case scenario(Int)

    /// The two lines of the foot.
    static let deltaLine: [GreeksFootFigure] = [.weightedDollars, .share, .band, .benchmarkFall]

    static func strip(_ book: BookValuation) -> [GreeksFootFigure] {
        book.scenarios.indices.map { .scenario($0) }
    }

    var isScenario: Bool { if case .scenario = self { true } else { false } }

    /// As `explain` knows it.
    var identifier: String {
        switch self {
        case .weightedDollars: "book#beta_weighted_dollars"
        case .share: "book#delta_fraction_of_net_liquidation"
        case .band: "book#delta_band"
        case .benchmarkFall: "book#benchmark_fall_1pct"
        case .scenario(let index): "book#scenario/\(index)"
        }
    }

    func moved(by step: Int, _ book: BookValuation) -> GreeksFootFigure {
        (isScenario ? Self.strip(book) : Self.deltaLine).moved(from: self, by: step)
    }
}

/// Columns of the attribution of the day. The raw values are the keys `explain` knows them by.
public enum AttributionColumn: String, Sendable, Hashable, CaseIterable {
    case total = "day_pnl"
    case delta = "attribution/delta"
    case gamma = "attribution/gamma"
    case theta = "attribution/theta"
    case vega = "attribution/vega"
    case cross = "attribution/cross"
    case residual = "attribution/residual"

    func total(_ row: DayAttribution) -> Total {
        switch self {
        case .total: row.total
        case .delta: row.delta
        case .gamma: row.gamma
        case .theta: row.theta
        case .vega: row.vega
        case .cross: row.cross
        case .residual: row.residual
        }
    }

    var words: String {
        switch self {
        case .total: "today"
        case .delta: "from delta"
        case .gamma: "from gamma"
        case .theta: "from time"
        case .vega: "from volatility"
        case .cross: "from vanna and volga"
        case .residual: "rest"
        }
    }
}

extension Array where Element: Equatable {
    /// The element so many places away, stopping at both ends.
    func moved(from element: Element, by step: Int) -> Element {
        guard let place = firstIndex(of: element) else { return first ?? element }
        return self[Swift.min(Swift.max(0, place + step), count - 1)]
    }
}
