import MagnusDomain

extension ExpiryBoard {
    /// What is not refreshed any more: every figure of the quotes past its age. Cash, strikes and days stay what they are.
    public var old: ExpiryBoard {
        var board = self
        for index in board.rows.indices {
            for path in [
                \ExpiryRow.spot, \.away, \.sigmas, \.probability, \.asNow.shares, \.asNow.cash, \.costToClose,
                \.buyBack,
            ] { board.rows[index][keyPath: path] = board.rows[index][keyPath: path].old }
        }
        for account in board.accounts.indices {
            for world in board.accounts[account].worlds.indices
            where board.accounts[account].worlds[world].kind == .asNow {
                for path in [\ExpiryWorld.cash, \.reserved, \.free] {
                    let figure = board.accounts[account].worlds[world][keyPath: path]
                    board.accounts[account].worlds[world][keyPath: path] = figure.old
                }
            }
            board.accounts[account].treasuryBillFunds = board.accounts[account].treasuryBillFunds.old
        }
        return board
    }
}
