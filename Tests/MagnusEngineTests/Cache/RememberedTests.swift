import Testing

@testable import MagnusEngine

@Suite struct RememberedTests {
    @Test func theOneLongestUnusedGoesFirst() {
        var known = Remembered<[Double], Int>(capacity: 2)
        #expect(known.answer(to: [1]) == nil)
        known.take(1, to: [1])
        known.take(2, to: [2])
        #expect(known.answer(to: [1]) == 1)
        known.take(3, to: [3])
        #expect(known.answer(to: [2]) == nil)
        #expect(known.answer(to: [1]) == 1 && known.answer(to: [3]) == 3)
    }

    @Test func aNewAnswerReplacesTheOld() {
        var known = Remembered<String, Int>(capacity: 2)
        known.take(1, to: "a")
        known.take(2, to: "b")
        known.take(3, to: "a")
        #expect(known.answer(to: "a") == 3 && known.answer(to: "b") == 2)
    }
}
