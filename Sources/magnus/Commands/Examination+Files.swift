import FoundationEssentials
import Glibc
import MagnusDashboard
import MagnusDomain
import MagnusEngine
import MagnusSimulation
import MagnusTerminal

/// The checks of files beside the database.
extension Examination {
    mutating func checkThemes() {
        let sources = options.sharedFiles.themes()
        let catalog = ThemeCatalog(sources: sources)
        let wrong = catalog.names.flatMap { catalog.load($0).diagnostics }
        // Without files the compiled-in default still draws, so that is no failure.
        let hint = sources.isEmpty ? "set MAGNUS_SHARE to the folder that holds Themes" : "magnus theme check names all"
        add(
            Check(
                name: "themes", status: sources.isEmpty ? .warning : wrong.isEmpty ? .ok : .failed,
                value: sources.isEmpty ? "only the one that is built in" : "\(catalog.names.count)",
                detail: Self.first(wrong), hint: sources.isEmpty || !wrong.isEmpty ? hint : ""))
    }

    mutating func checkKeymaps() {
        let sources = options.sharedFiles.keymaps()
        let loader = ScreenResources(options.sharedFiles).keymaps
        let wrong = loader.names.flatMap { loader.load($0).diagnostics }
        let hint =
            sources.isEmpty ? "set MAGNUS_SHARE to the folder that holds Keymaps" : "magnus keymap check names all"
        add(
            Check(
                name: "keymaps", status: sources.isEmpty ? .warning : wrong.isEmpty ? .ok : .failed,
                value: sources.isEmpty ? "only the one that is built in" : "\(loader.names.count)",
                detail: Self.first(wrong), hint: sources.isEmpty || !wrong.isEmpty ? hint : ""))
    }

    /// Symbols of the owner's lists that nobody quotes: no scan looks at them.
    mutating func checkLists() async {
        guard recordings.isEmpty else { return }
        let settings = await options.configurationFile.load()
        let keys = [SettingCatalogue.Key.ownList, SettingCatalogue.Key.watchList]
        let symbols = keys.flatMap { settings.value($0)?.strings ?? [] }
        guard !symbols.isEmpty else { return }
        let known = Set(SimulatedWorld.everySymbol)
        let unknown = symbols.filter { !known.contains($0.uppercased()) }
        let names = HarmlessText.sanitised(unknown.joined(separator: ", "), maximumLength: 200)
        add(
            Check(
                name: "lists", status: unknown.isEmpty ? .ok : .warning, value: "\(symbols.count) symbols",
                detail: unknown.isEmpty ? "" : "the simulated market does not quote \(names): no scan looks at them",
                hint: unknown.isEmpty ? "" : "magnus watchlists lists what it quotes; magnus config set lists.own"))
    }

    mutating func checkLog() {
        let path = options.layout.log
        var status = stat()
        guard stat(path, &status) == 0 else {
            add(Check(name: "log", status: .ok, value: "\(path), nothing written yet"))
            return
        }
        let isPrivate = status.st_mode & 0o077 == 0
        add(
            Check(
                name: "log", status: isPrivate ? .ok : .warning, value: "\(path), \(status.st_size) bytes",
                detail: isPrivate ? "" : "others on this machine may read it",
                hint: isPrivate ? "" : "chmod 600 \(path)"))
    }

    /// So many rows of a recording that cannot be read are listed.
    private static let listedRows = 20

    /// What a replay of the folders named would run on.
    mutating func checkRecordings() {
        guard !recordings.isEmpty else { return }
        do {
            let loaded = try RecordingLoader.load(recordings)
            guard let span = loaded.span else {
                add(
                    Check(
                        name: "recording", status: .failed, value: "\(loaded.series.count) series",
                        detail: "no quotes among them", hint: "unpack zipped recordings first with Scripts/unpack-lean")
                )
                return
            }
            let listed = loaded.skipped.prefix(Self.listedRows).map(\.description)
            let more = loaded.skippedCount - listed.count
            let gone = loaded.skippedCount == 0 ? "" : "; not read: " + listed.joined(separator: "; ")
            add(
                Check(
                    name: "recording", status: loaded.skippedCount == 0 ? .ok : .warning,
                    value: "\(loaded.series.count) series, \(loaded.rows) rows, \(loaded.skippedCount) not read",
                    detail: "quotes from \(span.lowerBound.rfc3339) to \(span.upperBound.rfc3339)\(gone)"
                        + (more > 0 ? "; \(more) more" : ""),
                    hint: loaded.skippedCount == 0 ? "" : "mend the rows, or go on without them"))
        } catch {
            let failure = FailureTranslation.failure(from: error)
            add(Check(name: "recording", status: .failed, detail: failure.message, hint: failure.hint))
        }
    }

    private static func first(_ diagnostics: [ConfigurationDiagnostic]) -> String {
        diagnostics.prefix(3).map { HarmlessText.sanitised($0.description, maximumLength: 400) }.joined(separator: "; ")
    }
}
