import Glibc

enum NaturalPower {
    static func value(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
