/// How many colours the terminal shows.
public enum ColorDepth: String, Hashable, Sendable, CaseIterable {
    /// 24-bit.
    case truecolor
    case colors256 = "256"
    case colors16 = "16"
    case colors8 = "8"
    /// Attributes only (bold, reverse, underline).
    case none
}

extension Color {
    /// The nearest colour that a terminal of `depth` can show. `default` and `inherit` stay as they are; at depth
    /// `none` everything is `default`.
    public func quantised(to depth: ColorDepth) -> Color {
        switch (self, depth) {
        case (.default, _), (.inherit, _): return self
        case (_, .none): return .default
        case (_, .truecolor): return self
        case (.rgb(let red, let green, let blue), .colors256):
            return .indexed(ColorPalette.nearest256(red, green, blue))
        case (.rgb(let red, let green, let blue), .colors16):
            return .indexed(ColorPalette.nearestANSI(red, green, blue, count: 16))
        case (.rgb(let red, let green, let blue), .colors8):
            return .indexed(ColorPalette.nearestANSI(red, green, blue, count: 8))
        case (.indexed, .colors256): return self
        case (.indexed(let index), .colors16):
            guard index > 15 else { return self }
            let (red, green, blue) = ColorPalette.channels(of: index)
            return .indexed(ColorPalette.nearestANSI(red, green, blue, count: 16))
        case (.indexed(let index), .colors8):
            if index < 8 { return self }
            // The bright half differs by weight only on such a terminal.
            if index < 16 { return .indexed(index - 8) }
            let (red, green, blue) = ColorPalette.channels(of: index)
            return .indexed(ColorPalette.nearestANSI(red, green, blue, count: 8))
        }
    }
}

/// The palette of xterm: 16 ANSI colours, a 6x6x6 cube, 24 greys.
enum ColorPalette {
    static let ansi: [(UInt8, UInt8, UInt8)] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
        (255, 255, 255),
    ]
    static let cubeSteps: [UInt8] = [0, 95, 135, 175, 215, 255]

    static func channels(of index: UInt8) -> (UInt8, UInt8, UInt8) {
        switch index {
        case 0..<16: return ansi[Int(index)]
        case 16..<232:
            let value = Int(index) - 16
            return (cubeSteps[value / 36], cubeSteps[value / 6 % 6], cubeSteps[value % 6])
        default:
            let grey = UInt8(8 + 10 * (Int(index) - 232))
            return (grey, grey, grey)
        }
    }

    /// Entries 0-15 are left out: people change them, so they promise no particular colour.
    static func nearest256(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
        let cube = (cubeStep(red), cubeStep(green), cubeStep(blue))
        let cubeIndex = UInt8(16 + 36 * cube.0 + 6 * cube.1 + cube.2)
        let mean = (Int(red) + Int(green) + Int(blue)) / 3
        let greyIndex = UInt8(232 + min(max((mean - 3) / 10, 0), 23))
        let wanted = (red, green, blue)
        return distance(wanted, channels(of: greyIndex)) < distance(wanted, channels(of: cubeIndex))
            ? greyIndex : cubeIndex
    }

    static func nearestANSI(_ red: UInt8, _ green: UInt8, _ blue: UInt8, count: Int) -> UInt8 {
        var best = 0
        var bestDistance = Int.max
        for index in 0..<count {
            let found = distance((red, green, blue), ansi[index])
            if found < bestDistance { (best, bestDistance) = (index, found) }
        }
        return UInt8(best)
    }

    private static func cubeStep(_ value: UInt8) -> Int {
        var best = 0
        for (step, level) in cubeSteps.enumerated()
        where abs(Int(level) - Int(value)) < abs(Int(cubeSteps[best]) - Int(value)) {
            best = step
        }
        return best
    }

    /// Squared distance with the eye's weights (the "redmean" approximation of a perceptual metric).
    static func distance(_ left: (UInt8, UInt8, UInt8), _ right: (UInt8, UInt8, UInt8)) -> Int {
        let mean = (Int(left.0) + Int(right.0)) / 2
        let (red, green, blue) = (
            Int(left.0) - Int(right.0), Int(left.1) - Int(right.1), Int(left.2) - Int(right.2)
        )
        return ((512 + mean) * red * red) / 256 + 4 * green * green + ((767 - mean) * blue * blue) / 256
    }
}
