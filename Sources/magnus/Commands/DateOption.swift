import MagnusDomain

extension CalendarDate {
    /// The day that an option names, `YYYY-MM-DD`; nil where it is not given.
    /// - Throws: ``CommandFailure`` (usage) when the text is no date.
    static func option(_ name: String, _ text: String?) throws -> CalendarDate? {
        guard let text else { return nil }
        do throws(TimeTextError) {
            return try CalendarDate(iso8601: text)
        } catch {
            let shown = HarmlessText.sanitised(text, maximumLength: 100)
            throw CommandFailure(.usage, code: "usage", "\(name) \(shown): not a date", hint: "write YYYY-MM-DD")
        }
    }
}
