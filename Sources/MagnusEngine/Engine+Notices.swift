import Logging
import MagnusDesk
import MagnusDomain

extension Engine {
    /// Tells a person in the notifications line and the log. What is said again and again is logged once.
    func tell(_ kind: NoticeKind, _ text: String, now: Instant) {
        guard board.post(kind, text, now: now) else { return }
        let level: Logger.Level =
            switch kind {
            case .information: .info
            case .warning: .warning
            case .failure: .error
            }
        log.log(level: level, "\(text)", metadata: ["world_time": "\(now.rfc3339)"])
    }

    /// Records jumps of the clock: schedules run at most once to catch up, and this says why.
    func noteClock(now: Instant) {
        defer { lastStepAt = now }
        guard let last = lastStepAt else { return }
        let passed = now.seconds(since: last)
        if passed < -1 {
            log.warning("the clock went back", metadata: ["seconds": "\(-passed)"])
            board.post(.information, "the clock went back by \(Int(-passed)) s; ages count from now on", now: now)
        } else if passed > Self.gapSeconds, world.clock.speed <= 1 {
            log.warning("the clock jumped ahead, or the machine slept", metadata: ["seconds": "\(passed)"])
        }
    }

    /// World seconds between two rounds from which they are a gap.
    static let gapSeconds = 300.0
}
