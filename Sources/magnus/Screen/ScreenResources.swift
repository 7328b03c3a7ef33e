import MagnusDashboard
import MagnusTerminal

/// Themes and keymaps as they are on disk now.
struct ScreenResources {
    var themes: ThemeCatalog
    var keymaps: KeymapLoader

    init(_ files: SharedFiles) {
        themes = ThemeCatalog(sources: files.themes())
        keymaps = ActionCatalog.keymapLoader(files.keymaps())
    }
}
