import MagnusDesk
import MagnusDomain

/// What the open risk view remembers.
public struct RiskPage: Sendable, Equatable {
    /// One table each.
    public enum Section: String, Sendable, Hashable, CaseIterable {
        case measures
        case days
        case limits
        case margin
        case events
        case assignment
        case attribution
        case greeks

        /// On its tab.
        var tab: String {
            switch self {
            case .measures: "VaR"
            case .days: "Worst days"
            case .limits: "Limits"
            case .margin: "Margin"
            case .events: "Events"
            case .assignment: "Assignment"
            case .attribution: "Today"
            case .greeks: "Greeks"
            }
        }

        /// In the list of all of them.
        var title: String {
            switch self {
            case .measures: "Value at risk, expected shortfall"
            case .days: "Worst sessions and their drivers"
            case .limits: "Concentration and limits"
            case .margin: "Margin and buying power"
            case .events: "Earnings and ex-dates"
            case .assignment: "Assignment by expiry"
            case .attribution: "Profit of the day by Greek"
            case .greeks: "Greeks of the book"
            }
        }
    }

    public var section = Section.measures
    /// Chosen row of each section; the first where nothing was chosen.
    var rows: [Section: Int] = [:]
    /// First row shown of each section.
    var offsets: [Section: Int] = [:]

    public init() {}

    public var row: Int { rows[section] ?? 0 }

    mutating func turn(by step: Int) {
        let all = Section.allCases
        let here = all.firstIndex(of: section) ?? 0
        section = all[((here + step) % all.count + all.count) % all.count]
    }
}

/// The report behind the view, kept while it is open.
public struct RiskBoard: Sendable, Equatable {
    /// After so many seconds of the shell's clock an open view asks anew: a year of sessions and a revaluation of every
    /// leg thousands of times are work.
    static let refreshSeconds = 60.0
    /// The same while the book has not been valued.
    static let retrySeconds = 1.0
    /// What is shown and was not refreshed for so long is old.
    static let lifeSeconds = 180.0

    public private(set) var report: RiskReport?
    /// Account whose book it is of.
    private(set) var account = ""
    /// Why there is none.
    public private(set) var refusal: String?
    /// The work was stopped: it begins anew only when it is asked for.
    private(set) var isCancelled = false
    /// The number of the last question while its answer has not come yet.
    private(set) var awaited: Int?
    private(set) var number = 0
    /// When it was asked, and when ``report`` came; seconds of the shell's clock.
    private(set) var askedAt = -Double.infinity
    private(set) var receivedAt = 0.0
    /// What is shown was not refreshed for ``lifeSeconds``, or is of another account by now.
    var isOld = false

    public init() {}

    /// What is shown, as trustworthy as it is by now.
    var shown: RiskReport? { isOld ? report?.old : report }

    /// Notes a question.
    /// - Returns: its number.
    mutating func ask(at uptime: Double) -> Int {
        number += 1
        (awaited, askedAt, isCancelled) = (number, uptime, false)
        return number
    }

    /// The answer to the last question is not wanted any more.
    mutating func forget() { awaited = nil }

    mutating func take(_ answer: RiskAnswer, at uptime: Double) {
        awaited = nil
        askedAt = uptime
        isCancelled = answer.isCancelled
        refusal = answer.refusal
        if let found = answer.report {
            report = found
            account = answer.account
            receivedAt = uptime
            isOld = false
        } else if account != answer.account {
            // Figures of another book would be taken for those of this one.
            report = nil
        }
    }

    /// Seconds to the next question.
    var pace: Double { report == nil && refusal == nil ? Self.retrySeconds : Self.refreshSeconds }
}
