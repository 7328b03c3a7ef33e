/// Lengths of time as the screen writes them.
public enum DurationText {
    /// Age of a figure: `3s`, `4m`, `2h`, `5d`. Negative ages are `0s`: nothing is newer than now.
    public static func age(_ seconds: Double) -> String? {
        guard seconds.isFinite else { return nil }
        let whole = Int64(min(max(0, seconds), 9e15))
        switch whole {
        case ..<60: return "\(whole)s"
        case ..<3600: return "\(whole / 60)m"
        case ..<172_800: return "\(whole / 3600)h"
        default: return "\(whole / 86_400)d"
        }
    }

    /// Time until something: `5h17`, `0h41`, from two days on `2 days`. Whole minutes, rounded down; the past is `0h00`.
    public static func countdown(_ seconds: Double) -> String? {
        guard seconds.isFinite else { return nil }
        let minutes = Int64(min(max(0, seconds), 9e15)) / 60
        if minutes >= 2880 { return "\(minutes / 1440) days" }
        let rest = minutes % 60
        return "\(minutes / 60)h\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Time left on a piece of work or a retry: `0:20`, `12:05`, `1:00:00`.
    public static func clock(_ seconds: Double) -> String? {
        guard seconds.isFinite else { return nil }
        let whole = Int64(min(max(0, seconds), 9e15).rounded(.up))
        let two: (Int64) -> String = { ($0 < 10 ? "0" : "") + String($0) }
        let minutes = "\(whole / 60 % 60)"
        guard whole >= 3600 else { return "\(minutes):\(two(whole % 60))" }
        return "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))"
    }
}
