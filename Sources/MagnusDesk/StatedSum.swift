import MagnusDomain

/// The part of a realised sum that is as brokers state it: of closings whose opening is in no entry.
public struct StatedSum: Sendable, Hashable {
    /// Closings.
    public private(set) var count = 0
    /// Dollars, fees included, as stated.
    public private(set) var profit = Money.zero

    public init(count: Int = 0, profit: Money = .zero) {
        self.count = count
        self.profit = profit
    }

    public mutating func add(_ profit: Money) {
        // A sum beyond the exact range stays as it is: the ledger names the damage.
        guard let sum = try? self.profit.adding(profit) else { return }
        self.profit = sum
        count += 1
    }

    public mutating func add(_ other: StatedSum) {
        guard let sum = try? profit.adding(other.profit) else { return }
        profit = sum
        count += other.count
    }
}
