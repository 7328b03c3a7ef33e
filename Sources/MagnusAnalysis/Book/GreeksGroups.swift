import MagnusDomain

/// Legs that share a key, and their Greeks.
struct GreeksGroups: Sendable {
    private(set) var rows: [GreeksRow] = []
    private var members: [[Int]] = []
    private var sums: [SumTree<GreeksSum>] = []
    private var groupOfLeg: [Int] = []
    private var placeOfLeg: [Int] = []
    private var isMarked: [Bool] = []
    private var marked: [Int] = []
    private var keys: [String] = []

    init() {}

    /// Rows are in the order of their keys.
    init(legCount: Int, key: (Int) -> String) {
        var byKey: [String: [Int]] = [:]
        for leg in 0..<legCount { byKey[key(leg), default: []].append(leg) }
        keys = byKey.keys.sorted()
        members = keys.map { byKey[$0] ?? [] }
        groupOfLeg = Array(repeating: 0, count: legCount)
        placeOfLeg = groupOfLeg
        for (index, legs) in members.enumerated() {
            for (place, leg) in legs.enumerated() { (groupOfLeg[leg], placeOfLeg[leg]) = (index, place) }
        }
        sums = members.map { SumTree(count: $0.count) }
        isMarked = Array(repeating: true, count: keys.count)
        marked = Array(keys.indices)
        rows = keys.map { GreeksSum().row(key: $0) }
    }

    mutating func mark(leg: Int) {
        let group = groupOfLeg[leg]
        sums[group].mark(placeOfLeg[leg])
        guard !isMarked[group] else { return }
        isMarked[group] = true
        marked.append(group)
    }

    /// - Returns: How many additions that took.
    mutating func update(_ contributions: [LegContribution]) -> Int {
        var additions = 0
        for index in marked {
            isMarked[index] = false
            let legs = members[index]
            additions += sums[index].update { part, sum in sum.add(contributions[legs[part]]) }
            rows[index] = sums[index].total.row(key: keys[index])
        }
        marked.removeAll(keepingCapacity: true)
        return additions
    }
}
