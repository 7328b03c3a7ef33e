import MagnusDesk
import MagnusDomain

/// `magnus watchlists`: the lists of symbols.
enum WatchlistsDocument {
    /// One list.
    struct Entry: Sendable, Hashable {
        var name: String
        var symbols: [String]
        /// Used by commands that name none.
        var isDefault: Bool
    }

    static func json(_ lists: [Entry], envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set(
            "watchlists",
            lists.map { list in
                var entry = DocumentObject()
                entry.set("name", text: list.name)
                entry.set("default", .bool(list.isDefault))
                entry.set("symbols", JSONValue(list: list.symbols))
                return entry
            })
        return envelope.document(content)
    }

    static func text(_ lists: [Entry], format: FigureFormat = FigureFormat()) -> [String] {
        guard !lists.isEmpty else { return ["No watchlists."] }
        return lists.flatMap { list in
            [
                DocumentText.line(
                    "\(list.name)\(list.isDefault ? " (default)" : ""): "
                        + DocumentText.counted(list.symbols.count, "symbol", "symbols")),
                DocumentText.line("  \(list.symbols.joined(separator: " "))"),
            ]
        }
    }
}
