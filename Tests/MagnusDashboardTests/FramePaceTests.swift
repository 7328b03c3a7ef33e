import MagnusDashboard
import Testing

@Suite struct FramePaceTests {
    @Test func theFirstFrameIsDrawnAtOnceAndCheapOnesTenTimesASecond() {
        var pace = FramePace()
        #expect(pace.wait(at: 0) <= 0)
        pace.drew(from: 5, to: 5.001)
        #expect(abs(pace.wait(at: 5.04) - 0.06) < 1e-9)
        #expect(pace.wait(at: 5.1) <= 1e-9)
    }

    @Test func dearFramesComeLessOften() {
        var pace = FramePace()
        pace.drew(from: 10, to: 10.04)
        #expect(abs(pace.wait(at: 10) - 0.4) < 1e-9)
        pace.drew(from: 20, to: 29)
        #expect(abs(pace.wait(at: 20) - FramePace.longest) < 1e-9)
        // A fast frame afterwards is enough to be quick again.
        pace.drew(from: 40, to: 40.002)
        #expect(abs(pace.wait(at: 40) - FramePace.shortest) < 1e-9)
    }
}
