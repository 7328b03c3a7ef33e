import MagnusTerminal

/// A line of a page: a heading, a name with its value, or text to be wrapped.
struct PageLine: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case heading
        case text
        /// Name in the left column, value right of it.
        case pair(String)
        /// The same with a key to press as its name.
        case key(String)
        case blank
    }

    var kind: Kind
    var text: String
    var scope: ThemeScope

    static func heading(_ text: String) -> PageLine { PageLine(kind: .heading, text: text, scope: .accent) }
    static func text(_ text: String, _ scope: ThemeScope = .text) -> PageLine {
        PageLine(kind: .text, text: text, scope: scope)
    }
    static func pair(_ name: String, _ value: String, _ scope: ThemeScope = .text) -> PageLine {
        PageLine(kind: .pair(name), text: value, scope: scope)
    }
    static func key(_ keys: String, _ value: String) -> PageLine {
        PageLine(kind: .key(keys), text: value, scope: .text)
    }
    static let blank = PageLine(kind: .blank, text: "", scope: .text)
}
