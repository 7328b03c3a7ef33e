/// What the first stage finds in one underlying, independent of all others.
struct JudgedSymbol: Sendable {
    let scan: SymbolScan
    let contracts: [ContractScan]

    /// nil where the snapshot has no chain of the symbol.
    init?(_ symbol: String, input: ScanInput, room: BookRoom) {
        guard let scan = SymbolScan(symbol: symbol, input: input, now: input.market.asOf) else { return nil }
        self.scan = scan
        contracts = ContractJudge(input: input, scan: scan, room: room, isFreshnessDue: false, isExact: false)
            .lookAtAll()
    }
}

extension Scanner {
    /// ``rough(_:unless:)`` with the symbols shared out among cores; the same draft, whatever their number.
    ///
    /// One symbol is one task and no more are under way than there are cores, so that whoever else waits for a core waits
    /// for one symbol at most, not for the scan. A cancelled task leaves out the symbols that follow.
    ///
    /// - Parameter cores: at least 1 is used.
    @concurrent
    public static func rough(_ input: ScanInput, cores: Int) async -> Draft {
        let room = BookRoom(input.book, market: input.market)
        guard !isWaiting(input) else { return assembled([], input: input, room: room) }
        let parts = await withTaskGroup(of: (Int, JudgedSymbol?).self) { group in
            var parts: [JudgedSymbol?] = input.symbols.map { _ in nil }
            var symbols = input.symbols.enumerated().makeIterator()
            func addNext() {
                guard !Task.isCancelled, let (place, symbol) = symbols.next() else { return }
                group.addTask { (place, JudgedSymbol(symbol, input: input, room: room)) }
            }
            for _ in 0..<max(1, cores) { addNext() }
            for await (place, part) in group {
                parts[place] = part
                addNext()
            }
            return parts
        }
        return assembled(parts.compactMap { $0 }, input: input, room: room)
    }
}
