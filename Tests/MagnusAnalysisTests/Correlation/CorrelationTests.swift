import MagnusAnalysis
import MagnusDomain
import Testing

@Suite("Correlations")
struct CorrelationTests {
    private typealias Series = CorrelationAnalyser.Series

    private static func series(_ name: String, _ bars: [DailyBar]) -> Series {
        Series(name: name, kind: .stock, bars: bars)
    }

    private static func analyse(_ series: [Series], sessions: Int = 252) -> CorrelationReport {
        CorrelationAnalyser.analyse(series, sessions: sessions, source: "test")
    }

    /// Closes whose log returns are +1 % and -1 % in turn, and others made of the same signs.
    private static func alternating(_ pattern: [Double], _ count: Int) -> [DailyBar] {
        var close = 100.0
        return Sessions.bars(
            closes: (0...count).map { index in
                if index > 0 { close *= 1 + 0.01 * pattern[(index - 1) % pattern.count] }
                return close
            })
    }

    @Test func togetherApartAndNeither() {
        // Signs + - + - against - + - + and against + + - -: the products of the latter add up to nothing.
        let one = Self.alternating([1, -1, 1, -1], 120)
        let report = Self.analyse(
            [
                Self.series("A", one),
                Self.series(
                    "B",
                    one.map { bar in
                        var bar = bar
                        (bar.open, bar.high, bar.low, bar.close) = (
                            2 * bar.open, 2 * bar.high, 2 * bar.low, 2 * bar.close
                        )
                        return bar
                    }),
                Self.series("C", Self.alternating([-1, 1, -1, 1], 120)),
                Self.series("D", Self.alternating([1, 1, -1, -1], 120)),
            ], sessions: 120)
        #expect(report.sessions == 120 && report.jointReturns[0][3] == 120)
        #expect(report.coefficients[0][0] == Figure(1))
        #expect(abs((report.coefficients[0][1].value ?? 0) - 1) < 1e-12)
        #expect(abs((report.coefficients[0][2].value ?? 0) + 1) < 1e-12)
        #expect(abs(report.coefficients[0][3].value ?? 1) < 1e-3)
        for row in 0..<4 {
            for column in 0..<4 { #expect(report.coefficients[row][column] == report.coefficients[column][row]) }
        }
        #expect(report.pairs.first?.right == 1 && report.pairs.count == 6)
    }

    @Test func sessionsThatOneLacksAreCountedForNeither() {
        let whole = Sessions.walk(121, seed: 1)
        var holes = Sessions.walk(121, seed: 2)
        let gone = holes[50].date
        holes.remove(at: 50)
        let report = Self.analyse([Self.series("A", whole), Self.series("B", holes)], sessions: 120)
        #expect(report.members[1].missing == [gone] && report.members[0].missing.isEmpty)
        // The return of that day and of the next.
        #expect(report.members[0].returns == 120 && report.members[1].returns == 118)
        #expect(report.jointReturns[0][1] == 118)
    }

    @Test func tooFewSessionsGiveNone() {
        let report = Self.analyse(
            [
                Self.series("A", Sessions.walk(300, seed: 1)),
                Self.series("B", Array(Sessions.walk(300, seed: 2).suffix(60))),
                Self.series("C", []), Self.series("D", Sessions.bars(closes: [Double](repeating: 7, count: 300))),
            ])
        #expect(report.members[1].returns == 59 && report.members[1].reason == .insufficientHistory)
        #expect(report.coefficients[0][1] == .unknown(.insufficientHistory))
        #expect(report.members[2].reason == .noSource && report.coefficients[0][2] == .unknown(.noSource))
        #expect(report.coefficients[0][3] == .unknown(.flatHistory), "what does not move goes with nothing")
        #expect(report.mean == .unknown(.insufficientHistory) && report.pairs.isEmpty)
        #expect(Self.analyse([]).first == nil)
        #expect(Self.analyse([Self.series("A", [])]).coefficients == [[.unknown(.noSource)]])
    }

    /// Two for one on one side of the window, not adjusted: what was before is not used, and no return is made of it.
    @Test func aSplitIsNoReturn() {
        var split = Sessions.walk(253, seed: 1)
        for index in 0..<100 {
            split[index].open *= 2
            split[index].high *= 2
            split[index].low *= 2
            split[index].close *= 2
        }
        let report = Self.analyse([Self.series("A", Sessions.walk(253, seed: 1)), Self.series("B", split)])
        #expect(report.members[1].seam == split[100].date && report.members[1].returns == 152)
        #expect(abs((report.coefficients[0][1].value ?? 0) - 1) < 1e-12)
    }
}

/// Closes of 2017-04-10 to 2018-04-11, against `numpy.corrcoef` of the differences of their logarithms.
@Suite("Correlations of real prices", .enabled(if: RecordedIndex.isPresent, "shared data is absent"))
struct RecordedCorrelationTests {
    @Test func aYearOfFiveShares() throws {
        let names = ["JPM", "BAC", "XOM", "AAPL", "T"]
        let shares = try RecordedIndex.shares(names)
        let report = CorrelationAnalyser.analyse(
            names.map { CorrelationAnalyser.Series(name: $0, kind: .stock, bars: shares[$0] ?? []) }, source: "recorded"
        )
        #expect(report.first == RecordedIndex.date("2017-04-11") && report.last == RecordedIndex.date("2018-04-11"))
        #expect(report.members.allSatisfy { $0.returns == 252 && $0.missing.isEmpty })
        let expected = [
            [1, 0.9227184191, 0.4990771512, 0.4217367857, 0.4323472911],
            [0.9227184191, 1, 0.4112168976, 0.4313211456, 0.3926728373],
            [0.4990771512, 0.4112168976, 1, 0.3316231592, 0.3790889920],
            [0.4217367857, 0.4313211456, 0.3316231592, 1, 0.2021703814],
            [0.4323472911, 0.3926728373, 0.3790889920, 0.2021703814, 1],
        ]
        for (row, figures) in expected.enumerated() {
            for (column, figure) in figures.enumerated() {
                #expect(abs((report.coefficients[row][column].value ?? 2) - figure) < 1e-9, "\(row) \(column)")
            }
        }
    }
}
