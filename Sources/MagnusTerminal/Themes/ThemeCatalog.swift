/// The themes that can be chosen.
public struct ThemeCatalog: Sendable {
    private let sources: [ConfigurationText]

    /// - Parameter sources: theme files in order of preference: of two with one name the first counts. The built-in theme
    ///   stands behind them all.
    public init(sources: [ConfigurationText] = []) {
        self.sources = sources + [BuiltInTheme.source]
    }

    /// Names that can be loaded, sorted.
    public var names: [String] { Set(sources.map(\.name)).sorted() }

    /// Loads a theme and those it inherits. Mistakes are reported and the rest is used; what a theme leaves open is taken
    /// from the built-in one. An unknown name gives the built-in theme and a diagnostic.
    public func load(_ name: String) -> (theme: Theme, diagnostics: [ConfigurationDiagnostic]) {
        var diagnostics: [ConfigurationDiagnostic] = []
        guard sources.contains(where: { $0.name == name }) else {
            diagnostics.append(
                ConfigurationDiagnostic(
                    file: name, line: 1, column: 1,
                    message:
                        "there is no theme '\(HarmlessText.sanitised(name))'; there are \(names.joined(separator: ", "))"
                ))
            return (Self.builtIn, diagnostics)
        }
        var loader = ThemeLoader(sources: sources)
        loader.load(name)
        return (loader.theme(named: name), diagnostics + loader.diagnostics)
    }

    /// The theme compiled in: magnus-dark.
    public static var builtIn: Theme {
        var loader = ThemeLoader(sources: [BuiltInTheme.source])
        loader.load(BuiltInTheme.source.name)
        return loader.theme(named: BuiltInTheme.source.name)
    }
}
