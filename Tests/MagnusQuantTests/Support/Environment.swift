import Glibc

/// Set MAGNUS_SHOW_RATIOS to have the tests print the worst error / tolerance ratio of every reference file.
let showsRatios = getenv("MAGNUS_SHOW_RATIOS") != nil

func exponential(_ x: Double) -> Double { exp(x) }

func naturalLogarithm(_ x: Double) -> Double { log(x) }
