import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// Grids of the book on the screen.
extension Engine {
    /// The book as last valued, at every shock of a request.
    ///
    /// The legs are priced outside the actor, on all cores: quotes and keys go on meanwhile.
    /// - Returns: nil while no book has been valued, or for more cells than ``ScenarioRequest/cellLimit``.
    public func scenario(_ request: ScenarioRequest) async -> ScenarioGrid? {
        guard let book, request.shocks.count <= ScenarioRequest.cellLimit else { return nil }
        let work = keeper.scenarioWork(request, now: book.asOf)
        lastScenario = (selectedAccount, work)
        return await Self.grid(work)
    }

    /// The same with the name of the account it is of; no grid while the account was just chosen and its book is not
    /// valued yet.
    public func scenarioAnswer(_ request: ScenarioRequest) async -> ScenarioAnswer {
        let account = selectedAccount
        guard let book, Set(book.accounts.map(\.account.name)) == Set(keeper.selected) else {
            return ScenarioAnswer(account: account, grid: nil)
        }
        return ScenarioAnswer(account: account, grid: await scenario(request))
    }

    nonisolated static func grid(_ work: ScenarioWork) async -> ScenarioGrid {
        let parts = await withTaskGroup(of: (Int, ScenarioWork.Part).self) { group in
            for leg in 0..<work.count { group.addTask { (leg, work.evaluate(leg)) } }
            var parts: [Int: ScenarioWork.Part] = [:]
            for await (leg, part) in group { parts[leg] = part }
            return parts
        }
        return work.grid((0..<work.count).compactMap { parts[$0] })
    }
}

extension Engine {
    /// The explanation of one cell of a grid, of the book that the last grid was made of; nil for ids of anything else.
    func explainScenario(_ id: String) async -> Explanation? {
        guard let book, let cell = ScenarioCellIdentifier(id) else { return nil }
        if let (account, work) = lastScenario, account == selectedAccount, let shown = work.asking(cell.request) {
            return await Self.explanation(shown, id: id)
        }
        return await Self.explanation(keeper.scenarioWork(cell.request, now: book.asOf), id: id)
    }

    private nonisolated static func explanation(_ work: ScenarioWork, id: String) async -> Explanation? {
        work.explanation(id: id)
    }
}
