import MagnusDesk
import Testing

@Suite struct CountedNounTests {
    @Test func oneThingIsSingular() {
        #expect(CountedNoun.text(1, "row") == "1 row")
        #expect(CountedNoun.text(0, "row") == "0 rows")
        #expect(CountedNoun.text(18, "row") == "18 rows")
        #expect(CountedNoun.text(12_345, "contract") == "12,345 contracts")
        #expect(CountedNoun.text(1, "fund of bills", plural: "funds of bills") == "1 fund of bills")
        #expect(CountedNoun.text(2, "fund of bills", plural: "funds of bills") == "2 funds of bills")
    }
}
