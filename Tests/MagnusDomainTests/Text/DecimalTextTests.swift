import MagnusDomain
import Testing

@Suite struct DecimalTextTests {
    /// What a reader of 7.50 - 25.00 expects, however the sum of marks was stored.
    @Test(arguments: [
        (-17.5, "-18"), (-17.499999999997, "-18"), (17.499999999997, "18"), (-22.5, "-23"), (-17.4999, "-17"),
        (0.499999999999, "1"), (-0.4, "0"), (999.4999999999, "1000"),
    ])
    func tiesGoAwayFromZero(value: Double, text: String) {
        #expect(DecimalText.text(value) == text)
    }

    /// Once, and not by way of more digits: 11.25499 is 11.25.
    @Test(arguments: [
        (-17.499999999997, 0, -18.0), (11.25499, 2, 11.25), (99.49951, 1, 99.5), (-3.7149999, 2, -3.71), (0, 2, 0),
        (1.005, 2, 1.01),
    ])
    func roundedAsItIsWritten(value: Double, decimals: Int, expected: Double) {
        #expect(DecimalText.rounded(value, decimals: decimals) == expected)
    }

    @Test func centsOfABinaryFraction() {
        #expect(DecimalText.text(1.005, decimals: 2) == "1.01")
        #expect(DecimalText.text(2.675, decimals: 2) == "2.68")
        #expect(DecimalText.text(2.6749, decimals: 2) == "2.67")
    }

    @Test func unitsAreChosenByWhatIsWritten() {
        #expect(DecimalText.compact(999.4999999999) == "1.0k")
        #expect(DecimalText.compact(999.4) == "999")
        #expect(DecimalText.compact(999_949.99999) == "1.0M")
        #expect(DecimalText.compact(-999_940) == "-999.9k")
    }
}
