import MagnusDesk
import MagnusDomain

/// The board behind the views of what comes, as last answered.
public struct ExpiryHistory: Sendable, Equatable {
    /// Seconds after which an open view is asked for again: as often as the monitors look at what is near its strike.
    static let refreshSeconds = 5.0

    private(set) var board: ExpiryBoard?
    /// There was no answer to the last question.
    private(set) var isRefused = false
    /// The question that is on its way, and when it was asked, in seconds of the shell's own clock.
    private(set) var asked: ExpiryRequest?
    private(set) var askedAt = -Double.infinity
    private var receivedAt = 0.0
    private var isOld = false
    /// Counts what is shown, so that rows of an earlier board are told apart.
    private(set) var version = 0

    public init() {}

    /// What is shown, as trustworthy as it is by now.
    var shown: ExpiryBoard? { isOld ? board?.old : board }

    mutating func ask(_ request: ExpiryRequest, at uptime: Double) {
        (asked, askedAt) = (request, uptime)
    }

    mutating func take(_ board: ExpiryBoard?, at uptime: Double) {
        asked = nil
        guard let board else {
            isRefused = self.board == nil
            return
        }
        self.board = board
        isRefused = false
        isOld = false
        receivedAt = uptime
        version += 1
    }

    /// Nothing new came for longer than figures are good.
    mutating func age(at uptime: Double, life: Double) {
        let isOld = board != nil && uptime - receivedAt > life
        guard isOld != self.isOld else { return }
        self.isOld = isOld
        version += 1
    }

    /// Forgets what belongs to another book; rows that were counted stay counted.
    mutating func clear() {
        let version = version
        self = ExpiryHistory()
        self.version = version + 1
    }
}
