import MagnusDesk
import MagnusDomain
import Testing

@Suite struct FigureFormatTests {
    let format = FigureFormat()

    @Test(arguments: [
        (89.0, "+89"), (-144, "-144"), (0, "0"), (-0.0, "0"), (-0.4, "0"), (0.5, "+1"), (-935, "-935"),
        (1234, "+1,234"), (-12_345.6, "-12,346"), (999_999.4, "+999,999"), (999_999.6, "+1.0M"), (-2_340_000, "-2.3M"),
    ])
    func profitIsSignedWholeDollars(value: Double, text: String) {
        #expect(format.profit(Figure(value)) == text)
    }

    @Test(arguments: [
        (84_100.0, "+84.1k"), (-37_300, "-37.3k"), (123, "+123"), (-143, "-143"), (666, "+666"), (1500, "+1.5k"),
        (-6_661, "-6.7k"), (-13_469, "-13.5k"), (-974, "-974"), (999.6, "+1.0k"), (999_960, "+1.0M"), (0.3, "0"),
    ])
    func greeksUseThousands(value: Double, text: String) {
        #expect(format.compactDollars(Figure(value), isSigned: true) == text)
    }

    @Test func statusLineFigures() {
        #expect(format.dollars(Figure(169_360.40)) == "169,360")
        #expect(format.compactDollars(Figure(169_360.40)) == "169.4k")
        #expect(format.compactDollars(Figure(11_390.40)) == "11.4k")
        #expect(format.decimalPercent(Figure(0.00168)) == "0.2%")
    }

    @Test(arguments: [(0.56, "0.56"), (597.85, "597.85"), (0.005, "0.01"), (1.005, "1.01"), (5994.1, "5994.10")])
    func pricesHaveTwoDecimals(value: Double, text: String) {
        #expect(format.price(Figure(value)) == text)
    }

    @Test func percentages() {
        #expect(format.percent(Figure(0.94)) == "94%")
        #expect(format.percent(Figure(-0.63)) == "-63%")
        #expect(format.captured(Figure(-1.99)) == "-199%")
        #expect(format.captured(.unknown(.locked)) == "lock")
        #expect(format.decimalPercent(Figure(0.133)) == "13.3%")
    }

    @Test func distanceBelowHalfAPercentIsInDollars() {
        #expect(format.distance(Figure(0.0613), dollars: Figure(6.20)) == "+6.1%")
        #expect(format.distance(Figure(-0.0551), dollars: Figure(-3.35)) == "-5.5%")
        #expect(format.distance(Figure(-0.00027), dollars: Figure(-0.02)) == "$-0.02")
        #expect(format.distance(Figure(0.00402), dollars: Figure(2.41)) == "$+2.41")
        #expect(format.distance(Figure(0.005), dollars: Figure(2.5)) == "+0.5%")
        #expect(format.distance(Figure(0.0), dollars: Figure(0.001)) == "$0")
        #expect(format.distance(Figure(0.001), dollars: .unknown(.noSource)) == "+0.1%")
    }

    @Test func trustMarksStandBeforeTheFigure() {
        #expect(format.profit(.known(-144, .stale)) == "~-144")
        #expect(format.profit(.known(12, .estimated)) == "≈+12")
        #expect(format.profit(.unknown(.noMarket)) == "—")
        #expect(FigureFormat(marks: .ascii).profit(.known(12, .estimated)) == "=+12")
    }

    @Test func totalsNameWhatTheyLack() {
        #expect(format.total(Total(figure: Figure(-911), unknownCount: 1), format.profit) == "-911 (1 unknown)")
        #expect(format.total(Total(figure: Figure(-911), unknownCount: 0), format.profit) == "-911")
        #expect(format.total(Total(figure: .unknown(.incomplete), unknownCount: 3), format.profit) == "—")
    }

    @Test func maskHidesMoneyAndKeepsTheRest() {
        let masked = FigureFormat(isMasked: true)
        #expect(masked.profit(Figure(-935)) == "***")
        #expect(masked.profit(.known(-935, .stale)) == "~***")
        #expect(masked.dollars(Figure(169_360)) == "***")
        #expect(masked.compactDollars(Figure(11_390)) == "***")
        #expect(masked.amount(Money(tenThousandths: 5)) == "***")
        #expect(masked.profit(.unknown(.stale)) == "—")
        #expect(masked.percent(Figure(0.62)) == "62%")
        #expect(masked.price(Figure(0.56)) == "0.56")
        #expect(masked.distance(Figure(-0.0003), dollars: Figure(-0.02)) == "$-0.02")
    }

    @Test func columnsNeverCutDigits() {
        #expect(format.profit(Figure(-123_456), columns: 7) == "-123.5k")
        #expect(format.profit(Figure(-12_345), columns: 7) == "-12,345")
        #expect(format.profit(Figure(-12_345), columns: 5) == "-12k")
        #expect(format.decimalPercent(Figure(0.26), columns: 5) == "26.0%")
        #expect(format.decimalPercent(.known(0.26, .estimated), columns: 5) == "≈26%")
        #expect(format.profit(.known(12_345, .stale), columns: 5) == "~+12k")
        #expect(FigureFormat(isMasked: true).profit(Figure(-12_345), columns: 5) == "***")
        #expect(format.shares(Figure(1234), columns: 5) == "+1.2k")
        #expect(format.captured(Figure(-12.34), columns: 5) == "-12x")
        #expect(format.captured(.known(-1.99, .stale), columns: 5) == "~-199")
        #expect(format.captured(.known(-12.34, .stale), columns: 5) == "~-12x")
        let stale = Figure.known(0.109, .stale)
        #expect(format.distance(stale, dollars: Figure(18.3), columns: 6) == "~+11%")
        #expect(format.distance(.known(-0.0003, .stale), dollars: .known(-0.02, .stale), columns: 6) == "~$-.02")
        #expect(format.distance(.known(0.004, .stale), dollars: .known(2.41, .stale), columns: 6) == "~$+2.4")
        #expect(format.distance(Figure(0.004), dollars: Figure(24.10), columns: 6) == "$+24.1")
        #expect(format.distance(.known(0.004, .estimated), dollars: .known(24.10, .estimated), columns: 6) == "≈$+24")
        #expect(format.price(Figure(12_345.67), columns: 7) == "12345.7")
    }
}
