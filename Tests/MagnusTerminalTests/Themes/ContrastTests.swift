import MagnusTerminal
import Testing

@Suite struct ContrastTests {
    @Test func poorColoursMoveTowardsTheStrongOne() throws {
        let ground = Color.rgb(0x46, 0x52, 0x6a)
        let strong = Color.rgb(0xec, 0xef, 0xf4)
        let dim = Color.rgb(0xb3, 0xbc, 0xcb)
        #expect(try #require(Contrast.ratio(dim, ground)) < Contrast.textMinimum)
        let readable = Contrast.readable(dim, on: ground, towards: strong)
        #expect(try #require(Contrast.ratio(readable, ground)) >= Contrast.textMinimum)
        #expect(readable != strong, "the nearest that can be read")
        // What can be read stays; what the terminal decides stays.
        #expect(Contrast.readable(strong, on: ground, towards: dim) == strong)
        #expect(Contrast.readable(.default, on: ground, towards: strong) == .default)
        #expect(Contrast.readable(dim, on: .default, towards: strong) == dim)
        // Nothing is made worse: where the strong colour is no clearer, the text keeps its own.
        #expect(Contrast.readable(dim, on: strong, towards: strong) == dim)
        // Palette entries cannot be mixed.
        #expect(Contrast.readable(.indexed(9), on: .indexed(4), towards: .indexed(15)) == .indexed(15))
    }
}
