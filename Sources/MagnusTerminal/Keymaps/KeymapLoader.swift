/// Reads keymap files.
///
/// ```toml
/// inherits = "default"       # optional
/// title = "Mine"             # optional
/// [global]
/// quit = "q"                 # one key
/// help = ["?", "<F1>"]       # several
/// pause = []                 # unbound
/// go-top = "g g"             # a sequence
/// ```
public struct KeymapLoader: Sendable {
    private let sources: [ConfigurationText]
    private let actions: [String: [String: ActionDescriptor]]
    private let waysOut: [String]

    /// - Parameters:
    ///   - sources: files in order of preference: of two with one name the first counts. A name that none has is looked
    ///     for among the built-in ones.
    ///   - actions: every action that exists. Actions of the context `global` may be bound in any context.
    ///   - contexts: contexts that exist although they have no action of their own.
    ///   - waysOut: actions by which a person leaves the program. A keymap without a key for any of them is refused: their
    ///     built-in keys come back where these are free.
    public init(
        sources: [ConfigurationText], actions: [ActionDescriptor], contexts: [String] = [], waysOut: [String] = []
    ) {
        self.sources = sources + [BuiltInKeymap.source]
        self.waysOut = waysOut
        var table: [String: [String: ActionDescriptor]] = [:]
        for context in contexts { table[context] = [:] }
        for action in actions { table[action.context, default: [:]][action.name] = action }
        self.actions = table
    }

    /// Names that can be loaded, sorted.
    public var names: [String] { Set(sources.map(\.name)).sorted() }

    /// Loads a keymap and those it inherits. Mistakes are reported and the rest is used; an unknown name gives the
    /// built-in keymap and a diagnostic.
    public func load(_ name: String) -> (keymap: Keymap, diagnostics: [ConfigurationDiagnostic]) {
        var diagnostics: [ConfigurationDiagnostic] = []
        var chain: [String] = []
        let found = sources.contains { $0.name == name }
        if !found {
            diagnostics.append(
                ConfigurationDiagnostic(
                    file: name, line: 1, column: 1,
                    message: "there is no keymap '\(name)'; there are \(names.joined(separator: ", "))"))
        }
        var builder = KeymapBuilder()
        apply(found ? name : BuiltInKeymap.source.name, to: &builder, chain: &chain, &diagnostics)
        openWayOut(of: name, &builder, &diagnostics)
        return (Keymap(name: name, title: builder.title ?? name, bindings: builder.bindings), diagnostics)
    }

    /// Whoever starts the screen must be able to leave it.
    private func openWayOut(
        of name: String, _ builder: inout KeymapBuilder, _ diagnostics: inout [ConfigurationDiagnostic]
    ) {
        guard !waysOut.isEmpty, !builder.bindings.contains(where: { waysOut.contains($0.action) }) else { return }
        let message =
            "no key for \(waysOut.map { "'\($0)'" }.joined(separator: " or ")): nobody could leave; "
            + "their built-in keys are used"
        if let source = sources.first(where: { $0.name == name }),
            case .success(let document) = TOMLDocument.parse(source)
        {
            var path = [Keymap.globalContext]
            if case .table(let members) = document.root[Keymap.globalContext],
                let named = waysOut.first(where: { members[$0] != nil })
            {
                path.append(named)
            }
            diagnostics.append(document.mistake(at: path, message))
        } else {
            diagnostics.append(ConfigurationDiagnostic(file: name, line: 1, column: 1, message: message))
        }
        var builtIn = KeymapBuilder()
        // Only its keys are wanted: what it lacks of a caller's actions is no mistake of this keymap.
        var ignored: [ConfigurationDiagnostic] = []
        merge(BuiltInKeymap.source, into: &builtIn, &ignored)
        for binding in builtIn.bindings where waysOut.contains(binding.action) { builder.addIfFree(binding) }
    }

    private func apply(
        _ name: String, to builder: inout KeymapBuilder, chain: inout [String],
        _ diagnostics: inout [ConfigurationDiagnostic]
    ) {
        guard let source = sources.first(where: { $0.name == name }) else { return }
        chain.append(name)
        switch TOMLDocument.parse(source) {
        case .failure(let diagnostic):
            diagnostics.append(diagnostic)
            // A file that cannot be read must not leave the screen without keys.
            if chain.count == 1, name != BuiltInKeymap.source.name || source != BuiltInKeymap.source {
                merge(BuiltInKeymap.source, into: &builder, &diagnostics)
            }
        case .success(let document):
            if let parent = inherited(document, chain: chain, &diagnostics) {
                apply(parent, to: &builder, chain: &chain, &diagnostics)
            }
            merge(document, into: &builder, &diagnostics)
        }
    }

    private func merge(
        _ source: ConfigurationText, into builder: inout KeymapBuilder, _ diagnostics: inout [ConfigurationDiagnostic]
    ) {
        switch TOMLDocument.parse(source) {
        case .failure(let diagnostic): diagnostics.append(diagnostic)
        case .success(let document): merge(document, into: &builder, &diagnostics)
        }
    }

    private func inherited(
        _ document: TOMLDocument, chain: [String], _ diagnostics: inout [ConfigurationDiagnostic]
    ) -> String? {
        switch document.root["inherits"] {
        case nil: return nil
        case .string(let parent):
            // A file of the same name as the one it inherits from extends the built-in one.
            if chain.contains(parent) {
                diagnostics.append(
                    document.mistake(
                        at: ["inherits"], "keymaps inherit in a circle: \((chain + [parent]).joined(separator: " > "))")
                )
                return nil
            }
            if sources.contains(where: { $0.name == parent }) { return parent }
            diagnostics.append(document.mistake(at: ["inherits"], "there is no keymap '\(parent)' to inherit from"))
            return nil
        case .some(let node):
            diagnostics.append(document.mistake(at: ["inherits"], "inherits wants a name, not \(node.kind)"))
            return nil
        }
    }

    private func merge(
        _ document: TOMLDocument, into builder: inout KeymapBuilder, _ diagnostics: inout [ConfigurationDiagnostic]
    ) {
        builder.beginLayer()
        if case .string(let title) = document.root["title"] { builder.title = HarmlessText.sanitised(title) }
        let tables = document.root.keys.filter { $0 != "inherits" && $0 != "title" }
        for context in inOrder(tables.map { [$0] }, document).compactMap(\.last) {
            guard case .table(let members) = document.root[context] else {
                diagnostics.append(
                    document.mistake(
                        at: [context], "unknown setting '\(context)'; tables of keys have a name in brackets"))
                continue
            }
            guard actions[context] != nil else {
                let known = actions.keys.sorted().joined(separator: ", ")
                diagnostics.append(document.mistake(at: [context], "unknown context '\(context)'; there are \(known)"))
                continue
            }
            for action in inOrder(members.keys.map { [context, $0] }, document).compactMap(\.last) {
                guard let node = members[action] else { continue }
                guard actions[context]?[action] != nil || actions[Keymap.globalContext]?[action] != nil else {
                    let hint = nearest(action, context).map { "; did you mean '\($0)'?" } ?? ""
                    diagnostics.append(
                        document.mistake(at: [context, action], "unknown action '\(action)' in [\(context)]\(hint)"))
                    continue
                }
                bind(action, context, node, document, &builder, &diagnostics)
            }
        }
        for loss in builder.losses {
            // A file that binds that action itself has decided where it goes.
            if case .table(let members) = document.root[loss.from.context], members[loss.from.action] != nil {
                continue
            }
            let place = document.places.valuePlace(of: loss.path)
            let key = KeyChord.describe(loss.from.sequence)
            diagnostics.append(
                ConfigurationDiagnostic(
                    file: document.origin, line: place.line, column: place.column, severity: .warning,
                    message: HarmlessText.sanitised(
                        "key '\(key)' is '\(loss.from.action)' in the inherited [\(loss.from.context)]; it becomes "
                            + "'\(loss.action)', and '\(loss.from.action)' loses it")))
        }
    }

    private func bind(
        _ action: String, _ context: String, _ node: TOMLNode, _ document: TOMLDocument,
        _ builder: inout KeymapBuilder, _ diagnostics: inout [ConfigurationDiagnostic]
    ) {
        let elements: [(path: [String], node: TOMLNode)]
        switch node {
        case .array(let nodes):
            elements = nodes.enumerated().map { ([context, action, "#\($0.offset)"], $0.element) }
        default: elements = [([context, action], node)]
        }
        builder.clear(action, context)
        for element in elements {
            let place = document.places.valuePlace(of: element.path)
            func report(_ message: String, offset: Int = 0, severity: ConfigurationDiagnostic.Severity = .error) {
                diagnostics.append(
                    ConfigurationDiagnostic(
                        file: document.origin, line: place.line, column: place.column + offset, severity: severity,
                        message: HarmlessText.sanitised(message)))
            }
            guard case .string(let text) = element.node else {
                report("a key is text such as \"j\" or \"<C-d>\", not \(element.node.kind)")
                continue
            }
            do {
                let sequence = try KeyChord.parseSequence(text)
                switch builder.add(
                    Keymap.Binding(context: context, sequence: sequence, action: action), path: element.path)
                {
                case .added: break
                case .taken(let other):
                    report("key '\(text)' is bound to '\(other)' in [\(context)] already")
                case .conflicts(let other):
                    report(
                        "key '\(text)' and '\(KeyChord.describe(other.sequence))' (\(other.action)) begin alike, so "
                            + "the longer one could never be reached; '\(text)' is left out")
                case .hides(let others):
                    let names = others.map { "'\(KeyChord.describe($0.sequence))' (\($0.action))" }
                    report("key '\(text)' hides the inherited \(names.joined(separator: ", "))", severity: .warning)
                }
            } catch {
                // One more for the quotation mark.
                report(error.description, offset: error.offset + 1)
            }
        }
    }

    private func inOrder(_ paths: [[String]], _ document: TOMLDocument) -> [[String]] {
        paths.sorted {
            let (left, right) = (document.places.place(of: $0), document.places.place(of: $1))
            return (left.line, left.column, $0.last ?? "") < (right.line, right.column, $1.last ?? "")
        }
    }

    private func nearest(_ name: String, _ context: String) -> String? {
        let candidates = Set(actions[context].map { Array($0.keys) } ?? [])
            .union(actions[Keymap.globalContext].map { Array($0.keys) } ?? [])
        return Spelling.nearest(to: name, among: candidates.sorted())
    }
}

/// Collects bindings over inherited files.
private struct KeymapBuilder {
    enum Result {
        case added
        case taken(String)
        case conflicts(Keymap.Binding)
        case hides([Keymap.Binding])
    }

    var title: String?
    private(set) var bindings: [Keymap.Binding] = []
    private var inherited: Set<Keymap.Binding> = []
    /// Inherited keys that this layer gave to another action, and where it says so.
    private(set) var losses: [(from: Keymap.Binding, action: String, path: [String])] = []

    mutating func beginLayer() {
        inherited = Set(bindings)
        losses = []
    }

    mutating func clear(_ action: String, _ context: String) {
        bindings.removeAll { $0.action == action && $0.context == context }
    }

    /// Adds a key that no other of its context equals, begins with or begins.
    mutating func addIfFree(_ binding: Keymap.Binding) {
        let isTaken = bindings.contains {
            $0.context == binding.context
                && ($0.sequence.starts(with: binding.sequence) || binding.sequence.starts(with: $0.sequence))
        }
        if !isTaken { bindings.append(binding) }
    }

    mutating func add(_ binding: Keymap.Binding, path: [String]) -> Result {
        let same = bindings.filter { $0.context == binding.context }
        if let other = same.first(where: { $0.sequence == binding.sequence }) {
            guard inherited.contains(other) else {
                return other.action == binding.action ? .added : .taken(other.action)
            }
            // Binding an inherited key anew is what inheriting is for; that the other action loses it is said.
            if other.action != binding.action { losses.append((other, binding.action, path)) }
            bindings.removeAll { $0 == other }
        }
        let conflicting = same.filter {
            $0.sequence != binding.sequence
                && ($0.sequence.starts(with: binding.sequence) || binding.sequence.starts(with: $0.sequence))
        }
        if let own = conflicting.first(where: { !inherited.contains($0) }) { return .conflicts(own) }
        bindings.removeAll { conflicting.contains($0) }
        bindings.append(binding)
        // What a file says itself is its own, also where it repeats what it inherits.
        inherited.remove(binding)
        return conflicting.isEmpty ? .added : .hides(conflicting)
    }
}
