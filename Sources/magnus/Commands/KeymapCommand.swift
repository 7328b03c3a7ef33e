import ArgumentParser
import MagnusDashboard
import MagnusDesk
import MagnusTerminal

struct KeymapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keymap", abstract: "List and check keymaps.", subcommands: [List.self, Check.self],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Names of all keymaps.")

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let loader = ScreenResources(options.sharedFiles).keymaps
            let maps = loader.names.map { loader.load($0).keymap }
            options.output.document([
                "keymaps": .array(maps.map { ["name": .string($0.name), "title": .string($0.title)] })
            ])
            for map in maps { options.output.line("\(map.name.padding(to: 20))\(map.title)") }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Name every mistake of a keymap by line and column (default: all keymaps).")

        @OptionGroup var options: GlobalOptions

        @Argument(help: "Keymap names or files.")
        var keymaps: [String] = []

        func run() throws {
            let sources = options.sharedFiles.keymaps()
            let known = ScreenResources(options.sharedFiles).keymaps.names
            let names = keymaps.isEmpty ? known : keymaps
            var found: [ConfigurationDiagnostic] = []
            for name in names {
                let (own, source) = try options.sharedFiles.resolve(name, among: known, kind: "keymap")
                found += ActionCatalog.keymapLoader(source + sources).load(own).diagnostics
            }
            try options.report(found, checked: names)
        }
    }
}
