import Logging
import MagnusDomain

/// One line of the log: time, level, who, what, and the facts behind it.
enum LogLine {
    /// Longest line, in characters.
    static let maximumLength = 2000
    static let mask = "[redacted]"

    static func text(
        time: Instant, level: Logger.Level, label: String, message: String, metadata: Logger.Metadata = [:]
    ) -> String {
        let facts = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        // Outside text may hold control sequences: it is made harmless before it can reach a terminal through the log,
        // and short before it is searched.
        let harmless = HarmlessText.sanitised(message + facts, maximumLength: maximumLength)
        return "\(time.rfc3339) \(level) \(label): \(redacted(harmless))"
    }

    /// Takes out what stands behind the usual names of secrets, and passwords in addresses.
    static func redacted(_ text: String) -> String {
        // The end of a name, then `=`, `:` or a blank, then the value up to a separator.
        let named =
            /(?i)((?:(?:token|secret|passw(?:or)?d|passwd|api[_\-]?key|apikey|access[_\-]?key|authorization|credential|cookie|otp)[a-z0-9_\-]*)["']?\s*[=:]\s*(?:bearer\s+|basic\s+)?["']?)([^\s"'&;,]+)/
        let bearer = /(?i)\b(bearer|basic)\s+([A-Za-z0-9._~+\/=\-]{6,})/
        let address = /(:\/\/[^\s\/:@]*):([^\s\/@]+)@/
        return text.replacing(named) { "\($0.output.1)\(mask)" }
            .replacing(bearer) { "\($0.output.1) \(mask)" }
            .replacing(address) { "\($0.output.1):\(mask)@" }
    }
}
