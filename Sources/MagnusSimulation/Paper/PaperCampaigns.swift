import Glibc
import MagnusDomain
import MagnusQuant

/// The campaigns of the history: a wheel on T through all four stages, a put rolled three times, a loss that a purchase
/// in the other account turns into a wash sale, and a trade the broker closed at 15:40.
struct PaperCampaigns {
    let world: SimulatedWorld

    private func price(_ contract: OptionContract, _ date: CalendarDate, _ hour: Int, _ minute: Int) -> Double {
        let quote = world.quote(of: contract, now: NewYorkTime.instant(on: date, hour: hour, minute: minute))
        return max(0.01, SimulatedWorld.cents(((quote?.bid ?? 0) + (quote?.ask ?? 0)) / 2))
    }

    private func contract(_ symbol: String, _ expiry: CalendarDate, _ right: OptionRight, _ strike: Int)
        -> OptionContract?
    {
        try? OptionContract.standard(root: symbol, expiry: expiry, right: right, strikeThousandths: strike)
    }

    private func leg(_ contract: OptionContract, _ quantity: Int, _ price: Double) -> [PaperBook.Leg] {
        [PaperBook.Leg(instrument: .option(contract), quantity: quantity, price: price)]
    }

    /// Strike in thousandths: the first one of the step above (or below) a price.
    private func strike(_ symbol: String, _ price: Double, above: Bool) -> Int {
        let step = world.securityIndex(symbol).map { SecurityCatalogue.all[$0].strikeStep } ?? 500
        let thousandths = Int(price * 1000)
        return above ? (thousandths / step + 1) * step : (thousandths - 1) / step * step
    }

    func append(to ledger: inout PaperLedger) {
        for entry in wheel() + rolls() + brokerClose() + taxLoss() { ledger.append(entry, feePerContract: 0.02) }
    }

    /// Stage 1: three puts, one of three assigned. 2: a call expires. 3: a call is assigned, shares called away.
    /// 4: a put assigned again and the shares called away once more.
    private func wheel() -> [PaperBook.Entry] {
        let symbol = "T"
        var entries: [PaperBook.Entry] = []
        func option(
            _ number: Int, open: CalendarDate, expiry: CalendarDate, right: OptionRight, above: Bool, quantity: Int,
            taken: Int
        ) {
            guard let close = world.officialClose(of: symbol, on: expiry),
                let contract = contract(symbol, expiry, right, strike(symbol, close, above: above))
            else { return }
            let group = "W-T-\(number)"
            entries.append(
                PaperBook.Entry(group: group, date: open, legs: leg(contract, -quantity, price(contract, open, 10, 31)))
            )
            let saturday = expiry.adding(days: 1)
            if taken > 0 {
                let shares = (right == .put ? 100 : -100) * taken
                entries.append(
                    PaperBook.Entry(
                        group: group, date: saturday, hour: 6, minute: 0,
                        legs: leg(contract, taken, 0) + PaperBook.shares(symbol, shares, contract.strike),
                        kind: .assignment,
                        details: "Assigned \(taken) of \(quantity) \(contract.osi)"))
            }
            if quantity > taken {
                entries.append(
                    PaperBook.Entry(
                        group: group, date: saturday, hour: 6, minute: 0, legs: leg(contract, quantity - taken, 0),
                        kind: .expiration, details: "Expired \(quantity - taken) \(contract.osi)"))
            }
        }
        option(1, open: .on(2026, 4, 13), expiry: .on(2026, 5, 15), right: .put, above: true, quantity: 3, taken: 1)
        option(2, open: .on(2026, 5, 18), expiry: .on(2026, 6, 12), right: .call, above: true, quantity: 1, taken: 0)
        option(3, open: .on(2026, 6, 15), expiry: .on(2026, 7, 17), right: .call, above: false, quantity: 1, taken: 1)
        option(4, open: .on(2026, 7, 20), expiry: .on(2026, 8, 21), right: .put, above: true, quantity: 1, taken: 1)
        option(5, open: .on(2026, 8, 24), expiry: .on(2026, 9, 18), right: .call, above: false, quantity: 1, taken: 1)
        return entries
    }

    /// One put on PLTR rolled three times: each roll is one order that closes a series and opens the next.
    private func rolls() -> [PaperBook.Entry] {
        let dates: [CalendarDate] = [
            .on(2026, 5, 4), .on(2026, 5, 26), .on(2026, 6, 15), .on(2026, 7, 6), .on(2026, 7, 27),
        ]
        let expiries: [CalendarDate] = [.on(2026, 6, 12), .on(2026, 7, 2), .on(2026, 7, 24), .on(2026, 8, 21)]
        guard let spot = world.spot(of: "PLTR", at: NewYorkTime.instant(on: dates[0], hour: 10, minute: 31)) else {
            return []
        }
        let fixed = strike("PLTR", spot * 1.02, above: true)
        let contracts = expiries.compactMap { contract("PLTR", $0, .put, fixed) }
        guard contracts.count == 4 else { return [] }
        var entries = [
            PaperBook.Entry(
                group: "R-PLTR", date: dates[0], legs: leg(contracts[0], -1, price(contracts[0], dates[0], 10, 31)))
        ]
        for number in 1...3 {
            entries.append(
                PaperBook.Entry(
                    group: "R-PLTR", date: dates[number],
                    legs: leg(contracts[number - 1], 1, price(contracts[number - 1], dates[number], 10, 31))
                        + leg(contracts[number], -1, price(contracts[number], dates[number], 10, 31)),
                    details: "Roll \(number) of R-PLTR"))
        }
        entries.append(
            PaperBook.Entry(
                group: "R-PLTR", date: dates[4], legs: leg(contracts[3], 1, price(contracts[3], dates[4], 10, 31))))
        return entries
    }

    /// A put near the money on expiry Friday that the broker bought back at 15:40.
    private func brokerClose() -> [PaperBook.Entry] {
        let expiry = CalendarDate.on(2026, 10, 16)
        let open = CalendarDate.on(2026, 9, 21)
        guard let late = world.spot(of: "UBER", at: NewYorkTime.instant(on: expiry, hour: 15, minute: 40)),
            let contract = contract("UBER", expiry, .put, strike("UBER", late * 1.03, above: true))
        else { return [] }
        let exit = price(contract, expiry, 15, 40)
        return [
            PaperBook.Entry(group: "B-UBER", date: open, legs: leg(contract, -1, price(contract, open, 10, 31))),
            PaperBook.Entry(
                group: "B-UBER", date: expiry, hour: 15, minute: 40, legs: leg(contract, 1, exit),
                details: "Closed by broker: expiration risk"),
        ]
    }

    /// A loss on INTC on 02-23; the other account bought shares ten days later.
    private func taxLoss() -> [PaperBook.Entry] {
        PaperBook.Entry.pair(
            group: "L-INTC", opened: .on(2027, 2, 1), closed: .on(2027, 2, 23),
            legs: PaperBook.option("INTC", .on(2027, 3, 19), .put, 38, -1, 1.35), exit: 2.60)
    }
}

extension PaperBook.Entry {
    /// Opening and closing trade of single-leg orders.
    static func pair(
        group: String, opened: CalendarDate, closed: CalendarDate, legs: [PaperBook.Leg], exit: Double
    ) -> [PaperBook.Entry] {
        [
            PaperBook.Entry(group: group, date: opened, legs: legs),
            PaperBook.Entry(
                group: group, date: closed, hour: 11, minute: 2,
                legs: legs.map { PaperBook.Leg(instrument: $0.instrument, quantity: -$0.quantity, price: exit) }),
        ]
    }
}
