import MagnusDesk
import MagnusDomain

/// What an on-demand view asked of the desk, what has come, how old that is, and why there is nothing.
///
/// Times are seconds of the shell's own clock.
public struct Inquiry<Question: Sendable & Equatable, Report: Sendable & Equatable>: Sendable, Equatable {
    /// As last answered; nil before the first answer, and where the last one would pass for what it is not.
    public private(set) var report: Report?
    /// Name of the account whose book ``report`` is of; nil where it is of none.
    private(set) var account: String?
    /// The last answer brought no report.
    private(set) var isRefused = false
    /// Why it brought none, as far as the desk told.
    public private(set) var refusal: String?
    /// The work was stopped: it begins anew only when it is asked for.
    private(set) var isCancelled = false
    /// What was asked for last.
    private(set) var question: Question?
    /// Counts questions, so that an answer to an earlier one is told apart.
    private(set) var number = 0
    /// The answer to the last question has not come yet.
    private var isAwaited = false
    /// When the last question was asked, when the last answer came, and when ``report`` did.
    private(set) var askedAt = -Double.infinity
    private(set) var answeredAt = -Double.infinity
    private(set) var receivedAt = 0.0
    /// Version of the snapshot at which the last question was asked.
    private(set) var snapshotVersion: Int?
    /// What is shown was not refreshed for longer than its figures are good, or is doubtful for another reason: old, all of
    /// it.
    private(set) var isOld = false
    /// Counts what is shown, so that rows written from an earlier report are told apart.
    private(set) var version = 0

    public init() {}

    /// The question that is on its way.
    var asked: Question? { isAwaited ? question : nil }

    /// Its number.
    var awaited: Int? { isAwaited ? number : nil }

    /// Notes a question.
    /// - Parameter snapshotVersion: of the snapshot on the screen.
    /// - Returns: its number.
    @discardableResult
    mutating func ask(_ question: Question, at uptime: Double, snapshotVersion: Int? = nil) -> Int {
        number += 1
        (self.question, isAwaited, isCancelled) = (question, true, false)
        askedAt = uptime
        self.snapshotVersion = snapshotVersion
        return number
    }

    /// Notes what is wanted by now, while the answer to an earlier question is still on its way.
    mutating func change(to question: Question) {
        self.question = question
    }

    /// The answer to the last question is not wanted any more.
    mutating func forget() { isAwaited = false }

    mutating func take(_ outcome: InquiryOutcome<Report>, at uptime: Double) {
        isAwaited = false
        answeredAt = uptime
        isRefused = outcome.report == nil
        refusal = outcome.refusal
        isCancelled = outcome.isCancelled
        if let found = outcome.report {
            report = found
            account = outcome.account
            receivedAt = uptime
            isOld = false
            version += 1
        } else if !outcome.keepsReport || outcome.account.map({ $0 != account }) ?? false {
            dropReport()
        }
    }

    /// Forgets what is shown; a question that is on its way stays asked.
    mutating func dropReport() {
        if report != nil { version += 1 }
        (report, account, isOld) = (nil, nil, false)
    }

    /// Forgets why there was nothing: something else is asked for.
    mutating func dropRefusal() {
        (refusal, isRefused) = (nil, false)
    }

    /// Forgets everything but the counts: what is still on its way must not pass for a later answer, nor old rows for new
    /// ones.
    mutating func clear() {
        let (number, version) = (number, version)
        self = Inquiry()
        (self.number, self.version) = (number, version + 1)
    }

    /// Tells how trustworthy what is shown is by now.
    /// - Parameters:
    ///   - life: seconds for which its figures are good.
    ///   - isDoubtful: it is old whatever its age.
    mutating func age(at uptime: Double, life: Double, isDoubtful: Bool = false) {
        let isOld = report != nil && (isDoubtful || uptime - receivedAt > life)
        guard isOld != self.isOld else { return }
        self.isOld = isOld
        version += 1
    }

    /// What is shown is of the book of another account.
    func isOfAnother(than selected: String?) -> Bool {
        guard report != nil, let account, let selected else { return false }
        return account != selected
    }

    /// Whether it is time to ask again.
    func isDue(at uptime: Double, _ pace: InquiryPace) -> Bool {
        guard !isCancelled else { return false }
        let wait = isAwaited ? pace.patience : isRefused && refusal == nil ? pace.retry : pace.refresh
        let last = pace.isFromAnswer ? max(askedAt, answeredAt) : askedAt
        return uptime - last >= wait || uptime < last
    }
}

/// What became of a question.
struct InquiryOutcome<Report> {
    /// nil for whatever ``refusal`` tells, when the work was cancelled, and while there is nothing to answer from.
    var report: Report?
    /// Whose book it is of; nil where that does not matter.
    var account: String?
    /// What could not be had, and why, in a sentence.
    var refusal: String?
    var isCancelled = false
    /// Without a report, what was there stays and grows older, unless it is of another account.
    var keepsReport = false

    static func report(_ report: Report) -> InquiryOutcome { InquiryOutcome(report: report) }

    /// What was there goes: figures of a source that is gone would look alive.
    static func refused(_ reason: String) -> InquiryOutcome { InquiryOutcome(refusal: reason) }
}

/// A report that can be told as old.
protocol AgingReport {
    /// The same, every figure that ages marked as stale.
    var old: Self { get }
}

extension RollReport: AgingReport {}
extension VolatilityReport: AgingReport {}
extension RiskReport: AgingReport {}
extension ExpiryBoard: AgingReport {}

extension Inquiry where Report: AgingReport {
    /// What is shown, as trustworthy as it is by now.
    var shown: Report? { isOld ? report?.old : report }
}
