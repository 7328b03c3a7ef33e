import MagnusDesk
import MagnusDomain

/// What the open grid of rolls remembers.
public struct RollPage: Sendable, Equatable {
    public var request: RollRequest
    /// Of the cell under the cursor; nil until it was moved: then the roll that pays most a day.
    public var strike: Int?
    public var series: ChainSeries?
    /// First strike and first expiry that are shown.
    public var rowOffset = 0
    public var columnOffset = 0

    public init(_ request: RollRequest) {
        self.request = request
    }

    /// Places among the rows and the expiries of a report; nil without a cell.
    func chosen(in report: RollReport) -> (row: Int, column: Int)? {
        let rows = report.rows
        guard !rows.isEmpty, !report.expiries.isEmpty else { return nil }
        let best = report.bestCell
        let held = report.short?.contract.strikeThousandths
        let wanted = strike ?? best?.strikeThousandths ?? held
        // A strike that is gone leaves its neighbour.
        let row = wanted.flatMap { wanted in
            rows.indices.min { abs(rows[$0] - wanted) < abs(rows[$1] - wanted) }
        }
        let column = series.flatMap { series in
            report.expiries.firstIndex {
                $0.date == series.expiry && (series.root == nil || $0.root == series.root)
            }
        }
        let usual = report.expiries.firstIndex { $0.daysToExpiry >= report.rules.minimumDays }
        return (row ?? 0, column ?? best?.expiry ?? usual ?? 0)
    }

    func cell(in report: RollReport) -> RollReport.Cell? {
        chosen(in: report).flatMap { report.cell(strike: report.rows[$0.row], expiry: $0.column) }
    }

    mutating func move(rows: Int, columns: Int, in report: RollReport) {
        guard let here = chosen(in: report) else { return }
        let row = min(max(0, here.row + rows), report.rows.count - 1)
        let column = min(max(0, here.column + columns), report.expiries.count - 1)
        strike = report.rows[row]
        series = ChainSeries(expiry: report.expiries[column].date, root: report.expiries[column].root)
    }
}

extension RollPage: OnDemandPage {
    static var inquiry: WritableKeyPath<DashboardState, Inquiry<RollRequest, RollReport>> { \.roll }
    static let pace = InquiryPace(refresh: 5)
    static let upkeep = OnDemandUpkeep.onTop
    static let hints: [(DashboardAction, String)] = [
        (.open, "payoff"), (.explain, "explain"), (.moveDown, "down"), (.moveUp, "up"), (.columnLeft, "left"),
        (.columnRight, "right"), (.maximise, "best"), (.chain, "chain"), (.mask, "mask"), (.copy, "copy"),
        (.back, "close"),
    ]

    static func effect(_ question: RollRequest, number: Int) -> DashboardEffect { .fetchRoll(question) }

    var overlay: Overlay { .roll(self) }

    func question(_ snapshot: DeskSnapshot?) -> RollRequest { request }
}

extension RollAnswer {
    var outcome: InquiryOutcome<RollReport> {
        switch self {
        case .report(let report): .report(report)
        case .refused(.unknownPosition): .refused("This position is no longer there.")
        case .refused(let reason): .refused(reason.text)
        }
    }
}
