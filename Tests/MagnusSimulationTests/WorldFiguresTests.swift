import MagnusDomain
import Testing

@testable import MagnusSimulation

/// Figures of every world, whatever its seed.
@Suite struct WorldFiguresTests {
    @Test(arguments: ["AAPL", "KO", "MU", "SGOV"]) func volumeVariesAndIsThatOfTheBars(symbol: String) throws {
        let world = Worlds.standard
        var volumes: [Int] = []
        for day in [8, 9, 10, 11, 12] {
            let quote = try #require(world.quote(of: symbol, now: Worlds.at(3, day, 18, 0)))
            let bars = try #require(world.dailyBars(of: symbol, count: 1, now: Worlds.at(3, day + 1, 3, 0)))
            let volume = try #require(quote.volume)
            #expect(bars.first?.date == .on(2027, 3, day) && bars.first?.volume == Double(volume))
            volumes.append(volume)
        }
        #expect(Set(volumes).count == 5, "\(volumes)")
        let half = try #require(world.quote(of: symbol, now: Worlds.at(3, 12, 12, 45))?.volume)
        #expect(half > 0 && half < volumes[4])
        let other = Worlds.other.quote(of: symbol, now: Worlds.at(3, 12, 18, 0))?.volume
        #expect(other != volumes[4])
    }

    /// Price and dividends together earn the bills' rate, before the anchor and after it.
    @Test(arguments: [UInt64(1), 7, 12]) func billsEarnTheirRate(seed: UInt64) throws {
        let world = seed == 1 ? Worlds.standard : SimulatedWorld(seed: seed)
        let index = try #require(world.securityIndex("SGOV"))
        for (from, through) in [
            (CalendarDate.on(2026, 3, 16), CalendarDate.on(2027, 3, 12)), (.on(2027, 3, 16), .on(2028, 3, 14)),
        ] {
            let start = try #require(world.officialClose(of: "SGOV", on: from))
            let end = try #require(world.officialClose(of: "SGOV", on: through))
            let paid = world.events[index].dividends.filter { $0.exDate > from && $0.exDate <= through }
            #expect((11...13).contains(paid.count))
            let earned = (end - start + paid.reduce(0) { $0 + $1.amount }) / start
            #expect(abs(earned - SimulatedWorld.rate) < 0.006, "\(earned)")
        }
    }

    private func isSound(_ quote: Quote) -> Bool {
        [quote.bid, quote.ask, quote.last].allSatisfy { $0.map { $0.isFinite && $0 >= 0 } ?? true }
    }

    @Test(arguments: 2...20) func everySeedOpensWithSoundQuotes(seed: Int) throws {
        let world = SimulatedWorld(seed: UInt64(seed))
        let moments = [SimulatedWorld.anchor, Worlds.at(3, 25, 15, 30), Worlds.at(6, 16, 11, 0)]
        for now in moments {
            for symbol in world.symbols {
                let quote = try #require(world.quote(of: symbol, now: now))
                #expect(isSound(quote) && (quote.last ?? 0) > 0, "\(symbol) \(quote)")
            }
            for symbol in ["SPX", "XSP", "AAPL", "MU"] {
                for entry in try #require(world.chain(of: symbol, now: now)) {
                    let contract = entry.contract
                    let session = ExchangeCalendar.standard.sessionOnOrBefore(contract.expiry)
                    #expect(session == contract.expiry && contract.expiry >= now.newYork.date, "\(contract.osi)")
                    #expect(contract.strikeThousandths > 0 && contract.strikeThousandths % 500 == 0)
                    #expect(isSound(entry.quote), "\(contract.osi)")
                }
            }
        }
        let book = try OpeningBook.valued(world, now: SimulatedWorld.anchor)
        for leg in book.strategies.flatMap(\.legs) {
            for figure in [leg.mark, leg.delta, leg.impliedVolatility, leg.marketValue] {
                #expect(figure.value.map(\.isFinite) ?? true, "\(leg.position.id)")
            }
        }
        #expect((book.accounts.first?.freeCash.value ?? -1) >= 0)
    }
}
