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

/// The report behind the view, as last answered.
public struct VolatilityBoard: Sendable, Equatable {
    public var report: VolatilityReport?
    /// Why there is none.
    public var refusal: String?
    /// The question that is on its way, and when it was asked, in seconds of the shell's own clock.
    var asked: VolatilityRequest?
    var askedAt = -Double.infinity
    /// When ``report`` came, on the same clock.
    var receivedAt = 0.0
    /// What is shown was not refreshed for ``DashboardReducer/viewLifeSeconds``: old, all of it.
    var isOld = false

    public init() {}

    /// What is shown, as trustworthy as it is by now.
    var shown: VolatilityReport? { isOld ? report?.old : report }

    /// Seconds after which an open view is asked for again: smiles move slowly, and a fit of a whole chain is work.
    static let refreshSeconds = 10.0

    mutating func take(_ answer: VolatilityAnswer, at uptime: Double) {
        asked = nil
        receivedAt = uptime
        isOld = false
        switch answer {
        case .report(let found):
            report = found
            refusal = nil
        case .refused(let reason):
            refusal = reason
            // Old smiles of a source that is gone would look alive.
            report = nil
        }
    }
}
