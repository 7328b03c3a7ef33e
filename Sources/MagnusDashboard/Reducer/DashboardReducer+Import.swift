import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Importing a broker's file: path with completion, preview, agreement, result.
extension DashboardReducer {
    mutating func importFile(_ path: String, isDryRun: Bool = true) {
        effects.append(.perform(.importFile(path: path, isDryRun: isDryRun)))
        open(.importing(ImportPage(path: path, isDryRun: isDryRun)))
    }

    /// The answer of the engine; a window that was left meanwhile is not opened again by a preview.
    mutating func imported(_ summary: ImportSummary, path: String, isDryRun: Bool) {
        var page = ImportPage(path: path, isDryRun: isDryRun)
        page.summary = summary
        if let index = waiting(path, isDryRun) {
            state.overlays[index] = .importing(page)
        } else if isDryRun {
            return
        } else {
            report(summary.line)
        }
        if !isDryRun {
            state.ledger = LedgerHistory()
            state.expiry.clear()
        }
    }

    mutating func importRefused(_ path: String, isDryRun: Bool) {
        // Without its window it was cancelled, and the words about it are enough.
        guard let index = waiting(path, isDryRun) else { return }
        state.overlays.remove(at: index)
        // The path stands in the field again: most refusals are a letter of it.
        guard isDryRun, state.overlays.isEmpty else { return }
        askFor(.importPath)
        editField { $0.replace(with: path) }
        if case .prompt(var prompt)? = state.overlays.last {
            prompt.refusal = state.toast?.text
            state.overlays[state.overlays.count - 1] = .prompt(prompt)
        }
    }

    private func waiting(_ path: String, _ isDryRun: Bool) -> Int? {
        state.overlays.lastIndex { overlay in
            if case .importing(let page) = overlay {
                return page.path == path && page.isDryRun == isDryRun && page.summary == nil
            }
            return false
        }
    }

    mutating func agree(_ page: ImportPage) {
        guard let summary = page.summary else { return }
        if page.isDryRun {
            guard page.isWorthwhile else { return }
            if let reason = snapshot?.readOnlyReason {
                report(reason, isError: true)
                return
            }
            close()
            importFile(page.path, isDryRun: false)
        } else if let account = ImportPage.shownAfter(summary) {
            state.overlays.removeAll()
            focus(.positions)
            effects.append(.perform(.selectAccount(account)))
        }
    }

    // MARK: Completion

    /// `Tab` in the path field.
    mutating func completePath(_ prompt: Prompt) {
        effects.append(.completePath(prompt.field.text))
    }

    /// Puts in what all candidates begin with, and shows them when there is more than one.
    mutating func pathsArrived(_ typed: String, _ candidates: [String]) {
        guard case .prompt(var prompt)? = state.overlays.last, prompt.purpose == .importPath,
            prompt.field.text == typed
        else { return }
        prompt.refusal = nil
        prompt.completions = []
        if candidates.isEmpty {
            prompt.refusal = "Nothing here begins with \(typed.isEmpty ? "that" : typed)"
        } else {
            let common = candidates.dropFirst().reduce(candidates[0]) { Self.commonPrefix($0, $1) }
            if common.count > typed.count { prompt.field.replace(with: common) }
            if candidates.count > 1 {
                prompt.completions = candidates.map { path in
                    let body = path.hasSuffix("/") ? path.dropLast() : path[...]
                    let name = body.split(separator: "/").last.map(String.init) ?? path
                    return path.hasSuffix("/") ? name + "/" : name
                }
            }
        }
        state.overlays[state.overlays.count - 1] = .prompt(prompt)
    }

    private static func commonPrefix(_ one: String, _ other: String) -> String {
        String(zip(one, other).prefix { $0 == $1 }.map(\.0))
    }
}
