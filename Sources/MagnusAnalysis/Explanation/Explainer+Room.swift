import MagnusDomain

/// The line of Opportunities that says what the book has room for, and what the scans rejected.
extension Explainer {
    func explainRoom(id: String, key: String) -> Explanation? {
        let room = BookRoom(book, market: market)
        let part: Definition?
        if key.hasPrefix("sector/") {
            part = sector(String(key.dropFirst(7)), room)
        } else if key.hasPrefix("rejected/") {
            part = rejected(String(key.dropFirst(9)))
        } else {
            part = key == "free_cash" || key == "bills" ? purse(key, room) : nil
        }
        guard var part else { return nil }
        if !key.hasPrefix("rejected/"), let scan = screen.scans.first, !scan.room.isEmpty {
            let now = room.words(screen.profile)
            part.notes += [
                "the line is of the scan at \(scan.scannedAt.newYork.clock): \(scan.room)"
                    + (now == scan.room ? "" : "; now \(now)")
            ]
        }
        return made(part, id: id, subject: "Room", origin: "book at \(book.asOf.rfc3339)")
    }

    private func purse(_ key: String, _ room: BookRoom) -> Definition? {
        guard let best = room.purse(screen.profile)?.purse else { return nil }
        let account = "account/\(best.name)"
        if key == "bills" {
            return Definition(
                title: "T-bill funds of \(best.name)", figure: Figure(best.bills), unit: .dollars,
                formula: "market value of T-bill funds; counted as room where the setting says so",
                inputs: [
                    Self.input(
                        "T-bill funds", Figure(best.bills), .dollars, source: best.billSymbol ?? "none",
                        reference: "\(account)#treasury_bill_funds"),
                    Self.fact(
                        "counted", screen.profile.countsTreasuryBillFunds ? "yes" : "no",
                        source: "setting scan.counts_bill_funds"),
                ], method: "exact")
        }
        return Definition(
            title: "free cash of \(best.name)", figure: best.free, unit: .dollars,
            formula: "cash - reserved, of the account that can put up most with its T-bill funds",
            inputs: room.accounts.map {
                Self.input(
                    "free cash of \($0.name)", $0.free, .dollars, source: "account",
                    reference: "account/\($0.name)#free_cash")
            }, method: "cash of one account never pays an assignment in another")
    }

    private func sector(_ name: String, _ room: BookRoom) -> Definition? {
        let rows = book.strategies.filter {
            $0.legs.first?.sector == name && market.underlyings[$0.symbol]?.profile.kind != .treasuryBillFund
        }
        guard BookRoom.counts(name), !rows.isEmpty else { return nil }
        let dollars = room.sectors[name] ?? 0
        return Definition(
            title: "share of \(SectorName.short(name))",
            figure: room.netLiquidation.map { $0 > 0 ? dollars / $0 : .nan }, unit: .percent,
            formula: "sum of what is at risk in the sector / net liquidation; full at the limit",
            inputs: rows.map {
                Self.input(
                    "\($0.symbol) \($0.title)", BookRoom.exposure($0), .dollars, source: "at risk",
                    reference: "\($0.id)#collateral")
            } + [
                Self.input(
                    "net liquidation", room.netLiquidation, .dollars, source: "book",
                    reference: "book#net_liquidation"),
                Self.input(
                    "limit", screen.profile.maximumSectorShare, .percent, source: "setting scan.maximum_sector_share"),
            ],
            method:
                "shares: market value; else collateral, else the most that can be lost; what cannot be told is left out"
        )
    }

    private func rejected(_ name: String) -> Definition? {
        guard let scan = screen.scans.first(where: { $0.strategy.rawValue == name }) else { return nil }
        return Definition(
            title: "contracts rejected, \(name)", figure: Figure(Double(scan.rejectedCount)), unit: .count("contracts"),
            formula: "contracts looked at - candidates = sum over the gates that a contract failed first",
            inputs: [
                Self.input("looked at", Double(scan.contractsScanned), .count("contracts"), source: "scan"),
                Self.input("candidates", Double(scan.candidates.count), .count("contracts"), source: "scan"),
            ]
                + scan.rejected.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
                    Self.input($0.key, Double($0.value), .count("contracts"), source: "gate")
                }, method: "scan of \(scan.watchlist) at \(scan.scannedAt.rfc3339); `W` shows the nearest misses")
    }
}
