import MagnusDesk
import MagnusDomain
import Testing

@Suite struct DurationTextTests {
    @Test(arguments: [
        (3.0, "3s"), (59.9, "59s"), (60, "1m"), (250, "4m"), (3600, "1h"), (172_799, "47h"), (172_800, "2d"),
        (-5, "0s"),
    ])
    func ages(seconds: Double, text: String) {
        #expect(DurationText.age(seconds) == text)
    }

    @Test(arguments: [
        (19_073.0, "5h17"), (2460, "0h41"), (0, "0h00"), (-9, "0h00"), (172_800, "2 days"), (90_000, "25h00"),
    ])
    func countdowns(seconds: Double, text: String) {
        #expect(DurationText.countdown(seconds) == text)
    }

    @Test(arguments: [(20.0, "0:20"), (725, "12:05"), (3600, "1:00:00"), (0.2, "0:01")])
    func clocks(seconds: Double, text: String) {
        #expect(DurationText.clock(seconds) == text)
    }

    @Test func nothingIsMadeOfNaN() {
        #expect(DurationText.age(.nan) == nil)
        #expect(DurationText.countdown(.infinity) == nil)
        #expect(DurationText.clock(.nan) == nil)
        #expect(DecimalText.text(.nan) == nil)
        #expect(DecimalText.compact(.infinity) == nil)
    }

    @Test func hugeNumbersDoNotTrap() {
        #expect(DurationText.age(1e300) != nil)
        #expect(DecimalText.text(1e300, decimals: 2) != nil)
        #expect(DecimalText.compact(-1e300) != nil)
    }
}
