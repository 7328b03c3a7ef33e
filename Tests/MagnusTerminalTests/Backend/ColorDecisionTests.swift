import Testing

@testable import MagnusTerminal

@Suite struct ColorDecisionTests {
    typealias Terminfo = ColorDecision.TerminfoColors

    @Test(arguments: [
        // Each line holds what all later rules would contradict.
        (
            ColorDecision.Wish.colors16, ColorDecision.Wish.none, ["NO_COLOR": "1", "COLORTERM": "truecolor"], 256,
            "flag --color 16", ColorDepth.colors16
        ),
        (.auto, .colors256, ["NO_COLOR": "1"], 8, "configuration color = 256", .colors256),
        (.auto, .auto, ["NO_COLOR": "1", "COLORTERM": "truecolor"], 256, "NO_COLOR", .none),
        (.auto, .auto, ["NO_COLOR": "", "COLORTERM": "24bit"], 8, "COLORTERM=24bit", .truecolor),
        (.auto, .auto, ["COLORTERM": "yes", "TERM": "xterm-256color"], 256, "terminfo colors=256", .colors256),
        (.auto, .auto, ["TERM": "linux"], 8, "terminfo colors=8", .colors8),
        (.auto, .auto, ["TERM": "vt100"], 0, "terminfo has no colours", .none),
        (.auto, .auto, ["TERM": "xterm"], 8, "TERM=xterm", .colors256),
    ])
    func firstRuleWins(
        _ flag: ColorDecision.Wish, _ configuration: ColorDecision.Wish, _ environment: [String: String], _ colors: Int,
        _ rule: String, _ depth: ColorDepth
    ) {
        let decision = ColorDecision.decide(
            flag: flag, configuration: configuration, environment: environment,
            terminfo: Terminfo(count: colors, isDirect: false))
        #expect(decision == ColorDecision(depth: depth, rule: rule))
    }

    @Test func withoutTerminfo() {
        #expect(
            ColorDecision.decide(environment: ["TERM": "foot-direct"], terminfo: nil).depth == .truecolor)
        #expect(
            ColorDecision.decide(environment: [:], terminfo: nil) == ColorDecision(depth: .colors256, rule: "default"))
        #expect(
            ColorDecision.decide(environment: [:], terminfo: Terminfo(count: 256, isDirect: true)).rule
                == "terminfo RGB")
    }

    @Test(arguments: [
        ("#ff0000", ColorDepth.colors256, Color.indexed(196)), ("#ff0000", .colors16, .indexed(9)),
        ("#000000", .colors256, .indexed(16)), ("#808080", .colors256, .indexed(244)),
        ("#00cd00", .colors8, .indexed(2)),
        ("#123456", .none, .default), ("#5f87af", .colors256, .indexed(67)),
    ])
    func quantisation(_ hexadecimal: String, _ depth: ColorDepth, _ expected: Color) throws {
        #expect(try #require(Color(hexadecimal: hexadecimal)).quantised(to: depth) == expected)
    }

    @Test func everyColourIsShowableAtEveryDepth() {
        for depth in ColorDepth.allCases {
            for value in stride(from: 0, through: 255, by: 15) {
                let color = Color.rgb(UInt8(value), UInt8(255 - value), UInt8(value / 2)).quantised(to: depth)
                #expect(color.quantised(to: depth) == color)
            }
        }
    }
}
