import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

/// The first stage looks at contracts in columns and keeps only what it counts: it must say what the single contract says.
@Suite struct RoughScanTests {
    /// A chain in which every way a quote can be broken occurs.
    private static func broken(_ strategy: ScanStrategy) -> ScanWorld {
        var world = ScanWorld()
        world.strategy = strategy
        world.profile.dividends = [DividendEvent(exDate: ScanWorld.date("2027-04-05"), amount: 0.8, isEstimated: false)]
        world.edit = { entry in
            switch entry.contract.strikeThousandths {
            case 80_000: (entry.quote.bid, entry.quote.ask) = (entry.quote.ask, entry.quote.bid)
            case 82_500: entry.quote.bid = nil
            case 85_000: entry.quote.ask = .nan
            case 87_500: (entry.quote.bid, entry.quote.ask) = (0, 0.05)
            case 90_000: entry.contract.deliverable = .unknown
            case 92_500: entry.quote.openInterest = 3
            case 95_000: (entry.quote.bid, entry.quote.ask) = (0.001, 0.002)
            case 97_500: entry.quote.isHalted = true
            case 105_000: (entry.quote.bid, entry.quote.ask) = (400, 410)
            case 110_000: entry.contract.multiplier = 1
            default: break
            }
        }
        return world
    }

    private static func judge(_ world: ScanWorld) throws -> ContractJudge {
        let input = world.input()
        let scan = try #require(SymbolScan(symbol: world.symbol, input: input, now: world.now))
        return ContractJudge(
            input: input, scan: scan, room: BookRoom(input.book, market: input.market), isFreshnessDue: false,
            isExact: false)
    }

    @Test(arguments: [OptionRight.put, .call])
    func aColumnReadsWhatEachContractReads(_ right: OptionRight) throws {
        let scan = try Self.judge(Self.broken(right == .put ? .cashSecuredPut : .coveredCall)).scan
        let column = ImpliedColumn(right, of: scan, within: 0...4000)
        var reasons: Set<UnknownReason> = []
        var known = 0
        for slice in scan.slices {
            for index in slice.indices {
                let contract = scan.chain.entries[index].contract
                guard contract.right == right else {
                    #expect(column[index] == nil)
                    continue
                }
                let own = ImpliedReading(contract, reading: scan.readings[index], slice: slice, isExact: false)
                let read = try #require(column[index])
                #expect(read.reason == own.reason, "\(contract)")
                if let reason = own.reason { reasons.insert(reason) }
                guard let volatility = own.volatility, let delta = own.delta else {
                    #expect(read.volatility == nil && read.delta == nil, "\(contract)")
                    continue
                }
                known += 1
                // Both kernels agree to a few units of rounding.
                #expect(abs((read.volatility ?? .nan) - volatility) <= 1e-12 * volatility, "\(contract)")
                #expect(abs((read.delta ?? .nan) - delta) <= 1e-12, "\(contract)")
            }
        }
        #expect(known > 40)
        #expect(reasons.isSuperset(of: [.crossed, .oneSided, .notFinite, .aboveBound]), "\(reasons)")
    }

    /// In their own style: what the search for one American price alone says, to a price within 1e-4 of the spot; and the
    /// reasons are those of that search.
    @Test(arguments: [OptionRight.put, .call])
    func anAmericanColumnReadsWhatTheSearchOfEachContractFinds(_ right: OptionRight) throws {
        let scan = try Self.judge(Self.broken(right == .put ? .cashSecuredPut : .coveredCall)).scan
        let column = ImpliedColumn(right, of: scan, within: 0...4000, isAmerican: true)
        var farthest = 0.0
        var apart = 0.0
        var known = 0
        for slice in scan.slices {
            for index in slice.indices where scan.chain.entries[index].contract.right == right {
                let contract = scan.chain.entries[index].contract
                let own = ImpliedReading(
                    contract, reading: scan.readings[index], slice: slice, isExact: true, isSearched: true)
                let read = try #require(column[index])
                #expect((read.volatility == nil) == (own.volatility == nil), "\(contract) \(own)")
                #expect(read.reason == own.reason, "\(contract)")
                guard let volatility = read.volatility, let wanted = own.volatility, let mid = scan.readings[index].mid
                else { continue }
                known += 1
                let price = try OptionPricing.price(
                    slice.carry.terms(of: contract, spot: slice.spot, volatility: volatility), accuracy: .exact)
                #expect(abs(price - mid) < 0.015, "\(contract) \(price) \(mid) \(volatility) \(wanted)")
                apart = max(apart, abs(price - mid))
                #expect(abs((read.delta ?? .nan) - (own.delta ?? .nan)) < 3e-3, "\(contract)")
                // What the European formula says of what scans look for.
                let european = ImpliedReading(contract, reading: scan.readings[index], slice: slice, isExact: false)
                if (20...60).contains(slice.carry.daysToExpiry), (0.15...0.32).contains(abs(own.delta ?? 0)) {
                    farthest = max(farthest, abs((european.volatility ?? .nan) - wanted))
                }
            }
        }
        #expect(known > 40 && apart > 0)
        #expect(farthest > 0 && farthest < 0.004, "\(farthest)")
    }

    /// The same gates and scores from the column and from the contract judged again.
    @Test(arguments: [ScanStrategy.cashSecuredPut, .coveredCall])
    func anAmericanVerdictCountsWhatTheJudgementSays(_ strategy: ScanStrategy) throws {
        var world = Self.broken(strategy)
        world.settings.isAmerican = true
        let judge = try Self.judge(world)
        for verdict in judge.lookAtAll() {
            let whole = judge.whole(verdict)
            #expect(verdict.gates == whole.reasons.gates && abs(verdict.score - whole.score) < 1e-9)
        }
    }

    @Test func outsideTheDaysNothingIsRead() throws {
        let scan = try Self.judge(Self.broken(.cashSecuredPut)).scan
        let column = ImpliedColumn(.put, of: scan, within: 25...50)
        for slice in scan.slices {
            let isRead = (25...50).contains(slice.carry.daysToExpiry)
            for index in slice.indices where scan.chain.entries[index].contract.right == .put {
                #expect((column[index] != nil) == isRead)
            }
        }
    }

    @Test func dividendsAboveTheSpotLeaveNoVolatility() throws {
        var world = ScanWorld()
        world.profile.dividends = [DividendEvent(exDate: ScanWorld.date("2027-03-17"), amount: 150, isEstimated: false)]
        // Priced as before they were told of.
        let priced = ScanWorld().chain()
        var input = world.input()
        input.market.chains[world.symbol] = priced
        let scan = try #require(SymbolScan(symbol: world.symbol, input: input, now: world.now))
        let column = ImpliedColumn(.put, of: scan, within: 0...4000)
        let read = scan.slices.flatMap(\.indices).compactMap { column[$0] }
        #expect(!read.isEmpty)
        #expect(read.allSatisfy { $0.volatility == nil && $0.reason == .badInput })
    }

    @Test(arguments: [ScanStrategy.cashSecuredPut, .coveredCall])
    func aVerdictCountsWhatTheJudgementSays(_ strategy: ScanStrategy) throws {
        var world = Self.broken(strategy)
        world.isRiskOff = true
        let judge = try Self.judge(world)
        let verdicts = judge.lookAtAll()
        #expect(verdicts.count == world.expiries.count * world.strikes.count)
        var gates: UInt8 = 0
        for verdict in verdicts {
            let whole = judge.whole(verdict)
            let contract = judge.scan.chain.entries[verdict.index].contract
            #expect(verdict.gates == whole.reasons.gates, "\(contract): \(whole.reasons)")
            #expect(verdict.hasFigures == (whole.figures != nil), "\(contract)")
            #expect(abs(verdict.score - whole.score) < 1e-9, "\(contract)")
            gates |= verdict.gates
        }
        #expect(gates.nonzeroBitCount >= 5)
    }

    @Test func aTallyIsTheGatesOfTheReasons() {
        for reason in GateProbe.everyReason {
            var tally = GateTally()
            tally.add(reason)
            #expect(tally.gates.nonzeroBitCount == 1)
            #expect(ScanGate.allCases[tally.gates.trailingZeroBitCount] == reason.gate)
        }
        var tally = GateTally()
        for reason in GateProbe.everyReason { tally.add(reason) }
        #expect(tally.gates == GateProbe.everyReason.gates)
    }

    // MARK: - What is kept

    private struct Number: Ranked, Equatable {
        let value: UInt64

        func precedes(_ other: Number) -> Bool { value < other.value }
    }

    @Test func theFirstFewAreThoseOfTheWholeOrder() {
        var random = SplitMix64(seed: 7)
        for limit in [0, 1, 3, 40, 500] {
            let numbers = (0..<300).map { _ in Number(value: random.next() % 90) }
            var kept = Shortlist<Number>(limit: limit)
            for number in numbers { kept.offer(number) }
            #expect(kept.items == Array(numbers.sorted { $0.value < $1.value }.prefix(limit)))
        }
    }

    /// 100 counts for nothing, 2,000 fully, and their geometric mean for half.
    @Test func countsAreMeasuredByTheirLogarithm() {
        let line = LogarithmicScoreLine(100, 2000)
        #expect(line.share(0) == 0)
        #expect(line.share(-5) == 0)
        #expect(line.share(100) == 0)
        #expect(abs(line.share((100.0 * 2000).squareRoot()) - 0.5) < 1e-12)
        #expect(line.share(2000) == 1)
        #expect(line.share(1e9) == 1)
        #expect(LogarithmicScoreLine(0, 2000).share(1000) == 0)
    }
}
