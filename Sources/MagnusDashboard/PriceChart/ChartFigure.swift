import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// A figure beside the price chart that can be explained.
enum ChartFigure: Hashable {
    case spot
    case technical(Technical)
    case trend
    /// Index among the zones.
    case zone(Int)
    /// Index among the levels of the book.
    case level(Int)

    /// Technicals of the last session by their keys in JSON.
    enum Technical: String, Hashable, CaseIterable {
        case average20 = "sma_20"
        case average50 = "sma_50"
        case average200 = "sma_200"
        case exponential20 = "ema_20"
        case volumeWeighted = "vwap_20"
        case upperBand = "bollinger_upper"
        case lowerBand = "bollinger_lower"
        case relativeStrength = "rsi_14"
        case convergence = "macd"
        case convergenceSignal = "macd_signal"
        case convergenceHistogram = "macd_histogram"
        case trueRange = "atr_14"
        case plusDirection = "plus_di_14"
        case minusDirection = "minus_di_14"
        case directionIndex = "adx_14"

        var title: String {
            switch self {
            case .average20: "average of 20"
            case .average50: "average of 50"
            case .average200: "average of 200"
            case .exponential20: "exponential 20"
            case .volumeWeighted: "by volume, 20"
            case .upperBand: "upper band 20"
            case .lowerBand: "lower band 20"
            case .relativeStrength: "RSI 14"
            case .convergence: "MACD 12 26"
            case .convergenceSignal: "its signal 9"
            case .convergenceHistogram: "MACD less signal"
            case .trueRange: "ATR 14"
            case .plusDirection: "+DI 14"
            case .minusDirection: "-DI 14"
            case .directionIndex: "ADX 14"
            }
        }

        var path: KeyPath<TechnicalRow, Figure> {
            switch self {
            case .average20: \.average20
            case .average50: \.average50
            case .average200: \.average200
            case .exponential20: \.exponential20
            case .volumeWeighted: \.volumeWeighted
            case .upperBand: \.upperBand
            case .lowerBand: \.lowerBand
            case .relativeStrength: \.relativeStrength
            case .convergence: \.convergence
            case .convergenceSignal: \.convergenceSignal
            case .convergenceHistogram: \.convergenceHistogram
            case .trueRange: \.trueRange
            case .plusDirection: \.plusDirection
            case .minusDirection: \.minusDirection
            case .directionIndex: \.directionIndex
            }
        }

        /// An index from 0 to 100, one decimal; the others are dollars per share.
        var isIndex: Bool {
            switch self {
            case .relativeStrength, .plusDirection, .minusDirection, .directionIndex: true
            default: false
            }
        }

        /// A price whose distance to the close says something.
        var isLevel: Bool {
            switch self {
            case .average20, .average50, .average200, .exponential20, .volumeWeighted, .upperBand, .lowerBand: true
            default: false
            }
        }
    }

    /// Of every figure behind an open chart.
    static func all(_ report: ChartReport, levels: [ChartLevel]) -> [ChartFigure] {
        let technicals = report.technicals
        let past = technicals.rows.isEmpty ? [] : Technical.allCases.map { ChartFigure.technical($0) } + [.trend]
        return [.spot] + levels.indices.map { .level($0) } + past + technicals.zones.indices.map { .zone($0) }
    }
}

/// A line of the side column.
struct ChartLine: Equatable {
    /// nil for headings and remarks.
    var figure: ChartFigure?
    var name: String
    var value = ""
    /// Behind the value: how far, or what it is worth.
    var remark = ""
    var scope = ThemeScope.text
}
