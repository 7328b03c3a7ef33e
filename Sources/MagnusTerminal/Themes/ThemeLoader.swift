/// Reads theme files.
///
/// ```toml
/// inherits = "magnus-dark"                 # optional
/// title = "Mine"
/// appearance = "dark"                      # or "light"
/// [palette]
/// amber = { rgb = "#e0af68", c256 = 179, c16 = "yellow" }
/// ink = "#c8ccd4"
/// [scopes]
/// "text" = "ink"
/// "frame.paper" = { fg = "amber", bg = "#101010", bold = true }
/// ```
struct ThemeLoader {
    private let sources: [ConfigurationText]
    private(set) var diagnostics: [ConfigurationDiagnostic] = []
    private var title: String?
    private var isDark: Bool?
    private var palette: [String: ThemeColor] = [:]
    // Layers from the root of the inheritance to the theme itself, so that a palette changed by an heir recolours the
    // scopes it inherits.
    private var layers: [TOMLDocument] = []
    private var styles: [ThemeScope: ThemeStyle] = [:]

    init(sources: [ConfigurationText]) {
        self.sources = sources
    }

    func theme(named name: String) -> Theme {
        Theme(name: name, title: title ?? name, isDark: isDark ?? true, styles: styles)
    }

    mutating func load(_ name: String) {
        collect(name, chain: [])
        for layer in layers { readHead(layer) }
        for layer in layers { readScopes(layer) }
    }

    private mutating func collect(_ name: String, chain: [String]) {
        guard let source = sources.first(where: { $0.name == name }) else { return }
        let chain = chain + [name]
        switch TOMLDocument.parse(source) {
        case .failure(let diagnostic):
            diagnostics.append(diagnostic)
            collectBuiltIn()
        case .success(let document):
            switch document.root["inherits"] {
            case .string(let parent):
                if chain.contains(parent) {
                    let circle = (chain + [parent]).joined(separator: " > ")
                    diagnostics.append(document.mistake(at: ["inherits"], "themes inherit in a circle: \(circle)"))
                    collectBuiltIn()
                } else if sources.contains(where: { $0.name == parent }) {
                    collect(parent, chain: chain)
                } else {
                    diagnostics.append(
                        document.mistake(at: ["inherits"], "there is no theme '\(parent)' to inherit from"))
                    collectBuiltIn()
                }
            case nil: if name != BuiltInTheme.source.name { collectBuiltIn() }
            case .some(let node):
                diagnostics.append(document.mistake(at: ["inherits"], "inherits wants a name, not \(node.kind)"))
                collectBuiltIn()
            }
            layers.append(document)
        }
    }

    // Whatever a theme leaves open comes from the built-in one, so that a partial file is legal.
    private mutating func collectBuiltIn() {
        guard layers.isEmpty, case .success(let document) = TOMLDocument.parse(BuiltInTheme.source) else { return }
        layers.append(document)
    }

    private mutating func readHead(_ document: TOMLDocument) {
        for key in document.root.keys.sorted() {
            guard let node = document.root[key] else { continue }
            switch (key, node) {
            case ("inherits", _), ("scopes", .table): break
            case ("title", .string(let text)): title = HarmlessText.sanitised(text)
            case ("appearance", .string("dark")): isDark = true
            case ("appearance", .string("light")): isDark = false
            case ("appearance", _):
                diagnostics.append(document.mistake(at: [key], "appearance is \"dark\" or \"light\""))
            case ("palette", .table(let colors)):
                for name in colors.keys.sorted() {
                    guard let value = colors[name] else { continue }
                    if let color = readColor(value, at: ["palette", name], document) { palette[name] = color }
                }
            default:
                let names = "inherits, title, appearance, [palette], [scopes]"
                diagnostics.append(document.mistake(at: [key], "unknown setting '\(key)'; there are \(names)"))
            }
        }
    }

    private mutating func readScopes(_ document: TOMLDocument) {
        guard case .table(let scopes) = document.root["scopes"] else { return }
        for name in scopes.keys.sorted() {
            guard let node = scopes[name] else { continue }
            readScope(name, node, path: ["scopes", name], document)
        }
    }

    private mutating func readScope(_ name: String, _ node: TOMLNode, path: [String], _ document: TOMLDocument) {
        // Dotted keys without quotation marks come as nested tables: frame.focus = ...
        if case .table(let members) = node, !members.isEmpty,
            members.keys.allSatisfy({ !Self.styleKeys.contains($0) })
        {
            for member in members.keys.sorted() {
                guard let inner = members[member] else { continue }
                readScope(name + "." + member, inner, path: path + [member], document)
            }
            return
        }
        guard let scope = ThemeScope(rawValue: name) else {
            let hint =
                Spelling.nearest(to: name, among: ThemeScope.allCases.map(\.rawValue)).map { "; did you mean '\($0)'?" }
                ?? ""
            diagnostics.append(document.mistake(at: path, "unknown scope '\(name)'\(hint)"))
            return
        }
        if let style = readStyle(node, path: path, document) { styles[scope] = style }
    }

    private static let styleKeys: Set<String> = Set(["fg", "bg", "modifiers"] + TextAttributes.named.map(\.name))

    private mutating func readStyle(_ node: TOMLNode, path: [String], _ document: TOMLDocument) -> ThemeStyle? {
        guard case .table(let members) = node else {
            return readColor(node, at: path, document).map { ThemeStyle(foreground: $0) }
        }
        if members["rgb"] != nil { return readColor(node, at: path, document).map { ThemeStyle(foreground: $0) } }
        var style = ThemeStyle()
        for key in members.keys.sorted() {
            guard let value = members[key] else { continue }
            let place = path + [key]
            switch (key, value) {
            case ("fg", _): style.foreground = readColor(value, at: place, document)
            case ("bg", _): style.background = readColor(value, at: place, document)
            case ("modifiers", .array(let names)):
                for (index, element) in names.enumerated() {
                    guard case .string(let name) = element,
                        let found = TextAttributes.named.first(where: { $0.name == name })
                    else {
                        let known = TextAttributes.named.map(\.name).joined(separator: ", ")
                        diagnostics.append(
                            document.mistake(at: place + ["#\(index)"], "unknown modifier; there are \(known)"))
                        continue
                    }
                    style.attributes.insert(found.attribute)
                }
            case (_, .boolean(let on)) where TextAttributes.named.contains { $0.name == key }:
                if on, let found = TextAttributes.named.first(where: { $0.name == key }) {
                    style.attributes.insert(found.attribute)
                }
            default:
                diagnostics.append(
                    document.mistake(
                        at: place, "unknown part '\(key)' of a style; there are fg, bg, modifiers = [...], bold = true")
                )
            }
        }
        return style
    }

    private mutating func readColor(_ node: TOMLNode, at path: [String], _ document: TOMLDocument) -> ThemeColor? {
        switch node {
        case .string(let text):
            if let color = palette[text] { return color }
            if let color = Self.plainColor(text) { return ThemeColor(color) }
            let names = palette.keys.sorted() + Self.ansiNames
            let advice =
                Spelling.nearest(to: text, among: names).map { "did you mean '\($0)'?" }
                ?? "write a name of [palette], #rrggbb, default, or such as bright-blue"
            report(
                path, document,
                text.hasPrefix("#")
                    ? "'\(text)' is not a colour; write #rrggbb" : "unknown colour '\(text)'; \(advice)")
            return nil
        case .integer(let index):
            if let value = UInt8(exactly: index) { return ThemeColor(.indexed(value)) }
            report(path, document, "a colour number is 0 to 255, not \(index)")
            return nil
        case .table(let members):
            var result = ThemeColor(.default)
            var known = false
            for key in members.keys.sorted() {
                guard let value = members[key] else { continue }
                guard ["rgb", "c256", "c16"].contains(key) else {
                    report(path + [key], document, "unknown part '\(key)' of a colour; there are rgb, c256, c16")
                    continue
                }
                guard let color = readPlainColor(value, at: path + [key], document) else { continue }
                switch key {
                case "rgb":
                    result.color = color
                    known = true
                case "c256": result.colors256 = color
                default:
                    if case .indexed(let index) = color, index > 15 {
                        report(path + [key], document, "c16 is a colour of 16: 0 to 15, or a name such as bright-blue")
                    } else {
                        result.colors16 = color
                    }
                }
            }
            if known { return result }
            report(path, document, "a colour table needs rgb = \"#rrggbb\"")
            return nil
        default:
            report(path, document, "a colour is text such as \"#rrggbb\", not \(node.kind)")
            return nil
        }
    }

    // Inside a triple `yellow` means the terminal's yellow, whatever the palette calls so.
    private mutating func readPlainColor(_ node: TOMLNode, at path: [String], _ document: TOMLDocument) -> Color? {
        switch node {
        case .string(let text):
            if let color = Self.plainColor(text) { return color }
            report(path, document, "unknown colour '\(text)'; write #rrggbb, default, a number, or such as bright-blue")
            return nil
        default: return readColor(node, at: path, document)?.color
        }
    }

    private mutating func report(_ path: [String], _ document: TOMLDocument, _ message: String) {
        let place = document.places.valuePlace(of: path)
        diagnostics.append(
            ConfigurationDiagnostic(
                file: document.origin, line: place.line, column: place.column,
                message: HarmlessText.sanitised(message)))
    }

    static let ansiNames = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]

    private static func plainColor(_ text: String) -> Color? {
        if text == "default" { return .default }
        if let color = Color(hexadecimal: text) { return color }
        if let index = ansiNames.firstIndex(of: text) { return .indexed(UInt8(index)) }
        guard text.hasPrefix("bright-"), let index = ansiNames.firstIndex(of: String(text.dropFirst(7))) else {
            return text == "grey" || text == "gray" ? .indexed(8) : nil
        }
        return .indexed(UInt8(index + 8))
    }
}
