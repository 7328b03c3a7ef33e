import MagnusDesk
import MagnusDomain

/// What the open volatility view remembers.
public struct VolatilityPage: Sendable, Equatable {
    /// What fills a screen that cannot show all of it.
    public enum Section: String, Sendable, Hashable, CaseIterable {
        case smile
        case term
        case past
        case gamma

        var title: String {
            switch self {
            case .smile: "Smile"
            case .term: "Term and skew"
            case .past: "Past and realised"
            case .gamma: "Gamma"
            }
        }
    }

    public var request: VolatilityRequest
    public var section = Section.smile
    /// The series whose smile is shown; nil until one was chosen: then the one nearest to 30 days.
    public var series: ChainSeries?
    /// First line of the table of expiries, and of the strikes of gamma around the spot.
    public var scroll = 0

    public init(_ request: VolatilityRequest) {
        self.request = request
    }

    /// Index among the expiries of a report; nil without any.
    func chosen(in report: VolatilityReport) -> Int? {
        if let series,
            let exact = report.expiries.firstIndex(where: {
                $0.expiry == series.expiry && (series.root == nil || $0.root == series.root)
            })
        {
            return exact
        }
        let fitted = report.expiries.indices.filter { report.expiries[$0].fit != nil }
        let usual = ChainReport.usualDays
        return (fitted.isEmpty ? Array(report.expiries.indices) : fitted).min {
            abs(report.expiries[$0].daysToExpiry - usual) < abs(report.expiries[$1].daysToExpiry - usual)
        }
    }

    /// To a neighbour of the expiry that is shown.
    mutating func turn(by step: Int, in report: VolatilityReport) {
        guard let here = chosen(in: report) else { return }
        let there = min(max(0, here + step), report.expiries.count - 1)
        series = ChainSeries(expiry: report.expiries[there].expiry, root: report.expiries[there].root)
    }

    mutating func nextSection(by step: Int) {
        let all = Section.allCases
        let here = all.firstIndex(of: section) ?? 0
        section = all[((here + step) % all.count + all.count) % all.count]
        scroll = 0
    }
}

extension VolatilityPage: OnDemandPage {
    static var inquiry: WritableKeyPath<DashboardState, Inquiry<VolatilityRequest, VolatilityReport>> { \.volatility }
    /// Smiles move slowly, and a fit of a whole chain is work.
    static let pace = InquiryPace(refresh: 10)
    static let upkeep = OnDemandUpkeep.onTop
    static let hints: [(DashboardAction, String)] = [
        (.pageNext, "next expiry"), (.focusNext, "section"), (.moveDown, "down"), (.moveUp, "up"), (.chain, "chain"),
        (.explain, "explain"), (.refresh, "refresh"), (.copy, "copy"), (.back, "close"),
    ]

    static func effect(_ question: VolatilityRequest, number: Int) -> DashboardEffect { .fetchVolatility(question) }

    var overlay: Overlay { .volatility(self) }

    func question(_ snapshot: DeskSnapshot?) -> VolatilityRequest { request }
}

extension VolatilityAnswer {
    var outcome: InquiryOutcome<VolatilityReport> {
        switch self {
        case .report(let report): .report(report)
        case .refused(let reason): .refused(reason)
        }
    }
}
