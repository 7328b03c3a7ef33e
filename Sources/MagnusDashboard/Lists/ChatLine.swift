import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// A line of the conversation as it is drawn.
struct ChatLine: Equatable {
    enum Part: Equatable {
        case question
        case answer
        /// Sources and age, at the right end.
        case sources
        case more
        case suggestion
        case plain
    }

    var part: Part
    var text: String
    /// Text for the right end of the line.
    var trailing = ""
    /// Message the line belongs to.
    var id: String

    static let collapsed = 4

    /// The conversation wrapped to a width.
    static func lines(
        _ state: DashboardState, _ snapshot: DeskSnapshot, columns: Int, format: FigureFormat, cache: FrameCache
    ) -> [ChatLine] {
        let transcript = snapshot.transcript
        guard columns > 4 else { return [] }
        if transcript.messages.isEmpty {
            guard !transcript.suggestions.isEmpty else {
                return [ChatLine(part: .plain, text: "Ask about positions, Greeks, expiries, a symbol.", id: "")]
            }
            return transcript.suggestions.enumerated().flatMap { index, suggestion in
                TextFitting.wrapped(HarmlessText.sanitised(format.sentence(suggestion)), to: columns - 2)
                    .map { ChatLine(part: .suggestion, text: $0, id: "suggestion:\(index)") }
            }
        }
        var lines: [ChatLine] = []
        for message in transcript.messages {
            let isOpen = state.chat.expanded.contains(message.id)
            lines += cache.lines(message, columns: columns, isOpen: isOpen, format: format) {
                Self.lines(message, isExpanded: isOpen, columns: columns, format: format)
            }
        }
        if transcript.isAnswering { lines.append(ChatLine(part: .plain, text: "  looking...", id: "")) }
        return lines
    }

    /// How many lines the conversation has, counted from the newest until there are `enough`: what lies further back need
    /// not be wrapped.
    static func count(
        _ state: DashboardState, _ snapshot: DeskSnapshot, columns: Int, format: FigureFormat, enough: Int
    ) -> Int {
        guard columns > 4 else { return 0 }
        var count = snapshot.transcript.isAnswering ? 1 : 0
        for message in snapshot.transcript.messages.reversed() {
            guard count < enough else { break }
            let isOpen = state.chat.expanded.contains(message.id)
            count += lines(message, isExpanded: isOpen, columns: columns, format: format).count
        }
        return count
    }

    private static func lines(
        _ message: ChatMessage, isExpanded: Bool, columns: Int, format: FigureFormat
    ) -> [ChatLine] {
        let text = HarmlessText.sanitised(format.sentence(message.text), keepingLines: true)
        guard message.role == .assistant else {
            return TextFitting.wrapped(text, to: columns - 2, hanging: 0)
                .map { ChatLine(part: .question, text: $0, id: message.id) }
        }
        let wrapped = TextFitting.wrapped(text, to: columns - 2, hanging: 0)
        let isOpen = isExpanded || wrapped.count <= collapsed
        var lines = (isOpen ? wrapped : Array(wrapped.prefix(collapsed)))
            .map { ChatLine(part: .answer, text: $0, id: message.id) }
        if let answer = message.answer {
            let sources = Self.sources(answer, columns: columns)
            let lastWidth = TextWidth.width(of: lines.last?.text ?? "")
            if !isOpen {
                let more = CountedNoun.text(wrapped.count - collapsed, "more line")
                let fits = TextWidth.width(of: more) + TextWidth.width(of: sources) + 12 <= columns
                lines.append(ChatLine(part: .more, text: more, trailing: fits ? sources : "", id: message.id))
                if !fits { lines.append(ChatLine(part: .sources, text: "", trailing: sources, id: message.id)) }
            } else if lastWidth + TextWidth.width(of: sources) + 6 <= columns, !lines.isEmpty {
                lines[lines.count - 1].trailing = sources
            } else {
                lines.append(ChatLine(part: .sources, text: "", trailing: sources, id: message.id))
            }
        } else if !isOpen {
            lines.append(
                ChatLine(
                    part: .more, text: CountedNoun.text(wrapped.count - collapsed, "more line"), id: message.id))
        }
        return lines
    }

    /// `positions 3s, quotes 1s   0.04 s, no model`; sources for which there is no room are left out whole.
    static func sources(_ answer: Answer, columns: Int) -> String {
        var oldest: [String: Double?] = [:]
        var order: [String] = []
        for citation in answer.citations {
            if oldest[citation.source] == nil { order.append(citation.source) }
            let known = oldest[citation.source] ?? nil
            oldest[citation.source] = .some([known, citation.ageSeconds].compactMap { $0 }.max())
        }
        // The answer's own list repeats the citations' sources, with their ages.
        for source in answer.sources where !order.contains(where: { source == $0 || source.hasPrefix($0 + " ") }) {
            order.append(source)
        }
        let named = order.prefix(4).map { source in
            [source, (oldest[source] ?? nil).flatMap { DurationText.age($0) }].compactMap { $0 }.joined(separator: " ")
        }
        let time = DecimalText.text(answer.responseTimeMilliseconds / 1000, decimals: 2) ?? "?"
        let model = answer.model ?? "no model"
        let cost = answer.costDollars > 0 ? ", $" + (DecimalText.text(answer.costDollars, decimals: 3) ?? "?") : ""
        let end = "\(time) s, \(model)\(cost)"
        for count in named.indices.reversed().map({ $0 + 1 }) {
            let text = named.prefix(count).joined(separator: ", ") + (count < named.count ? ", …" : "") + "   " + end
            if TextWidth.width(of: text) <= columns { return text }
        }
        return end
    }
}
